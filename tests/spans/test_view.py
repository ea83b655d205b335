"""The folded view and the words behind it."""

from hypothesis import given
from hypothesis import strategies as st

from llmextract.spans.view import view_of


@given(st.text("甲乙ab12１２ 　\n，。", min_size=1, max_size=60))
def test_words_are_those_of_the_text(text):
    """The words of any part of the view are characters of the text, but for white space."""
    view = view_of(text)
    for start in range(0, len(view.text), 3):
        for end in range(start + 1, len(view.text) + 1, 4):
            words = view.words(start, end)
            span = view.span(start, end)
            assert "".join(words.split()) == "".join(span.of(text).split())


def test_blanks_and_line_ends():
    """Blanks beside Chinese words go, those between English words stay, as do line ends."""
    view = view_of("Two\nwords here\n某局　　文件")
    assert view.words(0, len(view.text)) == "Two words here某局文件"


def test_trimmed():
    """Marks and white space at the ends are cut off; a part of nothing else is empty."""
    view = view_of(" ，甲，乙；")
    start, end = view.trimmed(0, len(view.text), "，；")
    assert view.text[start:end] == "甲，乙"
    start, end = view.trimmed(0, 2, "，；")
    assert start == end


def test_places_map_back():
    """A place of the original maps to the view and back."""
    view = view_of("登载1 043条，260 余次")
    at = view.text.index("余")
    assert view.original[view.span(at, at + 1).start] == "余"
    assert view.at(view.span(at, at + 1).start) == at
