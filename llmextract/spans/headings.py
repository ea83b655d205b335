"""Headings as a list field needs them: those of the document's sections, and lines that stand
like one though they have no list mark, or one of the document's own (第五折 · 7｜ · 关键词六：).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from llmextract.spans.view import View
from llmextract.types import Section

_CN = "一二三四五六七八九十"
_NUMBER = rf"(?:\d{{1,2}}|[{_CN}]{{1,3}})"
_MARK = re.compile(
    rf"(?P<before>[^\w\s（(《“]{{0,3}}\s*(?:[\u4e00-\u9fff]{{1,4}}|(?:part|no)\.?\s*)?){_NUMBER}"
    r"(?P<after>[\u4e00-\u9fff]?\s*[^\w\s（(《“%％]{1,2}|[章节编部篇折回辑讲页题幕卷])\s*(?=\S)",
    re.I,
)
_LIST_MARK = re.compile(
    rf"{_NUMBER}[、．.）)]|[（(]{_NUMBER}[）)]|[^\w\s“《【〔\[（(<〈#]|[^\x00-\x7f]?{_NUMBER}[是要则来]"
)
_NO_HEADING = re.compile(
    r"[。！!；;，,：:\t|…]|\.\s*$|\d{4}年?.{0,6}[月日]|[件条次个人份项]\d|\d[件条次份]"
)
_CLOSED = re.compile(r"[。！？!?；;：:…）)”》.]\s*$")
_LONGEST = 24  # characters of a heading without a list mark
_WORD = re.compile(r"[\u4e00-\u9fff\d]+[\u4e00-\u9fff]|[A-Za-z]{3}")
_FIRST = re.compile(r"[（(]?(?:一|1)[、．.）)]")


@dataclass(frozen=True, slots=True)
class Headed:
    """The text under a heading, text[start:end] of the view."""

    heading: str
    start: int
    end: int


def headed(view: View, sections: Sequence[Section]) -> list[Headed]:
    """What stands under each heading, in order; those of sections first where two begin at one
    place."""
    found: list[Headed] = []
    stops: list[int] = []
    for section in sections:
        if section.level:
            start, end = view.at(section.heading_span.start), view.at(section.heading_span.end)
            found.append(Headed(section.heading, end, view.at(section.span.end)))
            if _goes_on(view.text, start, end):
                stops.append(start)
    return sorted([*found, *_lines(view.text, stops)], key=lambda p: p.start)


def _goes_on(text: str, start: int, end: int) -> bool:
    """Whether a section's heading is a line behind a blank one, and not the first of its kind:
    what stands above it, without a mark, is over."""
    alone = (
        re.search(r"\n\s*\n\s*$", text[max(0, start - 20) : start]) and text[end : end + 1] in "\n"
    )
    return bool(alone) and _FIRST.match(text, start) is None


@dataclass(frozen=True, slots=True)
class _Line:
    heading: str
    shape: tuple[str, str] | None  # what stands around the number of its mark
    start: int
    end: int


def _lines(text: str, stops: Sequence[int]) -> Iterator[Headed]:
    """The texts under lines that stand like headings.  One with a mark reaches to the next with a
    mark of the same shape, one without to the next line of the kind; none beyond the next of
    `stops`."""
    heads = list(_headings(text))
    for n, head in enumerate(heads):
        ends = [h.start for h in heads[n + 1 :] if head.shape in (None, h.shape)]
        ends += [stop for stop in stops if stop > head.start]
        yield Headed(head.heading, head.end, min(ends, default=len(text)))


def _headings(text: str) -> Iterator[_Line]:
    at, before = 0, ""
    for line in text.split("\n"):
        bare = line.strip()
        end = at + len(line)
        alone = not before or _CLOSED.search(before) is not None
        if alone and bare and _stands_alone(bare):
            mark = _MARK.match(bare)
            shape = (mark["before"], mark["after"].strip()) if mark else None
            yield _Line(bare[mark.end() :] if mark else bare, shape, at, end)
        before = bare
        at = end + 1


def _stands_alone(bare: str) -> bool:
    mark = _MARK.match(bare)
    if mark is None or _LIST_MARK.match(bare):
        return not _LIST_MARK.match(bare) and _named(bare)
    return _named(bare[mark.end() :])


def _named(words: str) -> bool:
    return (
        len(words) <= _LONGEST
        and _WORD.search(words) is not None
        and _NO_HEADING.search(words) is None
    )


__all__ = ["Headed", "headed"]
