import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from llmextract.evaluation.statistics import McNemar, mcnemar, mcnemar_p

rights = st.lists(st.tuples(st.booleans(), st.booleans()), max_size=30)


@given(st.integers(0, 400), st.integers(0, 400))
def test_p_is_the_two_sided_binomial_p(only_a, only_b):
    """The exact p is scipy's binomial test of one half."""
    count = only_a + only_b
    expected = binomtest(only_a, count, 0.5).pvalue if count else 1.0
    assert mcnemar_p(only_a, only_b) == pytest.approx(expected, rel=1e-9)


def test_p_of_many_is_still_exact():
    """A hundred thousand cells give scipy's p."""
    expected = binomtest(49_500, 100_000, 0.5).pvalue
    assert mcnemar_p(49_500, 50_500) == pytest.approx(expected, rel=1e-7)


@given(rights)
def test_the_four_counts(found):
    """The counts add up, the runs exchanged exchange them, and p stays."""
    a, b = ({n: pair[side] for n, pair in enumerate(found)} for side in (0, 1))
    one, other = mcnemar(a, b), mcnemar(b, a)
    assert one.both + one.only_a + one.only_b + one.neither == len(found)
    assert one.both + one.only_a == sum(a.values())
    assert McNemar(other.both, other.only_b, other.only_a, other.neither) == one
    assert one.p == other.p


@given(rights)
def test_a_run_against_itself_has_p_one(found):
    """Nothing is right in one run only."""
    a = {n: pair[0] for n, pair in enumerate(found)}
    assert (mcnemar(a, a).only_a, mcnemar(a, a).only_b, mcnemar(a, a).p) == (0, 0, 1)


def test_other_things_are_an_error():
    """Runs about different things cannot be paired."""
    with pytest.raises(ValueError):
        mcnemar({"a": True}, {"b": True})
