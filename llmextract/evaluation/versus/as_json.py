"""A comparison for programs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from llmextract.evaluation import Cell
from llmextract.evaluation.reports.as_json import tally_json
from llmextract.evaluation.statistics import McNemar
from llmextract.evaluation.versus.changes import Changed
from llmextract.evaluation.versus.comparison import Comparison, FigureDifference
from llmextract.evaluation.versus.fields import FieldDifference
from llmextract.evaluation.versus.verdict import better, verdict
from llmextract.plain import plain


def as_json(comparison: Comparison, run_a: Path, run_b: Path, *, alike: bool) -> dict[str, Any]:
    """Everything that the terminal shows, ready for `json.dumps`; with `alike` also the cells
    that are wrong in the same way."""
    a, b, documents = comparison.a, comparison.b, comparison.documents
    data = {
        "a": {"run": str(run_a), "total": tally_json(a.total), "failed": a.failed},
        "b": {"run": str(run_b), "total": tally_json(b.total), "failed": b.failed},
        "verdict": verdict(comparison),
        "better": better(comparison),
        "documents": a.documents,
        "left_out": comparison.left_out,
        "draws": comparison.draws,
        "seed": comparison.seed,
        "figures": {figure.name: _figure(figure) for figure in comparison.figures},
        "documents_wholly_right": {**_counts(documents), "mcnemar_p": documents.p},
        "cells_right": _counts(comparison.cells),
        "fields": [_field(field) for field in comparison.fields],
        "lists_and_tables": [
            {"pointer": found.pointer, "a": tally_json(found.a), "b": tally_json(found.b)}
            for found in comparison.apart
        ],
        "settings": comparison.settings,
        "changed": [_changed(cell) for cell in comparison.changed],
    }
    if alike:
        data["alike"] = [_changed(cell) for cell in comparison.alike]
    return dict(plain(data))


def _figure(figure: FigureDifference) -> dict[str, Any]:
    difference, test = figure.difference, figure.test
    return {
        "a": figure.a,
        "b": figure.b,
        "interval_95_a": figure.interval_a,
        "interval_95_b": figure.interval_b,
        "difference": difference and difference.difference,
        "interval_95": difference and (difference.low, difference.high),
        "share_b_not_better": difference and difference.not_above,
        "share_b_not_worse": difference and difference.not_below,
        "p": test and test.p,
        "exact": test and test.exact,
        "differing_documents": test and test.differing,
    }


def _counts(found: McNemar) -> dict[str, int]:
    return {
        "both": found.both,
        "only_a": found.only_a,
        "only_b": found.only_b,
        "neither": found.neither,
    }


def _field(field: FieldDifference) -> dict[str, Any]:
    return {
        "pointer": field.pointer,
        "a": field.a,
        "b": field.b,
        "difference": field.b - field.a,
        "p": field.test.p,
        "p_adjusted": field.adjusted,
        "exact": field.test.exact,
        "differing_documents": field.test.differing,
    }


def _changed(cell: Changed) -> dict[str, Any]:
    return {
        "document": cell.document,
        "pointer": cell.pointer,
        "change": cell.change,
        "gold": cell.gold,
        "a": _side(cell.a),
        "b": _side(cell.b),
    }


def _side(side: Cell) -> dict[str, Any]:
    return {
        "value": side.predicted,
        "outcome": side.outcome,
        "magnitude": side.magnitude,
        "grounded": side.grounded,
        "quote": side.quote,
    }
