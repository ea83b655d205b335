"""What one cell says: numbers as printed, changes, units, marks; words are none."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.cells import parse_cell, unit_of


@pytest.mark.parametrize(
    ("printed", "value", "unit"),
    [
        ("0", "0", None),
        ("-35", "-35", None),
        ("－３５", "-35", None),
        ("—4", "-4", None),
        ("增10", "10", None),
        ("减少3", "-3", None),
        ("+3", "3", None),
        ("+(0) -(0)", "0", None),
        ("+（2）-（0）", "2", None),
        ("+0/-6", "-6", None),
        ("+(7)", "7", None),
        ("1,027", "1027", None),
        ("１，０２７", "1027", None),
        ("1 385", "1385", None),
        ("976.81万元", "976.81", "万元"),
        ("2860元", "2860", "元"),
        ("1.2万", "12000", None),
        ("17件", "17", "件"),
    ],
)
def test_numbers_are_read_as_printed(printed: str, value: str, unit: str | None) -> None:
    """Money stays in the printed unit; a count is multiplied out."""
    cell = parse_cell(printed)
    assert cell is not None
    assert (cell.value, cell.unit, cell.unclear) == (Decimal(value), unit, False)


@pytest.mark.parametrize("mark", ["/", "／", "-", "—", "——", "－", "不涉及", "N/A", "无"])
def test_marks_are_cells_without_a_value(mark: str) -> None:
    """A mark is neither a number nor a label."""
    cell = parse_cell(mark)
    assert cell is not None
    assert cell.value is None
    assert not cell.unclear


def test_changes_both_ways_are_not_one_number() -> None:
    """+3 and -2 in one cell are told of, not added up."""
    cell = parse_cell("+3 -2")
    assert cell is not None
    assert cell.unclear
    assert cell.value is None


@pytest.mark.parametrize(
    "words",
    ["", " ", "规章", "1.", "（1）", "(1)", "1．", "2016年", "第3页", "3至5", "12.5.1", "一"],
)
def test_words_dates_and_list_numbers_are_no_cells(words: str) -> None:
    """What is not wholly a number or a mark is a label."""
    assert parse_cell(words) is None


@given(st.integers(-(10**9), 10**9))
def test_every_whole_number_is_read_back(number: int) -> None:
    """Plain, with separators, and in wide digits."""
    wide = str(number).translate(str.maketrans("0123456789-", "０１２３４５６７８９－"))
    for printed in (str(number), f"{number:,}", wide, f"{number}件"):
        cell = parse_cell(printed)
        assert cell is not None
        assert cell.value == number


def test_units_say_what_they_count_in() -> None:
    """万元 is 10,000 元; words are no unit."""
    assert unit_of("万元") == ("万元", 10_000)
    assert unit_of("件") == ("件", 1)
    assert unit_of("统计数") == (None, 1)
