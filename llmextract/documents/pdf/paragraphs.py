"""Lines joined to paragraphs, over columns and pages."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TypeAlias

from llmextract.documents.pdf.lines import is_wide
from llmextract.documents.pdf.shapes import Line, Stretch, Table

_LIST_MARK = re.compile(
    r"第?[一二三四五六七八九十]{1,3}[、．.章节条]|[（(][一二三四五六七八九十\d]{1,3}[）)]"
    r"|\d{1,2}[、．.](?!\d)|[#*•·●◆■▪○\uf000-\uf0ff-]|[①-⑳]|附[:：件表]"
)
_STOP = re.compile(r"[。．.！!？?；;：:”」』）)]$")
_CLOSING = re.compile(r"[，。；：、）》〉】〕」』”’！？％·・…—,.;:!?)%]")
_TOKEN = re.compile(r"[\w.,%/:@-]+", re.ASCII)
_RESIZED = 0.08  # difference of size between paragraphs
_INDENT = 0.8  # em from which a line is indented
_LOOSE = 1.35  # of the usual distance of lines, from which there is a paragraph between
_WIDEST = 2.5  # em between the lines of a paragraph
_NARROW = 0.25  # of the width that a column may have, which its text at least takes
_FULL = 0.6  # of a page's height, from which a paragraph may go on overleaf
_HALF = 0.5  # of the column's width: shorter lines end a paragraph
_ENOUGH = 60  # lines from which the left or right pages of a book show their own edges

Paragraph: TypeAlias = tuple[Line, ...]
Block: TypeAlias = Paragraph | Table


@dataclass(frozen=True, slots=True)
class _Frame:
    """The edges of a column of text and the usual distance of its lines, in em."""

    left: float
    right: float
    pitch: float


@dataclass(frozen=True, slots=True)
class _Placed:
    line: Line
    frame: _Frame
    stretch: int
    height: float  # of the page

    @property
    def indent(self) -> float:
        return self.line.box[0] - self.frame.left

    @property
    def centred(self) -> bool:
        """Whether it stands in the middle; a full line may."""
        left, right = self.indent, self.frame.right - self.line.box[2]
        return abs(left - right) < 0.6 * self.line.size


def blocks_of(stretches: Sequence[Stretch]) -> list[Block]:
    """Paragraphs and tables in order; a paragraph may go on in the next column or page."""
    frames = _frames(stretches)
    runs: list[list[_Placed] | Table] = []
    for n, stretch in enumerate(stretches):
        for item in stretch.items:
            if isinstance(item, Table):
                runs.append(item)
                continue
            placed = _Placed(item, frames[n], n, stretch.height)
            if runs and isinstance(runs[-1], list):
                runs[-1].append(placed)
            else:
                runs.append([placed])
    indented = _indents_first_lines(runs)
    blocks: list[Block] = []
    for run in runs:
        blocks += [run] if isinstance(run, Table) else _paragraphs(run, indented)
    return blocks


def _paragraphs(run: Sequence[_Placed], indented: bool) -> list[Block]:
    paragraphs: list[list[Line]] = [[run[0].line]]
    for n, (before, one) in enumerate(pairwise(run), start=1):
        after = run[n + 1] if n + 1 < len(run) else None
        prior = 0.0
        if len(paragraphs[-1]) > 1 and run[n - 2].stretch == before.stretch:
            prior = before.line.y - run[n - 2].line.y
        if _begins(before, one, after, indented, prior):
            paragraphs.append([one.line])
        else:
            paragraphs[-1].append(one.line)
    return [tuple(lines) for lines in paragraphs]


def _begins(
    before: _Placed, one: _Placed, after: _Placed | None, indented: bool, prior: float
) -> bool:
    """Whether a line begins a paragraph.  `indented`: the document indents first lines."""
    size = one.line.size
    if abs(before.line.size - size) > _RESIZED * max(before.line.size, size):
        return True
    if before.stretch == one.stretch and _is_loose(before, one, prior):
        return True
    if _CLOSING.match(one.line.text):
        return False
    if _is_short(before, one.line) or _ends_page(before, one):
        return True
    if before.centred and one.centred:
        return False
    stopped = _STOP.search(before.line.text) is not None
    if one.indent > _INDENT * size:
        if one.indent > before.indent + _INDENT * size / 2:
            return indented or not _hangs(before, one, after)
        return indented or abs(one.indent - before.indent) > _INDENT * size
    if indented:
        return False
    listed = _LIST_MARK.match(one.line.text) is not None
    return stopped and (listed or before.stretch != one.stretch)


def _is_loose(before: _Placed, one: _Placed, prior: float) -> bool:
    """Whether lines stand apart.  `prior` is the distance within the paragraph so far (or 0)."""
    distance = one.line.y - before.line.y
    usual = max(one.frame.pitch * one.line.size, prior)
    return distance < 0 or distance > max(_LOOSE * usual, usual + 0.3 * one.line.size)


def _ends_page(before: _Placed, one: _Placed) -> bool:
    """Whether the page was left before it was full."""
    over = before.line.page != one.line.page
    return over and before.line.box[3] < _FULL * before.height


def _is_short(before: _Placed, line: Line) -> bool:
    """Whether the first word of `line` would have found room behind the line before."""
    frame = before.frame
    if before.line.width < _HALF * (frame.right - frame.left):
        return True
    return before.line.box[2] + _first_word(line) < frame.right - 0.5 * line.size


def _first_word(line: Line) -> float:
    """The width of what cannot be parted at the beginning of a line."""
    text = line.text
    if is_wide(text):
        return (2.0 if _CLOSING.match(text[1:]) else 1.0) * line.size
    token = _TOKEN.match(text)
    length = len(token[0]) if token else 1
    first = line.words[0]
    own = (first.x1 - first.x0) * min(1.0, length / max(len(first.text), 1))
    return max(own, 0.25 * line.size * length) + 0.25 * line.size


def _hangs(before: _Placed, one: _Placed, after: _Placed | None) -> bool:
    """Whether an indented line goes on with a list item whose mark stands out to the left."""
    marked = _LIST_MARK.match(before.line.text) is not None
    alike = after is None or abs(after.indent - one.indent) < _INDENT * one.line.size / 2
    return marked or (alike and not _STOP.search(before.line.text))


def _indents_first_lines(runs: Sequence[list[_Placed] | Table]) -> bool:
    """Whether indented lines are mostly followed by lines at the edge, or stand alone."""
    first = block = 0
    for run in runs:
        for before, one in pairwise(run if isinstance(run, list) else ()):
            size = before.line.size
            if before.indent <= _INDENT * size or before.indent > 6 * size:
                continue
            if _is_short(before, one.line):
                continue
            if abs(one.indent) < _INDENT * size / 2:
                first += 1
            elif abs(one.indent - before.indent) < _INDENT * size / 2:
                block += 1
    return first > block


def _frames(stretches: Sequence[Stretch]) -> list[_Frame]:
    """For each stretch the frame of its column: of all pages of its width, or, where the
    document is long enough to tell, of those on its side of the open book."""
    columns: dict[tuple[int, int, int], list[Line]] = defaultdict(list)
    sides: dict[tuple[int, int, int, bool], list[Line]] = defaultdict(list)
    for one in stretches:
        key = (round(one.width), one.column, one.columns)
        lines = [item for item in one.items if isinstance(item, Line)]
        columns[key] += lines
        sides[(*key, one.page % 2 == 0)] += lines
    frames = {key: _frame(lines, key[0] / key[2]) for key, lines in columns.items()}
    own = {
        key: _frame(lines, key[0] / key[2]) for key, lines in sides.items() if len(lines) >= _ENOUGH
    }
    found = []
    for one in stretches:
        key = (round(one.width), one.column, one.columns)
        found.append(own.get((*key, one.page % 2 == 0), frames[key]))
    return found


def _frame(lines: Sequence[Line], width: float) -> _Frame:
    if not lines:
        return _Frame(0.0, 0.0, 0.0)
    size = median(line.size for line in lines)
    left = _edge([line.box[0] for line in lines], 0.5 * size)
    reach = max(line.box[2] for line in lines) - left
    full = [line for line in lines if line.width > _HALF * reach]
    # a stop at the end of a line may hang over the edge
    inside = [line for line in full if not _CLOSING.match(line.text[-1])]
    right = _edge([-line.box[2] for line in inside or full or lines], 1.1 * size)
    return _Frame(left, max(-right, left + _NARROW * width), _pitch(lines))


def _edge(values: Sequence[float], within: float) -> float:
    """The smallest value that has others near: edges of full lines, not of a stray one."""
    ordered = sorted(values)
    for n, value in enumerate(ordered):
        if bisect_right(ordered, value + within) - n >= max(3, 0.03 * len(ordered)):
            return value
    return ordered[0]


def _pitch(lines: Sequence[Line]) -> float:
    """The smallest distance that several lines have, in em."""
    steps = sorted(
        (b.y - a.y) / a.size
        for a, b in pairwise(lines)
        if abs(a.size - b.size) <= _RESIZED * a.size and b.y - a.y > 0.95 * a.size
    )
    for n, step in enumerate(steps):
        alike = sum(other <= 1.05 * step for other in steps[n:])
        if alike >= max(2, 0.1 * len(steps)):
            return min(step, _WIDEST)
    return min([*steps, _WIDEST])


__all__ = ["Block", "Paragraph", "blocks_of"]
