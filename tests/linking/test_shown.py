"""What a model is shown of a number."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from llmextract.linking.phrases import Phrase
from llmextract.linking.shown import shown_of

PHRASE = Phrase(0, "登门递交N件", "登门递交", "", ("办理概况", "论来路"), "", "", 0, 1, headed=True)
LABELS = {"applications": "依申请公开", "review": "行政复议", "suits": "行政诉讼"}


def test_a_heading_is_shown_as_the_group_it_announces():
    """The schema's name of the group stands where the document has its own words."""
    shown = shown_of(PHRASE, {"applications": 0.6, "review": 0.4}, LABELS)
    assert shown == "依申请公开 › 论来路 › 登门递交N件"


def test_other_headings_make_no_other_question():
    """What differs in the heading alone is judged once."""
    other = replace(PHRASE, topic=("二、收到申请的情况", "论来路"))
    near = {"applications": 0.9}
    assert shown_of(PHRASE, near, LABELS) == shown_of(other, near, LABELS)


def test_a_phrase_that_says_enough_is_shown_without_its_lead():
    """The words ahead are shown only where the phrase says little itself."""
    long = replace(PHRASE, own="由申请人本人到窗口登门递交N件")
    assert (
        shown_of(long, {"applications": 0.6}, LABELS)
        == "依申请公开 › 由申请人本人到窗口登门递交N件"
    )


def test_groups_announced_alike_are_all_shown():
    """A heading over two groups leaves open which is meant, and says so."""
    near = {"review": 0.6, "suits": 0.6, "applications": 0.4}
    bare = replace(PHRASE, own="维持N件", topic=("复议和诉讼",))
    assert shown_of(bare, near, LABELS) == "行政复议、行政诉讼 › 维持N件"


def test_a_group_that_the_phrase_names_is_not_said_twice():
    """A phrase that announces its group itself needs no heading."""
    named = replace(PHRASE, own="行政复议维持N件", topic=())
    assert shown_of(named, {"review": 1.0, "suits": 0.6}, LABELS) == "行政复议维持N件"
    assert shown_of(named, {}, LABELS) == "行政复议维持N件"


@given(
    own=st.text("登门递交收到的，12", max_size=12).map(lambda words: f"{words}N件"),
    lead=st.lists(st.text("来路方式其中", min_size=1, max_size=6), max_size=1),
    near=st.dictionaries(st.sampled_from(sorted(LABELS)), st.floats(0.1, 1)),
)
def test_the_phrase_itself_is_always_shown(own, lead, near):
    """Whatever stands ahead, the question ends with the phrase."""
    phrase = replace(PHRASE, own=own, topic=("标题", *lead))
    assert shown_of(phrase, near, LABELS).endswith(own)
