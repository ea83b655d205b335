"""Scoring list fields: items of gold and record paired one to one.

A text item is one cell, an object has a cell for each part.  Beside the cells each list has a
tally of items, in which an item is right if all its cells are.  Neither the order of the items
nor that of an object's parts matters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from llmextract.evaluation.align import Pairs, align_records, align_texts, canonical
from llmextract.evaluation.cells import Cell, outcome_of, plain_cell
from llmextract.evaluation.gold import Gold
from llmextract.evaluation.listfields import ListField, resolve
from llmextract.evaluation.predictions import Prediction, Proof
from llmextract.evaluation.tally import Outcome, Tally
from llmextract.types import Pointer, Span

Labelled: TypeAlias = list[tuple[Any, tuple[Span, ...]]]
"""Gold items, each with its passages."""
Found: TypeAlias = list[tuple[Any, Proof]]
"""Predicted items, each with its evidence."""


@dataclass(frozen=True, slots=True)
class ListCell:
    """One list field of one document: its items.

    `missing` and `spurious` are the items left over, `wrong` the pairs (gold, predicted) that
    belong together but differ in a cell.
    """

    document: str
    pointer: Pointer
    matched: int
    missing: tuple[Any, ...]
    spurious: tuple[Any, ...]
    wrong: tuple[tuple[Any, Any], ...] = ()

    @property
    def tally(self) -> Tally:
        return Tally(self.matched, len(self.wrong), len(self.missing), len(self.spurious))


def score_lists(
    gold: Gold, prediction: Prediction, fields: Mapping[Pointer, ListField]
) -> Iterator[tuple[ListCell, list[Cell]]]:
    """Score the list fields of `fields` that the gold annotates, in order of their pointers."""
    annotated = {resolve(name, fields): name for name in gold.items}
    wanted = set(fields if gold.lists_complete else annotated) | set(annotated)
    left_out = {resolve(name, fields) for name in gold.not_annotated}
    for pointer in sorted((wanted & fields.keys()) - left_out):
        name = annotated.get(pointer, pointer)
        field, passages = fields[pointer], gold.item_spans.get(name, ())
        items = [
            (field.form(item), passages[at] if at < len(passages) else ())
            for at, item in enumerate(gold.items.get(name, ()))
        ]
        items.sort(key=lambda one: (canonical(one[0]), [span.start for span in one[1]]))
        score = _score_records if field.parts else _score_texts
        yield score(gold.document, field, items, _found(prediction, field))


def _found(prediction: Prediction, field: ListField) -> Found:
    """The predicted items in an order of their own.  A value that is no list is one item."""
    value = prediction.value(field.pointer)
    items = value if isinstance(value, list | tuple) else [value]
    found = [
        (field.form(item), prediction.proof(f"{field.pointer}/{at}"))
        for at, item in enumerate(items)
        if item is not None
    ]
    return sorted(
        found, key=lambda one: (canonical(one[0]), one[1].span.start if one[1].span else -1)
    )


def _score_texts(
    document: str, field: ListField, gold: Labelled, found: Found
) -> tuple[ListCell, list[Cell]]:
    pairs = align_texts([item for item, _ in gold], [item for item, _ in found], field.compare)
    cells: list[Cell] = []
    for one, other in _together(pairs, gold, found):
        (wanted, places), (given, proof) = one or (None, ()), other or (None, None)
        cells.append(
            plain_cell(
                document,
                f"{field.pointer}/*",
                (wanted,) if one else (),
                given,
                field.compare,
                gold_spans=places,
                proof=proof,
            )
        )
    return _list_cell(document, field.pointer, gold, found, pairs, wrong=()), cells


def _score_records(
    document: str, field: ListField, gold: Labelled, found: Found
) -> tuple[ListCell, list[Cell]]:
    def outcomes(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[Outcome]:
        return [
            outcome_of(_accepted(one.get(name)), other.get(name), compare)
            for name, compare in field.parts.items()
        ]

    pairs = align_records([item for item, _ in gold], [item for item, _ in found], outcomes)
    wrong = [
        (g, p)
        for g, p in pairs
        if not {*outcomes(gold[g][0], found[p][0])} <= {Outcome.RIGHT, Outcome.RIGHT_NULL}
    ]
    cells = [
        plain_cell(
            document,
            f"{field.pointer}/*/{name}",
            _accepted(one[0].get(name) if one else None),
            other[0].get(name) if other else None,
            compare,
            gold_spans=one[1] if one else (),
            proof=other[1] if other else None,
        )
        for name, compare in sorted(field.parts.items())
        for one, other in _together(pairs, gold, found)
    ]
    return _list_cell(document, field.pointer, gold, found, pairs, wrong), cells


def _accepted(value: Any) -> tuple[Any, ...]:
    return () if value is None else (value,)


def _together(
    pairs: Pairs, gold: Labelled, found: Found
) -> Iterator[tuple[tuple[Any, tuple[Span, ...]] | None, tuple[Any, Proof] | None]]:
    """The pairs, then the gold items left over, then the predicted ones."""
    paired, taken = {g for g, _ in pairs}, {p for _, p in pairs}
    yield from ((gold[g], found[p]) for g, p in pairs)
    yield from ((item, None) for at, item in enumerate(gold) if at not in paired)
    yield from ((None, item) for at, item in enumerate(found) if at not in taken)


def _list_cell(
    document: str,
    pointer: Pointer,
    gold: Labelled,
    found: Found,
    pairs: Pairs,
    wrong: Sequence[tuple[int, int]],
) -> ListCell:
    paired, taken = {g for g, _ in pairs}, {p for _, p in pairs}
    return ListCell(
        document,
        pointer,
        len(pairs) - len(wrong),
        tuple(item for at, (item, _) in enumerate(gold) if at not in paired),
        tuple(item for at, (item, _) in enumerate(found) if at not in taken),
        tuple((gold[g][0], found[p][0]) for g, p in wrong),
    )
