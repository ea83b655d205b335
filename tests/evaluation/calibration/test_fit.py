"""Fitted curves."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.isotonic import IsotonicRegression

from llmextract.confidence import ABOUT
from llmextract.evaluation.calibration.fit import SCORED, UNSCORED, isotonic, platt, rate, signal
from tests.evaluation.calibration.making import NOTHING, samples

SCORES = st.floats(0, 1)
GRID = [n / 20 for n in range(21)]
METHODS = pytest.mark.parametrize("method", SCORED)


@METHODS
@given(seed=st.integers(0, 100), scores=st.tuples(SCORES, SCORES))
@settings(max_examples=15, deadline=None)
def test_a_higher_score_is_never_less_sure(method, seed, scores) -> None:
    """Every curve rises with the score, even where the samples fall, and stays from 0 to 1."""
    curve = SCORED[method](samples(seed, sure=lambda s: 1 - s, documents=2, values=20))
    low, high = (curve.probability(s, NOTHING) for s in sorted(scores))
    assert 0 <= low <= high <= 1


@pytest.mark.parametrize("method", ["platt", "beta", "signals"])
def test_what_is_calibrated_is_changed_little(method) -> None:
    """On scores that are right as they are, the curve stays near the diagonal."""
    curve = SCORED[method](samples(3, documents=20, values=100))
    for score in GRID[1:-1]:
        assert curve.probability(score, NOTHING) == pytest.approx(score, abs=0.05)


def test_too_sure_scores_are_drawn_in() -> None:
    """Where only half of what the score promises is right, the fitted confidence says so."""
    curve = platt(samples(1, sure=lambda s: s / 2, documents=20))
    assert curve.probability(0.9, NOTHING) == pytest.approx(0.45, abs=0.08)


def test_isotonic_is_that_of_scikit_learn() -> None:
    """At every score it was fitted on, the curve agrees with IsotonicRegression."""
    found = samples(5, values=20)
    curve = isotonic(found)
    scores = [s.score for s in found]
    oracle = IsotonicRegression().fit(scores, [s.right for s in found])
    expected = oracle.predict(scores)
    assert [curve.probability(s, {}) for s in scores] == pytest.approx(expected, abs=1e-4)


def test_rivals_lower_the_confidence() -> None:
    """A signal that tells is used: values with a rival come out less sure than those without."""
    curve = signal(samples(2, sure=lambda s: 0.5 + s / 2, rivals=0.3))
    alone, contested = (curve.probability(0.8, NOTHING | {"rivals": n}) for n in (0.0, 0.7))
    assert contested < alone - 0.2


@pytest.mark.parametrize("name", ["rivals", "apart", "broken"])
def test_what_speaks_against_a_value_never_helps_it(name) -> None:
    """Even if all values that have the signal are right, its weight is not positive."""
    found = [dataclasses.replace(s, signals={**NOTHING, name: float(s.right)}) for s in samples(4)]
    assert signal(found).weights[name] <= 0


def test_a_curve_is_never_certain() -> None:
    """If all samples are right the rate is short of 1, the nearer the more there are."""
    few, many = (
        rate([dataclasses.replace(s, right=True) for s in samples(0, values=n)]) for n in (2, 50)
    )
    assert 0.9 < few.probability(None, {}) < many.probability(None, {}) < 1


@pytest.mark.parametrize("method", UNSCORED)
def test_values_without_a_score_are_given_one_too(method) -> None:
    """Without scores the curve is the share right, moved by signals."""
    found = [dataclasses.replace(s, score=None) for s in samples(6, sure=lambda s: 0.7)]
    share = np.mean([s.right for s in found])
    curve = UNSCORED[method](found)
    assert curve.probability(None, NOTHING) == pytest.approx(share, abs=0.02)


def test_all_signals_are_weighed() -> None:
    """The curve on signals has a weight for each there is."""
    assert set(ABOUT) < set(signal(samples(0)).weights)
