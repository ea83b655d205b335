from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.evaluation.compare import magnitude_error, same, similarity


@pytest.mark.parametrize(
    ("gold", "predicted"),
    [
        (23, 23),
        (Decimal("98.3"), "98.3"),
        (Decimal("100"), 100),
        ("2012-03-28", date(2012, 3, 28)),
        ("某市 财政局", "某市财政局"),
        ("（２０１１）", "(2011)"),
    ],
)
def test_writings_of_one_value_are_the_same(gold, predicted):
    """Number types, dates and widths of characters do not make values differ."""
    assert same(gold, predicted)


@pytest.mark.parametrize(
    ("gold", "predicted"),
    [
        (23, 24),
        (0, None),
        (1, True),
        (0, False),
        (23, "23件"),
        ("甲局", "乙局"),
        (23, [23]),
        (0, ""),
    ],
)
def test_other_values_differ(gold, predicted):
    """Another value, another kind and null are never the same."""
    assert not same(gold, predicted)


@given(st.integers(1, 10**9), st.sampled_from([10, 100, 10_000]))
def test_magnitude_errors_are_found_both_ways(number, factor):
    """A number off by ×10, ×100 or ×10000 is named by its factor, whichever is larger."""
    assert magnitude_error(number, number * factor) == factor
    assert magnitude_error(number * factor, number) == factor
    assert magnitude_error(number, number) is None
    assert magnitude_error(number, number * factor + 1) != factor


def test_zero_has_no_magnitude():
    """A zero is no magnitude error of anything."""
    assert magnitude_error(0, 10) is None
    assert magnitude_error(10, 0) is None


def test_a_changed_digit_makes_records_unlike():
    """Items with parts are unlike as soon as a digit differs, however long their words."""
    item = {"label": "工作动态和通知公告类", "count": 617}
    assert similarity(["工作动态和通知公告类", 617], item) == 1
    assert similarity(["工作动态和通知公告类", 618], item) == 0
    assert similarity({"title": "条例", "number": None}, {"title": "条例"}) == 1


@given(st.text(), st.text())
def test_similarity_is_symmetric_and_bounded(one, other):
    """Similarity lies in 0..1, does not depend on the side, and is 1 for equal texts."""
    assert similarity(one, other) == similarity(other, one)
    assert 0 <= similarity(one, other) <= 1
    assert similarity(one, one) == 1
