"""Lists of words, written as one string."""


def words(text: str) -> tuple[str, ...]:
    """The words of `text`, which blanks part."""
    return tuple(text.split())
