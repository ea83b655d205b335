"""Confidence measured and fitted: values with outcomes → measures, curves, the choice of one."""

from llmextract.evaluation.calibration.measures import (
    Bin,
    Measures,
    Point,
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

__all__ = [
    "Bin",
    "Measures",
    "Point",
    "aurc",
    "brier",
    "coverage_at_risk",
    "ece",
    "measure",
    "optimal_aurc",
    "reliability",
    "risk_at_coverage",
    "risk_coverage",
]
