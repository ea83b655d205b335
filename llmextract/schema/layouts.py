"""How an official table is laid out, declared beside the fields that its cells fill.

A layout is data; `llmextract.tables` reads any table that is declared in this way:

    FORM = Layout(
        name="uses",
        blocks=(
            Block(
                columns=(Column("mains"), Column("well"), Column("all")),
                rows=(
                    Row("homes", fields={"all": "/water/homes"}),
                    Row("farms", printed=("farms", "farms and gardens")),
                    Row("total"),
                ),
                across=(Sum(("all",), ("mains", "well")),),
                down=(Sum(("total",), ("homes", "farms")),),
            ),
        ),
    )

and hang it on a model: `about = About("water", tables={"uses": (FORM,)})`.  If the model has a
dict field of the table's name, all cells go there, by row and column; cells with a pointer in
`fields` fill those fields besides.  Several layouts under one name are the forms that a table
comes in: the one that fits the printed heads and rows best is taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from llmextract.types import Pointer


@dataclass(frozen=True, slots=True)
class Column:
    """A column of values.  `name` stands in the record, `printed` are the heads it goes by
    (default: the name), `unit` is the unit of its numbers if cells need not print one (万元);
    `under` is the head that it shares with the columns beside it, in heads of two lines."""

    name: str
    printed: tuple[str, ...] = ()
    unit: str | None = None
    under: str | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        return self.printed or (self.name,)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of values, or (`head=True`) a line that only heads the rows below it.

    `name` stands in the record, `printed` are the labels it goes by (default: the name), without
    list numbers and without what stands in brackets.  `fields` maps a column's name to the
    pointer of the field that the cell states.  `unit` as for columns.
    """

    name: str
    printed: tuple[str, ...] = ()
    fields: Mapping[str, Pointer] = field(default_factory=dict)
    head: bool = False
    unit: str | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        return self.printed or (self.name,)


@dataclass(frozen=True, slots=True)
class Sum:
    """`left` and `right` name rows or columns whose numbers add up to the same."""

    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Rows under the same columns.

    `across` are sums over the columns of each row, `down` over the rows of each column.  `wide`:
    the rows are printed beside one another as groups of columns, in one line of cells.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    across: tuple[Sum, ...] = ()
    down: tuple[Sum, ...] = ()
    wide: bool = False

    @property
    def value_rows(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if not row.head)


@dataclass(frozen=True, slots=True)
class Layout:
    """One form of a table: blocks from top to bottom.

    `headings` are what the section that holds the table is called; a section of that name
    without the table makes its fields `table_missing`.  `captions` are other words printed in
    heads, which name neither a row nor a column.  `marks` are what a column of words holds
    (units: 条, 件), which is passed over.
    """

    name: str
    blocks: tuple[Block, ...]
    headings: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()

    @property
    def pointers(self) -> tuple[Pointer, ...]:
        """The fields that the table's cells state."""
        rows = (row for block in self.blocks for row in block.rows)
        return tuple(dict.fromkeys(pointer for row in rows for pointer in row.fields.values()))


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A declared table of a compiled schema: its forms, and the dict field that takes its cells
    (None if there is none)."""

    name: str
    layouts: tuple[Layout, ...]
    mapping: Pointer | None = None


__all__ = ["Block", "Column", "Layout", "Row", "Sum", "TableSpec"]
