"""Cases: what a person looks at, one cell or list item each, with its places in the document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from llmextract.evaluation.cells import Cell
from llmextract.evaluation.lists import ListCell
from llmextract.evaluation.reports.places import MOST, Reading, places
from llmextract.evaluation.result import Evaluation
from llmextract.evaluation.score import Scores
from llmextract.evaluation.tally import Outcome
from llmextract.types import Pointer, Span

ERRORS = (Outcome.WRONG, Outcome.MISSING, Outcome.SPURIOUS)


class Part(StrEnum):
    """What a case is a part of: the record itself, a list, or a table."""

    FIELD = "field"
    ITEM = "item"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Case:
    """A cell that gold or run fills, or one item of a list in which they differ.

    `gold_places` and `predicted_places` are spans in the document; `labelled` is False where the
    gold names no passage and its places are those where its value is printed.  Of the pairs, the
    first is the gold's.  `error` is the class of error ("" for what is right), `other` the field
    that is mixed up with this one.
    """

    document: str
    pointer: Pointer
    outcome: Outcome
    gold: Any
    predicted: Any
    part: Part = Part.FIELD
    gold_places: tuple[Span, ...] = ()
    predicted_places: tuple[Span, ...] = ()
    labelled: bool = True
    quote: str | None = None
    gold_quote: str | None = None
    status: tuple[str, str] = ("", "")
    qualifier: tuple[str, str] = ("", "")
    confidence: float | None = None
    magnitude: int | None = None
    invented_zero: bool = False
    grounded: bool | None = None
    failed: bool = False
    error: str = ""
    other: Pointer = ""

    @property
    def is_error(self) -> bool:
        return self.outcome in ERRORS


def bare_cases(evaluation: Evaluation, readings: Mapping[str, Reading]) -> Iterator[Case]:
    """All cases without their class of error: fields, then list items, then cells of tables."""
    scores = evaluation.scores
    failed = frozenset(scores.failed)
    for case in _cases(scores, readings):
        yield replace(case, failed=case.document in failed)


def _cases(scores: Scores, readings: Mapping[str, Reading]) -> Iterator[Case]:
    for part, cells in ((Part.FIELD, scores.cells), (Part.TABLE, scores.tables)):
        for cell in cells:
            if cell.outcome is not Outcome.RIGHT_NULL:
                yield _of_cell(cell, part, readings[cell.document])
    items: dict[str, list[Cell]] = {}
    for cell in scores.items:
        items.setdefault(cell.document, []).append(cell)
    for listed in scores.lists:
        yield from _of_list(listed, items.get(listed.document, ()), readings[listed.document])


def _of_cell(cell: Cell, part: Part, reading: Reading) -> Case:
    gold, labelled = _gold_places(cell, reading)
    quoted = tuple(places(cell.quote or "", reading.text))[:1]
    return Case(
        document=cell.document,
        pointer=cell.pointer,
        outcome=cell.outcome,
        gold=cell.gold,
        predicted=cell.predicted,
        part=part,
        gold_places=gold,
        predicted_places=(cell.span,) if cell.span else quoted,
        labelled=labelled,
        quote=cell.quote,
        gold_quote=cell.gold_quote,
        status=(cell.gold_status or "", cell.status or ""),
        qualifier=(cell.gold_qualifier or "", cell.qualifier or ""),
        confidence=cell.confidence,
        magnitude=cell.magnitude,
        invented_zero=cell.invented_zero,
        grounded=cell.grounded,
    )


def _gold_places(cell: Cell, reading: Reading) -> tuple[tuple[Span, ...], bool]:
    """Where gold says the value stands; else where it is printed, if that is not everywhere."""
    named = cell.gold_spans or tuple(places(cell.gold_quote or "", reading.text))
    if named:
        return named, True
    printed = () if cell.gold is None or cell.gold == 0 else reading.printed(cell.gold)
    return (printed if len(printed) <= MOST else ()), False


def _of_list(listed: ListCell, items: Sequence[Cell], reading: Reading) -> Iterator[Case]:
    """The items of one list in which gold and run differ; `items` are all of the document."""
    pairs = [
        *((Outcome.WRONG, gold, predicted) for gold, predicted in listed.wrong),
        *((Outcome.MISSING, gold, None) for gold in listed.missing),
        *((Outcome.SPURIOUS, None, predicted) for predicted in listed.spurious),
    ]
    cells = [cell for cell in items if cell.pointer.startswith(f"{listed.pointer}/")]
    for outcome, gold, predicted in pairs:
        known = {span for c in cells if c.gold in parts(gold) for span in c.gold_spans}
        given = {c.span for c in cells if c.predicted in parts(predicted) and c.span}
        yield Case(
            document=listed.document,
            pointer=listed.pointer,
            outcome=outcome,
            gold=gold,
            predicted=predicted,
            part=Part.ITEM,
            gold_places=_ordered(known) or _stands(gold, reading),
            predicted_places=_ordered(given) or _stands(predicted, reading),
            labelled=bool(known),
        )


def parts(item: Any) -> list[Any]:
    """The values of a list's item: its own, or those of its parts; nulls are left out."""
    if isinstance(item, Mapping):
        item = list(item.values())
    values = item if isinstance(item, list | tuple) else [item]
    return [value for value in values if value is not None]


def _stands(item: Any, reading: Reading) -> tuple[Span, ...]:
    """Where the first text of an item stands."""
    text = next((part for part in parts(item) if isinstance(part, str)), "")
    return tuple(places(text, reading.text))[:MOST]


def _ordered(spans: set[Span]) -> tuple[Span, ...]:
    return tuple(sorted(spans, key=lambda span: (span.start, span.end)))
