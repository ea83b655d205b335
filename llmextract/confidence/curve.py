"""A fitted curve: from a score and a few signals to the probability that a value is right.

Platt scaling (Platt 1999), beta calibration (Kull, Silva Filho and Flach 2017) and a logistic
regression on signals are one form: log-odds that are a weighted sum.  Isotonic regression
(Zadrozny and Elkan 2002) is a list of points.  Every curve rises with the score, or stays level.
"""

from __future__ import annotations

import bisect
import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from llmextract.confidence.signals import ABOUT
from llmextract.errors import UsageError

LEAST = 1e-4  # a score nearer to 0 or 1 counts as this near
OF_SCORE = ("score", "log_score", "log_rest")
"""Terms of the score s: its log-odds, ln s, and −ln(1 − s).  Their weights are never negative."""


@dataclass(frozen=True, slots=True)
class Curve:
    """`weights` of the terms of the log-odds (`constant`, those of `OF_SCORE`, the signals), or
    `knots`, points (score, probability) with straight lines between them.

    `fitted` says on what, and how well it did on documents left out.  Raises UsageError if the
    curve is not one: unknown terms, figures that are not finite, or that fall with the score.
    """

    method: str
    weights: Mapping[str, float] = field(default_factory=dict)
    knots: tuple[tuple[float, float], ...] = ()
    fitted: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        problem = self._problem()
        if problem:
            raise UsageError(
                f"the curve {self.method!r} cannot be used: {problem}",
                hint="fit it again with `llmextract calibrate`",
            )

    def probability(self, score: float | None, signals: Mapping[str, float]) -> float | None:
        """The probability that a value is right, 0 to 1; None if the curve needs a score and
        there is none."""
        if score is None and (self.knots or any(name in OF_SCORE for name in self.weights)):
            return None
        if self.knots:
            assert score is not None
            return _between(self.knots, score)
        known = {"constant": 1.0, **signals, **(terms(score) if score is not None else {})}
        odds = math.fsum(weight * known[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))

    def _problem(self) -> str:
        if bool(self.weights) == bool(self.knots):
            return "it needs either weights or knots"
        figures = [*self.weights.values(), *itertools.chain.from_iterable(self.knots)]
        if not all(_is_figure(figure) for figure in figures):
            return "a figure is not a finite number"
        unknown = sorted(set(self.weights) - {"constant", *OF_SCORE, *ABOUT})
        if unknown:
            return f"there is no signal {unknown[0]!r}"
        if any(self.weights.get(name, 0.0) < 0 for name in OF_SCORE):
            return "a higher score would lower the confidence"
        if any(not 0 <= x <= 1 or not 0 <= y <= 1 for x, y in self.knots):
            return "a knot lies outside 0 to 1"
        if any(a[0] >= b[0] or a[1] > b[1] for a, b in itertools.pairwise(self.knots)):
            return "the knots do not rise"
        return ""


def terms(score: float) -> dict[str, float]:
    """The terms of `OF_SCORE`."""
    right = max(LEAST, min(1 - LEAST, score))
    log_right, log_wrong = math.log(right), math.log1p(-right)
    return {"score": log_right - log_wrong, "log_score": log_right, "log_rest": -log_wrong}


def _between(knots: tuple[tuple[float, float], ...], score: float) -> float:
    """Straight between knots, level outside them."""
    at = bisect.bisect_left(knots, (score, -1.0))
    if at == len(knots):
        return knots[-1][1]
    (x, y) = knots[at]
    if at == 0 or x == score:
        return y
    low, below = knots[at - 1]
    return below + (y - below) * (score - low) / (x - low)


def _is_figure(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


__all__ = ["LEAST", "OF_SCORE", "Curve", "terms"]
