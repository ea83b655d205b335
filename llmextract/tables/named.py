"""The cells of a found table by row, column and field, and the sums between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from llmextract.cells import unit_of
from llmextract.pointers import join, split
from llmextract.schema import Identity, SchemaSpec
from llmextract.schema.layouts import Block, Column, Layout, Row, TableSpec
from llmextract.tables.found import Found, FoundRow
from llmextract.tables.pieces import Slot
from llmextract.types import Pointer, Span, TableCell

_UNIT_IN_LABEL = re.compile(r"[（(](?:单位[:：]?)?([^（）()]{1,4})[）)]")


def cells_of(found: Found, table: TableSpec, schema: SchemaSpec, text: str) -> Iterator[TableCell]:
    """The cells of the rows that could be read."""
    for row in found.rows if not found.refused else ():
        placing = row.placed.settled
        if placing is None:
            continue
        quote = _quote(found, row, text)
        for slot, (declared, column) in zip(placing, places(row), strict=True):
            yield _cell(found, table, row, declared, column, slot, quote, schema)


def places(row: FoundRow) -> list[tuple[Row, Column]]:
    """The row and column of each cell of a printed row."""
    block, own = row.node.block, row.node.row
    rows = block.value_rows if own is None else (own,)
    return [(one, column) for one in rows for column in block.columns]


def pointer_of(table: TableSpec, row: str, column: str) -> Pointer | None:
    return join((*split(table.mapping), row, column)) if table.mapping else None


def identities_of(
    layouts: Iterable[Layout], tables: Sequence[TableSpec], cells: Sequence[TableCell]
) -> Iterator[Identity]:
    """The declared sums whose rows or columns were read, for tables whose cells are kept."""
    mapped = {table.name: table for table in tables if table.mapping}
    read = {(cell.table, cell.row, cell.column) for cell in cells}
    for layout in layouts:
        table = mapped.get(layout.name)
        for block in layout.blocks if table else ():
            for left, right in _sums(block):
                if all(any((layout.name, *at) in read for at in side) for side in (left, right)):
                    assert table is not None
                    yield _identity(table, left, right)


def _sums(block: Block) -> Iterator[tuple[list[tuple[str, str]], list[tuple[str, str]]]]:
    for total in block.across:
        for row in block.value_rows:
            yield [(row.name, c) for c in total.left], [(row.name, c) for c in total.right]
    for total in block.down:
        for column in block.columns:
            name = column.name
            yield [(r, name) for r in total.left], [(r, name) for r in total.right]


def _identity(
    table: TableSpec, left: list[tuple[str, str]], right: list[tuple[str, str]]
) -> Identity:
    sides = [tuple((1, pointer_of(table, *at) or "") for at in side) for side in (left, right)]
    words = [" + ".join("×".join(at) for at in side) for side in (left, right)]
    return Identity(f"{table.name}: {words[0]} = {words[1]}", sides[0], "=", sides[1])


def _cell(
    found: Found,
    table: TableSpec,
    row: FoundRow,
    declared: Row,
    column: Column,
    slot: Slot | None,
    quote: Span | None,
    schema: SchemaSpec,
) -> TableCell:
    value = slot.value.value if slot and slot.value else None
    unit = _unit(found, row, declared, column, slot)
    field = declared.fields.get(column.name)
    base = value
    if value is not None and field is not None:
        spec = schema.by_pointer.get(field)
        ours = spec.extract.unit if spec else None
        if unit and ours and unit != ours and unit.endswith(ours):
            base = value * unit_of(unit)[1]
    return TableCell(
        table=table.name,
        row=declared.name,
        column=column.name,
        span=slot.span if slot else None,
        quote=quote,
        value=value,
        unit=unit,
        base=base,
        pointer=pointer_of(table, declared.name, column.name),
        field=field,
        sure=row.placed.how != "summed" and not row.by_order,
    )


def _unit(
    found: Found, row: FoundRow, declared: Row, column: Column, slot: Slot | None
) -> str | None:
    """The unit of a cell: its own, that of the row's column of units, of the label, or of the
    form."""
    if slot and slot.value and slot.value.unit:
        return slot.value.unit
    if row.unit[0] is not None:
        return row.unit[0]
    first, last = row.labels
    label = "".join(found.labels[at].text for at in range(first, last + 1))
    for match in _UNIT_IN_LABEL.finditer(label):
        if unit_of(match[1])[0]:
            return unit_of(match[1])[0]
    return declared.unit or column.unit


def _quote(found: Found, row: FoundRow, text: str) -> Span | None:
    """The row, if it stands in one line."""
    placing = row.placed.settled or ()
    slots = [slot for slot in placing if slot is not None]
    if not slots:
        return None
    start, end = slots[0].span.start, slots[-1].span.end
    if row.node.row is not None and not row.by_order:
        start = found.labels[row.labels[0]].span.start
    return Span(start, end) if "\n" not in text[start:end] else None


__all__ = ["cells_of", "identities_of", "places", "pointer_of"]
