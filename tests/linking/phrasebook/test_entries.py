"""From labelled passages to labelled phrases."""

import re

from hypothesis import given
from hypothesis import strategies as st

from llmextract.linking.phrasebook import Shape, entries_of, shape_of
from llmextract.linking.phrases import Phrase
from tests.linking.making import phrases
from tests.linking.phrasebook.making import passages


def entries(text):
    return [(e.shape.own, e.pointers) for e in entries_of(passages(text))]


def test_every_number_is_an_entry_and_only_marked_ones_have_fields() -> None:
    """Numbers come in order of the text, each with the fields of the mark that it stands in."""
    assert entries("来水{water/inflow|35}万方，其中雨水12万方，放水{water/outflow|28}万方。") == [
        ("来水N方", ("/water/inflow",)),
        ("其中雨水N方", ()),
        ("放水N方", ("/water/outflow",)),
    ]


def test_one_number_may_give_two_fields() -> None:
    """All pointers of a mark are kept."""
    assert entries("来水、放水均为{water/inflow,water/outflow|35}方。")[0][1] == (
        "/water/inflow",
        "/water/outflow",
    )


def test_a_mark_may_cover_more_or_less_than_the_number() -> None:
    """The digits alone, the number with its unit, or the words around it may be marked."""
    marked = ["{f|9}尾", "{f|9尾}", "{f|投放9尾}"]
    for mark in marked:
        text = "投放" * ("投放" not in mark) + mark.replace("f|", "fish/released|")
        assert entries(f"{text}。") == [("投放N尾", ("/fish/released",))]


def test_denials_are_no_entries() -> None:
    """What is denied has no number to compare."""
    assert entries("投放{fish/released|9}尾，{fish/caught|未}捕捞。") == [
        ("投放N尾", ("/fish/released",))
    ]


def test_percentages_are_entries() -> None:
    """Shares are compared as counts are."""
    assert entries("成活率{fish/released|98}%。") == [("成活率N%", ("/fish/released",))]


def test_heading_lead_and_words_ahead_are_parts_of_the_shape() -> None:
    """A number is known by its own words, its parent, its heading, and the sentence so far."""
    _, shape = (e.shape for e in entries_of(passages("# 渔业\n论来路，网捕3尾，钩钓5尾。")))
    assert shape == Shape(own="钩钓N尾", lead="论来路", heading="渔业", before="论来路网捕N尾")


def test_without_a_heading_the_topic_is_all_lead() -> None:
    """`headed` says what the first piece of the topic is."""
    phrase = phrases("论来路，网捕3尾，钩钓5尾。")["5"]
    assert phrase.topic == ("论来路",)
    assert shape_of(phrase, headed=False).lead == "论来路"
    assert shape_of(phrase, headed=False).heading == ""
    assert shape_of(phrase, headed=True).lead == ""
    assert shape_of(phrase, headed=True).heading == "论来路"


@given(st.text("来水，。；:（）【】“” \n\t.,N捕", max_size=60), st.booleans())
def test_shapes_hold_no_punctuation_and_a_bounded_sentence(text, headed) -> None:
    """Marks and blanks differ from writer to writer, and are not compared."""
    phrase = Phrase(0, text, "", "", (text, text), text, text, 0, 0)
    shape = shape_of(phrase, headed)
    for part in (shape.own, shape.lead, shape.heading, shape.before):
        assert not re.search(r"[，。；:（）【】“”\s.,]", part)
    assert len(shape.before) <= 40
    assert shape.own == "".join(re.findall(r"[来水N捕]", text))


def test_numbers_ahead_are_masked() -> None:
    """What stands ahead is the same phrase whatever its numbers were."""
    one, other = (
        list(entries_of(passages(f"论来路，网捕{n}尾，钩钓5尾。")))[-1] for n in ("3", "1,204")
    )
    assert one == other


def test_of_a_long_sentence_the_nearest_words_ahead_are_compared() -> None:
    """What stands far ahead of a number in its sentence tells nothing of it."""
    phrase = phrases(f"{'远' * 30}，{'近' * 39}，钩钓5尾。")["5"]
    assert shape_of(phrase, headed=False).before == "远" + "近" * 39
