"""The order in which a page is read: columns of text side by side, one after another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median

from llmextract.documents.pdf.aligned import with_aligned_tables
from llmextract.documents.pdf.lines import set_lines
from llmextract.documents.pdf.shapes import Item, Line, Paper, Stretch, Table, Word

_BIN = 2.0  # points
_MIDDLE = (0.2, 0.8)  # of the text's width, where a gutter may lie
_NARROWEST = 8.0  # points of a gutter
_CROSSED = 0.25  # share of the words at a place of full text that may stand across a gutter
_FEWEST = 5  # lines of a column
_FILLED = 0.6  # of a column's width that half of its lines fill, if they are prose
_LONG = 9.0  # em of such a line
_WHOLE = 0.8  # share of its lines that have no gap of an em
_FIGURES = 0.3  # share of digits in a line from which it is none of prose


def stretches(paper: Paper, words: Sequence[Word], tables: Sequence[Table]) -> list[Stretch]:
    """What stands on a page, in the order in which it is read."""
    return list(_stretches(paper, list(words), list(tables)))


def _stretches(paper: Paper, words: list[Word], tables: list[Table]) -> Iterator[Stretch]:
    gutter = _gutter(words)
    if gutter is None:
        items = _items(words, tables)
        if items:
            yield Stretch(paper.number, paper.width, paper.height, items)
        return
    across = [one for one in words if one.x0 < gutter < one.x1]
    wide = [table for table in tables if table.box[0] < gutter < table.box[2]]
    for full, some, parts in _bands(words, tables, across, wide):
        if full:
            yield Stretch(paper.number, paper.width, paper.height, _items(some, parts))
            continue
        for side in (0, 1):
            own = [one for one in some if (one.x > gutter) is bool(side)]
            beside = [t for t in parts if (t.box[0] >= gutter) is bool(side)]
            if own or beside:
                yield Stretch(paper.number, paper.width, paper.height, _items(own, beside), side, 2)


def _bands(
    words: Sequence[Word], tables: Sequence[Table], across: Sequence[Word], wide: Sequence[Table]
) -> Iterator[tuple[bool, list[Word], list[Table]]]:
    """The page from its head to its foot, by whether something reaches over both columns."""
    reaching = [(one.top, one.bottom) for one in across]
    reaching += [(table.box[1], table.box[3]) for table in wide]

    def is_full(y: float) -> bool:
        return any(top <= y <= bottom for top, bottom in reaching)

    items: list[Word | Table] = [*words, *tables]
    items.sort(key=_middle)
    for full, group in groupby(items, key=lambda one: is_full(_middle(one))):
        band = list(group)
        yield (
            full,
            [one for one in band if isinstance(one, Word)],
            [one for one in band if isinstance(one, Table)],
        )


def _middle(item: Word | Table) -> float:
    return item.y if isinstance(item, Word) else (item.box[1] + item.box[3]) / 2


def _gutter(words: Sequence[Word]) -> float | None:
    """Where a page of two columns of prose is parted."""
    if len(words) < 2 * _FEWEST:
        return None
    left, right = min(w.x0 for w in words), max(w.x1 for w in words)
    cover = _cover(words, left, right)
    full = median(sorted(cover)[len(cover) // 2 :])
    first, last = (int(share * len(cover)) for share in _MIDDLE)
    best: tuple[float, int, int] | None = None
    start = None
    for n in range(first, last + 1):
        if n < last and cover[n] <= _CROSSED * full:
            start = n if start is None else start
            continue
        if start is not None and (n - start) * _BIN >= _NARROWEST:
            lowest = sum(cover[start:n]) / (n - start)
            best = min(best or (lowest, start, n), (lowest, start, n))
        start = None
    if best is None:
        return None
    gutter = left + (best[1] + best[2]) / 2 * _BIN
    return gutter if _are_columns(words, gutter) else None


def _cover(words: Sequence[Word], left: float, right: float) -> list[int]:
    """How many words stand over each bin of the page's width."""
    steps = [0] * (int((right - left) / _BIN) + 2)
    for word in words:
        steps[int((word.x0 - left) / _BIN)] += 1
        steps[int((word.x1 - left) / _BIN) + 1] -= 1
    total = 0
    cover = []
    for step in steps:
        total += step
        cover.append(total)
    return cover


def _are_columns(words: Sequence[Word], gutter: float) -> bool:
    """Whether there is prose on both sides; columns of a table are not as full."""
    across = [one for one in words if one.x0 < gutter < one.x1]
    heights = [(one.top, one.bottom) for one in across]
    sides = []
    for side in (0, 1):
        own = [w for w in words if not w.x0 < gutter < w.x1 and (w.x > gutter) is bool(side)]
        own = [w for w in own if not any(top <= w.y <= bottom for top, bottom in heights)]
        sides.append(set_lines(own))
    most = max(map(len, sides)) >= len(set_lines(across))
    return most and all(map(_is_prose, sides)) and _side_by_side(*sides)


def _is_prose(lines: Sequence[Line]) -> bool:
    """Whether lines fill their column, without gaps and mostly with words."""
    if len(lines) < _FEWEST:
        return False
    width = max(line.box[2] for line in lines) - min(line.box[0] for line in lines)
    usual = median(line.width for line in lines)
    em = median(line.size for line in lines)
    whole = sum(all(b.x0 - a.x1 <= em for a, b in pairwise(line.words)) for line in lines)
    figures = median(sum(map(str.isdigit, line.text)) / len(line.text) for line in lines)
    return (
        usual >= max(_FILLED * width, _LONG * em)
        and whole >= _WHOLE * len(lines)
        and figures < _FIGURES
    )


def _side_by_side(left: Sequence[Line], right: Sequence[Line]) -> bool:
    top = max(left[0].box[1], right[0].box[1])
    bottom = min(left[-1].box[3], right[-1].box[3])
    shortest = min(side[-1].box[3] - side[0].box[1] for side in (left, right))
    return bottom - top >= 0.5 * shortest


def _items(words: Sequence[Word], tables: Sequence[Table]) -> list[Item]:
    """Lines and tables from top to bottom, with the tables that only alignment shows."""
    items: list[Item] = [*set_lines(words), *tables]
    items.sort(key=lambda item: item.box[1])
    found: list[Item] = []
    for is_line, group in groupby(items, key=lambda item: isinstance(item, Line)):
        part = list(group)
        lines = [item for item in part if isinstance(item, Line)]
        found += with_aligned_tables(lines) if is_line else part
    return found


__all__ = ["stretches"]
