from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.intervals import Interval, interval_of
from llmextract.types import Qualifier

NUMBERS = st.integers(0, 10**6)
QUALIFIERS = st.sampled_from(list(Qualifier))


def has(interval: Interval, number) -> bool:
    return interval.meets(interval_of(number))


@pytest.mark.parametrize(
    ("value", "qualifier", "inside", "outside"),
    [
        (1100, Qualifier.EXACT, [1100], [1099, 1101]),
        (1100, Qualifier.OVER, [1100, 1199], [1099, 1200]),
        (1540, Qualifier.OVER, [1540, 1549], [1539, 1550]),
        (12_000, Qualifier.OVER, [12_000, 12_999], [13_000]),
        (10, Qualifier.OVER, [10, 19], [20]),
        (Decimal("2.5"), Qualifier.OVER, [Decimal("2.59")], [Decimal("2.6")]),
        (700_000, Qualifier.AT_LEAST, [700_000, 10**9], [699_999]),
        (50, Qualifier.ABOUT, [45, 50, 55], [44, 56]),
        (100, Qualifier.UNDER, [81, 99], [80, 100]),
        (0, Qualifier.OVER, [0], [-1]),
    ],
)
def test_a_qualified_number_stands_for_an_interval(value, qualifier, inside, outside):
    """余 reaches to the next unit of the last digit, 以上 without end, 约 a tenth, 近 a fifth."""
    interval = interval_of(value, qualifier)
    assert all(has(interval, number) for number in inside)
    assert not any(has(interval, number) for number in outside)


def test_an_open_end_stays_open_in_a_sum():
    """近100 and 50 together stay above 130 and below 150; 1100余 and 1 below 1201."""
    under = interval_of(100, Qualifier.UNDER) + interval_of(50)
    assert [has(under, n) for n in (130, 131, 149, 150)] == [False, True, True, False]
    over = interval_of(1) + interval_of(1100, Qualifier.OVER)
    assert [has(over, n) for n in (1100, 1101, 1200, 1201)] == [False, True, True, False]


@given(NUMBERS, QUALIFIERS, NUMBERS, QUALIFIERS)
def test_meeting_is_mutual(a, p, b, q):
    """Whether two intervals meet does not depend on which is asked."""
    one, other = interval_of(a, p), interval_of(b, q)
    assert one.meets(other) is other.meets(one)


@given(st.lists(st.tuples(NUMBERS, QUALIFIERS), min_size=1, max_size=5), st.data())
def test_a_sum_of_intervals_holds_every_sum_of_their_numbers(parts, data):
    """Numbers that the parts can stand for add up to one that the sum can stand for."""
    total, number = interval_of(0), 0
    for value, qualifier in parts:
        interval = interval_of(value, qualifier)
        total += interval
        top = min(interval.high, interval.low + 1000)
        pick = data.draw(st.integers(int(interval.low), int(top)))
        if not has(interval, pick):
            return
        number += pick
    assert has(total, number)


@given(NUMBERS, QUALIFIERS)
def test_negation_mirrors(value, qualifier):
    """The negative of an interval holds the negative of what it stands for, and no more."""
    interval = interval_of(value, qualifier)
    mirrored = -interval
    assert -mirrored == interval
    assert has(mirrored, -value) is has(interval, value)


@given(NUMBERS, QUALIFIERS, NUMBERS, QUALIFIERS)
def test_of_two_intervals_one_reaches_below_the_other(a, p, b, q):
    """Unless they only touch at an open end, one has a number that is at most one of the other."""
    one, other = interval_of(a, p), interval_of(b, q)
    touching = one.low == other.high or other.low == one.high
    assert touching or one.reaches_below(other) or other.reaches_below(one)
