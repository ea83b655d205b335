"""Tables by ruling lines: the words of each cell, at the first row and column that it spans."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from llmextract.documents.pdf.grids import Grid, find_grids
from llmextract.documents.pdf.lines import fills, set_lines
from llmextract.documents.pdf.shapes import (
    Cell,
    Line,
    Paper,
    Row,
    Table,
    Word,
    turned,
)

_FIGURE = re.compile(r"[\d,.，．/／+\-—–－%％()（）增减万亿元]+")
_LEVEL = 0.6  # of a line's height, by which lines of one unruled row may differ

Places = Mapping[tuple[int, int], Sequence[Word]]


def ruled_tables(paper: Paper) -> tuple[list[Table], list[Word]]:
    """The tables of a page, and the words that stand outside them.

    Words that run sideways are kept in cells only: outside they are marks of the margin.
    """
    words = list(paper.words)
    tables = []
    for grid in find_grids(paper.rulings):
        inside: dict[tuple[int, int], list[Word]] = defaultdict(list)
        outside: list[Word] = []
        for word in words:
            place = grid.place(word.x, word.y)
            (outside if place is None else inside[place]).append(word)
        if _is_table(grid, inside):
            tables.append(_table(grid, inside, paper))
            words = outside
    return tables, [word for word in words if not word.turn]


def _is_table(grid: Grid, inside: Places) -> bool:
    """Whether there are two cells with text in some row; else it is a frame or a drawing."""
    in_row = Counter(row for row, _ in inside)
    return len(inside) > 1 and (max(in_row.values()) > 1 or _columns(inside) > 1)


def _columns(inside: Places) -> int:
    return len({column for _, column in inside})


def _table(grid: Grid, inside: Places, paper: Paper) -> Table:
    rows: list[Row] = []
    widths = _widths(grid)
    for r in range(len(grid.ys) - 1):
        cells = [
            Cell(tuple(_cell_lines(inside.get((r, c), ()), paper)), widths.get((r, c), 0.0))
            for c in range(len(grid.xs) - 1)
        ]
        rows += _unruled_rows(cells)
    columns = tuple(pairwise(grid.xs))
    return Table(paper.number, grid.box, columns, rows, ruled=True)


def _widths(grid: Grid) -> dict[tuple[int, int], float]:
    """The width of each cell, by its first place."""
    last: dict[tuple[int, int], int] = {}
    for (_, column), first in grid.owner.items():
        last[first] = max(column, last.get(first, 0))
    return {first: grid.xs[column + 1] - grid.xs[first[1]] for first, column in last.items()}


def _cell_lines(words: Sequence[Word], paper: Paper) -> list[Line]:
    """The lines of a cell; text that runs sideways is read turned upright."""
    turn = Counter(word.turn for word in words).most_common(1)[0][0] if words else 0
    if not turn:
        return set_lines(words)
    boxes = {id(w): (w.x0, w.top, w.x1, w.bottom) for w in words}
    upright = []
    for word in words:
        x0, top, x1, bottom = turned(boxes[id(word)], turn, paper.width, paper.height)
        upright.append(replace(word, x0=x0, top=top, x1=x1, bottom=bottom))
    width, height = (paper.height, paper.width) if turn % 2 else (paper.width, paper.height)
    return [
        replace(line, box=turned(line.box, -turn, width, height)) for line in set_lines(upright)
    ]


def _unruled_rows(cells: Sequence[Cell]) -> list[Row]:
    """The rows between two rulings: several, if two cells at least have as many figures one
    below the other, at the same heights."""
    stacks = [cell for cell in cells if _is_stack(cell)]
    levels = Counter(len(cell.lines) for cell in stacks)
    if not levels:
        return [cells]
    count, columns = levels.most_common(1)[0]
    stacks = [cell for cell in stacks if len(cell.lines) == count]
    heights = [line.y for line in stacks[0].lines]
    within = _LEVEL * stacks[0].lines[0].size
    level = all(
        abs(line.y - y) <= within
        for cell in stacks
        for line, y in zip(cell.lines, heights, strict=True)
    )
    if columns < 2 or not level:
        return [cells]
    rows: list[list[list[Line]]] = [[[] for _ in cells] for _ in heights]
    for c, cell in enumerate(cells):
        for line in cell.lines:
            nearest = min(range(count), key=lambda n: abs(heights[n] - line.y))
            rows[nearest][c].append(line)
    return [
        [Cell(tuple(lines), cell.room) for lines, cell in zip(row, cells, strict=True)]
        for row in rows
    ]


def _is_stack(cell: Cell) -> bool:
    """Whether a cell has several figures, rather than one that was too long for it."""
    return (
        len(cell.lines) > 1
        and all(map(_is_figure, cell.lines))
        and not all(fills(line, cell.room) for line in cell.lines[:-1])
    )


def _is_figure(line: Line) -> bool:
    return _FIGURE.fullmatch(line.text.replace(" ", "")) is not None


__all__ = ["ruled_tables"]
