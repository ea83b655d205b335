"""Sentences and clauses of a folded text."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass

_ABBREVIATED = (
    *(r"\bNo", r"\bNos", r"\bInc", r"\bLtd", r"\bCo", r"\bCorp", r"\bMr", r"\bMrs", r"\bMs"),
    *(r"\bDr", r"\bSt", r"\bvs", r"\bcf", r"e\.g", r"i\.e", "approx", r"\bca", r"\bFig", r"\bArt"),
)
# A full stop of Latin text: behind a word or a number, before white space, not an abbreviation's.
FULL_STOP = (
    r"\.(?=\s|\Z)(?<=[A-Za-z0-9)%\"”’]\.)"
    + "".join(rf"(?<!{word}\.)" for word in _ABBREVIATED)
)  # fmt: skip
_SENTENCE = re.compile(rf"[。！？!?\n]|{FULL_STOP}")
_CLAUSE = re.compile(rf"[，；。！？：!?\n;]|,(?!\d{{3}})|{FULL_STOP}")
_BEFORE, _BEHIND = " \u3000\t\n", " \u3000\n，。；：、！？,;"  # no part of a clause


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text cut at delimiters.  `bounds` are the starts of its pieces, and len(text) + 1."""

    text: str
    bounds: tuple[int, ...]

    def around(self, start: int, end: int) -> tuple[int, int]:
        """The piece, or row of pieces, that `text[start:end]` stands in, trimmed."""
        low = self.bounds[bisect.bisect_right(self.bounds, start) - 1]
        high = self.bounds[min(bisect.bisect_left(self.bounds, end), len(self.bounds) - 1)]
        high = min(high, len(self.text))
        while low < start and self.text[low] in _BEFORE:
            low += 1
        while high > end and self.text[high - 1] in _BEHIND:
            high -= 1
        return low, high


def sentences(text: str) -> Pieces:
    return _cut(_SENTENCE, text)


def clauses(text: str) -> Pieces:
    return _cut(_CLAUSE, text)


def _cut(pattern: re.Pattern[str], text: str) -> Pieces:
    return Pieces(text, (0, *(m.end() for m in pattern.finditer(text)), len(text) + 1))
