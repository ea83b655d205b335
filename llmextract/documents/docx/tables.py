"""Word tables as rows of cells, with merged cells expanded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from llmextract.documents.docx.names import child, children, is_on, local, number, value
from llmextract.documents.docx.paragraphs import is_placeholder
from llmextract.documents.grid import Row, even

_WIDEST = 100  # columns that one cell may span; Word allows 63
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


def rows_of(rows: list[list[Any]], read: Callable[[Any], str]) -> list[list[str]]:
    """The rows, all equally long; `read` gives the text of a cell.

    A cell's text stands at its first row and column, and the other places it spans are empty.
    Empty rows, and empty columns at the end, are left out.  Raises DocumentError, without its
    place, for a table too large to be one.
    """
    return even(_expanded(rows, read))


def _expanded(rows: list[list[Any]], read: Callable[[Any], str]) -> Iterator[list[str]]:
    merged: set[int] = set()  # columns at which a cell goes on below its row
    for cells in rows:
        row = Row()
        going_on: set[int] = set()
        if cells:
            _skip(row, number(child(cells[0].getparent(), "trPr", "gridBefore")))
        for cell in cells:
            properties = child(cell, "tcPr")
            at = len(row.cells)
            down = child(properties, "vMerge")
            covered = down is not None and value(down) != "restart" and at in merged
            beside = child(properties, "hMerge")
            covered |= beside is not None and value(beside) != "restart" and at > 0
            span = number(child(properties, "gridSpan")) or 1
            row.add("" if covered else read(cell), min(span, _WIDEST))
            if down is not None:
                going_on.add(at)
        merged = going_on
        yield row.cells


def _skip(row: Row, columns: int | None) -> None:
    if columns:
        row.add("", min(columns, _WIDEST))


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


__all__ = ["blocks", "cells_of", "children", "is_data_table", "rows_of"]
