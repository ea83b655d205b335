"""All mentions of a document, with what surrounds them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.types import MentionKind
from tests.making import analysis

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.txt"))
FULL_WIDTH = str.maketrans("0123456789%", "０１２３４５６７８９％")
FACTS = st.lists(
    st.tuples(
        st.sampled_from(["收到申请", "其中当面", "主动公开", "同比增长", "办结率为"]),
        st.integers(0, 10**6),
        st.sampled_from(["件", "条", "余次", "万人次", "%", "名"]),
    ),
    min_size=1,
    max_size=6,
)


def values(text):
    kinds = (MentionKind.NUMBER, MentionKind.PERCENT)
    return [(m.value, m.unit, m.qualifier) for m in analysis(text).mentions if m.kind in kinds]


def told(facts, join="，"):
    return "本年度，" + join.join(f"{words}{n}{unit}" for words, n, unit in facts) + "。"


@given(FACTS)
def test_a_mention_stands_where_it_says(facts):
    """Spans hold the printed number; clause and sentence enclose it; the section is a real one."""
    found = analysis(told(facts))
    text = found.document.text
    for n, m in enumerate(found.mentions):
        assert m.index == n
        assert m.span.of(text) == m.raw
        assert m.clause.covers(m.span)
        assert m.sentence.covers(m.clause)
        assert found.sections[m.section].span.covers(m.span)
    assert len(values(text)) == len(facts)


@given(FACTS)
def test_full_width_digits_change_nothing(facts):
    """The width of digits and percent signs does not matter."""
    text = told(facts)
    assert values(text.translate(FULL_WIDTH)) == values(text)


@given(FACTS, st.sampled_from([" ", "\u3000", "\u00a0"]))
def test_blanks_around_numbers_change_nothing(facts, blank):
    """A blank before a number, before 余 and before its unit does not matter."""
    spaced = "，".join(
        f"{words}{blank}{n}{blank}{unit[:1]}{blank if unit[1:] else ''}{unit[1:]}"
        for words, n, unit in facts
    )
    assert values(f"本年度，{spaced}。") == values(told(facts))


@given(FACTS)
def test_blanks_between_groups_of_digits_change_nothing(facts):
    """1 234 567 is a number, as 1,234,567 is."""
    chinese = [(words, n, unit) for words, n, unit in facts if unit != "%"]
    spaced = "，".join(f"{words}{n:,}{unit}".replace(",", " ") for words, n, unit in chinese)
    assert values(f"本年度，{spaced}。") == values(told(chinese))


@given(FACTS, st.data())
def test_a_line_end_inside_the_prose_changes_nothing(facts, data):
    """Wherever the page broke the sentence — in a word, at a number — the values stay."""
    text = told(facts)
    at = data.draw(st.sampled_from([i for i in range(5, len(text)) if _breakable(text, i)]))
    assert values(text[:at] + "\n" + text[at:]) == values(text)


@given(FACTS, st.data(), st.sampled_from(["- 3 -", "第 3 页 共 9 页", "－３－"]))
def test_a_page_number_inside_the_prose_changes_nothing(facts, data, furniture):
    """Page furniture between two lines of a sentence is no part of it."""
    text = told(facts)
    at = data.draw(st.sampled_from([i for i in range(5, len(text)) if _breakable(text, i)]))
    assert values(f"{text[:at]}\n\n{furniture}\n\n{text[at:]}") == values(text)


def _breakable(text, at):
    """A line is not broken before a stop, nor inside a number."""
    return text[at] not in "，。" and not (text[at - 1].isdigit() and text[at].isdigit())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_documents(path):
    """In whole reports too, mentions are in order, and stand in their clauses and sections."""
    found = analysis(path.read_text("utf-8"))
    starts = [m.span.start for m in found.mentions]
    assert starts == sorted(starts)
    for m in found.mentions:
        assert m.clause.covers(m.span)
        assert m.sentence.covers(m.span)
        inner = [s.index for s in found.sections if s.span.start <= m.span.start < s.span.end]
        assert m.section == inner[-1]


def test_numbers_of_a_denial_are_no_numbers():
    """The 一件 of 一件也没有 is part of the denial."""
    assert values("投诉一件也没有，申请3件。") == values("申请3件。")


def test_english_sentences_and_clauses():
    """Latin stops end sentences, decimal points and abbreviations do not."""
    text = "Acme Inc. paid $1.50 for 3 items. The rest, 4 boxes, came to approx. 5 dollars."
    found = analysis(text)
    sentences = [m.sentence.of(text) for m in found.mentions]
    assert sentences[:2] == ["Acme Inc. paid $1.50 for 3 items."] * 2
    assert sentences[2:] == ["The rest, 4 boxes, came to approx. 5 dollars."] * 2
    assert found.mentions[2].clause.of(text) == "4 boxes"


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "a",
        "的",
        " ",
        "\n",
        "\t",
        "《",
        "“",
        "〔",
        "一",
        "十",
        "万",
        "无",
        "a@",
        "1,",
        "a.",
        "百分之",
    ],
)
def test_long_texts_of_little_cost_little(unit):
    """A fifth of a million characters of one kind are done at once: nothing is quadratic (a quadratic
    pattern would take hours, so this test would not end)."""
    found = analysis((unit * 200_000)[:200_000])
    assert len(found.mentions) <= 100_000
