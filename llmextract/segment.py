"""Sections by headings, with the heading path.

Headings are found by their list marks (一、 · （一） · 1. · 第一章 · #) and their shape: a line of
its own without a stop, or the words up to the first stop behind the mark (（一）公开情况。…).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from llmextract.fold import Folded
from llmextract.types import Section, Span

_CN = "一二三四五六七八九十"
_MARKS = (
    (1, re.compile(rf"(?:第[{_CN}]{{1,3}}[章部编]|[{_CN}]{{1,3}}[、．.])\s*")),
    (2, re.compile(rf"(?:[（(][{_CN}]{{1,3}}[）)]、?|第[{_CN}]{{1,3}}节)\s*")),
    (3, re.compile(r"(?:\d{1,2}[、．.](?!\d)|[（(]\d{1,2}[）)])\s*")),
)
_MARKDOWN = re.compile(r"(#{1,6})\s+(.*)")
_LATIN_HEAD = re.compile(r"(?:\d+(?:\.\d+)*\.?\s+)?[A-Z][A-Za-z ,&/()-]{2,60}:?$")
_STOP = re.compile(r"[。：；:;!！?？]")
_LONGEST = 40  # characters of a heading; longer ones are sentences that begin with a mark


@dataclass(frozen=True, slots=True)
class _Head:
    level: int
    heading: str
    start: int
    end: int


def segment(folded: Folded) -> tuple[Section, ...]:
    """Sections in text order, index 0 the whole document.  Spans refer to the original text."""
    text = folded.text
    heads = _heads(text)
    whole = Span(0, folded.origin[-1] + 1 if folded.origin else 0)
    title = next((line.strip() for line in text.split("\n") if line.strip()), "")
    sections = [Section(0, 0, title[:80], Span(0, 0), whole, ())]
    for n, head in enumerate(heads):
        end = next((h.start for h in heads[n + 1 :] if h.level <= head.level), len(text))
        path = _path(heads, n)
        sections.append(
            Section(
                index=n + 1,
                level=head.level,
                heading=head.heading,
                heading_span=folded.span(head.start, head.end),
                span=folded.span(head.start, max(end, head.end)),
                path=path,
            )
        )
    return tuple(sections)


def _path(heads: list[_Head], n: int) -> tuple[str, ...]:
    path = [heads[n].heading]
    level = heads[n].level
    for head in reversed(heads[:n]):
        if head.level < level:
            path.insert(0, head.heading)
            level = head.level
    return tuple(path)


def _heads(text: str) -> list[_Head]:
    heads, at = [], 0
    for line in text.split("\n"):
        head = _head(line, at)
        if head is not None:
            heads.append(head)
        at += len(line) + 1
    return heads


def _head(line: str, at: int) -> _Head | None:
    bare = line.strip()
    if not bare or "\t" in bare:
        return None
    offset = at + line.index(bare[0])
    markdown = _MARKDOWN.fullmatch(bare)
    if markdown:
        return _Head(len(markdown[1]), markdown[2].strip(), offset, offset + len(bare))
    for level, mark in _MARKS:
        match = mark.match(bare)
        if match:
            return _marked(level, bare, match.end(), offset)
    if _LATIN_HEAD.match(bare) and len(bare.split()) <= 8:
        return _Head(1, bare.rstrip(":"), offset, offset + len(bare))
    return None


def _marked(level: int, bare: str, skip: int, offset: int) -> _Head | None:
    stop = _STOP.search(bare, skip)
    end = stop.start() if stop else len(bare)
    heading = bare[skip:end].strip()
    if not heading or len(heading) > _LONGEST or (stop and "，" in heading):
        return None
    if re.search(r"\d+[件条次个人份项]", heading):
        return None  # a sentence with a count is no heading
    return _Head(level, heading, offset, offset + max(end, 1))
