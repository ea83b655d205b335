"""How far confidences can be trusted, and how well they rank right values before wrong ones.

Brier score: Brier, Monthly Weather Review 78 (1950).  Reliability and the expected calibration
error: Naeini, Cooper and Hauskrecht, AAAI 2015; Guo et al., ICML 2017.  Risk and coverage: Geifman
and El-Yaniv, NeurIPS 2017; the area under their curve, and its excess over the best possible order:
Geifman, Uziel and El-Yaniv, ICLR 2019.

A value is right if its cell is; a wrong and a spurious value are not.  Values of equal confidence
are one step: nothing here depends on their order.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

BINS = 10
Equal: TypeAlias = Literal["mass", "width"]
"""Bins that hold equally many values, or that are equally wide."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Values of like confidence: how sure they were on average, and which share was right.

    `low` and `high` are the least and the greatest confidence (equal mass), or the bin's bounds,
    of which the upper one belongs to it (equal width).
    """

    low: float
    high: float
    values: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Point:
    """Keeping the values from `threshold` on keeps the share `coverage`; `risk` is the share of
    the kept that is wrong."""

    coverage: float
    risk: float
    threshold: float


@dataclass(frozen=True, slots=True)
class Measures:
    """All of it, for `values` values.  ECE and reliability are over ten bins of equal mass: most
    confidences lie near 1, where bins of equal width leave nine bins nearly empty."""

    values: int
    brier: float
    ece: float
    aurc: float
    excess_aurc: float
    reliability: tuple[Bin, ...]
    curve: tuple[Point, ...]
    risk_at_90: float | None = None  # of the 90 % surest values
    coverage_at_1: float | None = None  # the largest share with at most 1 % wrong


def measure(confidence: Sequence[float], right: Sequence[bool]) -> Measures | None:
    """All measures; None for no values.  Raises ValueError for a confidence outside 0 to 1."""
    _check(confidence, right)
    if not confidence:
        return None
    best = optimal_aurc(len(right), sum(not r for r in right))
    area = aurc(confidence, right)
    surest = risk_at_coverage(confidence, right, 0.9)
    safe = coverage_at_risk(confidence, right, 0.01)
    return Measures(
        values=len(confidence),
        brier=brier(confidence, right),
        ece=ece(confidence, right),
        aurc=area,
        excess_aurc=max(0.0, area - best),
        reliability=reliability(confidence, right),
        curve=risk_coverage(confidence, right),
        risk_at_90=surest.risk if surest else None,
        coverage_at_1=safe.coverage if safe else 0.0,
    )


def brier(confidence: Sequence[float], right: Sequence[bool]) -> float:
    """The mean squared distance of confidence from outcome: 0 is perfect, always 0.5 gives 0.25."""
    squares = math.fsum((c - r) ** 2 for c, r in zip(confidence, right, strict=True))
    return squares / len(confidence)


def reliability(
    confidence: Sequence[float], right: Sequence[bool], bins: int = BINS, equal: Equal = "mass"
) -> tuple[Bin, ...]:
    """Mean confidence and share right in each bin that holds values, from the least sure on.

    A step goes as a whole to the bin of its middle rank (mass), or of its confidence (width).
    """
    held: dict[int, list[_Step]] = {}
    ahead = 0
    for step in reversed(_steps(confidence, right)):
        if equal == "mass":
            at = min(bins - 1, int((ahead + step.values / 2) / len(confidence) * bins))
        else:
            at = max(0, math.ceil(step.confidence * bins) - 1)
        held.setdefault(at, []).append(step)
        ahead += step.values
    return tuple(
        _bin(steps, (at / bins, (at + 1) / bins) if equal == "width" else None)
        for at, steps in sorted(held.items())
    )


def ece(
    confidence: Sequence[float], right: Sequence[bool], bins: int = BINS, equal: Equal = "mass"
) -> float:
    """The expected calibration error: how far confidence and share right are apart in a bin, on
    average over the values."""
    found = reliability(confidence, right, bins, equal)
    gaps = math.fsum(b.values * abs(b.confidence - b.right) for b in found)
    return gaps / len(confidence)


def risk_coverage(confidence: Sequence[float], right: Sequence[bool]) -> tuple[Point, ...]:
    """The points that a threshold can reach, from the surest values on to all."""
    kept = wrong = 0
    points = []
    for step in _steps(confidence, right):
        kept += step.values
        wrong += step.wrong
        points.append(Point(kept / len(confidence), wrong / kept, step.confidence))
    return tuple(points)


def aurc(confidence: Sequence[float], right: Sequence[bool]) -> float:
    """The area under the risk–coverage curve: the mean risk over keeping the surest 1, 2, … n
    values.  Within a step it is the expectation over all orders."""
    kept = wrong = 0
    total = 0.0
    for step in _steps(confidence, right):
        total += math.fsum(
            (wrong + step.wrong * n / step.values) / (kept + n) for n in range(1, step.values + 1)
        )
        kept += step.values
        wrong += step.wrong
    return total / kept


def optimal_aurc(values: int, wrong: int) -> float:
    """The area that the best order reaches: all wrong values last."""
    return math.fsum(n / (values - wrong + n) for n in range(1, wrong + 1)) / values


def coverage_at_risk(
    confidence: Sequence[float], right: Sequence[bool], risk: float
) -> Point | None:
    """The most that a threshold can keep with at most `risk` of the kept wrong; None if even the
    surest step has more."""
    safe = [point for point in risk_coverage(confidence, right) if point.risk <= risk]
    return safe[-1] if safe else None


def risk_at_coverage(
    confidence: Sequence[float], right: Sequence[bool], coverage: float
) -> Point | None:
    """The first point that keeps at least `coverage` of the values; None for no values."""
    points = risk_coverage(confidence, right)
    return next((p for p in points if p.coverage >= coverage), None)


@dataclass(frozen=True, slots=True)
class _Step:
    """All values of one confidence."""

    confidence: float
    values: int
    wrong: int


def _steps(confidence: Sequence[float], right: Sequence[bool]) -> list[_Step]:
    """From the surest on."""
    pairs = sorted(zip(confidence, right, strict=True), key=lambda pair: -pair[0])
    steps = []
    for value, group in itertools.groupby(pairs, key=lambda pair: pair[0]):
        outcomes = [bool(r) for _, r in group]
        steps.append(_Step(value, len(outcomes), outcomes.count(False)))
    return steps


def _bin(steps: Iterable[_Step], bounds: tuple[float, float] | None) -> Bin:
    steps = list(steps)
    values = sum(s.values for s in steps)
    sure = math.fsum(s.confidence * s.values for s in steps) / values
    low, high = bounds or (steps[0].confidence, steps[-1].confidence)
    return Bin(low, high, values, sure, 1 - sum(s.wrong for s in steps) / values)


def _check(confidence: Sequence[float], right: Sequence[bool]) -> None:
    if len(confidence) != len(right):
        raise ValueError(f"{len(confidence)} confidences for {len(right)} outcomes")
    for value in confidence:
        if not 0 <= value <= 1:
            raise ValueError(f"a confidence of {value}")
