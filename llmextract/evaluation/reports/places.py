"""Where in a document a value stands: the places of quotes, values and numbers found by code."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from llmextract.analyse import analyse
from llmextract.evaluation.compare import as_number
from llmextract.types import Document, Mention, MentionKind, Span

MOST = 3  # a value printed more often than this says nothing about where a label was read

_ENDS = frozenset("。！？；!?;\n")  # of a sentence, or of a part that stands by itself

_NUMBERS = (MentionKind.NUMBER, MentionKind.PERCENT, MentionKind.DENIAL)


@dataclass(frozen=True)
class Reading:
    """A document's text and, once asked for, the numbers, denials and dates code finds in it."""

    text: str

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        return analyse(Document("", self.text, "")).mentions if self.text else ()

    def printed(self, value: Any) -> tuple[Span, ...]:
        """Every place where `value` is printed, as code reads it."""
        number = None if isinstance(value, bool) else as_number(value)
        if number is not None:
            return tuple(one.span for one in self.mentions if one.value == number)
        day = _day(value)
        if day is not None:
            return tuple(one.span for one in self.mentions if one.value == day)
        return tuple(places(value, self.text)) if isinstance(value, str) else ()

    def numbers_within(self, spans: Iterable[Span]) -> list[Decimal]:
        """The numbers that code reads in these places; a denial is 0."""
        spans = tuple(spans)
        return [
            one.value
            for one in self.mentions
            if one.kind in _NUMBERS
            and isinstance(one.value, Decimal)
            and overlaps((one.span,), spans)
        ]

    def states(self, value: Any, spans: Sequence[Span]) -> bool:
        """Whether code reads `value` in one of these places."""
        return overlaps(self.printed(value), spans)

    def tabular(self, spans: Iterable[Span]) -> bool:
        """Whether each of these places lies in a row of a table: a line with tabs or bars."""
        return all("\t" in (line := self._line(span)) or "|" in line for span in spans)

    def one_sentence(self, some: Sequence[Span], others: Sequence[Span]) -> bool:
        """Whether a place of each stand apart in one sentence."""
        pairs = ((min(a, b, key=_start), max(a, b, key=_start)) for a in some for b in others)
        return any(not _ENDS & set(self.text[one.end : other.start]) for one, other in pairs)

    def denies(self, spans: Sequence[Span]) -> bool:
        """Whether words of denial stand in one of these places."""
        denials = tuple(one.span for one in self.mentions if one.kind is MentionKind.DENIAL)
        return overlaps(denials, spans)

    def _line(self, span: Span) -> str:
        """The whole line that a place stands in, or all lines that it touches."""
        end = self.text.find("\n", span.end)
        return self.text[self.text.rfind("\n", 0, span.start) + 1 : None if end < 0 else end]


def _start(span: Span) -> int:
    return span.start


def overlaps(some: Iterable[Span], others: Sequence[Span]) -> bool:
    """Whether any of `some` has a character in common with any of `others`."""
    return any(a.start < b.end and b.start < a.end for a in some for b in others)


def places(quote: str, text: str) -> Iterator[Span]:
    """Every place of `quote` in `text`."""
    at = text.find(quote) if quote else -1
    while at >= 0:
        yield Span(at, at + len(quote))
        at = text.find(quote, at + 1)


def utf16(text: str) -> Callable[[int], int]:
    """Turns an offset in code points into one in UTF-16 units, as JavaScript counts."""
    wide = [at for at, character in enumerate(text) if ord(character) > 0xFFFF]
    return lambda offset: offset + bisect_left(wide, offset)


def _day(value: Any) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None
