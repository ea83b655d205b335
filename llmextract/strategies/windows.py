"""Cutting a long document into windows that a model can take."""

from __future__ import annotations

import re
from collections.abc import Iterator

from llmextract.prompting import estimate_tokens
from llmextract.types import Analysis, Span

LEAST_ROOM = 50  # tokens of text that a window must be able to hold
_MARGIN = 0.9  # of a context, since tokens are only estimated
_SOFT = (re.compile(r"\n+"), re.compile(r"[。！？；.!?;]\s*"), re.compile(r".", re.DOTALL))


def room_for_text(context: int, taken: int) -> int:
    """Tokens that are left for text in a `context` of which the rest of a call takes `taken`."""
    return int(context * _MARGIN) - taken


def windows(analysis: Analysis, room: int | None) -> tuple[Span, ...]:
    """Spans of about `room` tokens at most that cover the text, in order, cut where a section
    begins; a section that is too long is cut after a line, else a sentence, else anywhere.
    `room` None is no limit."""
    text = analysis.document.text
    whole = Span(0, len(text))
    if room is None or estimate_tokens(text) <= room:
        return (whole,)
    starts = {section.heading_span.start for section in analysis.sections[1:]}
    pieces = [
        piece
        for section in _cut(whole, sorted(starts))
        for piece in _fitting(text, section, max(room, 1), 0)
    ]
    return tuple(_packed(text, pieces, room))


def _cut(span: Span, places: list[int]) -> Iterator[Span]:
    start = span.start
    for place in [*places, span.end]:
        if start < place <= span.end:
            yield Span(start, place)
            start = place


def _fitting(text: str, span: Span, room: int, level: int) -> Iterator[Span]:
    """`span`, or its parts by the softest cut that makes them fit."""
    if estimate_tokens(span.of(text)) <= room or level == len(_SOFT):
        yield span
        return
    ends = [match.end() for match in _SOFT[level].finditer(text, span.start, span.end)]
    parts = (part for piece in _cut(span, ends) for part in _fitting(text, piece, room, level + 1))
    yield from _packed(text, parts, room)


def _packed(text: str, pieces: Iterator[Span] | list[Span], room: int) -> Iterator[Span]:
    """Neighbours joined as long as they fit."""
    current: Span | None = None
    for piece in pieces:
        joined = piece if current is None else Span(current.start, piece.end)
        if current is not None and estimate_tokens(joined.of(text)) > room:
            yield current
            joined = piece
        current = joined
    if current is not None:
        yield current
