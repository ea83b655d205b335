"""Scoring: the outcome of each cell.

A cell is a scalar leaf field of one document, unless the gold leaves it out as not annotated.
A document without a record counts as all null.  Lists and tables are scored apart (`lists.py`,
`tables.py`).  What is not scored is named in the result.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from llmextract.errors import UsageError
from llmextract.evaluation.cells import (
    Cell,
    grounded,
    is_invented_zero,
    outcome_of,
    slip,
)
from llmextract.evaluation.compare import Comparison
from llmextract.evaluation.coverage import repeated, scalar_pointers, unknown, unscored, within
from llmextract.evaluation.gold import Gold
from llmextract.evaluation.listfields import declared, list_fields
from llmextract.evaluation.lists import ListCell, score_lists
from llmextract.evaluation.predictions import Prediction, by_document, value_at
from llmextract.evaluation.statuses import default_status
from llmextract.evaluation.tables import score_tables, table_pointers
from llmextract.evaluation.tally import Outcome
from llmextract.evaluation.totals import Scores
from llmextract.pointers import split
from llmextract.schema import SchemaSpec
from llmextract.types import Pointer, Qualifier

__all__ = ["Cell", "Scores", "scalar_pointers", "score"]

_NUMBER = (int, float, Decimal)


@dataclass(frozen=True, slots=True)
class _Field:
    """A scalar field, with its path taken apart once for all documents."""

    pointer: Pointer
    tokens: tuple[str, ...]
    compare: Comparison


def score(
    golds: Sequence[Gold],
    predictions: Sequence[Prediction],
    schema: SchemaSpec | None = None,
    compare: str | None = None,
) -> Scores:
    """Score predictions against gold; the order of either never matters.

    The fields are the schema's scalar leaves, compared as it declares.  Without a schema they are
    those that the gold or a record names, within the groups (first pointer part) that the gold
    knows, compared normalised.  `compare` (strict · normalised · lenient) overrides all.
    Raises UsageError for another word.
    """
    override = _comparison(compare)
    golds = sorted(golds, key=lambda gold: gold.document)
    found = by_document((gold.document for gold in golds), predictions)
    matched = list(found.values())
    lists = list_fields(golds, matched, schema, override)
    places = table_pointers(golds, matched, schema.mappings if schema else None)
    fields = _fields(golds, matched, schema, override, {*lists, *places.values()})
    cells: list[Cell] = []
    items: list[Cell] = []
    tables: list[Cell] = []
    list_cells: list[ListCell] = []
    for gold in golds:
        prediction = found.get(gold.document) or Prediction(gold.document, None)
        for field in fields:
            if field.pointer not in gold.not_annotated:
                cells.append(_cell(gold, prediction, field))  # noqa: PERF401 (faster so)
        for list_cell, inner in score_lists(gold, prediction, lists):
            list_cells.append(list_cell)
            items += inner
        tables += score_tables(gold, prediction, places, override or Comparison.NORMALISED)
    scored = {field.pointer for field in fields}
    used = {prediction.document for prediction in matched}
    mappings = {*places.values(), *(schema.mappings if schema else ())}
    return Scores(
        cells=tuple(cells),
        lists=tuple(list_cells),
        documents=tuple(gold.document for gold in golds),
        failed=tuple(gold.document for gold in golds if _failed(found.get(gold.document))),
        unlabelled=tuple(sorted({p.document for p in predictions} - used)),
        unscored=unscored(golds, scored, lists, places),
        items=tuple(items),
        tables=tuple(tables),
        repeated=repeated(predictions),
        unknown=unknown(matched, scored | lists.keys(), mappings),
    )


def _fields(
    golds: Sequence[Gold],
    predictions: Sequence[Prediction],
    schema: SchemaSpec | None,
    override: Comparison | None,
    apart: set[Pointer],
) -> list[_Field]:
    """The scalar fields; `apart` are those that are scored as lists or tables."""
    default = override or Comparison.NORMALISED
    specs = schema.fields if schema else ()
    known = {spec.pointer: declared(spec.extract, override) for spec in specs}
    return [
        _Field(pointer, split(pointer), known.get(pointer, default))
        for pointer in scalar_pointers(golds, predictions, schema)
        if pointer not in apart and not within(pointer, apart)
    ]


def _comparison(word: str | None) -> Comparison | None:
    if word is None or word in list(Comparison):
        return Comparison(word) if word else None
    raise UsageError(
        f"compare={word!r} names no comparison", hint=f"use one of: {', '.join(Comparison)}"
    )


def _failed(prediction: Prediction | None) -> bool:
    return prediction is None or prediction.record is None


def _cell(gold: Gold, prediction: Prediction, field: _Field) -> Cell:
    pointer = field.pointer
    predicted, wanted = value_at(prediction.record, field.tokens), gold.values.get(pointer)
    proof = prediction.proof(pointer)
    accepted = gold.accepts(pointer) if wanted is not None else ()
    outcome = outcome_of(accepted, predicted, field.compare)
    places, gold_quote = gold.spans.get(pointer, ()), gold.quotes.get(pointer)
    right = outcome is Outcome.RIGHT
    number = isinstance(wanted, _NUMBER) and not isinstance(wanted, bool)
    exact = Qualifier.EXACT if number and predicted is not None else None
    return Cell(
        gold.document,
        pointer,
        outcome,
        wanted,
        predicted,
        slip(outcome, accepted, predicted),
        is_invented_zero(outcome, predicted),
        grounded(places, gold_quote, proof.span, proof.quote) if right else None,
        proof.quote,
        gold_quote,
        proof.confidence,
        proof.span,
        places,
        proof.status or default_status(predicted),
        gold.status.get(pointer) or default_status(wanted),
        exact and (proof.qualifier or exact),
        gold.qualifiers.get(pointer, Qualifier.EXACT) if number else None,
    )
