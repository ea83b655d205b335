"""Page numbers, and heads and feet that come again from page to page: no part of the text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from llmextract.documents.pdf.lines import set_lines
from llmextract.documents.pdf.shapes import Line, Table, Word

_EDGE = 4  # lines at the head and at the foot of a page that may be furniture
_MARGIN = 0.25  # share of the page's height in which they stand
_SHARE = 0.25  # of all pages, on which a running head must stand
_SAME = 4.0  # points by which its height may vary
_APART = 0.6  # em between it and the text, at least, unless
_RESIZED = 0.08  # its size differs from the text's
_DASH = r"[-—–－―~～·•]{1,4}"
_CN = "一二三四五六七八九十百〇零"
_PAGE_NUMBER = re.compile(
    rf"{_DASH}\d{{1,4}}{_DASH}|第[\d{_CN}]{{1,4}}页(?:[,，/／]?共[\d{_CN}]{{1,4}}页)?"
    r"|page\d{1,4}(?:(?:of|/)\d{1,4})?",
    re.I,
)
_BARE_NUMBER = re.compile(r"(\d{1,4})(?:[/／](\d{1,4}))?")
_NUMBER = re.compile(r"\d+")
_HEADING = re.compile(r"附|[图表]|第[^页]{1,4}[章节条部分]|[（(]\d")  # counted, but not by pages


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line `at` places from the head (`foot`: from the foot) of a page."""

    page: int
    foot: bool
    at: int
    line: Line

    @property
    def bare(self) -> str:
        return "".join(self.line.text.split())

    @property
    def form(self) -> tuple[bool, str]:
        return self.foot, _NUMBER.sub("#", self.bare)


def without_furniture(
    pages: Sequence[tuple[Sequence[Word], Sequence[Table]]],
) -> list[list[Word]]:
    """The words of each page without furniture."""
    edges = [_edges(n, words, tables) for n, (words, tables) in enumerate(pages)]
    again = _recurring([edge for page in edges for edge in page], len(pages))
    kept = []
    for (words, tables), page in zip(pages, edges, strict=True):
        gone: set[int] = set()
        for foot in (False, True):
            side = [edge for edge in page if edge.foot is foot]
            gone |= {id(word) for line in _dropped(side, again, tables) for word in line.words}
        kept.append([word for word in words if id(word) not in gone])
    return kept


def _edges(page: int, words: Sequence[Word], tables: Sequence[Table]) -> list[_Edge]:
    """The outermost lines of a page, from the edge inwards, up to the first table."""
    if not words:
        return []
    top = min((table.box[1] for table in tables), default=float("inf"))
    bottom = max((table.box[3] for table in tables), default=float("-inf"))
    first, last = min(word.top for word in words), max(word.bottom for word in words)
    reach = max(_MARGIN * (last - first), 60.0)
    head = set_lines(w for w in words if w.y < min(top, first + reach))[: _EDGE + 1]
    foot = set_lines(w for w in words if w.y > max(bottom, last - reach))[: -_EDGE - 2 : -1]
    return [
        *(_Edge(page, False, n, line) for n, line in enumerate(head)),
        *(_Edge(page, True, n, line) for n, line in enumerate(foot)),
    ]


def _recurring(edges: Sequence[_Edge], pages: int) -> set[tuple[int, bool, int]]:
    """(page, foot, place) of the lines that come again at one height: word for word, or with a
    number that counts the pages."""
    forms: dict[tuple[bool, str], list[_Edge]] = defaultdict(list)
    for edge in edges:
        forms[edge.form].append(edge)
    found = set()
    for same in forms.values():
        for level in _levels(same):
            often = len(level) >= max(2, _SHARE * pages)
            number = _BARE_NUMBER.fullmatch(level[0].bare) is not None
            if _counts(level, pages) if number else often and _constant(level):
                found |= {(edge.page, edge.foot, edge.at) for edge in level}
    return found


def _levels(edges: Iterable[_Edge]) -> list[list[_Edge]]:
    levels: list[list[_Edge]] = []
    for edge in sorted(edges, key=lambda one: one.line.y):
        if levels and edge.line.y - levels[-1][0].line.y <= _SAME:
            levels[-1].append(edge)
        else:
            levels.append([edge])
    return levels


def _constant(edges: Sequence[_Edge]) -> bool:
    """Whether every number in lines of one form is the same on all pages, or counts them."""
    numbers = [[int(n) for n in _NUMBER.findall(edge.bare)] for edge in edges]
    for column in zip(*numbers, strict=True):
        ahead = {n - edge.page for n, edge in zip(column, edges, strict=True)}
        counts = len(ahead) == 1 and not _HEADING.match(edges[0].bare)
        if len(set(column)) > 1 and not counts:
            return False
    return bool(re.search(r"\w", edges[0].bare))


def _counts(edges: Sequence[_Edge], pages: int) -> bool:
    """Whether bare numbers are those of the pages: 3, 3/8.  A single one must be the page's."""
    ahead = {int(_NUMBER.findall(edge.bare)[0]) - edge.page for edge in edges}
    if len(edges) > 1:
        return len(ahead) == 1
    total = _NUMBER.findall(edges[0].bare)[1:]
    return ahead == {1} and (pages > 1 or total in ([], ["1"]))


def _dropped(
    side: Sequence[_Edge], again: set[tuple[int, bool, int]], tables: Sequence[Table]
) -> list[Line]:
    """The furniture at one edge of a page: as far inwards as it reaches without a gap."""
    count = numbered = 0
    for edge in side[:_EDGE]:
        if _PAGE_NUMBER.fullmatch(edge.bare):
            count = numbered = edge.at + 1
        elif (edge.page, edge.foot, edge.at) in again:
            count = edge.at + 1
        else:
            break
    gaps = _gaps([edge.line for edge in side])
    usual = median(gaps[count:]) if gaps[count:] else 0.0
    while count > numbered and count < len(side):
        line, inner = side[count - 1].line, side[count].line
        resized = abs(line.size - inner.size) > _RESIZED * inner.size
        if resized or gaps[count - 1] >= max(_APART * line.size, 1.2 * usual):
            break
        count -= 1
    return [edge.line for edge in side[:count]]


def _gaps(lines: Sequence[Line]) -> list[float]:
    return [max(b.box[1] - a.box[3], a.box[1] - b.box[3], 0.0) for a, b in pairwise(lines)]


__all__ = ["without_furniture"]
