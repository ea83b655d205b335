"""Columns of text that line up in a terminal, where a Chinese character is two columns wide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence


def aligned(rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> Iterator[str]:
    """Each row as a line, its cells padded to the widest of their column and two blanks apart;
    columns in `right` are padded on the left.  The last column is not padded."""
    from rich.cells import cell_len

    rows = list(rows)
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            " " * (width - cell_len(cell)) + cell if at in right
            else cell + " " * (width - cell_len(cell))
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]  # fmt: skip
        yield "  ".join(cells).rstrip()


def short(text: str, columns: int) -> str:
    """`text` on one line, in no more than `columns`; what is cut is shown by …"""
    from rich.cells import cell_len, set_cell_size

    flat = " ".join(text.split())
    if cell_len(flat) <= columns:
        return flat
    return set_cell_size(flat, columns - 1).rstrip() + "…"
