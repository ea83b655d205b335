"""The record settled as a whole."""

from decimal import Decimal
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from llmextract.schema.identities import parse_identity
from llmextract.solve import BREAKS, Pair, settle
from llmextract.sums import HOLDS, PART, sums_of

SUM = parse_identity("whole = left + right")
SUBSET = parse_identity("part <= whole")


def pair(mention, name, value, score):
    return Pair(mention, f"/{name}", Decimal(value), score)


def settled(pairs, identities=(), capacity=None):
    return {c.pair.pointer[1:]: int(c.pair.value) for c in settle(pairs, identities, capacity)}


def test_nothing_from_nothing():
    """Without pairs, or with bad ones only, nothing is chosen."""
    assert settle([], [SUM]) == []
    assert settle([pair(0, "a", 1, -0.5), pair(1, "b", 2, -9)], [SUM]) == []


def test_each_number_serves_one_field_and_each_field_one_number():
    """The best total wins, not the best pair."""
    pairs = [pair(0, "a", 5, 3.0), pair(0, "b", 5, 2.9), pair(1, "a", 7, 2.0), pair(1, "b", 7, 0.1)]
    assert settled(pairs) == {"a": 7, "b": 5}


def test_capacity_lets_a_number_serve_several_fields():
    """A number that is told of each of several things may serve as many as it is told of."""
    pairs = [pair(0, name, 5, 1.0) for name in "abc"]
    assert len(settled(pairs)) == 1
    assert len(settled(pairs, (), {0: 2})) == 2
    assert settled(pairs, (), {0: 3}) == {"a": 5, "b": 5, "c": 5}


def test_a_sum_that_holds_beats_a_slightly_better_rival():
    """The rival scores a little more, but only the other value adds up."""
    pairs = [
        *(pair(0, "whole", 10, 1.0), pair(1, "whole", 11, 1.5)),
        *(pair(2, "left", 4, 1.0), pair(3, "right", 6, 1.0)),
    ]
    assert settled(pairs)["whole"] == 11
    assert settled(pairs, [SUM]) == {"whole": 10, "left": 4, "right": 6}


def test_a_sum_does_not_beat_a_much_better_rival():
    """Identities are soft: documents break their own sums."""
    pairs = [
        *(pair(0, "whole", 10, 0.5), pair(1, "whole", 11, 6.0)),
        *(pair(2, "left", 4, 1.0), pair(3, "right", 6, 1.0)),
    ]
    assert settled(pairs, [SUM])["whole"] == 11


def test_a_sum_helps_a_weak_pair_in():
    """A value below the threshold is taken if it completes a sum, and the support says so."""
    pairs = [pair(0, "whole", 10, 1.0), pair(1, "left", 4, 1.0), pair(2, "right", 6, -0.5)]
    assert "right" not in settled(pairs)
    chosen = settle(pairs, [SUM])
    assert len(chosen) == 3
    assert all(c.support == pytest.approx(HOLDS) for c in chosen)


@pytest.mark.parametrize(
    "text", ["whole - right = left", "whole - left = right", "left = whole - right"]
)
def test_a_sum_may_be_written_as_a_difference(text):
    """Terms count with their signs, on whichever side they stand."""
    pairs = [
        *(pair(0, "whole", 10, 1.0), pair(1, "whole", 11, 1.5)),
        *(pair(2, "left", 4, 1.0), pair(3, "right", 6, 1.0)),
    ]
    assert settled(pairs, [parse_identity(text)])["whole"] == 10


def test_a_subset_greater_than_its_whole_is_given_up():
    """Of two that cannot both be right, the weaker goes."""
    pairs = [pair(0, "part", 12, 1.0), pair(1, "whole", 10, 2.0)]
    assert settled(pairs, [SUBSET]) == {"whole": 10}
    strong = [pair(0, "part", 12, BREAKS + 1), pair(1, "whole", 10, BREAKS + 1)]
    assert settled(strong, [SUBSET]) == {"part": 12, "whole": 10}


def test_parts_may_be_missing_from_a_sum():
    """A sum can hold among the parts that the document states, two at the least."""
    four = parse_identity("whole = a + b + c + d")
    pairs = [pair(0, "whole", 10, 1.0), pair(1, "a", 4, 0.5), pair(2, "c", 6, 0.5)]
    assert all(c.support > 0 for c in settle(pairs, [four]))
    assert all(c.support == 0 for c in settle(pairs[:2], [four]))


def test_long_sums_with_many_rivals_end():
    """Thirty parts with four rivals each: the sum is found, without trying 5 to the power of 30."""
    names = [f"p{n}" for n in range(30)]
    identity = parse_identity("whole = " + " + ".join(names))
    pairs = [pair(999, "whole", 30 * 31 // 2, 2.0)]
    for n, name in enumerate(names, 1):
        pairs += [pair(4 * n + k, name, n + 1000 * k, 1.0 - k) for k in range(4)]
    chosen = settle(pairs, [identity])
    assert {c.pair.value for c in chosen} >= set(map(Decimal, range(1, 31)))
    assert chosen[0].support > HOLDS + 27 * PART


VALUES = st.lists(st.tuples(st.integers(-3, 9), st.floats(-2, 3)), max_size=3)


@given(VALUES, VALUES, VALUES, st.integers(1, 12))
def test_sums_are_those_of_brute_force(a, b, c, whole):
    """Every combination of two values or more that adds up is found, and no other."""
    names = ("a", "b", "c")
    pairs = [pair(99, "whole", whole, 1.0)]
    for name, values in zip(names, (a, b, c), strict=True):
        pairs += [pair(len(pairs), name, value, score) for value, score in dict(values).items()]
    by_field = {}
    for n, item in enumerate(pairs):
        by_field.setdefault(item.pointer, []).append(n)
    found = sums_of(parse_identity("whole = a + b + c"), pairs, by_field)
    choices = [[None, *dict(values)] for values in (a, b, c)]
    expected = {
        combination
        for combination in product(*choices)
        if sum(v is not None for v in combination) >= 2
        and sum(v for v in combination if v is not None) == whole
    }
    assert {tuple(s.values[f"/{name}"] for name in names) for s in found} == expected


SCORES = st.lists(
    st.lists(st.floats(-2, 4).map(lambda x: round(x, 3)), min_size=5, max_size=5),
    min_size=1,
    max_size=6,
)


@settings(deadline=None, max_examples=60)
@given(SCORES)
def test_without_identities_it_is_an_assignment(scores):
    """The total equals that of scipy's linear_sum_assignment, with staying empty at 0."""
    pairs = [pair(m, f"f{f}", m, s) for m, row in enumerate(scores) for f, s in enumerate(row)]
    chosen = settle(pairs, [])
    gain = np.maximum(np.array(scores), 0)
    best = gain[linear_sum_assignment(gain, maximize=True)].sum()
    assert sum(c.pair.score for c in chosen) == pytest.approx(best, abs=1e-3)
    assert (
        len({c.pair.mention for c in chosen})
        == len({c.pair.pointer for c in chosen})
        == len(chosen)
    )


@settings(deadline=None, max_examples=60)
@given(SCORES)
def test_identities_never_break_the_rules(scores):
    """With identities too, each number and each field is used at most once, and the pairs chosen
    are among those offered."""
    pairs = [pair(m, f"f{f}", m + f, s) for m, row in enumerate(scores) for f, s in enumerate(row)]
    identities = [parse_identity("f0 = f1 + f2"), parse_identity("f3 <= f4")]
    chosen = [c.pair for c in settle(pairs, identities)]
    assert set(chosen) <= set(pairs)
    assert len({p.mention for p in chosen}) == len({p.pointer for p in chosen}) == len(chosen)
