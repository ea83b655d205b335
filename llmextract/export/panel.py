"""Rows of `panel`: one a document, one column a field; and what a sheet notes at each cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from llmextract.export.book import Book, Entry
from llmextract.export.columns import Row
from llmextract.export.numbers import as_date, exact, fits, fits_integer
from llmextract.export.survey import value_at
from llmextract.export.values import evidence_of
from llmextract.types import Evidence, Extraction, Finding, Pointer, Status

SURE = 0.8  # confidence below which a cell is marked


@dataclass(frozen=True, slots=True)
class Mark:
    """What a cell of `panel` rests on.  `counted`: its number has a unit, and is no year or
    the like; `doubts` are the findings against it."""

    evidence: Evidence
    numeric: bool
    counted: bool
    doubts: tuple[Finding, ...] = ()

    @property
    def unsure(self) -> bool:
        confidence = self.evidence.confidence
        return bool(self.evidence.quote) and confidence is not None and confidence < SURE


def panel_row(found: Extraction, keys: Row, book: Book) -> Row:
    """A document's row.  A number that its column cannot hold is left out of it: it is text in
    `values`."""
    return (*keys, *(_held(value_at(found.record, e.pointer), e) for e in book.scalars))


def panel_marks(
    found: Extraction, findings: Iterable[Finding], keys: Row, book: Book
) -> tuple[Mark | None, ...]:
    """For each cell of the row what it rests on; None for the keys."""
    against = doubts(findings)
    marks = []
    for entry in book.scalars:
        value = value_at(found.record, entry.pointer)
        evidence = evidence_of(found, entry.pointer, value)
        counted = entry.numeric and entry.unit is not None
        noted = tuple(
            finding
            for finding in against.get(entry.pointer, ())
            if value is None or finding.kind != Status.TABLE_MISSING  # stated elsewhere
        )
        marks.append(Mark(evidence, entry.numeric, counted, noted))
    return (*(None for _ in keys), *marks)


def doubts(findings: Iterable[Finding]) -> Mapping[Pointer, list[Finding]]:
    """The findings against each value, by its pointer."""
    against: dict[Pointer, list[Finding]] = {}
    for finding in findings:
        for pointer in finding.pointers:
            against.setdefault(pointer, []).append(finding)
    return against


def _held(value: Any, entry: Entry) -> Any:
    if value is None:
        return None
    if entry.numeric:
        number = exact(value)
        if number is None:
            return None
        if entry.kind == "int":
            return int(number) if fits_integer(number) else None
        return number if fits(number) else None
    if entry.kind == "date":
        return as_date(value)
    if entry.kind == "bool":
        return value if isinstance(value, bool) else None
    return str(value)
