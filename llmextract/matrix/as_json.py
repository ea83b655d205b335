"""A measured matrix for programs."""

from __future__ import annotations

from typing import Any

from llmextract.evaluation.result import Evaluation
from llmextract.matrix.measure import Measured, Row, Versus
from llmextract.matrix.table import zeros


def as_json(found: Measured) -> dict[str, Any]:
    """All that the tables say, unrounded: by setup, figures of costs a document."""
    return {
        "name": found.plan.name,
        "seed": found.seed,
        "currency": found.plan.currency,
        "left_out": list(found.plan.left_out),
        "setups": {row.setup.name: _row(row) for row in found.rows},
    }


def _row(row: Row) -> dict[str, Any]:
    setup, found = row.setup, row.evaluation
    data: dict[str, Any] = {
        "schema": setup.schema_name,
        "strategy": setup.strategy,
        "backend": setup.backend,
        "prompts": setup.prompts_name or "bundled",
        "state": row.state.value,
        "reason": row.reason,
        "documents": row.documents,
        "done": row.done,
    }
    if found is None:
        return data
    return data | _figures(found) | {
        "cost": row.cost,
        "best": row.best,
        "against_best": None if row.versus is None else _versus(row.versus),
    }  # fmt: skip


def _figures(found: Evaluation) -> dict[str, Any]:
    scores, run = found.scores, found.run
    total = scores.total
    return {
        "f1": total.f1,
        "interval_95": list(found.interval) if found.interval else None,
        "precision": total.precision,
        "recall": total.recall,
        "grounded_f1": scores.grounded.f1,
        "macro_f1": found.macro_f1,
        "invented_zeros": zeros(found),
        "failed": len(scores.failed),
        "cells": len(scores.cells),
        "stated": total.stated,
        "calls": run.a_document(run.calls),
        "seconds": run.a_document(run.seconds),
        "tokens_in": run.a_document(run.prompt_tokens),
        "tokens_out": run.a_document(run.completion_tokens),
        "model": run.model if run.calls else "",
        "prompt_versions": dict(run.prompts),
    }


def _versus(found: Versus) -> dict[str, Any]:
    difference = found.difference
    return {
        "difference": difference.difference,
        "interval_95": [difference.low, difference.high],
        "p": found.test.p,
        "p_holm": found.p,
        "exact": found.test.exact,
        "more_than_chance": found.more_than_chance,
    }
