"""Fields read by pattern."""

from datetime import date

import pytest

from llmextract.spans import propose_spans
from tests.spans.making import INVOICE, REPORT, analysis_of, proved, values

INVOICE_TEXT = """Ref 77/b
Invoice No. A-1290
Date: 3 March 2021
For the fiscal year 2020.

First reminder on 4 April 2021, paid in full on 9 May 2021.
"""


def test_first_matching_pattern_wins_whatever_stands_first_in_the_text():
    """The order of the patterns decides, not that of the text."""
    assert values(INVOICE_TEXT, INVOICE, "/number") == ["A-1290"]
    assert values("Ref 77/b", INVOICE, "/number") == ["77/b"]


def test_last_match_wins_in_the_tail():
    """Of several matches at the end of a document, the last counts."""
    assert values(INVOICE_TEXT, INVOICE, "/paid_on") == [date(2021, 5, 9)]


def test_head_ends_somewhere():
    """A pattern for the head does not match far down."""
    assert values("x" * 3000 + " Invoice No. A-1290", INVOICE, "/number") == []


def test_values_have_their_types():
    """Dates, years and yes/no fields come parsed."""
    assert values(INVOICE_TEXT, INVOICE, "/issued") == [date(2021, 3, 3)]
    assert values(INVOICE_TEXT, INVOICE, "/year") == [2020]
    assert values(INVOICE_TEXT, INVOICE, "/settled") == [True]


def test_first_matching_choice_wins():
    """Choices are tried in their order, and a field without a match has no proposal."""
    assert values("unpaid, then paid in full", INVOICE, "/settled") == [True]
    assert values("unpaid", INVOICE, "/settled") == [False]
    assert values("due", INVOICE, "/settled") == []


def test_unreadable_match_is_passed_over():
    """What matches but is no date proposes nothing."""
    assert values("Date: some day", INVOICE, "/issued") == []


def test_span_is_the_value_in_the_text_as_read():
    """A span counts characters of the original text, though the match was in a folded one."""
    text = "　　甲县水务局２０１２年报告\n"
    year = next(p for p in propose_spans(analysis_of(text), REPORT) if p.pointer == "/head/year")
    assert year.value == 2012
    assert year.span.of(text) == "２０１２"


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("甲县水务局2012年报告", 2012),
        ("甲县水务局\n2012年度报告", 2012),
        ("甲县水务局二〇一二年报告", 2012),
        ("甲县水务局二O一二年报告", 2012),
        ("甲县水务局２０１２年度报告", 2012),
    ],
)
def test_titles_as_they_are_printed(title, year):
    """Broken titles, full-width digits and years in Chinese numerals are read and proved."""
    right, wrong = proved(f"{title}\n", REPORT)
    assert not wrong
    assert right["/head/year"] == year
    assert right["/head/body"] == "甲县水务局"
    assert right["/head/level"] == "county"


def test_choices_look_at_the_sibling_alone():
    """^ in a choice means the beginning of the sibling's words, and other text is not looked at."""
    text = "乡村振兴县\n泽川市水务局2012年报告\n"
    assert values(text, REPORT, "/head/level") == ["city"]


@pytest.mark.parametrize(
    ("period", "end"),
    [
        ("2012年1月1日至2012年12月31日", date(2012, 12, 31)),
        ("2012年1月1日起至12月31日", date(2012, 12, 31)),
        ("2012年1月1日至同年12月31日", date(2012, 12, 31)),
        ("二〇一二年一月一日起至十二月三十一日", date(2012, 12, 31)),
        ("2012年3月1日至31日", date(2012, 3, 31)),
    ],
)
def test_second_date_of_a_period_borrows_from_the_first(period, end):
    """A year or a month that is not printed again is that of the first date, and is proved."""
    right, wrong = proved(f"数据统计期限自{period}止。\n" + "余。\n" * 300, REPORT)
    assert right["/head/end"] == end
    assert not wrong


def test_blanks_part_the_fields_of_a_line():
    """What stands behind wide blanks is not taken into a name."""
    text = "发布机构：泽川市水务局　　日期：2012年3月1日"
    assert values(text, REPORT, "/head/office") == ["泽川市水务局"]


def test_blanks_inside_words_are_passed_over():
    """A pattern that matches nowhere else may match where the blanks inside words are gone."""
    assert values("发布机 构：水 务 局", REPORT, "/head/office") == ["水务局"]
