"""Which lines of a table without rulings make up one row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from llmextract.documents.pdf.shapes import Line

TIGHT = 0.6  # of the gap between rows: lines of one cell
_OVERLAP = 0.15  # of a line's height: a label of two lines beside one figure
_REACH = 4  # lines between two of one row, at most
_FIGURE = re.compile(r"[+\-—–－]?\d[\d,.，．]*(?<![.．])[%％]?|[/／—–－-]+")

Span: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Parted:
    """A line in its parts: words without a wide gap between them."""

    line: Line
    parts: tuple[Line, ...]

    @property
    def is_row(self) -> bool:
        """Whether it has figures in columns of their own: no two such lines are of one row."""
        figures = [is_figure(word.text) for word in self.line.words]
        return sum(figures) > 1 or (figures[-1] and len(self.parts) > 1)


def is_figure(text: str) -> bool:
    """Whether a cell holds a number, or a sign that there is none."""
    return _FIGURE.fullmatch(text) is not None


def over_columns(part: Line, columns: Sequence[Span]) -> list[int]:
    """The columns that a part stands over."""
    x0, x1 = part.extent
    return [n for n, column in enumerate(columns) if min(column[1], x1) > max(column[0], x0)]


def row_gap(lines: Sequence[Parted]) -> float:
    """The gap between rows that take one line; without figures, the widest gap."""
    gaps = [(b.line.box[1] - a.line.box[3], a.is_row and b.is_row) for a, b in pairwise(lines)]
    certain = sorted(gap for gap, both in gaps if both)
    if certain:
        return certain[len(certain) // 4]
    return max((gap for gap, _ in gaps), default=0.0)


def rows_of(lines: Sequence[Parted], columns: Sequence[Span]) -> list[list[Parted]]:
    """The lines in rows: labels go with the figures that they stand beside, and the lines of a
    cell that was broken go together."""
    near = TIGHT * row_gap(lines)
    pairs = [
        (gap, a, b)
        for a in range(len(lines))
        for b in range(a + 1, min(a + _REACH, len(lines)))
        if (gap := _gap(lines[a], lines[b])) < near or _overlap(lines[a], lines[b])
    ]
    groups = {n: [n] for n in range(len(lines))}
    for _, a, b in sorted(pairs):
        one, other = groups[a], groups[b]
        if one is not other and _may_join(one, other, lines, columns, near):
            one += other
            for n in other:
                groups[n] = one
    rows = {id(group): sorted(group) for group in groups.values()}
    return [
        [lines[n] for n in row] for row in sorted(rows.values(), key=lambda row: _y(row, lines))
    ]


def _y(row: Sequence[int], lines: Sequence[Parted]) -> float:
    """Where a row stands: at its figures."""
    figures = [lines[n].line.y for n in row if lines[n].is_row]
    return figures[0] if figures else lines[row[0]].line.y


def _gap(above: Parted, below: Parted) -> float:
    return below.line.box[1] - above.line.box[3]


def _overlap(above: Parted, below: Parted) -> bool:
    return -_gap(above, below) > _OVERLAP * min(above.line.size, below.line.size)


def _may_join(
    one: Sequence[int],
    other: Sequence[int],
    lines: Sequence[Parted],
    columns: Sequence[Span],
    near: float,
) -> bool:
    """At most one line with figures, and in no column two lines one over the other or apart."""
    if sum(lines[n].is_row for n in (*one, *other)) > 1:
        return False
    mine = [(n, c) for n in one for c in _columns(lines[n], columns)]
    for m in other:
        for column in _columns(lines[m], columns):
            gaps = [_gap(*_ordered(lines[n], lines[m])) for n, c in mine if c == column]
            if gaps and not -_OVERLAP * lines[m].line.size <= min(gaps) < near:
                return False
    return True


def _columns(line: Parted, columns: Sequence[Span]) -> set[int]:
    return {n for part in line.parts for n in over_columns(part, columns)}


def _ordered(one: Parted, other: Parted) -> tuple[Parted, Parted]:
    return (one, other) if one.line.y <= other.line.y else (other, one)


__all__ = ["TIGHT", "Parted", "Span", "is_figure", "over_columns", "row_gap", "rows_of"]
