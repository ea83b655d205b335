"""Tables as rows of cells: limits of size, and columns that line up."""

from __future__ import annotations

from collections.abc import Iterable

from llmextract.errors import DocumentError

MOST_COLUMNS = 1_000
_MOST_CELLS = 1_000_000  # of one table


class Row:
    """The cells of a row, filled from the left."""

    def __init__(self) -> None:
        self.cells: list[str] = []

    def add(self, text: str, width: int = 1) -> range:
        """A cell over `width` columns, its text in the first; returns those it got.

        Raises DocumentError, without its place, for more columns than a table has.
        """
        at = len(self.cells)
        if at >= MOST_COLUMNS:
            raise DocumentError(
                f"has a table of more than {MOST_COLUMNS:,} columns",
                hint="leave the table out, or give it as several",
            )
        width = min(width, MOST_COLUMNS - at)
        self.cells += [text, *[""] * (width - 1)]
        return range(at, at + width)


def even(rows: Iterable[list[str]]) -> list[list[str]]:
    """The rows all equally long, without empty columns at their end and without empty rows.

    Raises DocumentError, without its place, for more than a million cells.
    """
    full: list[list[str]] = []
    width = cells = 0
    for row in rows:
        used = max((n + 1 for n, cell in enumerate(row) if cell), default=0)
        if used:
            full.append(row[:used])
            width = max(width, used)
            cells += used
        if max(cells, width * len(full)) > _MOST_CELLS:
            raise DocumentError(
                f"has a table of more than {_MOST_CELLS:,} cells",
                hint="leave the table out, or give it as several",
            )
    return [row + [""] * (width - len(row)) for row in full]


__all__ = ["MOST_COLUMNS", "Row", "even"]
