"""Where patterns are searched for."""

from hypothesis import given
from hypothesis import strategies as st

from llmextract.types import Span
from llmextract.within import region


@given(st.integers(0, 5000), st.sampled_from(("title", "head", "tail", "text")))
def test_regions_lie_in_the_text(length, within):
    """Every region is a part of the text, and `text` is all of it."""
    place = region(length, within)
    assert 0 <= place.start <= place.end <= length
    if within == "text":
        assert place == Span(0, length)


def test_head_and_tail_are_at_the_ends():
    """The title begins the head, the head begins the text, and the tail ends it."""
    title, head, tail = (region(5000, within) for within in ("title", "head", "tail"))
    assert title.start == head.start == 0
    assert title.end < head.end < tail.start
    assert tail.end == 5000
