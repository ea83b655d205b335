"""From runs and gold to a calibrator, and the table that shows what it is worth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from llmextract.confidence import Calibration, Calibrator, load_calibration, save_calibration
from llmextract.evaluation.calibration.choose import RAW, Choice, Row, by_origin, choose
from llmextract.evaluation.calibration.measures import Measures
from llmextract.evaluation.calibration.samples import Made, samples_of
from llmextract.schema import SchemaSpec

LEAST = 20  # values of an origin, below which no curve is fitted


def calibrate(
    runs: Sequence[Path], golds: Sequence[Path], schema: SchemaSpec
) -> tuple[Made, list[Choice]]:
    """The choice for each origin of values that is labelled often enough.  Raises UsageError."""
    made, samples = samples_of(runs, golds, schema)
    groups = by_origin(samples).values()
    return made, [choose(group) for group in groups if len(group) >= LEAST]


def calibrator_of(made: Made, choices: Iterable[Choice], day: date, note: str = "") -> Calibrator:
    """The calibrator that `choices` make.  A strategy that asks no model fits any."""
    choices = list(choices)
    asks = any(choice.origin == f"{made.strategy}/{made.model}" for choice in choices)
    curves = {
        choice.origin: replace(choice.curve, fitted=_facts(choice, day, note))
        for choice in choices
        if choice.curve is not None
    }
    return Calibrator(made.strategy, made.model if asks else "", curves)


def save(calibrator: Calibrator, schema: str, path: Path) -> None:
    """Put `calibrator` into a calibration file, beside those of other strategies and models.
    Raises UsageError."""
    calibration = load_calibration(path) if path.exists() else Calibration(schema)
    save_calibration(calibration.with_calibrator(calibrator), path)


def table(choice: Choice) -> list[str]:
    """The lines of a choice: one a method, the chosen one marked."""
    head = f"{choice.origin}: {choice.documents} documents, {choice.values} values"
    names = (
        f"{'method':<11}{'Brier':>8}{'ECE':>8}{'AURC':>9}{'wrong at 90 %':>15}{'kept at 1 %':>13}"
    )
    rows = [_line(row, chosen=row.method == choice.method) for row in choice.rows]
    return [f"{head}, {choice.right} right", f"  {names}", *rows]


def _line(row: Row, *, chosen: bool) -> str:
    m = row.measures
    figures = f"{m.brier:>8.4f}{m.ece:>8.4f}{m.aurc:>9.5f}"
    return (
        f"{'*' if chosen else ' '} {row.method:<11}{figures}"
        f"{_share(m.risk_at_90):>15}{_share(m.coverage_at_1):>13}"
    )


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.1%}"


def _facts(choice: Choice, day: date, note: str) -> dict[str, Any]:
    """What a curve was fitted on, for its file."""
    return {
        "date": day.isoformat(),
        "documents": choice.documents,
        "values": choice.values,
        "right": choice.right,
        **({"note": note} if note else {}),
        "left_out": {row.method: _figures(row.measures) for row in choice.rows},
    }


def _figures(measures: Measures) -> dict[str, float | None]:
    figures = {
        "brier": measures.brier,
        "ece": measures.ece,
        "aurc": measures.aurc,
        "risk_at_90": measures.risk_at_90,
        "coverage_at_1": measures.coverage_at_1,
    }
    return {name: None if v is None else round(v, 5) for name, v in figures.items()}


__all__ = ["RAW", "calibrate", "calibrator_of", "save", "table"]
