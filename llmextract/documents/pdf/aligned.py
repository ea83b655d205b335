"""Tables without rulings: lines whose parts stand in columns one below the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from llmextract.documents.pdf.aligned_rows import (
    TIGHT,
    Parted,
    Span,
    is_figure,
    over_columns,
    row_gap,
    rows_of,
)
from llmextract.documents.pdf.lines import line_of
from llmextract.documents.pdf.shapes import Cell, Item, Line, Row, Table, Word, box_round

_GAP = 1.0  # em between the parts of a line
_SAME = 0.6  # em by which edges or middles in one column may differ
_SHARE = 0.6  # of the parts in a column that must be so aligned
_WIDE = 0.6  # of the width of the rows so far, that one part may take; or all left of the second
_BESIDE = 0.15  # of a line's height, by which lines of one row overlap
_PARTED = 0.3  # em between words of different columns, at least
_RESIZED = 0.08  # difference of size
_SINGLES = 6  # lines of one part that may stand between those with several: labels
_ACROSS = 3  # of which over other columns
_FAR = 2.5  # line heights between rows, at most


def with_aligned_tables(lines: Sequence[Line]) -> list[Item]:
    """The lines, with those that make up tables replaced by the tables."""
    rest = [Parted(line, tuple(_parts(line))) for line in lines]
    items: list[Item] = []
    while rest:
        count = _reach(rest)
        table = _table(rest[:count]) if count else None
        if table is None:
            items.append(rest.pop(0).line)
        else:
            items.append(table)
            del rest[:count]
    return items


def _parts(line: Line) -> Iterator[Line]:
    part = [line.words[0]]
    for before, word in pairwise(line.words):
        if word.x0 - before.x1 > _GAP * line.size:
            yield line_of(part)
            part = []
        part.append(word)
    yield line_of(part)


def _reach(lines: Sequence[Parted]) -> int:
    """How many lines from the first on may be a table; 0 if it cannot begin one."""
    if len(lines[0].parts) < 2 and not _is_beside(*lines[:2]):
        return 0
    end = last = 1
    width = lines[0].line.width
    second = _second(lines[0])
    while end < len(lines) and end - last <= _SINGLES:
        before, line = lines[end - 1].line, lines[end].line
        if line.box[1] - before.box[3] > _FAR * line.size:
            break
        if len(lines[end].parts) > 1:
            last = end + 1
            width = max(width, line.width)
            second = min(second, _second(lines[end]))
        elif line.box[2] > second and (line.width > _WIDE * width or end - last >= _ACROSS):
            break
        elif abs(line.size - lines[0].line.size) > _RESIZED * line.size:
            break  # a heading between two tables
        end += 1
    # what is left of the last label, close under it
    if last < end and last > 1 and _tight(lines[: last + 1]):
        last += 1
    return last if last > 1 else 0


def _is_beside(label: Parted, *following: Parted) -> bool:
    """Whether a line is the beginning of a label whose figures stand beside its middle."""
    return any(
        len(one.parts) > 1 and one.line.box[1] < label.line.box[3] - _BESIDE * label.line.size
        for one in following
    )


def _second(line: Parted) -> float:
    """Where the second part of a line begins."""
    return line.parts[1].box[0] if len(line.parts) > 1 else float("inf")


def _tight(lines: Sequence[Parted]) -> bool:
    gap = lines[-1].line.box[1] - lines[-2].line.box[3]
    under = lines[-1].line.box[0] >= lines[-2].line.box[0] - lines[-1].line.size / 2
    return under and gap < TIGHT * row_gap(lines[:-1])


def _table(lines: Sequence[Parted]) -> Table | None:
    columns = _columns(lines)
    if len(columns) < 2 or not _are_aligned(lines, columns):
        return None
    rows = [_row(group, columns) for group in rows_of(lines, columns)]
    box = box_round(one.line.box for one in lines)
    return Table(lines[0].line.page, box, tuple(columns), rows, ruled=False)


def _columns(lines: Sequence[Parted]) -> list[Span]:
    """The extents of the columns, from the lines with most parts on.

    A part over several columns, such as a common head, widens none of them; nor does a line of
    one part, which may be the head of something else.
    """
    columns: list[Span] = []
    for one in sorted(lines, key=lambda one: -len(one.parts)):
        for part in one.parts:
            over = over_columns(part, columns)
            if not over:
                columns.append(part.extent)
            elif len(over) == 1 and len(one.parts) > 1:
                n = over[0]
                x0, x1 = part.extent
                columns[n] = (min(columns[n][0], x0), max(columns[n][1], x1))
    return _apart(sorted(columns), lines)


def _apart(columns: list[Span], lines: Sequence[Parted]) -> list[Span]:
    """Neighbouring columns of a kind as one where no line stands in both: a head in the middle of
    a column and labels at its edge."""
    done = columns[:1]
    for column in columns[1:]:
        pair = [done[-1], column]
        both = any(
            {n for part in one.parts for n in over_columns(part, pair)} == {0, 1} for one in lines
        )
        if both or _of_figures(pair[0], lines) is not _of_figures(column, lines):
            done.append(column)
        else:
            done[-1] = (done[-1][0], max(done[-1][1], column[1]))
    return done


def _of_figures(column: Span, lines: Sequence[Parted]) -> bool:
    own = [part for one in lines for part in one.parts if over_columns(part, [column])]
    return 2 * sum(is_figure(part.text) for part in own) > len(own)


def _are_aligned(lines: Sequence[Parted], columns: Sequence[Span]) -> bool:
    """Whether most parts of each column share their left edge, right edge or middle."""
    several = [one for one in lines if len(one.parts) > 1]
    if len(several) < 2 or len(several) < 0.25 * len(lines):
        return False
    aligned = 0
    for column in columns:
        parts = [p for one in several for p in one.parts if over_columns(p, [column])]
        within = _SAME * median(part.size for part in parts) if parts else 0.0
        edges = ([p.box[0] for p in parts], [p.box[2] for p in parts],
                 [(p.box[0] + p.box[2]) / 2 for p in parts])  # fmt: skip
        if len(parts) > 1 and any(_agree(edge, within) for edge in edges):
            aligned += 1
    return aligned >= max(2, 0.7 * len(columns))


def _agree(edges: Sequence[float], within: float) -> bool:
    middle = median(edges)
    near = sum(abs(edge - middle) <= within for edge in edges)
    return near >= max(2, _SHARE * len(edges))


def _row(lines: Sequence[Parted], columns: Sequence[Span]) -> Row:
    cells: list[list[Line]] = [[] for _ in columns]
    for one in lines:
        for part in one.parts:
            for n, words in _in_columns(part, columns):
                cells[n].append(line_of(words))
    ends = [*(column[0] for column in columns[1:]), columns[-1][1]]
    return [
        Cell(tuple(lines), end - column[0] + 2 * _GAP)
        for lines, column, end in zip(cells, columns, ends, strict=True)
    ]


def _in_columns(part: Line, columns: Sequence[Span]) -> Iterator[tuple[int, list[Word]]]:
    """A part in its column; one over several is parted where every gap is one of its own."""
    over = over_columns(part, columns)
    if len(over) < 2:
        middle = (part.box[0] + part.box[2]) / 2
        nearest = min(range(len(columns)), key=lambda n: abs(sum(columns[n]) / 2 - middle))
        yield (over[0] if over else nearest), list(part.words)
        return
    groups: dict[int, list[Word]] = {}
    for word in part.words:
        own = [n for n in over if min(columns[n][1], word.x1) > max(columns[n][0], word.x0)]
        if len(own) != 1:
            yield over[0], list(part.words)
            return
        groups.setdefault(own[0], []).append(word)
    if _clear(part, groups):
        yield from groups.items()
    else:
        yield over[0], list(part.words)


def _clear(part: Line, groups: dict[int, list[Word]]) -> bool:
    """Whether words of different columns are apart."""
    place = {id(word): n for n, words in groups.items() for word in words}
    return all(
        place[id(a)] == place[id(b)] or b.x0 - a.x1 >= _PARTED * part.size
        for a, b in pairwise(part.words)
    )


__all__ = ["with_aligned_tables"]
