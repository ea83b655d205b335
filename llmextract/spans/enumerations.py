"""Enumerations in running text: 一是…；二是… · 一则 · 第一，… · 其一 · （一） · 1. · (1) · ① · 甲、
· 问题一： · →1 · bullets."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from llmextract.numerals import parse_number

_CN = "一二三四五六七八九十"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_WORDS = {"首先": 1, "其次": 2, "再次": 3, "first": 1, "second": 2, "third": 3, "fourth": 4}
_LAST = ("最后", "再者", "末了", "finally")  # follow whatever was before
_FREE = r"(?<![\w第])"  # not within a word or a number
_ITEM_OF_LAW = r"(?<![第条款表图件])"  # 第二十条（一）
_LINE = r"(?m:^)[ \t\u3000]*+"
_AT_START = rf"(?:{_LINE}|(?<=[。；：:;])[ \t\u3000]*+)"  # of a line or a clause
_NO_BULLET = r"\w\s，。；：、！？（）()《》〈〉“”‘’\"'【】〔〕\[\]{}…%％#&+=~～/／.,:;!?|｜@$￥\-"
_STYLES = (
    rf"{_FREE}(?P<n>[{_CN}]{{1,3}})(?:是要?|要)(?!求)",
    rf"{_FREE}(?P<n>[{_CN}]{{1,3}})(?:则|来|曰|为)",
    rf"{_FREE}第(?P<n>[{_CN}]{{1,2}})(?:[个条项件点桩]?(?:是|[，、：,:]))",
    rf"{_FREE}其(?P<n>[{_CN}])(?:是|为|曰)?[，、：,:]?",
    rf"{_FREE}(?P<n>首先|其次|再次|再者|末了|最后)(?:是)?[，、：,:]?",
    rf"{_ITEM_OF_LAW}[（(](?P<n>[{_CN}]{{1,3}})[）)]、?",
    rf"{_ITEM_OF_LAW}[（(](?P<n>\d{{1,2}})[）)]、?",
    r"(?<![\w.．%])(?P<n>\d{1,2})(?:[、．]|\.(?!\d))\s*",
    r"(?<![\w.．（(])(?P<n>\d{1,2})[）)]\s*",
    r"(?P<n>[①-⑳])",
    r"(?P<n>[⑴-⒇])",
    r"(?P<n>[⒈-⒛])",
    r"(?P<n>[㈠-㈩])",
    r"(?P<n>[❶-❿])",
    rf"(?:{_LINE}|(?<=[。；：:;]))(?P<n>[{_CN}]{{1,3}})[、．.]\s*",
    rf"{_AT_START}(?P<n>[{_STEMS}])[、．.：:]\s*",
    # 问题一：… 问题二：…
    rf"{_AT_START}[\u4e00-\u9fff]{{2}}(?P<n>[{_CN}]|\d{{1,2}})[：:]\s*",
    # a sign and a number: →1 … · @2 … · 【3】…
    rf"{_LINE}[^\w\s（(]{{1,2}}(?P<n>\d{{1,2}}|[{_CN}]{{1,2}})"
    r"(?:[】〕\]｜|：:]|[ \t\u3000]|(?=[\u4e00-\u9fff]))[ \t\u3000]*",
    rf"{_LINE}(?P<n>-)[ \t]+",
    rf"{_LINE}(?P<n>(?P<bullet>[^{_NO_BULLET}])(?P=bullet)?)[ \t\u3000]*",
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
    first = ""
    for match in pattern.finditer(text, start, end):
        sign = match["n"].lower()
        n = _number(sign)
        goes_on = n == len(marks) + 1 or (n is None and (sign in _LAST or sign == first))
        if marks and goes_on and not (n is None and _is_apart(text[marks[-1][1] : match.start()])):
            marks.append(match.span())
        elif n == 1 or (n is None and sign not in _LAST):
            if len(marks) > 1:
                yield tuple(marks)
            marks, first = [match.span()], sign
    if len(marks) > 1:
        yield tuple(marks)


def _is_apart(between: str) -> bool:
    """Whether more than an item stands between two bullets: a blank line and other text."""
    return re.search(r"\n\s*\n\s*\S", between) is not None


def _number(printed: str) -> int | None:
    """The ordinal's number; None for bullets and for 最后, which follow whatever was before."""
    if printed in _WORDS:
        return _WORDS[printed]
    if printed in _STEMS:
        return _STEMS.index(printed) + 1
    number = unicodedata.numeric(printed, None) if len(printed) == 1 else parse_number(printed)
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
