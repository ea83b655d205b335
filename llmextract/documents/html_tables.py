"""HTML tables as rows of cells, with row and column spans expanded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from llmextract.documents.grid import Row, even

_WIDEST = 100  # columns that one cell may span; pages declare absurd numbers
_LONG = 200  # characters from which a cell with several blocks is a part of the page's layout
_PARTS = ("p", "div", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote")


def is_data_table(table: Any) -> bool:
    """Whether `table` holds data; otherwise it only places parts of the page."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    cells = list(table.iterdescendants("td", "th"))
    return len(cells) > 1 and not any(map(_is_page_part, cells))


def _is_page_part(cell: Any) -> bool:
    parts = cell.iterdescendants("br", *_PARTS)
    several = next(parts, None) is not None and next(parts, None) is not None
    return several and len(cell.xpath("string()")) > _LONG


def rows_of(table: Any, read: Callable[[Any], str]) -> list[list[str]]:
    """The rows of a data table, all equally long; `read` gives the text of a cell.

    A cell's text stands at its first row and column, and the other places it spans are empty, so
    that columns line up and no number stands twice.  Empty columns at the end are left out, and
    empty rows.  Raises DocumentError, without its place, for a table too large to be one.
    """
    return even(row for group in _groups(table) for row in _rows(group, read))


def _groups(table: Any) -> Iterator[list[Any]]:
    """The rows of each thead, tbody and tfoot, over whose end no cell spans, as they stand."""
    loose: list[Any] = []
    for child in table.iterchildren("tr", "thead", "tbody", "tfoot"):
        if child.tag == "tr":
            loose.append(child)
            continue
        if loose:
            yield loose
            loose = []
        yield list(child.iterdescendants("tr"))
    if loose:
        yield loose


def _rows(group: list[Any], read: Callable[[Any], str]) -> Iterator[list[str]]:
    covered: dict[int, int] = {}  # column → the first row that no cell from above covers
    for n, element in enumerate(group):
        row = Row()
        for cell in element.iterchildren("td", "th"):
            while covered.get(len(row.cells), 0) > n:
                row.add("")
            height = _span(cell, "rowspan", len(group) - n)
            columns = row.add(read(cell), _span(cell, "colspan", _WIDEST))
            covered.update(dict.fromkeys(columns, n + height))
        yield row.cells


def _span(cell: Any, name: str, most: int) -> int:
    """The cell's rowspan or colspan; rowspan 0 means to the end of the group."""
    declared = (cell.get(name) or "1").strip()
    if not declared.isdecimal():
        return 1
    if int(declared[:6]) == 0:
        return most if name == "rowspan" else 1
    return min(int(declared[:6]), most)


__all__ = ["is_data_table", "rows_of"]
