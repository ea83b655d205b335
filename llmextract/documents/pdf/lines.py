"""Words set into lines, lines joined to one text, and the blanks that belong between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from llmextract.documents.pdf.shapes import Line, Word, box_round

_WIDE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\u2014\u2018-\u201d\u2026\u3000-\u303f"
_WIDE_AT_END = re.compile(rf"[{_WIDE}]$")
_WIDE_AT_START = re.compile(rf"[{_WIDE}]")
_ANY_WIDE = re.compile(rf"[{_WIDE}]")
_LISTED = re.compile(r"\d \d+\n\d|\d\n\d+ \d")  # one number after another
_LETTERS = re.compile(r"[^\W\d_]$")
_LATIN_GAP = 0.2  # em from which a gap between Latin words is a blank
_WIDE_GAP = 0.8  # em from which one between Chinese characters is
_SHARED = 0.5  # share of the lower word's height by which words of one line overlap
_SMALL, _OFF = 0.8, 0.12  # of the line's size: raised and lowered marks
_PADDING = 14.0  # points at both sides of a cell together, at most
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def set_lines(words: Iterable[Word]) -> list[Line]:
    """Lines from top to bottom; words are of one line if they overlap by half their height."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda one: (one.y, one.x0)):
        row = next((r for r in reversed(rows[-3:]) if _level(r, word)), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    return [line_of(row) for row in rows]


def _level(row: Sequence[Word], word: Word) -> bool:
    widest = max(row, key=lambda one: (one.size, one.x1 - one.x0))
    overlap = min(widest.bottom, word.bottom) - max(widest.top, word.top)
    if overlap < _SHARED * min(widest.bottom - widest.top, word.bottom - word.top):
        return False
    return not any(_over(one, word) for one in row)


def _over(one: Word, other: Word) -> bool:
    """Whether words lie side by side over one another: lines set too tightly."""
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    return across > 0.5 * min(one.x1 - one.x0, other.x1 - other.x0)


def line_of(words: Iterable[Word]) -> Line:
    """A line of words (at least one), whatever order they come in."""
    row = tuple(sorted(words, key=lambda one: one.x0))
    largest = max(row, key=lambda one: one.size * min(len(one.text), 4))
    text = _shown(row[0], largest)
    for before, word in pairwise(row):
        text += (" " if parted(before, word) else "") + _shown(word, largest)
    box = box_round((word.x0, word.top, word.x1, word.bottom) for word in row)
    return Line(row, text, box, largest.size, largest.font)


def _shown(word: Word, largest: Word) -> str:
    """The word; digits of a footnote mark must not join the number before them."""
    if word.size >= _SMALL * largest.size or not word.text.isdecimal():
        return word.text
    off = _OFF * largest.size
    if word.y < largest.y - off:
        return word.text.translate(_RAISED)
    return word.text.translate(_LOWERED) if word.y > largest.y + off else word.text


def parted(before: Word, word: Word) -> bool:
    """Whether a blank stands between two words of a line."""
    gap = (word.x0 - before.x1) / max(before.size, word.size)
    if word.spaced:
        return gap > 0.05
    wide = _WIDE_AT_END.search(before.text) or _WIDE_AT_START.match(word.text)
    return gap > (_WIDE_GAP if wide else _LATIN_GAP)


def joint(before: str, after: str, *, solid: bool) -> str:
    """What joins two lines of a paragraph or cell: a blank, or nothing next to Chinese.

    `solid`: numbers and signs go on in the next line (Chinese text, or a full line of a cell).
    """
    if not before or not after:
        return ""
    if _WIDE_AT_END.search(before) or _WIDE_AT_START.match(after):
        return ""
    if before.endswith("-") and after[:1].islower():
        return ""
    if _LETTERS.search(before) and _LETTERS.match(after[0]):
        return " "
    return "" if solid and not _LISTED.search(f"{before}\n{after}") else " "


def fills(line: Line, room: float) -> bool:
    """Whether the next character would have found no room in a cell `room` points wide."""
    next_one = line.size if _WIDE_AT_END.search(line.text) else line.size / 2
    return line.width + next_one > room - _PADDING


def has_wide(text: str) -> bool:
    return _ANY_WIDE.search(text) is not None


def is_wide(text: str) -> bool:
    """Whether `text` begins with a character that fills a square."""
    return _WIDE_AT_START.match(text) is not None


__all__ = ["fills", "has_wide", "is_wide", "joint", "line_of", "parted", "set_lines"]
