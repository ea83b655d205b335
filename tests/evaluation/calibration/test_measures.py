"""Measures of calibration and of ranking, against scikit-learn and against naive oracles."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss

from llmextract.evaluation.calibration import (
    aurc,
    brier,
    coverage_at_risk,
    ece,
    measure,
    optimal_aurc,
    reliability,
    risk_at_coverage,
    risk_coverage,
)

TENTHS = st.integers(0, 10).map(lambda n: n / 10)
VALUES = st.lists(st.tuples(TENTHS, st.booleans()), min_size=1, max_size=40)
ORDERS = st.lists(st.tuples(TENTHS, st.booleans()), min_size=1, max_size=6)


def apart(pairs):
    return [c for c, _ in pairs], [r for _, r in pairs]


def naive_aurc(confidence, right) -> float:
    """The mean risk over all prefixes, averaged over every order that sorts by confidence."""
    areas = []
    for order in itertools.permutations(range(len(right))):
        if all(confidence[a] >= confidence[b] for a, b in itertools.pairwise(order)):
            wrong = np.cumsum([not right[n] for n in order])
            areas.append(np.mean(wrong / np.arange(1, len(right) + 1)))
    return float(np.mean(areas))


@given(VALUES)
def test_brier_is_that_of_scikit_learn(pairs) -> None:
    """The Brier score agrees with brier_score_loss."""
    confidence, right = apart(pairs)
    expected = brier_score_loss(right, confidence, labels=[False, True])
    assert brier(confidence, right) == pytest.approx(expected, abs=1e-12)


@given(VALUES)
def test_bins_of_equal_width_are_those_of_scikit_learn(pairs) -> None:
    """Mean confidence and share right in each bin agree with calibration_curve."""
    confidence, right = apart(pairs)
    shares, means = (
        calibration_curve(right, confidence, n_bins=10, strategy="uniform")
        if len(set(right)) > 1
        else (None, None)
    )
    bins = reliability(confidence, right, equal="width")
    if shares is not None:
        assert [b.right for b in bins] == pytest.approx(list(shares))
        assert [b.confidence for b in bins] == pytest.approx(list(means))
    assert sum(b.values for b in bins) == len(right)


@pytest.mark.parametrize("seed", range(5))
def test_bins_of_equal_mass_are_those_of_scikit_learn(seed) -> None:
    """Without ties, and with bins that divide the values evenly, quantile bins are the same."""
    random = np.random.default_rng(seed)
    confidence = random.permutation(np.arange(1, 101) / 101)
    right = random.random(100) < confidence
    shares, means = calibration_curve(right, confidence, n_bins=10, strategy="quantile")
    bins = reliability(list(confidence), list(right))
    assert [b.right for b in bins] == pytest.approx(list(shares))
    assert [b.confidence for b in bins] == pytest.approx(list(means))
    gap = np.mean(np.abs(shares - means))
    assert ece(list(confidence), list(right)) == pytest.approx(gap)


@given(ORDERS)
def test_aurc_is_the_mean_over_all_orders(pairs) -> None:
    """The area agrees with trying every order that the confidences allow."""
    confidence, right = apart(pairs)
    assert aurc(confidence, right) == pytest.approx(naive_aurc(confidence, right), abs=1e-12)


@given(st.lists(st.booleans(), min_size=1, max_size=6))
def test_no_order_is_better_than_the_optimal(right) -> None:
    """The optimal area is the least over all orders."""
    n = len(right)
    areas = [
        naive_aurc([1 - at / n for at in range(n)], [right[at] for at in order])
        for order in itertools.permutations(range(n))
    ]
    wrong = right.count(False)
    assert optimal_aurc(n, wrong) == pytest.approx(min(areas), abs=1e-12)


@given(VALUES, st.randoms())
def test_order_never_matters(pairs, random) -> None:
    """All measures are the same for shuffled values, ties included."""
    shuffled = list(pairs)
    random.shuffle(shuffled)
    assert measure(*apart(pairs)) == measure(*apart(shuffled))


@given(st.lists(st.booleans(), min_size=1, max_size=30))
def test_perfect_confidence_has_no_error(right) -> None:
    """Confidence 1 for what is right and 0 for what is wrong: Brier, ECE and excess are 0."""
    found = measure([float(r) for r in right], right)
    assert found is not None
    assert (found.brier, found.ece) == (0, 0)
    assert found.excess_aurc == pytest.approx(0, abs=1e-12)


@given(VALUES)
def test_measures_keep_their_bounds(pairs) -> None:
    """All lie from 0 to 1, coverage rises to 1, and the last risk is the share of wrong values."""
    confidence, right = apart(pairs)
    found = measure(confidence, right)
    assert found is not None
    for figure in (found.brier, found.ece, found.aurc, found.excess_aurc, found.risk_at_90):
        assert 0 <= figure <= 1
    coverage = [point.coverage for point in found.curve]
    assert coverage == sorted(set(coverage))
    assert coverage[-1] == 1
    assert found.curve[-1].risk == pytest.approx(right.count(False) / len(right))


@given(VALUES)
def test_the_ranking_is_all_that_risk_depends_on(pairs) -> None:
    """A rising change of all confidences leaves every measure of ranking as it was."""
    confidence, right = apart(pairs)
    squared = [c * c for c in confidence]
    assert aurc(squared, right) == pytest.approx(aurc(confidence, right))
    one, other = (risk_coverage(c, right) for c in (confidence, squared))
    assert [(p.coverage, p.risk) for p in one] == [(p.coverage, p.risk) for p in other]


def test_what_can_be_kept_at_a_risk() -> None:
    """The largest coverage counts, even if a smaller one had more risk before it."""
    confidence = [0.9, 0.8, 0.7, 0.6, 0.5]
    right = [True, False, True, True, False]
    point = coverage_at_risk(confidence, right, 0.25)
    assert (point.coverage, point.risk, point.threshold) == (0.8, 0.25, 0.6)
    assert coverage_at_risk([0.9, 0.9], [False, True], 0.01) is None


def test_risk_at_a_coverage_takes_whole_steps() -> None:
    """Values of equal confidence are kept together: coverage may be more than was asked."""
    point = risk_at_coverage([0.9, 0.5, 0.5, 0.5], [True, False, True, True], 0.5)
    assert (point.coverage, point.risk, point.threshold) == (1.0, 0.25, 0.5)


def test_nothing_has_no_measures() -> None:
    """No values, no figures."""
    assert measure([], []) is None


@pytest.mark.parametrize("bad", [1.2, -0.1, math.nan])
def test_a_confidence_is_a_probability(bad) -> None:
    """What lies outside 0 to 1 is refused."""
    with pytest.raises(ValueError, match="a confidence of"):
        measure([bad], [True])
