"""All mentions of a document, in order, with the clause, sentence and section around each."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from llmextract.fold import Folded
from llmextract.mentions.dates import find_dates
from llmextract.mentions.denials import find_denials
from llmextract.mentions.names import find_references, find_titles
from llmextract.mentions.noise import noise_spans
from llmextract.mentions.numbers import find_numbers
from llmextract.types import Mention, MentionKind, Qualifier, Section, Span

_SENTENCE_END = re.compile(r"[。！？!?\n]|(?<=[a-z])\.(?=\s|$)")
_CLAUSE_END = re.compile(r"[，；。！？：!?\n;]|,(?!\d{3})|(?<=[a-z\d])\.(?=\s|$)")


@dataclass(frozen=True, slots=True)
class _Draft:
    kind: MentionKind
    start: int
    end: int
    raw: str
    value: Decimal | date | str
    unit: str | None = None
    qualifier: Qualifier = Qualifier.EXACT


def find_mentions(folded: Folded, sections: tuple[Section, ...]) -> tuple[Mention, ...]:
    """Mentions in the order of the text; spans refer to the original text."""
    text = folded.text
    sentences = _bounds(_SENTENCE_END, text)
    clauses = _bounds(_CLAUSE_END, text)
    drafts = sorted(_outside_denials(list(_drafts(text))), key=lambda d: (d.start, -d.end))
    mentions = []
    for index, draft in enumerate(drafts):
        span = folded.span(draft.start, draft.end)
        mentions.append(
            Mention(
                index=index,
                kind=draft.kind,
                span=span,
                raw=draft.raw,
                value=draft.value,
                unit=draft.unit,
                qualifier=draft.qualifier,
                clause=_around(clauses, folded, draft),
                sentence=_around(sentences, folded, draft),
                section=_section_of(span, sections),
            )
        )
    return tuple(mentions)


def _drafts(text: str) -> Iterator[_Draft]:
    dates = list(find_dates(text))
    noise = sorted([*noise_spans(text), *((start, end) for start, end, _ in dates)])
    for found in find_numbers(text):
        if not _inside(found.start, found.end, noise):
            yield _Draft(found.kind, found.start, found.end, found.raw, found.value, found.unit,
                         found.qualifier)  # fmt: skip
    for start, end, value in dates:
        yield _Draft(MentionKind.DATE, start, end, text[start:end], value)
    for start, end, title in find_titles(text):
        yield _Draft(MentionKind.TITLE, start, end, text[start:end], title)
    for start, end, reference in find_references(text):
        yield _Draft(MentionKind.REFERENCE, start, end, text[start:end], reference)
    for start, end in find_denials(text):
        yield _Draft(MentionKind.DENIAL, start, end, text[start:end], Decimal(0))


def _outside_denials(drafts: list[_Draft]) -> list[_Draft]:
    """Without the numbers that are part of a denial: the 一件 of 一件也没有."""
    denials = [(d.start, d.end) for d in drafts if d.kind is MentionKind.DENIAL]
    return [
        d
        for d in drafts
        if d.kind is not MentionKind.NUMBER
        or not any(start <= d.start and d.end <= end for start, end in denials)
    ]


def _inside(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    """Whether the number at start:end touches a noise span (which may begin ahead of it)."""
    last = bisect.bisect_left(spans, (end, end))
    return any(a < end and start < b for a, b in spans[max(0, last - 60) : last])


def _bounds(pattern: re.Pattern[str], text: str) -> list[int]:
    """Starts of the pieces that the delimiters cut the text into; ends with len(text)."""
    return [0, *(m.end() for m in pattern.finditer(text)), len(text) + 1]


def _around(bounds: list[int], folded: Folded, draft: _Draft) -> Span:
    low = bounds[bisect.bisect_right(bounds, draft.start) - 1]
    high = bounds[min(bisect.bisect_left(bounds, draft.end), len(bounds) - 1)]
    text = folded.text
    high = min(high, len(text))
    while low < draft.start and text[low] in " \u3000\t\n":
        low += 1
    while high > draft.end and text[high - 1] in " \u3000\n，。；：、！？,;":
        high -= 1
    return folded.span(low, high)


def _section_of(span: Span, sections: tuple[Section, ...]) -> int:
    inner = 0
    for section in sections:
        if section.span.start <= span.start < section.span.end:
            inner = section.index
    return inner
