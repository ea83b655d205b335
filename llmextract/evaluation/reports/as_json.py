"""The report for programs: everything an evaluation says, ready for `json.dumps`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from llmextract.evaluation.reports.cases import Case
from llmextract.evaluation.reports.classes import counted
from llmextract.evaluation.reports.figures import invented_zeros, magnitudes, spending
from llmextract.evaluation.result import Evaluation
from llmextract.evaluation.score import Scores
from llmextract.evaluation.statuses import Confusion
from llmextract.evaluation.tally import Tally
from llmextract.plain import plain


def as_json(evaluation: Evaluation) -> dict[str, Any]:
    """Headline, tables, calibration, and what run and gold were."""
    spent = spending(evaluation.run)
    return {
        **scores_json(evaluation.scores, evaluation.interval),
        "macro_f1": evaluation.macro_f1,
        "strata": {name: _tables(strata) for name, strata in evaluation.strata.items()},
        "calibration": plain(evaluation.calibration),
        "run": plain(evaluation.run),
        "a_document": plain(spent) if spent else None,
        "gold": plain(evaluation.gold),
        "seed": evaluation.seed,
        "draws": evaluation.draws,
    }


def scores_json(scores: Scores, interval: tuple[float, float] | None) -> dict[str, Any]:
    """What scores say by themselves."""
    return {
        "documents": list(scores.documents),
        "failed": list(scores.failed),
        "unlabelled": list(scores.unlabelled),
        "unscored": list(scores.unscored),
        "total": tally_json(scores.total),
        "interval_95": list(interval) if interval else None,
        "grounded": tally_json(scores.grounded),
        "magnitude_errors": magnitudes(scores.cells),
        "invented_zeros": invented_zeros(scores.cells),
        "by_group": _tables(scores.by_group),
        "by_document": _tables(scores.by_document),
        "by_field": _tables(scores.by_field),
        "by_list": _tables(scores.by_list),
        "by_table": _tables(scores.by_table),
        "statuses": _confusion_json(scores.statuses),
        "qualifiers": _confusion_json(scores.qualifiers),
        "nulls_called_zero": scores.nulls_called_zero,
        "zeros_called_null": scores.zeros_called_null,
    }


def errors_json(found: Iterable[Case]) -> list[dict[str, Any]]:
    """Each wrong, missing and spurious case."""
    return [_case(case) for case in found if case.is_error]


def classes_json(found: Iterable[Case]) -> dict[str, dict[str, int]]:
    """How many errors there are of each class: fields by outcome, the rest as `inner`."""
    return {
        count.name: {outcome.value: n for outcome, n in sorted(count.fields.items())}
        | ({"inner": count.inner} if count.inner else {})
        for count in counted(found)
    }


def _confusion_json(found: Confusion) -> dict[str, Any]:
    """Agreement, and counts by the gold's word and then the run's."""
    counts: dict[str, dict[str, int]] = {}
    for (gold, said), count in found.counts.items():
        counts.setdefault(gold, {})[said] = count
    return {"cells": found.total, "accuracy": found.accuracy, "counts": counts}


def tally_json(tally: Tally) -> dict[str, float | int | None]:
    return {
        "f1": tally.f1,
        "precision": tally.precision,
        "recall": tally.recall,
        "right": tally.right,
        "wrong": tally.wrong,
        "missing": tally.missing,
        "spurious": tally.spurious,
        "right_null": tally.right_null,
    }


def _case(case: Case) -> dict[str, Any]:
    return {
        "document": case.document,
        "pointer": case.pointer,
        "outcome": case.outcome.value,
        "class": case.error,
        "mixed_up_with": case.other or None,
        "gold": plain(case.gold),
        "predicted": plain(case.predicted),
        "quote": case.quote,
        "gold_quote": case.gold_quote,
        "magnitude": case.magnitude,
        "confidence": case.confidence,
        "spans": [[span.start, span.end] for span in case.predicted_places],
        "gold_spans": [[span.start, span.end] for span in case.gold_places],
    }


def _tables(tallies: Mapping[str, Tally]) -> dict[str, Any]:
    return {key: tally_json(tally) for key, tally in tallies.items()}
