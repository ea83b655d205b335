"""Enumerations in running text: 一是…；二是… · 第一，… · 其一 · （一） · 1. · (1) · ① · bullets."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from llmextract.numerals import parse_number

_CN = "一二三四五六七八九十"
_WORDS = {"首先": 1, "其次": 2, "再次": 3, "first": 1, "second": 2, "third": 3, "fourth": 4}
_FREE = r"(?<![\w第])"  # not within a word or a number
_ITEM_OF_LAW = r"(?<![第条款表图件])"  # 第二十条（一）
_STYLES = (
    rf"{_FREE}(?P<n>[{_CN}]{{1,3}})(?:是要?|要)(?!求)",
    rf"{_FREE}第(?P<n>[{_CN}]{{1,2}})(?:个?是|[，、：,:])",
    rf"{_FREE}其(?P<n>[{_CN}])(?:是|为)?[，、：,:]?",
    rf"{_FREE}(?P<n>首先|其次|再次|最后)(?:是)?[，、：,:]?",
    rf"{_ITEM_OF_LAW}[（(](?P<n>[{_CN}]{{1,3}})[）)]、?",
    rf"{_ITEM_OF_LAW}[（(](?P<n>\d{{1,2}})[）)]、?",
    r"(?<![\w.．%])(?P<n>\d{1,2})(?:[、．]|\.(?!\d))\s*",
    r"(?<![\w.．（(])(?P<n>\d{1,2})[）)]\s*",
    r"(?P<n>[①-⑳])",
    rf"(?m:^[ \t\u3000]*+|(?<=[。；：:;]))(?P<n>[{_CN}]{{1,3}})[、．.]\s*",
    r"(?m:^)[ \t\u3000]*(?P<n>[-•●▪■◆*])[ \t]+",
    r"(?i:(?<!\w)(?P<n>first|second|third|fourth|finally)(?:ly)?\b[,:]?)",
)
_PATTERNS = tuple(re.compile(style) for style in _STYLES)
_LONGEST = 2000  # characters of an item in the line of another
_SENTENCE_END = re.compile(r"[\n。！？!?]|(?<=[a-z)\"”])\.(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Run:
    """Numbered items in a text: `marks` are the places of their numbers, `items` of their words
    (without the numbers), both as (start, end)."""

    marks: tuple[tuple[int, int], ...]
    items: tuple[tuple[int, int], ...]

    @property
    def start(self) -> int:
        return self.marks[0][0]

    @property
    def end(self) -> int:
        return self.items[-1][1]


def find_runs(text: str, start: int, end: int) -> list[Run]:
    """The enumerations of two items and more in text[start:end], in order; nested ones too."""
    runs = [
        Run(marks, tuple(_extents(text, marks, end)))
        for pattern in _PATTERNS
        for marks in _numbered(pattern, text, start, end)
    ]
    return sorted(runs, key=lambda run: (run.start, -run.end))


def outermost(runs: list[Run]) -> list[Run]:
    """The runs that do not begin inside another's items."""
    found: list[Run] = []
    for run in runs:
        if not found or run.start >= found[-1].end:
            found.append(run)
    return found


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """(start, end) of each sentence, its stop included; lines end sentences too."""
    at = start
    for match in _SENTENCE_END.finditer(text, start, end):
        close = match.end()
        if text[at:close].strip():
            yield at, close
        at = close
    if text[at:end].strip():
        yield at, end


def _numbered(
    pattern: re.Pattern[str], text: str, start: int, end: int
) -> Iterator[tuple[tuple[int, int], ...]]:
    """Places of numbers that count on from one."""
    marks: list[tuple[int, int]] = []
    for match in pattern.finditer(text, start, end):
        n = _number(match["n"])
        if n == 1 or (n is None and not marks):
            if len(marks) > 1:
                yield tuple(marks)
            marks = [match.span()]
        elif marks and n in (None, len(marks) + 1):
            marks.append(match.span())
    if len(marks) > 1:
        yield tuple(marks)


def _number(printed: str) -> int | None:
    """The ordinal's number; None for bullets and 最后, which follow whatever was before."""
    if "①" <= printed <= "⑳":
        return ord(printed) - ord("①") + 1
    if printed.lower() in _WORDS:
        return _WORDS[printed.lower()]
    number = parse_number(printed)
    return None if number is None else int(number)


def _extents(
    text: str, marks: tuple[tuple[int, int], ...], limit: int
) -> Iterator[tuple[int, int]]:
    """Each item reaches to the next number; the last one has as many lines, and as many sentences
    of its line, as the longest of the others."""
    bounds = [(mark[1], following[0]) for mark, following in itertools.pairwise(marks)]
    yield from bounds
    start = marks[-1][1]
    lines = max(text[a:b].strip().count("\n") for a, b in bounds)
    end = start
    for _ in range(lines + 1):
        while end < limit and text[end].isspace():
            end += 1
        close = text.find("\n", end, limit)
        end = close if close >= 0 else limit
    if any("\n" not in text[a:b] for a, b in bounds):
        most = max(len(list(sentences(text, a, b))) for a, b in bounds)
        end = min(end, start + _LONGEST)
        some = itertools.islice(sentences(text, start, end), most)
        end = max((close for _, close in some), default=end)
    yield start, end


__all__ = ["Run", "find_runs", "outermost", "sentences"]
