"""Fitting a curve to samples, each method alone.

Labels are drawn in a little, as Platt (1999) proposes, so that a curve never becomes certain; every
weight is held near what is expected without any sample (the score is right as it is, signals say
nothing) by a squared penalty.  What language demands is demanded: a higher score, a sum that holds
never lower the confidence, and rivals, distance and a broken sum never raise it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from llmextract.confidence import ABOUT, Curve
from llmextract.confidence.curve import terms
from llmextract.evaluation.calibration.samples import Sample

if TYPE_CHECKING:
    import numpy as np

PENALTY = 1.0
_EXPECTED = {"score": 1.0, "log_score": 1.0, "log_rest": 1.0}
_RISING = (0.0, None)
_FALLING = (None, 0.0)
_BOUNDS: Mapping[str, tuple[float | None, float | None]] = {
    "score": _RISING, "log_score": _RISING, "log_rest": _RISING, "holds": _RISING,
    "rivals": _FALLING, "apart": _FALLING, "broken": _FALLING,
}  # fmt: skip
_DIGITS = 4


def rate(samples: Sequence[Sample]) -> Curve:
    """The share of right values, whatever the score."""
    return _logistic("rate", ("constant",), samples)


def platt(samples: Sequence[Sample]) -> Curve:
    """A straight line in the log-odds of the score."""
    return _logistic("platt", ("constant", "score"), samples)


def beta(samples: Sequence[Sample]) -> Curve:
    """Beta calibration: ln s and −ln(1 − s) weighed apart."""
    return _logistic("beta", ("constant", "log_score", "log_rest"), samples)


def signal(samples: Sequence[Sample]) -> Curve:
    """A logistic regression on the score, if there is one, and all signals."""
    scored = all(sample.score is not None for sample in samples)
    return _logistic("signals", ("constant", *(("score",) if scored else ()), *ABOUT), samples)


def isotonic(samples: Sequence[Sample]) -> Curve:
    """The rising curve nearest to the outcomes; level steps are joined by straight lines."""
    from scipy.optimize import isotonic_regression

    outcomes: dict[float, list[bool]] = {}
    for sample in samples:
        assert sample.score is not None
        outcomes.setdefault(sample.score, []).append(sample.right)
    scores = sorted(outcomes)
    shares = [sum(outcomes[s]) / len(outcomes[s]) for s in scores]
    fitted = isotonic_regression(shares, weights=[len(outcomes[s]) for s in scores]).x
    points = [(s, round(float(y), _DIGITS)) for s, y in zip(scores, fitted, strict=True)]
    return Curve("isotonic", knots=tuple(_corners(points)))


SCORED: Mapping[str, Callable[[Sequence[Sample]], Curve]] = {
    "platt": platt, "beta": beta, "isotonic": isotonic, "signals": signal,
}  # fmt: skip
"""Methods for values with a score, the simplest first."""

UNSCORED: Mapping[str, Callable[[Sequence[Sample]], Curve]] = {"rate": rate, "signals": signal}
"""Methods for values that come without one."""


def _logistic(method: str, names: Sequence[str], samples: Sequence[Sample]) -> Curve:
    import numpy as np
    from scipy.optimize import minimize

    x = np.array([_row(sample, names) for sample in samples])
    right = sum(sample.right for sample in samples)
    of_right = (right + 1) / (right + 2)
    of_wrong = 1 / (len(samples) - right + 2)
    aim = np.array([of_right if sample.right else of_wrong for sample in samples])
    expected = np.array([_EXPECTED.get(name, 0.0) for name in names])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        odds = x @ weights
        away = np.r_[0.0, (weights - expected)[1:]]  # the constant is free
        value = np.logaddexp(0, odds).sum() - aim @ odds + PENALTY * (away @ away) / 2
        chance = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
        return float(value), x.T @ (chance - aim) + PENALTY * away

    bounds = [_BOUNDS.get(name, (None, None)) for name in names]
    found = minimize(loss, expected, jac=True, method="L-BFGS-B", bounds=bounds).x
    return Curve(
        method, {name: round(float(w), _DIGITS) for name, w in zip(names, found, strict=True)}
    )


def _row(sample: Sample, names: Sequence[str]) -> list[float]:
    of_score = terms(sample.score) if sample.score is not None else {}
    known = {"constant": 1.0, **sample.signals, **of_score}
    return [known[name] for name in names]


def _corners(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """`points` without those inside a level step."""
    return [
        point
        for at, point in enumerate(points)
        if at in (0, len(points) - 1)
        or points[at - 1][1] != point[1]
        or points[at + 1][1] != point[1]
    ]
