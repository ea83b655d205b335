"""File names for documents' texts."""

from hypothesis import given
from hypothesis import strategies as st

from llmextract.runs.names import text_file


@given(st.text(min_size=1, max_size=300))
def test_a_file_name_is_safe(name) -> None:
    """Whatever a document is called, its text goes into a file directly in `documents/`."""
    file = text_file(name)
    assert file.endswith(".txt")
    assert not set('/\\:*?"<>|\x00\n') & set(file)
    assert not file.startswith(".")
    assert len(file.encode(errors="surrogatepass")) <= 255


@given(st.text(max_size=100), st.text(max_size=100))
def test_other_names_other_files(one, other) -> None:
    """Two documents share a file only if one is the other with `.txt` behind it."""
    if one != other and text_file(one) == text_file(other):
        assert {one, other} == {one.removesuffix(".txt"), f"{one.removesuffix('.txt')}.txt"}


def test_plain_names_stay_readable() -> None:
    """A text keeps its name, a page gets `.txt`, a folder is spelt out."""
    assert text_file("a 2019.txt") == "a 2019.txt"
    assert text_file("报告.html") == "报告.html.txt"
    assert text_file("2019/a.txt") == "2019%2Fa.txt"
