"""Two runs scored on the documents that both of them are about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from llmextract.errors import UsageError
from llmextract.evaluation import Scores, score
from llmextract.evaluation.gold import Gold, load_gold
from llmextract.evaluation.predictions import Prediction, by_document, load_predictions
from llmextract.schema import SchemaSpec
from llmextract.schema.load import load_schema


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Gold documents that are not compared, by the run that is about them."""

    only_a: tuple[str, ...] = ()
    only_b: tuple[str, ...] = ()
    neither: tuple[str, ...] = ()


def score_both(
    run_a: Path,
    run_b: Path,
    gold: Path,
    documents: Path | None = None,
    schema: str | None = None,
) -> tuple[Scores, Scores, LeftOut]:
    """Score two run folders or records files on what both are about.

    A run is about the documents of its records; one that failed has an error for a record, and
    counts as all null.  Raises UsageError if no gold document is in both.
    """
    golds = load_gold(gold, documents)
    spec = load_schema(schema) if schema else None
    a, b, left_out = _scored(golds, load_predictions(run_a), load_predictions(run_b), spec)
    if not a.documents:
        raise UsageError(
            f"no document of the gold is in both {run_a} and {run_b}",
            where=str(gold),
            hint="compare runs over the same documents",
        )
    return a, b, left_out


def _scored(
    golds: Sequence[Gold],
    a: Sequence[Prediction],
    b: Sequence[Prediction],
    schema: SchemaSpec | None,
) -> tuple[Scores, Scores, LeftOut]:
    names = [gold.document for gold in golds]
    in_a, in_b = by_document(names, a), by_document(names, b)
    shared = [gold for gold in golds if gold.document in in_a and gold.document in in_b]
    left_out = LeftOut(
        only_a=tuple(name for name in names if name in in_a and name not in in_b),
        only_b=tuple(name for name in names if name in in_b and name not in in_a),
        neither=tuple(name for name in names if name not in in_a and name not in in_b),
    )
    return score(shared, a, schema), score(shared, b, schema), left_out
