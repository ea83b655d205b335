"""How many cells of generated tables a reader keeps in their row and column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from generator.page import Page


def right_cells(page: Page, rows: Sequence[Sequence[str]]) -> tuple[int, int]:
    """How many of the page's printed cells stand in their row, in their place, and how many there
    are.  Rows are looked for by their label from top to bottom; without one (table 4), by their
    numbers."""
    read = [[_bare(cell) for cell in row] for row in rows]
    right = total = start = 0
    for label, cells in _gold(page):
        total += sum(map(bool, cells))
        for at in range(start, len(read)):
            behind = _behind(read[at], label)
            if behind is not None and (label or _shown(behind) == _shown(cells)):
                right += _matching(behind, cells)
                start = at + 1
                break
    return right, total


def _matching(read: list[str], cells: list[str]) -> int:
    """The cells in place, counted from the label or from the row's end, whichever suits the
    reader: some repeat the places that a cell spans as blanks."""
    size = len(cells)
    padded = [*read, *[""] * size]
    tried = [padded[:size], [*[""] * size, *read][-size:]]
    shown = _shown(read)
    if len(shown) == size:
        tried.append(shown)
    return max(sum(a == b != "" for a, b in zip(cells, one, strict=True)) for one in tried)


def _shown(cells: list[str]) -> list[str]:
    return [cell for cell in cells if cell]


def _behind(row: list[str], label: str) -> list[str] | None:
    """The cells behind the label; None if the row does not have it."""
    if not label:
        return row
    places = [n for n, cell in enumerate(row) if cell == label]
    return row[places[-1] + 1 :] if places else None


def _gold(page: Page) -> Iterator[tuple[str, list[str]]]:
    for table in page.tables:
        for row in table.value_rows():
            cells = table.row(row)
            words = [_bare(c.text) for c in cells if c.place is None and _bare(c.text)]
            yield words[-1] if words else "", [_bare(c.text) for c in cells if c.place]


def _bare(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
