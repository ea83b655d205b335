"""Word tables as rows of cells, with merged cells expanded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import Any

from llmextract.documents.docx.names import child, children, is_on, local, number, value
from llmextract.documents.docx.paragraphs import is_placeholder
from llmextract.documents.grid import Row, even

_WIDEST = 100  # columns that one cell may span; Word allows 63
_NARROWEST = 120  # twentieths of a point, less than the margins of a cell
_GRID = 10_000  # columns of a grid that are looked at
_LONG = 200  # characters from which a cell with several blocks is a part of the page's layout
_WRAPPERS = frozenset((
    "sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "AlternateContent", "Choice",
))  # fmt: skip


def blocks(parent: Any, *names: str) -> Iterator[Any]:
    """Children of the given names, also those within content controls and other wrappers."""
    stack = list(reversed(parent))
    while stack:
        element = stack.pop()
        name = local(element)
        if name in names:
            yield element
        elif name in _WRAPPERS and not is_placeholder(element, name):
            stack.extend(reversed(element))


def cells_of(table: Any) -> list[list[Any]]:
    """The cells of each row that is there after tracked changes."""
    rows = (row for row in blocks(table, "tr") if not _is_gone(row))
    return [list(blocks(row, "tc")) for row in rows]


def is_data_table(rows: list[list[Any]]) -> bool:
    """Whether a table holds data; otherwise it only places parts of the page."""
    cells = [cell for row in rows for cell in row]
    return len(cells) > 1 and not any(map(_is_page_part, cells))


def rows_of(table: Any, rows: list[list[Any]], read: Callable[[Any], str]) -> list[list[str]]:
    """The `rows` of `table`, all equally long; `read` gives the text of a cell.

    A cell's text stands at its first row and column, and the other places it spans are empty.
    Empty rows, and empty columns at the end, are left out.  Raises DocumentError, without its
    place, for a table too large to be one.
    """
    return even(_expanded(rows, _Grid(table), read))


class _Grid:
    """From the columns of a table's grid to those that are seen.

    Edges that do not quite meet, dragged by hand or rounded, leave columns between them that are
    too narrow to hold anything.
    """

    def __init__(self, table: Any) -> None:
        widths = [number(column, "w") for column in children(child(table, "tblGrid"), "gridCol")]
        wide = [not width or width >= _NARROWEST for width in widths[:_GRID]]
        self._seen = [0, *accumulate(wide if any(wide) else [True] * len(wide))]

    def seen(self, column: int) -> int:
        """The columns seen before a column of the grid."""
        last = len(self._seen) - 1
        return self._seen[min(column, last)] + max(0, column - last)


def _expanded(
    rows: list[list[Any]], grid: _Grid, read: Callable[[Any], str]
) -> Iterator[list[str]]:
    merged: set[int] = set()  # columns at which a cell goes on below its row
    for cells in rows:
        row = Row()
        going_on: set[int] = set()
        at = _left_out(cells)
        if grid.seen(at):
            row.add("", grid.seen(at))
        for cell in cells:
            properties = child(cell, "tcPr")
            down = child(properties, "vMerge")
            covered = down is not None and value(down) != "restart" and at in merged
            beside = child(properties, "hMerge")
            covered |= beside is not None and value(beside) != "restart" and at > 0
            if down is not None:
                going_on.add(at)
            at += min(number(child(properties, "gridSpan")) or 1, _WIDEST)
            row.add("" if covered else read(cell), max(1, grid.seen(at) - len(row.cells)))
        merged = going_on
        yield row.cells


def _left_out(cells: list[Any]) -> int:
    """The columns of the grid before a row's first cell."""
    row = next(cells[0].iterancestors("{*}tr")) if cells else None
    return min(number(child(row, "trPr", "gridBefore")) or 0, _WIDEST)


def _is_gone(row: Any) -> bool:
    properties = child(row, "trPr")
    deleted = child(properties, "del") is not None
    return deleted or bool(is_on(child(properties, "hidden")))


def _is_page_part(cell: Any) -> bool:
    if next(blocks(cell, "tbl"), None) is not None:
        return True
    paragraphs = [text for p in blocks(cell, "p") if (text := _length(p))]
    return len(paragraphs) > 1 and sum(paragraphs) > _LONG


def _length(paragraph: Any) -> int:
    return sum(len(t.text or "") for t in paragraph.iter("{*}t"))


__all__ = ["blocks", "cells_of", "is_data_table", "rows_of"]
