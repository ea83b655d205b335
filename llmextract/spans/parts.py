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
_MOST_PARTS = 60


@dataclass(frozen=True, slots=True)
class Number:
    mention: Mention
    value: Decimal
    start: int  # in the view
    end: int


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
    """The numbers that can count a part, but for those in brackets, which explain others."""
    units = _units(spec)
    kinds = frozenset().union(*(kinds_of(unit) for unit in units))
    found = []
    for m in analysis.mentions:
        fits = m.unit is None or not units or m.unit in units or kinds_of(m.unit) & kinds
        if m.kind is MentionKind.NUMBER and isinstance(m.value, Decimal) and fits and m.value > 0:
            start, end = view.at(m.span.start), view.at(m.span.end - 1) + 1
            if not _bracketed(view.text, start):
                found.append(Number(m, m.value, start, end))
    return found


def _units(spec: FieldSpec) -> frozenset[str]:
    said = [spec.extract]
    for info in spec.item.model_fields.values() if spec.item else ():
        said += [meta for meta in info.metadata if isinstance(meta, Extract)]
    return frozenset(u for e in said for u in (e.unit, *e.units) if u)


def _bracketed(text: str, at: int) -> bool:
    """Whether a bracket is open at a place, in which another number stands ahead: 30条（其中2条…"""
    line = text[max(0, at - 80) : at].split("\n")[-1]
    opened = max(line.rfind("（"), line.rfind("("))
    return opened > max(line.rfind("）"), line.rfind(")")) and bool(re.search(r"\d", line[:opened]))


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
        whole = min(place[0], number.start), max(place[1], number.end)
        parts.append(Part(view.words(*place), number, *whole))
    if len(parts) > 1 and len({part.label for part in parts}) == len(parts):
        lead = view.text[start : numbers[0].start]
        yield Parts(tuple(parts), lead, distance, exact)


__all__ = ["Number", "Part", "Parts", "labelled", "neighbours", "numbers_for", "summing"]
