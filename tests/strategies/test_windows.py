from hypothesis import given
from hypothesis import strategies as st

from llmextract.prompting import estimate_tokens
from llmextract.strategies.windows import windows
from tests.strategies.schemas import analysis

texts = st.text(st.sampled_from("收到申请件abc 12。\n"), max_size=300)


@given(texts, st.sets(st.integers(0, 299), max_size=5), st.integers(5, 80))
def test_windows_cover_the_text_and_fit(text, places, room):
    """Windows follow one another without gap or overlap, and each fits the room."""
    spans = windows(analysis(text, sorted(p for p in places if p < len(text))), room)
    assert "".join(span.of(text) for span in spans) == text
    assert all(estimate_tokens(span.of(text)) <= room for span in spans)


@given(texts)
def test_without_a_limit_there_is_one_window(text):
    """No limit, or a text that fits, gives the whole text."""
    assert len(windows(analysis(text), None)) == 1
    assert len(windows(analysis(text), 10_000)) == 1


def test_cuts_are_made_at_sections_before_lines_before_sentences():
    """Sections stay whole if they fit; else lines do; else sentences do."""
    text = "甲甲甲甲甲甲。\n乙乙乙乙乙乙。\n丙丙丙丙丙丙。丁丁丁丁丁丁。"

    def cut(starts, room):
        return [span.of(text) for span in windows(analysis(text, starts), room)]

    assert cut([0, 8], 15) == [text[:8], text[8:]]
    assert cut([0], 15) == [text[:16], text[16:]]
    assert cut([0], 6) == [text[:8], text[8:16], text[16:23], text[23:]]
