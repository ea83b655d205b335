"""A folded view of a text, for matching, with a way back to the text as read.

Folding writes full-width digits, letters and ％ as ASCII, takes out the blanks inside numbers
and between Chinese characters, joins lines that a page layout broke, and drops page furniture
(page numbers, running heads).  `Folded.span` maps a span of the view to the original offsets.
"""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType

from llmextract.layout import BLANK, HAN, STOP, body
from llmextract.types import Span

_WIDTH = MappingProxyType(
    {ord(c): chr(ord(c) - 0xFEE0) for c in "％．＋－／０１２３４５６７８９"}
    | {n: chr(n - 0xFEE0) for first in "Ａａ" for n in range(ord(first), ord(first) + 26)}
    | {n: unicodedata.normalize("NFKC", chr(n)) for n in range(0x2F00, 0x2FD6)}  # radicals of PDFs
    | {0x2212: "-"}  # the minus sign
)
_WIDE_GROUPS = re.compile(r"(?<![０-９])[０-９]{1,3}(?:，[０-９]{3})+(?![０-９])")  # １，０２７条
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_YEAR_ZERO = re.compile(  # 二OO九年 · 二0一O年
    r"(?<=二)[oO0]{1,2}(?=[〇○零一二三四五六七八九oO])"
    r"|(?:(?<=二[〇○零][一二])|(?<=二[oO0][一二]))[oO0](?=年)"
)
_GAP = re.compile(rf"[{BLANK}]+")
_IN_CHINESE = re.compile(rf"[{HAN}《》“”‘’{STOP}]")
_GROUPED = re.compile(  # 1 900人, 1, 900人: groups of three, parted alike, before what is counted
    rf"(?<![\d.,])\d{{1,3}}(?:(?:[{BLANK}]\d{{3}})+|(?:,[{BLANK}]\d{{3}})+)(?!\d)"
    rf"(?=[{BLANK}]?[{HAN}])"
)


@dataclass(frozen=True, slots=True)
class Folded:
    """`text[i]` came from the original character at `origin[i]`; origins grow."""

    text: str
    origin: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """Original span of `text[start:end]` (not empty)."""
        return Span(self.origin[start], self.origin[end - 1] + 1)

    def at(self, original: int) -> int:
        """The first place in the view at or behind an original offset."""
        return bisect.bisect_left(self.origin, original)


def fold(text: str, *, keep_blanks: bool = False) -> Folded:
    """Fold `text`.  Newlines that are left in the view are real line ends; with `keep_blanks` so
    are the blanks that part columns and fields of a line."""
    pieces: list[str] = []
    ranges: list[range] = []
    for line in body(text):
        pieces += (text[line.start : line.end], line.joint)
        ranges.append(range(line.start, line.end + len(line.joint)))
    view = _WIDE_GROUPS.sub(lambda m: m[0].replace("，", ","), "".join(pieces)).translate(_WIDTH)
    folded = Folded(view, tuple(chain.from_iterable(ranges)))
    folded = _without(folded, [m.span() for m in _INVISIBLE.finditer(view)])
    if not keep_blanks:
        folded = _without(folded, list(_gaps(folded.text)))
    years = _YEAR_ZERO.sub(lambda m: "〇" * len(m[0]), folded.text)
    return Folded(years, folded.origin)


def _without(folded: Folded, spans: Sequence[tuple[int, int]]) -> Folded:
    """Without the characters of `spans`, which are in order and apart."""
    if not spans:
        return folded
    starts = (0, *(end for _, end in spans))
    ends = (*(start for start, _ in spans), len(folded.text))
    kept = [slice(start, end) for start, end in zip(starts, ends, strict=True)]
    return Folded(
        "".join(folded.text[part] for part in kept),
        tuple(chain.from_iterable(folded.origin[part] for part in kept)),
    )


def _gaps(view: str) -> Iterator[tuple[int, int]]:
    """Blanks that part nothing: beside Chinese, before a percent sign, between digits of a number.

    A blank between Chinese and a Latin word stays, as do those between Latin words.
    """
    inside = {
        gap
        for number in _GROUPED.finditer(view)
        for gap in range(*number.span())
        if view[gap] in BLANK
    }
    for match in _GAP.finditer(view):
        start, end = match.span()
        before, after = view[start - 1 : start], view[end : end + 1]
        if start in inside or _needless(before, after):
            yield start, end


def _needless(before: str, after: str) -> bool:
    if _IN_CHINESE.match(before):
        return after.isdigit() or _IN_CHINESE.match(after) is not None
    return before.isdigit() and (after in ("%", "‰") or _IN_CHINESE.match(after) is not None)
