"""Scoring: the outcome of each cell.

A cell is a scalar leaf field of one document, unless the gold leaves it out as not annotated.
A document without a record counts as all null.  List fields are scored apart (`lists.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from llmextract.evaluation.compare import as_number, magnitude_error, normalised, same
from llmextract.evaluation.gold import Gold
from llmextract.evaluation.lists import ListCell, list_pointers, score_lists
from llmextract.evaluation.predictions import Prediction, by_document
from llmextract.evaluation.statistics import bootstrap_f1
from llmextract.evaluation.tally import Outcome, Tally, tally_by
from llmextract.schema import SchemaSpec
from llmextract.types import Pointer


@dataclass(frozen=True, slots=True)
class Cell:
    """One scored field of one document.

    `magnitude` is the factor if a wrong number is off by just that; `invented_zero` marks a 0
    where the gold is absent or not 0; `grounded` is None unless the value is right and the gold
    has a proof.
    """

    document: str
    pointer: Pointer
    outcome: Outcome
    gold: Any
    predicted: Any
    magnitude: int | None = None
    invented_zero: bool = False
    grounded: bool | None = None
    quote: str | None = None
    gold_quote: str | None = None

    @property
    def group(self) -> str:
        return self.pointer.split("/")[1]

    @property
    def tally(self) -> Tally:
        return Tally(**{self.outcome.value: 1})

    @property
    def grounded_tally(self) -> Tally:
        """As `tally`, with a right value whose evidence lies elsewhere counted as wrong."""
        return Tally(wrong=1) if self.grounded is False else self.tally


@dataclass(frozen=True, slots=True)
class Scores:
    """All outcomes of a run against gold.

    `failed` are the gold documents without a record; `unlabelled` the records without gold,
    which are not scored; `unscored` the gold's fields that the schema does not have.
    """

    cells: tuple[Cell, ...]
    lists: tuple[ListCell, ...]
    documents: tuple[str, ...]
    failed: tuple[str, ...]
    unlabelled: tuple[str, ...]
    unscored: tuple[Pointer, ...] = ()

    @property
    def total(self) -> Tally:
        return sum((cell.tally for cell in self.cells), Tally())

    @property
    def grounded(self) -> Tally:
        return sum((cell.grounded_tally for cell in self.cells), Tally())

    @property
    def by_document(self) -> dict[str, Tally]:
        empty = dict.fromkeys(self.documents, Tally())
        return empty | tally_by(self.cells, lambda cell: cell.document, lambda cell: cell.tally)

    @property
    def by_field(self) -> dict[str, Tally]:
        return tally_by(self.cells, lambda cell: cell.pointer, lambda cell: cell.tally)

    @property
    def by_group(self) -> dict[str, Tally]:
        return tally_by(self.cells, lambda cell: cell.group, lambda cell: cell.tally)

    @property
    def by_list(self) -> dict[str, Tally]:
        return tally_by(self.lists, lambda cell: cell.pointer, lambda cell: cell.tally)

    def interval(self, seed: int = 0) -> tuple[float, float] | None:
        """The 95 % bootstrap interval of micro F1 over documents."""
        return bootstrap_f1(self.by_document.values(), seed=seed)


def score(
    golds: Sequence[Gold], predictions: Sequence[Prediction], schema: SchemaSpec | None = None
) -> Scores:
    """Score predictions against gold; the order of either never matters.

    The fields are the schema's scalar leaves.  Without a schema they are those that the gold or
    a record names, within the groups (first pointer part) that the gold knows.
    """
    golds = sorted(golds, key=lambda gold: gold.document)
    found = by_document((gold.document for gold in golds), predictions)
    pointers = scalar_pointers(golds, list(found.values()), schema)
    known_lists = list_pointers(found.values(), schema)
    cells: list[Cell] = []
    lists: list[ListCell] = []
    for gold in golds:
        prediction = found.get(gold.document) or Prediction(gold.document, None)
        cells += (
            _cell(gold, prediction, pointer)
            for pointer in pointers
            if pointer not in gold.not_annotated
        )
        lists += score_lists(gold, prediction, known_lists)
    used = {prediction.document for prediction in found.values()}
    return Scores(
        tuple(cells),
        tuple(lists),
        tuple(gold.document for gold in golds),
        tuple(gold.document for gold in golds if _failed(found.get(gold.document))),
        tuple(sorted(p.document for p in predictions if p.document not in used)),
        tuple(sorted({pointer for gold in golds for pointer in gold.values} - set(pointers))),
    )


def scalar_pointers(
    golds: Iterable[Gold], predictions: Iterable[Prediction], schema: SchemaSpec | None
) -> list[Pointer]:
    """The fields to score, in order: the schema's, or those that gold and records name."""
    if schema is not None:
        return [spec.pointer for spec in schema.fields if not spec.kind.startswith("list")]
    named = {pointer for gold in golds for pointer in gold.values}
    groups = {pointer.split("/")[1] for pointer in named}
    lists: set[Pointer] = set()
    for prediction in predictions:
        for pointer, value in prediction.leaves():
            if isinstance(value, list):
                lists.add(pointer)
            elif pointer.split("/")[1] in groups:
                named.add(pointer)
    return sorted(named - lists)


def _failed(prediction: Prediction | None) -> bool:
    return prediction is None or prediction.record is None


def _cell(gold: Gold, prediction: Prediction, pointer: Pointer) -> Cell:
    accepted, predicted = gold.accepts(pointer), prediction.value(pointer)
    wanted = accepted[0] if accepted else None
    outcome = _outcome(accepted, predicted)
    wrong = outcome is Outcome.WRONG
    return Cell(
        document=gold.document,
        pointer=pointer,
        outcome=outcome,
        gold=wanted,
        predicted=predicted,
        magnitude=magnitude_error(wanted, predicted) if wrong else None,
        invented_zero=outcome in (Outcome.WRONG, Outcome.SPURIOUS) and as_number(predicted) == 0,
        grounded=_grounded(gold, prediction, pointer) if outcome is Outcome.RIGHT else None,
        quote=prediction.quote(pointer),
        gold_quote=gold.quotes.get(pointer),
    )


def _outcome(accepted: tuple[Any, ...], predicted: Any) -> Outcome:
    if predicted is None:
        return Outcome.MISSING if accepted else Outcome.RIGHT_NULL
    if not accepted:
        return Outcome.SPURIOUS
    right = any(same(value, predicted) for value in accepted)
    return Outcome.RIGHT if right else Outcome.WRONG


def _grounded(gold: Gold, prediction: Prediction, pointer: Pointer) -> bool | None:
    """Whether the evidence overlaps the gold proof: by offsets where the gold has them, else by
    one quote containing the other."""
    places, span = gold.spans.get(pointer, ()), prediction.span(pointer)
    if places:
        return span is not None and any(
            span.start < place.end and place.start < span.end for place in places
        )
    if pointer not in gold.quotes:
        return None
    one, other = normalised(gold.quotes[pointer]), normalised(prediction.quote(pointer) or "")
    return bool(other) and (one in other or other in one)
