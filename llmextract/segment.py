"""Sections by headings, with the heading path.

Headings are found by their list marks (一、 · （一） · 1. · 第一章 · 2.1 · #) and their shape: a
line of its own without a stop, or the words up to the first stop behind the mark
（（一）公开情况。…）.  A Latin heading without a mark stands behind a blank line, and is short or
capitalised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from llmextract.fold import Folded
from llmextract.types import Section, Span

_CN = "[一二三四五六七八九十]"
_MARKS = tuple(  # from the outermost to the innermost; the place in the row is the rank
    re.compile(mark)
    for mark in (
        rf"第{_CN}{{1,3}}[编部]\s*",
        rf"第{_CN}{{1,3}}章\s*|(?:Part|Chapter|Section|Article|Appendix) [IVX\d]+\b[.:]?\s*",
        rf"第{_CN}{{1,3}}节\s*",
        rf"{_CN}{{1,3}}[、．.]\s*",
        rf"[（(]{_CN}{{1,3}}[）)]、?\s*",
        r"\d{1,2}[、．.](?!\d)\s*|[IVX]{1,4}\.\s+",
        r"\d{1,2}\.\d{1,2}\.?\s+|[（(]\d{1,2}[）)]\s*",
        r"\d{1,2}\.\d{1,2}\.\d{1,2}\.?\s+",
    )
)
_MARKDOWN = re.compile(r"(#{1,6})\s+(\S.*)")
_STOP = re.compile(r"[。：；:;!！?？]|\.(?=\s|$)")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_COUNT = re.compile(r"\d[件条次个人份项]")  # a sentence with a count is no heading
_SMALL_WORDS = frozenset(
    ("a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with")
)
_LONGEST = 40  # characters of a Chinese heading; longer ones are sentences that begin with a mark
_LONGEST_LATIN = 70
_MOST_WORDS = 8  # of a Latin heading without a mark
_FEW_WORDS = 4  # of one that need not have capitals throughout
_TITLE = 80  # characters kept of a document's title


@dataclass(frozen=True, slots=True)
class _Head:
    """A heading in the view.  `level` is a rank at first: a number that is smaller further out."""

    level: int
    heading: str
    start: int
    end: int


def segment(folded: Folded) -> tuple[Section, ...]:
    """Sections in text order, index 0 the whole document.  Spans refer to the original text.

    Levels count from 1 without gaps over the kinds of headings that the document has.
    """
    text = folded.text
    heads = _levelled(list(_heads(text)))
    whole = Span(0, folded.origin[-1] + 1 if folded.origin else 0)
    title = next((line.strip() for line in text.split("\n") if line.strip()), "")
    sections = [Section(0, 0, title[:_TITLE], Span(0, 0), whole, ())]
    ends = _ends(heads, len(text))
    open_: list[_Head] = []  # the headings that the current one stands under
    for n, head in enumerate(heads):
        while open_ and open_[-1].level >= head.level:
            open_.pop()
        open_.append(head)
        sections.append(
            Section(
                index=n + 1,
                level=head.level,
                heading=head.heading,
                heading_span=folded.span(head.start, head.end),
                span=folded.span(head.start, max(ends[n], head.end)),
                path=tuple(above.heading for above in open_),
            )
        )
    return tuple(sections)


def _levelled(heads: Sequence[_Head]) -> list[_Head]:
    ranks = sorted({head.level for head in heads})
    return [replace(head, level=ranks.index(head.level) + 1) for head in heads]


def _ends(heads: Sequence[_Head], length: int) -> list[int]:
    """Where each section ends: at the next heading of its level or one further out."""
    ends = [length] * len(heads)
    open_: list[int] = []
    for n, head in enumerate(heads):
        while open_ and heads[open_[-1]].level >= head.level:
            ends[open_.pop()] = head.start
        open_.append(n)
    return ends


def _heads(text: str) -> Iterator[_Head]:
    at, behind_blank = 0, False  # the first line is the title
    for line in text.split("\n"):
        bare = line.strip()
        if bare and "\t" not in bare:
            head = _head(bare, at + line.index(bare[0]), behind_blank)
            if head is not None:
                yield head
        behind_blank = at > 0 and not bare
        at += len(line) + 1


def _head(bare: str, at: int, behind_blank: bool) -> _Head | None:
    markdown = _MARKDOWN.fullmatch(bare)
    if markdown:
        rank = len(markdown[1]) - 10  # further out than any other mark
        return _Head(rank, _unmarked(markdown[2]), at, at + len(bare))
    for rank, mark in enumerate(_MARKS):
        match = mark.match(bare)
        if match:
            return _marked(rank, bare, match.end(), at)
    if behind_blank and _titled(bare):
        return _Head(len(_MARKS), bare.rstrip(":"), at, at + len(bare))
    return None


def _unmarked(heading: str) -> str:
    """A heading without its list number."""
    for mark in _MARKS:
        match = mark.match(heading)
        if match and match.end() < len(heading):
            return heading[match.end() :].strip()
    return heading.strip()


def _marked(rank: int, bare: str, skip: int, at: int) -> _Head | None:
    stop = _STOP.search(bare, skip)
    end = stop.start() if stop else len(bare)
    heading = bare[skip:end].strip()
    if not heading or (stop and "，" in heading) or _COUNT.search(heading):
        return None
    if _HAN.search(heading):
        return _Head(rank, heading, at, at + end) if len(heading) <= _LONGEST else None
    sentence = stop is not None and stop[0] != ":"
    item = sentence or re.search(r"\d", heading) or not heading[0].isupper()
    if item or len(heading) > _LONGEST_LATIN:
        return None
    return _Head(rank, heading, at, at + end)


def _titled(bare: str) -> bool:
    """Whether a line is a Latin heading: Amounts Due in Full · TERMS OF PAYMENT: · Open issues"""
    words = bare.rstrip(":").split(maxsplit=_MOST_WORDS)
    if len(words) > _MOST_WORDS or not re.fullmatch(r"[A-Za-z][A-Za-z &/()'-]{2,60}:?", bare):
        return False
    if words[0][0].isupper() and len(words) <= _FEW_WORDS:
        return True
    return all(word[0].isupper() or word.lower() in _SMALL_WORDS for word in words)
