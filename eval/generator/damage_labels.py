"""Damage to the words of tables: labels broken, cut, drifted, or set a letter a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from .page import Cell, Page, Table
from .wording import wording

_SHARE = 0.2  # of a table's rows that are damaged


def on_tables(page: Page, change: Callable[[Table], Table]) -> Page:
    """The page with each table changed."""
    return replace(
        page, blocks=tuple(change(b) if isinstance(b, Table) else b for b in page.blocks)
    )


def some(rows: Sequence[int], rng: Random) -> list[int]:
    """A share of rows, at least one, the last first."""
    return sorted(rng.sample(rows, max(1, round(len(rows) * _SHARE))) if rows else [], reverse=True)


def label_of(table: Table, row: int) -> Cell | None:
    """The words right ahead of a row's cells, if they are that row's alone."""
    own = [c for c in table.row(row) if c.place is None and c.text and c.column < table.labels]
    if table.name == "stat_2014":  # the words ahead of the unit
        own = own[:1]
    return own[-1] if own and own[-1].rows == 1 else None


def broken_labels(page: Page, rng: Random) -> Page:
    """Labels over two rows, the cells beside their first part or their second."""

    def change(table: Table) -> Table:
        for row in some(_labelled(table, 5), rng):
            label = label_of(table, row)
            assert label is not None
            cut = rng.randrange(3, len(label.text) - 1)
            first, second = label.text[:cut], label.text[cut:]
            if rng.random() < 0.5:
                table = _said(table, label, first)
                table = table.with_row(row + 1, [replace(label, text=second)])
            else:
                table = _said(table, label, second).with_row(row, [replace(label, text=first)])
                table = _lowered(table, row)
        return table

    return on_tables(page, change)


def cut_labels(page: Page, rng: Random) -> Page:
    """Labels whose end is lost."""

    def change(table: Table) -> Table:
        for row in some(_labelled(table, 6), rng):
            label = label_of(table, row)
            assert label is not None
            keep = max(4, int(len(label.text) * rng.uniform(0.5, 0.9)))
            table = _said(table, label, label.text[:keep])
        return table

    return on_tables(page, change)


def drifted_labels(page: Page, rng: Random) -> Page:
    """Labels and heads in the words of other years and places."""
    variants = wording().files["drift"]

    def change(table: Table) -> Table:
        cells = []
        for cell in table.cells:
            said = [word for word in variants if cell.place is None and word in cell.text]
            if said and rng.random() < 0.6:
                word = max(said, key=len)
                cell = replace(cell, text=cell.text.replace(word, rng.choice(variants[word])))
            cells.append(cell)
        return table.changed(cells)

    return on_tables(page, change)


def narrow_labels(page: Page, rng: Random) -> Page:
    """Labels in columns too narrow for two letters: those that span rows, or all."""

    def change(table: Table) -> Table:
        everything = rng.random() < 0.5

        def narrow(cell: Cell) -> bool:
            words = cell.place is None and not cell.head and cell.column < table.labels
            return words and len(cell.text) > 1 and (cell.rows > 1 or everything) and cell.row > 0

        return table.changed(
            replace(c, text="\n".join(c.text)) if narrow(c) else c for c in table.cells
        )

    return on_tables(page, change)


def _labelled(table: Table, least: int) -> list[int]:
    """The rows with cells whose own label has so many letters."""
    labels = {row: label_of(table, row) for row in table.value_rows()}
    return [row for row, label in labels.items() if label and len(label.text) >= least]


def _said(table: Table, label: Cell, text: str) -> Table:
    return table.changed(replace(c, text=text) if c is label else c for c in table.cells)


def _lowered(table: Table, row: int) -> Table:
    """Labels that span rows and began in the row below begin in this new one."""
    cells = []
    for cell in table.cells:
        if cell.row == row + 1 and cell.rows > 1:
            cell = replace(cell, row=row, rows=cell.rows + 1)
        cells.append(cell)
    return table.changed(cells)
