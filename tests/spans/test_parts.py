"""Numbers that may be parts."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from llmextract.spans.parts import numbers_for, summing
from llmextract.spans.view import view_of
from tests.spans.making import REPORT, analysis_of

_SPEC = REPORT.by_pointer["/categories"]


def _numbers(text):
    return numbers_for(view_of(text), analysis_of(text), _SPEC)


@given(st.lists(st.integers(1, 50), min_size=1, max_size=12), st.integers(1, 200))
def test_a_run_that_sums_is_a_run_that_sums(counts, value):
    """What is found are neighbours that sum to the value; nothing is found only if none do."""
    numbers = _numbers("、".join(f"甲{n}条" for n in counts))
    assert [n.value for n in numbers] == counts
    found = summing(numbers, Decimal(value))
    runs = [
        counts[i:j]
        for i in range(len(counts))
        for j in range(i + 2, len(counts) + 1)
        if sum(counts[i:j]) == value
    ]
    assert len(found) == max((len(run) for run in runs), default=0)
    if found:
        assert [int(n.value) for n in found] in runs


def test_numbers_in_other_units_are_no_parts():
    """Shares, money and bare numbers beside numbers with units are not counted."""
    assert [int(n.value) for n in _numbers("甲3条，占5%，花费40元；（2）乙4条")] == [3, 4]


def test_brackets_behind_a_number_are_known():
    """A number knows the bracket that explains another one; other brackets do not matter."""
    text = "（甲30条），丙4条（其中乙2条）"
    assert [n.bracket for n in _numbers(text)] == [None, None, text.rindex("（")]
