"""A report as blocks, before it is a file: paragraphs, headings, and tables with merged cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TypeAlias

from .draft import Draft, Number

Place: TypeAlias = tuple[str, str, str]
"""A gold cell: table, row, column."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`kind` is text, title or heading; `at` where the words stand in the page's prose (-1: they
    are no part of it); `place` the gold cell that they are, where a table fell apart."""

    text: str
    kind: str = "text"
    at: int = -1
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell at its first row and column.  A line end in `text` is one on paper."""

    row: int
    column: int
    text: str = ""
    rows: int = 1
    columns: int = 1
    place: Place | None = None
    head: bool = False

    @property
    def below(self) -> int:
        return self.row + self.rows

    @property
    def beyond(self) -> int:
        return self.column + self.columns


@dataclass(frozen=True, slots=True)
class Table:
    """Cells from top to bottom and left to right; places that none covers are blank.  `labels`
    are the columns ahead of the numbers."""

    name: str
    cells: tuple[Cell, ...]
    labels: int = 1

    @property
    def height(self) -> int:
        return max((cell.below for cell in self.cells), default=0)

    @property
    def width(self) -> int:
        return max((cell.beyond for cell in self.cells), default=0)

    def row(self, row: int) -> list[Cell]:
        """The cells that begin in a row, and blank ones where nothing is."""
        own = [cell for cell in self.cells if cell.row == row]
        taken = {
            column
            for cell in self.cells
            if cell.row <= row < cell.below
            for column in range(cell.column, cell.beyond)
        }
        own += [Cell(row, column) for column in range(self.width) if column not in taken]
        return sorted(own, key=lambda cell: cell.column)

    def value_rows(self) -> list[int]:
        """The rows that hold gold cells."""
        return sorted({cell.row for cell in self.cells if cell.place is not None})

    def places(self, row: int) -> list[Place]:
        return [cell.place for cell in self.row(row) if cell.place is not None]

    def changed(self, cells: Iterable[Cell]) -> Table:
        """The table with other cells."""
        return replace(self, cells=tuple(sorted(cells, key=lambda c: (c.row, c.column))))

    def without_row(self, row: int) -> Table:
        """The table without a row; cells that span it become shorter."""
        left = []
        for cell in self.cells:
            if cell.row > row:
                left.append(replace(cell, row=cell.row - 1))
            elif cell.below <= row:
                left.append(cell)
            elif cell.rows > 1:
                left.append(replace(cell, rows=cell.rows - 1))
        return self.changed(left)

    def with_row(self, row: int, cells: Iterable[Cell]) -> Table:
        """The table with `cells` as a new row `row`; what spans that line becomes longer."""
        moved = [
            replace(cell, row=cell.row + 1)
            if cell.row >= row
            else replace(cell, rows=cell.rows + 1)
            if cell.below > row
            else cell
            for cell in self.cells
        ]
        return self.changed((*moved, *(replace(cell, row=row) for cell in cells)))


Block: TypeAlias = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Page:
    """A report.  `cells` are the gold cells as the record has them, None where nothing or a mark
    is printed; `fields` the fields that cells state; `planted` cells that are printed wrong, so
    that a sum breaks; `lost` tables that stand nowhere."""

    name: str
    template: str
    form: str  # of table 3: 23 or 25 rows; empty if there is none
    body: str
    year: int
    blocks: tuple[Block, ...]
    prose: Draft
    cells: Mapping[Place, Number | None] = field(default_factory=dict)
    fields: Mapping[Place, str] = field(default_factory=dict)
    damage: str = "whole"
    planted: tuple[Place, ...] = ()
    lost: tuple[str, ...] = ()

    @property
    def tables(self) -> Iterator[Table]:
        return (block for block in self.blocks if isinstance(block, Table))

    def forgetting(self, places: Iterable[Place]) -> Page:
        """The page whose gold says that nothing is printed at `places`."""
        return replace(self, cells={**self.cells, **dict.fromkeys(places)})


def shown(number: Number) -> str:
    """A number as cells print it."""
    return f"{number.normalize():f}" if isinstance(number, Decimal) else str(number)
