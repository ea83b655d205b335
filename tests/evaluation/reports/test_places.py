from hypothesis import given
from hypothesis import strategies as st

from llmextract.evaluation.reports.places import Reading, places, utf16
from llmextract.types import Span
from tests.evaluation.reports.making import TEXT, at


@given(st.text(alphabet="a字😀𠀀\n"), st.data())
def test_offsets_become_those_of_javascript(text, data):
    """A slice by UTF-16 offsets is the slice by characters."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    offset, wide = utf16(text), text.encode("utf-16-le")
    assert wide[2 * offset(start) : 2 * offset(end)].decode("utf-16-le") == text[start:end]


@given(st.text(alphabet="ab"), st.text(alphabet="ab", min_size=1))
def test_every_place_of_a_quote_is_found(text, quote):
    """Places are all and only where the quote stands."""
    wanted = [n for n in range(len(text)) if text.startswith(quote, n)]
    assert [span.start for span in places(quote, text)] == wanted


def test_a_number_is_found_however_it_is_written():
    """20000 is printed where 2万 stands."""
    (span,) = Reading(TEXT).printed(20000)
    assert "2万" in span.of(TEXT)


def test_tabs_make_a_table():
    """A line with tabs is a row, the line before it is none."""
    reading = Reading(TEXT)
    assert reading.tabular([at("复议\t3")])
    assert not reading.tabular([at("会议3次")])


def test_an_empty_text_has_nothing():
    """Without a text there are no places."""
    assert Reading("").printed(3) == ()
    assert list(places("", "abc")) == []
    assert Reading("").numbers_within([Span(0, 1)]) == []
