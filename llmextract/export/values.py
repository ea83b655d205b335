"""Rows of `values`: one a document and value, with its proof."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from llmextract.export.book import Book, Entry
from llmextract.export.columns import Row
from llmextract.export.numbers import exact, split_value
from llmextract.export.survey import value_at
from llmextract.pointers import join, split
from llmextract.types import Evidence, Extraction, Pointer, Status

_STATED = (Status.STATED, Status.STATED_ZERO)


@dataclass(frozen=True, slots=True)
class At:
    """What all rows of a document begin with (`keys`), and what made them."""

    keys: Row
    strategy: str | None
    model: str | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a record, where it stands, and what is known about it."""

    field: Pointer
    pointer: Pointer
    label: str | None
    group: str | None
    value: Any
    kind: str
    unit: str | None
    evidence: Evidence
    item: int | None = None
    part: str | None = None
    table: str | None = None
    row: str | None = None
    column: str | None = None


def value_rows(found: Extraction, at: At, book: Book) -> Iterator[Row]:
    """The rows of a document, in the order of the schema; none if it failed."""
    if found.record is None:
        return
    for cell in cells_of(found, book):
        yield _row(cell, at)


def cells_of(found: Extraction, book: Book) -> Iterator[Cell]:
    """Every value of a record; scalar fields without one too, list items and table cells only if
    they are there.  What the schema does not know comes last, without a label."""
    for entry in (*book.fields, *book.mappings):
        yield from _cells(entry, found, book)
    for pointer, evidence in found.evidence.items():
        if not book.knows(pointer):
            value = value_at(found.record, pointer)
            yield Cell(pointer, pointer, None, None, value, "", evidence.unit, evidence)


def evidence_of(found: Extraction, pointer: Pointer, value: Any) -> Evidence:
    """What is known about a value, or about its absence."""
    known = found.evidence.get(pointer)
    if known is not None:
        return known
    return Evidence("", 0, 0, Status.NOT_STATED if value is None else Status.STATED)


def _cells(entry: Entry, found: Extraction, book: Book) -> Iterator[Cell]:
    if entry.kind == "mapping":
        return _entries(entry, found)
    if entry.scalar:
        return _scalar(entry, found, book)
    return _items(entry, found)


def _scalar(entry: Entry, found: Extraction, book: Book) -> Iterator[Cell]:
    value = value_at(found.record, entry.pointer)
    evidence = evidence_of(found, entry.pointer, value)
    table = evidence.origin.partition(":")[0] if evidence.row is not None else None
    yield replace(
        _cell(entry, entry.pointer, value, evidence),
        unit=(entry.unit or evidence.unit) if entry.numeric else None,
        table=table if table in book.tables else None,
        row=evidence.row,
        column=evidence.column,
    )


def _items(entry: Entry, found: Extraction) -> Iterator[Cell]:
    items = value_at(found.record, entry.pointer)
    if not isinstance(items, list):
        if entry.pointer in found.evidence:
            yield _cell(entry, entry.pointer, None, found.evidence[entry.pointer])
        return
    for index, item in enumerate(items):
        pointer = f"{entry.pointer}/{index}"
        evidence = evidence_of(found, pointer, item)
        whole = replace(_cell(entry, pointer, item, evidence), kind="str", item=index)
        yield from _parts(entry, whole, item) if isinstance(item, Mapping) else [whole]


def _parts(entry: Entry, whole: Cell, item: Mapping[str, Any]) -> Iterator[Cell]:
    known = {part.name: part for part in entry.parts}
    for name, value in item.items():
        if value is not None:
            part = known.get(name)
            number = exact(value) is not None
            unit = (part.unit if part else None) or whole.evidence.unit
            yield replace(
                whole,
                pointer=f"{whole.pointer}/{name}",
                part=name,
                label=part.label if part else None,
                value=value,
                kind=part.kind if part else "",
                unit=unit if number else None,
            )


def _entries(entry: Entry, found: Extraction) -> Iterator[Cell]:
    """The cells of a table: those of the record, then those that evidence alone knows."""
    base = f"{entry.pointer}/"
    leaves = dict(_leaves(value_at(found.record, entry.pointer), entry.pointer))
    leaves |= {p: None for p in found.evidence if p.startswith(base) and p not in leaves}
    depth = len(split(entry.pointer))
    for pointer, value in leaves.items():
        evidence = evidence_of(found, pointer, value)
        row, *columns = split(pointer)[depth:]
        yield replace(
            _cell(entry, pointer, value, evidence),
            label=" ".join((row, *columns)),
            unit=evidence.unit,
            table=entry.label,
            row=row,
            column="/".join(columns) or None,
        )


def _leaves(node: Any, base: Pointer) -> Iterable[tuple[Pointer, Any]]:
    if not isinstance(node, Mapping):
        return
    for key, value in node.items():
        pointer = base + join([str(key)])
        if isinstance(value, Mapping):
            yield from _leaves(value, pointer)
        else:
            yield pointer, value


def _cell(entry: Entry, pointer: Pointer, value: Any, evidence: Evidence) -> Cell:
    return Cell(entry.pointer, pointer, entry.label, entry.group, value, entry.kind, None, evidence)


def _row(cell: Cell, at: At) -> Row:
    proof = cell.evidence
    stated = proof.status in _STATED
    quoted = bool(proof.quote)
    return (
        *at.keys,
        cell.field,
        cell.pointer,
        cell.label,
        cell.group,
        cell.item,
        cell.part,
        cell.table,
        cell.row,
        cell.column,
        *split_value(cell.value, cell.kind),
        cell.unit,
        str(proof.status),
        str(proof.qualifier) if stated else None,
        proof.period if stated else None,
        proof.scope if stated else None,
        proof.confidence,
        proof.raw,
        proof.unit,
        proof.quote or None,
        proof.start if quoted else None,
        proof.end if quoted else None,
        proof.cell.start if proof.cell else None,
        proof.cell.end if proof.cell else None,
        proof.page,
        " ".join(f"{edge:g}" for edge in proof.box) if proof.box else None,
        proof.origin or None,
        at.strategy,
        at.model,
    )
