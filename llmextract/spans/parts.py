"""Numbers that may be the parts of another, with their labels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from llmextract.mentions.units import kinds_of
from llmextract.schema import Extract, FieldSpec
from llmextract.spans.labels import label_of
from llmextract.spans.view import View
from llmextract.types import Analysis, Mention, MentionKind

_LONGEST = 60  # characters between two parts' numbers
_WIDE = re.compile(r"[\u3000\t]|  ")
_OPENS = "《“（(「\"'"
_MOST_PARTS = 60
_BRACKET = 200  # characters of a bracket


@dataclass(frozen=True, slots=True)
class Number:
    """A number in the view; `bracket` is where a bracket opens behind another number, in which
    it stands: 30条（其中2条…）."""

    mention: Mention
    value: Decimal
    start: int
    end: int
    bracket: int | None


@dataclass(frozen=True, slots=True)
class Part:
    label: str
    number: Number
    start: int  # of label and number together, in the view
    end: int


@dataclass(frozen=True, slots=True)
class Parts:
    parts: tuple[Part, ...]
    lead: str
    distance: int  # sentences from the parent
    exact: bool


def numbers_for(view: View, analysis: Analysis, spec: FieldSpec) -> list[Number]:
    """The numbers that can count a part."""
    units = _units(spec)
    kinds = frozenset().union(*(kinds_of(unit) for unit in units))
    found = []
    for m in analysis.mentions:
        fits = m.unit is None or not units or m.unit in units or kinds_of(m.unit) & kinds
        if m.kind is MentionKind.NUMBER and isinstance(m.value, Decimal) and fits and m.value > 0:
            start, end = view.at(m.span.start), view.at(m.span.end - 1) + 1
            found.append(Number(m, m.value, start, end, _bracket(view.text, start)))
    return [n for n in found if n.mention.unit is not None] or found


def _units(spec: FieldSpec) -> frozenset[str]:
    said = [spec.extract]
    for info in spec.item.model_fields.values() if spec.item else ():
        said += [meta for meta in info.metadata if isinstance(meta, Extract)]
    return frozenset(u for e in said for u in (e.unit, *e.units) if u)


def _bracket(text: str, at: int) -> int | None:
    """Where a bracket opens that is still open at a place, if a number stands ahead of it."""
    since = text.rfind("\n", max(0, at - _BRACKET), at) + 1 or max(0, at - _BRACKET)
    opened = max(text.rfind("（", since, at), text.rfind("(", since, at))
    closed = max(text.rfind("）", since, at), text.rfind(")", since, at))
    counted = re.search(
        r"\d|[一二三四五六七八九十百千万][条件次个份项]", text[since : max(opened, since)]
    )
    return opened if opened > closed and counted else None


def summing(numbers: list[Number], value: Decimal) -> list[Number]:
    """The longest run of neighbours that sums to `value`; empty if none of two or more does."""
    best: list[Number] = []
    for i in range(len(numbers)):
        total = Decimal(0)
        for j in range(i, len(numbers)):
            if j > i and numbers[j].start - numbers[j - 1].end > _LONGEST:
                break
            total += numbers[j].value
            if total == value and j - i + 1 > max(1, len(best)):
                best = numbers[i : j + 1]
            if total >= value or j - i > _MOST_PARTS:
                break
    return best


def neighbours(
    view: View, numbers: list[Number], since: int, end: int, distance: int
) -> Iterator[Parts]:
    """Neighbouring numbers in the same unit, when they do not sum to the parent."""
    group: list[Number] = []
    for number in [*numbers, None]:
        alike = group and number and number.mention.unit == group[-1].mention.unit
        if group and not (alike and number and number.start - group[-1].end <= _LONGEST):
            yield from labelled(view, group, since, end, distance, exact=False)
            group = []
        if number:
            group.append(number)


def labelled(
    view: View, numbers: list[Number], start: int, end: int, distance: int, *, exact: bool
) -> Iterator[Parts]:
    """The numbers with their labels, if each has one of its own."""
    edges = [start, *(n.end for n in numbers)]
    starts = [*(n.start for n in numbers[1:]), end]
    parts = []
    for n, number in enumerate(numbers):
        place = label_of(view.text, edges[n], number.start, number.end, starts[n], first=n == 0)
        if place is None:
            return
        if n == 0:
            place = _own(view, *place)
        whole = min(place[0], number.start), max(place[1], number.end)
        parts.append(Part(view.words(*place), number, *whole))
    if len(parts) > 1 and len({part.label for part in parts}) == len(parts):
        lead = view.text[start : numbers[0].start]
        yield Parts(tuple(parts), lead, distance, exact)


def _own(view: View, start: int, end: int) -> tuple[int, int]:
    """The first label without a bullet, and without what a wide blank parts it from."""
    gaps = [
        at
        for at in range(start + 1, end)
        if _WIDE.search(view.original[view.folded.origin[at - 1] + 1 : view.folded.origin[at]])
    ]
    start = gaps[-1] if gaps else start
    while start < end - 1 and not (view.text[start].isalnum() or view.text[start] in _OPENS):
        start += 1
    return start, end


__all__ = ["Number", "Part", "Parts", "labelled", "neighbours", "numbers_for", "summing"]
