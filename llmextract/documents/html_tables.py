"""HTML tables as rows of cells, with row and column spans expanded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

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
    if len(cell.xpath("string()")) <= _LONG:
        return False
    return sum(1 for _ in cell.iterdescendants("br", *_PARTS)) >= 2


def rows_of(table: Any, read: Callable[[Any], str]) -> list[list[str]]:
    """The rows of a data table, all equally long; `read` gives the text of a cell.

    A cell's text stands at its first row and column, and the other places it spans are empty, so
    that columns line up and no number stands twice.  Empty columns at the end are left out.
    """
    rows = [row for group in _groups(table) for row in _rows(group, read)]
    width = max((n + 1 for row in rows for n, cell in enumerate(row) if cell), default=0)
    return [(row + [""] * width)[:width] for row in rows]


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
    covered: dict[int, int] = {}  # column → rows that a cell from above still covers
    for n, element in enumerate(group):
        row: list[str] = []
        for cell in element.iterchildren("td", "th"):
            _skip_covered(row, covered)
            height = _span(cell, "rowspan", len(group) - n)
            width = _span(cell, "colspan", _WIDEST)
            for column in range(len(row), len(row) + width):
                if height > 1:
                    covered[column] = height
            row.extend([read(cell), *[""] * (width - 1)])
        covered = {column: left - 1 for column, left in covered.items() if left > 1}
        yield row


def _skip_covered(row: list[str], covered: dict[int, int]) -> None:
    while len(row) in covered:
        row.append("")


def _span(cell: Any, name: str, most: int) -> int:
    """The cell's rowspan or colspan; rowspan 0 means to the end of the group."""
    declared = (cell.get(name) or "1").strip()
    if not declared.isdecimal():
        return 1
    if int(declared[:6]) == 0:
        return most if name == "rowspan" else 1
    return min(int(declared[:6]), most)


__all__ = ["is_data_table", "rows_of"]
