"""The proof of table cells: the cell's own characters are read again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from llmextract.cells import parse_cell, unit_of
from llmextract.schema import SchemaSpec
from llmextract.types import (
    Analysis,
    Evidence,
    Pointer,
    Proved,
    Reason,
    Rejected,
    Span,
    Status,
    TableCell,
    Value,
)

_SURE, _PLACED = 0.98, 0.85  # confidence in a cell by how its column was found


def prove_cells(
    cells: Iterable[TableCell], analysis: Analysis, schema: SchemaSpec
) -> tuple[list[Proved], list[Rejected]]:
    """Cells as values at their place in the record, and at the fields that they state.

    A cell is proved if its characters, parsed anew, are its value.  A mark (`/`) and a blank are
    proved null: `not_applicable` and `not_stated`.
    """
    proved: list[Proved] = []
    rejected: list[Rejected] = []
    for cell in cells:
        for pointer, value in _places(cell):
            evidence = _evidence(cell, value, analysis)
            problem = _problem(cell, pointer, value, analysis, schema)
            if problem is None:
                proved.append(Proved(pointer, value, evidence))
            else:
                span, origin = cell.span, evidence.origin
                rejected.append(Rejected(pointer, value, *problem, span, origin))
    return proved, rejected


def _places(cell: TableCell) -> Iterator[tuple[Pointer, Value]]:
    if cell.pointer is not None:
        yield cell.pointer, _plain(cell.value)
    if cell.field is not None:
        yield cell.field, _plain(cell.base)


def _plain(number: Decimal | None) -> int | Decimal | None:
    if number is None or number != number.to_integral_value():
        return number
    return int(number)


def _problem(
    cell: TableCell, pointer: Pointer, value: Value, analysis: Analysis, schema: SchemaSpec
) -> tuple[Reason, str] | None:
    spec = schema.by_pointer.get(pointer)
    if spec is not None and spec.kind == "int" and not isinstance(value, int | None):
        return Reason.WRONG_TYPE, f"not a value of kind {spec.kind}"
    if cell.span is None:
        return None if value is None else (Reason.NOT_IN_TEXT, "the cell is blank")
    printed = cell.span.of(analysis.document.text)
    read = parse_cell(printed)
    if read is None or read.value != cell.value:
        return Reason.VALUE_DIFFERS, f"“{printed}” does not state {cell.value}"
    if cell.value is not None and cell.base not in (
        cell.value,
        cell.value * unit_of(cell.unit or "")[1],
    ):
        return Reason.VALUE_DIFFERS, f"“{printed}” does not state {cell.base}"
    return None


def _evidence(cell: TableCell, value: Value, analysis: Analysis) -> Evidence:
    text, span = analysis.document.text, cell.span
    row = cell.quote if span and cell.quote and cell.quote.covers(span) else span
    row = row or Span(0, 0)
    printed = span.of(text) if span else None
    return Evidence(
        quote=row.of(text),
        start=row.start,
        end=row.end,
        status=_status(printed, value),
        raw=printed,
        unit=cell.unit if value is not None else None,
        confidence=_SURE if cell.sure else _PLACED,
        origin=f"{cell.table}: {cell.row} × {cell.column}",
        row=cell.row,
        column=cell.column,
        cell=span,
    )


def _status(printed: str | None, value: Value) -> Status:
    if value is not None:
        return Status.STATED_ZERO if value == 0 else Status.STATED
    read = parse_cell(printed) if printed else None
    marked = read is not None and not read.unclear
    return Status.NOT_APPLICABLE if marked else Status.NOT_STATED


__all__ = ["prove_cells"]
