"""What a reader should know about a table: rows left out, lost, or placed by more than their
cells say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from llmextract.schema.layouts import TableSpec
from llmextract.tables.align import Node
from llmextract.tables.found import Found, FoundRow
from llmextract.tables.named import places, pointer_of
from llmextract.types import Finding, Pointer, Span, TableCell


def issues_of(found: Found, table: TableSpec, text: str) -> Iterator[Finding]:
    """Findings about one table, all `suspect`: the extraction may be at fault."""
    if found.refused:
        pointers = tuple(p for row in found.rows for p in _pointers(table, row))
        yield _finding("table_unread", f"{table.name}: {found.refused}", pointers)
        return
    for row in found.rows:
        yield from _row(found, row, table, text)
    if found.missing:
        names = "、".join(_name(node) for node in found.missing)
        near = [p for row in _before_gaps(found) for p in _pointers(table, row)]
        lost = [p for node in found.missing for p in _node_pointers(table, node)]
        yield _finding(
            "table_rows_missing",
            f"{table.name}: not found: {names}",
            (*lost, *near),
            rows=[_name(node) for node in found.missing],
        )


def differing(have: Sequence[TableCell], read: Sequence[TableCell]) -> Iterator[Finding]:
    """Cells of a table that stands twice and does not say the same."""
    known = {(cell.table, cell.row, cell.column): cell for cell in have}
    for cell in read:
        other = known.get((cell.table, cell.row, cell.column))
        if other is not None and other.value != cell.value:
            yield _finding(
                "table_twice",
                f"{cell.table}: {cell.row} × {cell.column} is {other.value} in one place "
                f"and {cell.value} in another",
                tuple(p for p in (cell.pointer, cell.field) if p),
                values=[other.value, cell.value],
                places=[_span(other), _span(cell)],
            )


def _row(found: Found, row: FoundRow, table: TableSpec, text: str) -> Iterator[Finding]:
    name, how, pointers = _name(row.node), row.placed.how, _pointers(table, row)
    first = found.labels[row.labels[0]].span.start
    slots = found.labels[row.cells].slots
    end = max([found.labels[row.labels[1]].span.end, *(slot.span.end for slot in slots)])
    printed = text[first:end]
    at = {"start": first, "end": end, "printed": printed}
    placing = row.placed.settled
    if placing is None:
        yield _finding("table_row_unread", f"{table.name}: “{name}” has {how}", pointers, **at)
        return
    stray = [slot.span.of(text) for slot in row.placed.loose if slot.value is not None]
    if stray and not row.by_order:
        said = f"{table.name}: “{'、'.join(stray)}” stands behind “{name}” and is no cell of it"
        yield _finding("table_stray", said, pointers, **at)
    if how == "summed":
        said = f"{table.name}: “{name}” has blanks, placed by the sums of the table"
        yield _finding("table_row_placed", said, pointers, **at)
    elif row.by_order:
        said = f"{table.name}: a row without its label, taken for “{name}” by its place"
        yield _finding("table_row_placed", said, pointers, **at)
    for slot, (declared, column) in zip(placing, places(row), strict=True):
        if slot is not None and slot.value is not None and slot.value.unclear:
            said = f"{table.name}: “{slot.span.of(text)}” is not one number"
            pointer = pointer_of(table, declared.name, column.name)
            yield _finding("table_cell_unclear", said, (pointer,) if pointer else pointers)


def _before_gaps(found: Found) -> Iterator[FoundRow]:
    """Rows whose cells, on lines of their own, may be those of the lost row behind them."""
    missing = {id(node) for node in found.missing}
    nodes = [*found.nodes]
    order = {id(node): n for n, node in enumerate(nodes)}
    for row in found.rows:
        at = order[id(row.node)] + 1
        while at < len(nodes) and not nodes[at].cells:
            at += 1
        label = found.labels[row.cells]
        apart = any(slot.line != label.line for slot in label.slots)
        if apart and at < len(nodes) and id(nodes[at]) in missing:
            yield row


def _pointers(table: TableSpec, row: FoundRow) -> tuple[Pointer, ...]:
    return tuple(_node_pointers(table, row.node))


def _node_pointers(table: TableSpec, node: Node) -> Iterable[Pointer]:
    rows = node.block.value_rows if node.row is None else (node.row,)
    for row in rows:
        for column in node.block.columns:
            pointer = pointer_of(table, row.name, column.name)
            if pointer is not None:
                yield pointer
            if column.name in row.fields:
                yield row.fields[column.name]


def _name(node: Node) -> str:
    return node.row.name if node.row is not None else "、".join(r.name for r in node.block.rows)


def _span(cell: TableCell) -> list[int] | None:
    span: Span | None = cell.span or cell.quote
    return [span.start, span.end] if span else None


def _finding(kind: str, message: str, pointers: Sequence[Pointer], **detail: object) -> Finding:
    return Finding(kind, message, tuple(dict.fromkeys(pointers)), "suspect", detail)


__all__ = ["differing", "issues_of"]
