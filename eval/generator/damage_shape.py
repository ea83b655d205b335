"""Damage to the shape of tables: rows, columns and heads torn apart, parts lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from random import Random

from .damage_labels import label_of, on_tables, some
from .page import Block, Cell, Page, Paragraph, Place, Table
from .wording import wording


def broken_rows(page: Page, rng: Random) -> Page:
    """Rows whose last cells stand a line lower."""

    def change(table: Table) -> Table:
        for row in some([r for r in table.value_rows() if len(table.places(r)) > 1], rng):
            values = [cell for cell in table.row(row) if cell.place]
            later = values[rng.randrange(1, len(values)) :]
            kept = table.changed(cell for cell in table.cells if cell not in later)
            table = kept.with_row(row + 1, later)
        return table

    return on_tables(page, change)


def lost_rows(page: Page, rng: Random) -> Page:
    """Rows that are not there."""
    gone: list[Place] = []

    def change(table: Table) -> Table:
        rows = [row for row in table.value_rows() if label_of(table, row)]
        for row in some(rows, rng)[:2]:
            gone.extend(table.places(row))
            table = table.without_row(row)
        return table

    return on_tables(page, change).forgetting(gone)


def half_empty(page: Page, rng: Random) -> Page:
    """Tables whose lower half has labels alone."""
    gone: list[Place] = []

    def change(table: Table) -> Table:
        rows = table.value_rows()
        empty = set(rows[len(rows) // 2 :])
        gone.extend(place for row in empty for place in table.places(row))
        return table.changed(
            replace(c, text="") if c.place and c.row in empty else c for c in table.cells
        )

    return on_tables(page, change).forgetting(gone)


def lost_tables(page: Page, rng: Random) -> Page:
    """Nothing below a table's heading, for one table or all."""
    tables = list(page.tables)
    gone = tables if rng.random() < 0.3 else [rng.choice(tables)]
    places = [p for table in gone for row in table.value_rows() for p in table.places(row)]
    blocks = tuple(block for block in page.blocks if block not in gone)
    lost = tuple(table.name for table in gone)
    return replace(page.forgetting(places), blocks=blocks, lost=lost)


def flattened(page: Page, rng: Random) -> Page:
    """One cell a line, blank ones left out."""
    return _instead(
        page,
        lambda table: (Paragraph(c.text, place=c.place) for c in table.cells if c.text.strip()),
    )


def halves(page: Page, rng: Random) -> Page:
    """Wide tables cut down the middle, the right half below the left, with labels or without."""

    def cut(table: Table) -> Iterator[Table]:
        if table.width - table.labels < 5:
            yield table
            return
        middle = table.labels + (table.width - table.labels + 1) // 2
        first = [cell for cell in table.cells if cell.column < middle]
        yield table.changed(_shortened(cell, middle) for cell in first)
        labels = table.labels if rng.random() < 0.5 else 0
        second = [cell for cell in table.cells if cell.beyond > middle]
        moved = [_moved(cell, middle, labels) for cell in second]
        again = [cell for cell in table.cells if cell.column < labels]
        yield replace(table, labels=labels).changed((*again, *moved))

    return _instead(page, cut)


def split_heads(page: Page, rng: Random) -> Page:
    """Heads of columns broken in two, within their cell or over two rows."""
    inside = rng.random() < 0.5

    def long(cell: Cell) -> bool:
        return cell.head and len(cell.text) > 3

    def change(table: Table) -> Table:
        if inside:
            return table.changed(
                replace(c, text=f"{c.text[:2]}\n{c.text[2:]}") if long(c) else c
                for c in table.cells
            )
        for row in sorted({c.row for c in table.cells if long(c) and c.rows == 1}, reverse=True):
            heads = [c for c in table.cells if c.row == row and long(c) and c.rows == 1]
            below = [replace(c, text=c.text[2:]) for c in heads]
            first = table.changed(
                replace(c, text=c.text[:2]) if c in heads else c for c in table.cells
            )
            table = first.with_row(row + 1, below)
        return table

    return on_tables(page, change)


def sentences(page: Page, rng: Random) -> Page:
    """A sentence with numbers between a heading and its table."""
    lines = wording().of("damage", "sentences")

    def behind(table: Table) -> Iterator[Block]:
        numbers = {name: rng.randint(2, 900) for name in "abc"}
        yield Paragraph(rng.choice(lines).format(year=page.year, **numbers))
        yield table

    return _instead(page, behind)


def _instead(page: Page, blocks: Callable[[Table], Iterable[Block]]) -> Page:
    found: list[Block] = []
    for block in page.blocks:
        found.extend(blocks(block) if isinstance(block, Table) else (block,))
    return replace(page, blocks=tuple(found))


def _shortened(cell: Cell, end: int) -> Cell:
    return replace(cell, columns=min(cell.columns, end - cell.column))


def _moved(cell: Cell, middle: int, labels: int) -> Cell:
    """A cell of the right half; of one that spans the cut, the right part, without words."""
    if cell.column < middle:
        return replace(cell, column=labels, columns=cell.beyond - middle, text="")
    return replace(cell, column=cell.column - middle + labels)
