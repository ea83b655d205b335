import itertools
import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from llmextract.evaluation.statistics import paired_bootstrap, randomisation, ratio
from tests.evaluation.statistics.agreeing import assert_agrees

parts = st.tuples(st.integers(0, 10), st.integers(0, 10)).map(lambda p: (p[0], p[0] + p[1]))
rows = st.tuples(parts, parts)


def runs(found):
    a = {f"d{n}": row[0] for n, row in enumerate(found)}
    b = {f"d{n}": row[1] for n, row in enumerate(found)}
    return a, b


pairs = st.lists(rows, min_size=1, max_size=10).map(runs)


def micro(numerators, denominators, axis=-1):
    upper, lower = numerators.sum(axis=axis), denominators.sum(axis=axis)
    return np.where(lower > 0, upper / np.where(lower > 0, lower, 1), 0.0)


def code(run):
    """Both counts of a document in one number, so that scipy can exchange documents whole."""
    return np.array([upper * 1000 + lower for upper, lower in run.values()], dtype=float)


def coded_difference(one, other, axis=-1):
    return micro(one // 1000, one % 1000, axis) - micro(other // 1000, other % 1000, axis)


@settings(max_examples=40, deadline=None)
@given(pairs)
def test_exact_randomisation_agrees_with_scipys(found):
    """With every way looked at, p is that of scipy's permutation test on the same pairs."""
    a, b = found
    assume(ratio(a.values()) is not None and ratio(b.values()) is not None)
    assume(len(a) > 1)
    oracle = stats.permutation_test(
        (code(a), code(b)), coded_difference, permutation_type="samples", vectorized=True,
        n_resamples=np.inf,
    )  # fmt: skip
    ours = randomisation(a, b)
    assert ours.exact
    assert ours.p == pytest.approx(oracle.pvalue)


@settings(max_examples=10, deadline=None)
@given(st.lists(rows, min_size=15, max_size=40).map(runs), st.integers(0, 9))
def test_sampled_randomisation_agrees_with_scipys(found, seed):
    """Above the limit p lies within the Monte-Carlo error of scipy's sampled p."""
    a, b = found
    assume(ratio(a.values()) is not None and ratio(b.values()) is not None)
    draws = 2000
    oracle = stats.permutation_test(
        (code(a), code(b)), coded_difference, permutation_type="samples", vectorized=True,
        n_resamples=draws, rng=np.random.default_rng(seed + 50),
    )  # fmt: skip
    ours = randomisation(a, b, draws=draws, seed=seed)
    error = math.sqrt(2 * max(oracle.pvalue, 0.01) / draws)
    assert abs(ours.p - oracle.pvalue) <= 6 * error


@given(pairs)
def test_exact_randomisation_by_enumerating(found):
    """p is the share of all ways to exchange documents with a difference at least as large."""
    a, b = found
    assume(ratio(a.values()) is not None and ratio(b.values()) is not None)
    names = list(a)[:7]
    a, b = {n: a[n] for n in names}, {n: b[n] for n in names}
    assume(ratio(a.values()) is not None and ratio(b.values()) is not None)
    seen = abs(ratio(a.values()) - ratio(b.values()))
    hits = 0
    for ways in itertools.product([False, True], repeat=len(names)):
        one = [b[n] if way else a[n] for n, way in zip(names, ways, strict=True)]
        other = [a[n] if way else b[n] for n, way in zip(names, ways, strict=True)]
        hits += abs((ratio(one) or 0) - (ratio(other) or 0)) >= seen - 1e-12
    assert randomisation(a, b).p == pytest.approx(hits / 2 ** len(names))


@settings(max_examples=25, deadline=None)
@given(st.lists(rows, min_size=2, max_size=12).map(runs), st.integers(0, 9))
def test_the_paired_interval_agrees_with_scipys(found, seed):
    """Each end lies between the nearby order statistics of scipy's own paired draws."""
    a, b = found
    assume(all(lower > 0 for _, lower in (*a.values(), *b.values())))
    draws = 3000
    data = [
        np.array(column, dtype=float)
        for run in (a, b)
        for column in zip(*run.values(), strict=True)
    ]
    oracle = stats.bootstrap(
        data, lambda an, ad, bn, bd, axis=-1: micro(bn, bd, axis) - micro(an, ad, axis),
        paired=True, n_resamples=draws, method="percentile", vectorized=True,
        rng=np.random.default_rng(seed + 100),
    )  # fmt: skip
    ours = paired_bootstrap(a, b, draws=draws, seed=seed)
    assert_agrees((ours.low, ours.high), oracle.bootstrap_distribution)


@given(pairs)
def test_a_run_against_itself_does_not_differ(found):
    """The difference and its interval are 0, p is 1, and no draw has a better run."""
    a, _ = found
    assume(ratio(a.values()) is not None)
    same = paired_bootstrap(a, dict(a), draws=50)
    assert (same.difference, same.low, same.high) == (0, 0, 0)
    assert (same.not_above, same.not_below) == (1, 1)
    test = randomisation(a, dict(a))
    assert (test.p, test.exact, test.differing) == (1, True, 0)


@given(pairs, st.integers(0, 9))
def test_the_runs_exchanged_mirror_the_result(found, seed):
    """B against A has the mirrored interval and the same p."""
    a, b = found
    assume(ratio(a.values()) is not None and ratio(b.values()) is not None)
    one, other = (
        paired_bootstrap(a, b, draws=99, seed=seed),
        paired_bootstrap(b, a, draws=99, seed=seed),
    )
    assert one.difference == -other.difference
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low), abs=1e-12)
    assert (one.not_above, one.not_below) == (other.not_below, other.not_above)
    for draws in (3, 5000):
        assert randomisation(a, b, draws=draws, seed=seed) == randomisation(
            b, a, draws=draws, seed=seed
        )


@given(pairs, st.randoms(), st.integers(0, 9))
def test_the_order_of_documents_never_matters(found, mixed, seed):
    """Documents in another order give the same interval and p, to the last bit."""
    a, b = found
    names = list(a)
    mixed.shuffle(names)
    other_a = {name: a[name] for name in names}
    mixed.shuffle(names)
    other_b = {name: b[name] for name in names}
    for draws in (3, 100):
        assert paired_bootstrap(a, b, draws=draws, seed=seed) == paired_bootstrap(
            other_a, other_b, draws=draws, seed=seed
        )
        assert randomisation(a, b, draws=draws, seed=seed) == randomisation(
            other_a, other_b, draws=draws, seed=seed
        )


@given(pairs)
def test_no_p_is_below_what_the_documents_can_give(found):
    """p is above 0, at most 1, and never below the least that so many documents allow."""
    a, b = found
    assume(ratio(a.values()) is not None and ratio(b.values()) is not None)
    test = randomisation(a, b)
    assert 0 < test.least <= test.p <= 1


def test_a_sampled_p_is_never_zero():
    """Even a difference that no draw reaches has p = 1 / (draws + 1)."""
    a = {f"d{n}": (0, 10) for n in range(80)}
    b = {f"d{n}": (10, 10) for n in range(80)}
    test = randomisation(a, b, draws=999)
    assert (test.p, test.exact, test.differing) == (1 / 1000, False, 80)


def test_a_clear_difference_by_example():
    """Ten documents that all get better: p is 2 of 1024 ways and the interval is above 0."""
    a = {f"d{n}": (10 + n, 20) for n in range(10)}
    b = {f"d{n}": (12 + n, 20) for n in range(10)}
    assert randomisation(a, b).p == 2 / 1024
    difference = paired_bootstrap(a, b)
    assert (difference.low, difference.high) == pytest.approx((0.1, 0.1))
    assert (difference.not_above, difference.not_below) == (0, 1)


def test_a_run_without_a_figure_is_not_compared():
    """If either run has nothing to divide by there is no difference and no p."""
    assert paired_bootstrap({"d": (0, 0)}, {"d": (1, 2)}) is None
    assert randomisation({"d": (1, 2)}, {"d": (0, 0)}) is None
    assert paired_bootstrap({}, {}) is None


@pytest.mark.parametrize("test", [paired_bootstrap, randomisation])
def test_other_documents_are_an_error(test):
    """Runs over different documents cannot be paired; the odd ones are named."""
    with pytest.raises(ValueError, match="d2"):
        test({"d1": (1, 2)}, {"d1": (1, 2), "d2": (1, 2)})
