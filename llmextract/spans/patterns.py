"""Fields read by pattern: text, dates and years where a regular expression finds them, and fixed
choices where the expression that stands for one matches."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from llmextract.mentions.dates import complete_date, find_dates, find_years, parse_date
from llmextract.numerals import parse_number
from llmextract.schema import FieldSpec, SchemaSpec
from llmextract.schema.check import patterns_of
from llmextract.spans.view import View, view_of
from llmextract.types import Pointer, Proposal, Span, Value
from llmextract.within import region

ORIGIN = "spans/pattern"
_KINDS = ("str", "date", "int", "bool")
_REACH = 40  # characters ahead of a date in which the one stands whose year it shares


def propose_patterns(text: str, schema: SchemaSpec) -> list[Proposal]:
    """One proposal for each field whose pattern or choice matches, in order of the schema.

    Patterns are tried in order and the first match that can be read wins; for `tail`, the last.
    They are matched first where the blanks that part the fields of a line are kept, and only if
    none matches there, where those within words and numbers are gone.
    """
    wanted = [s for s in schema.fields if s.kind in _KINDS]
    views = (view_of(text, keep_blanks=True), view_of(text))
    found: dict[Pointer, Proposal] = {}
    for spec in wanted:
        tried = (_by_pattern(view, spec) for view in views if spec.extract.pattern)
        proposal = next((p for p in tried if p is not None), None)
        if proposal is not None:
            found[spec.pointer] = proposal
    # after the patterns: a choice may look at what a sibling's pattern found
    for spec in sorted(wanted, key=lambda s: s.extract.of is not None):
        if spec.extract.choices and spec.pointer not in found:
            proposal = _by_choice(views[0], spec, found)
            if proposal is not None:
                found[spec.pointer] = proposal
    return [found[spec.pointer] for spec in wanted if spec.pointer in found]


def _by_pattern(view: View, spec: FieldSpec) -> Proposal | None:
    for pattern in patterns_of(spec.extract):
        read = list(_readings(view, spec, re.compile(pattern)))
        if read:
            return read[-1] if spec.extract.within == "tail" else read[0]
    return None


def _readings(view: View, spec: FieldSpec, pattern: re.Pattern[str]) -> Iterator[Proposal]:
    place = region(len(view.text), spec.extract.within)
    for match in pattern.finditer(view.text, place.start, place.end):
        group = "value" if "value" in pattern.groupindex else 1
        start, end = view.trimmed(*match.span(group)) if match[group] else (0, 0)
        value = _read(view, spec, start, end, match.start()) if start < end else None
        if value is not None:
            yield Proposal(spec.pointer, value, view.span(start, end), origin=ORIGIN)
            if spec.extract.within != "tail":
                return


def _read(view: View, spec: FieldSpec, start: int, end: int, since: int) -> Value:
    """The value printed at start:end, in the field's type; None if it cannot be read."""
    printed = re.sub(r"\s", "", view.text[start:end])
    if spec.kind == "date":
        return _date(view, view.text[start:end], printed, start, since)
    if spec.kind == "int":
        number = parse_number(printed)
        return int(number) if number is not None and number == int(number) else None
    return view.words(start, end) if spec.kind == "str" else None


def _date(view: View, words: str, printed: str, start: int, since: int) -> date | None:
    """A full date, or one that takes its year (and month) from the full date ahead of it."""
    whole = parse_date(printed) or parse_date(words)
    if whole is not None:
        return whole
    before = view.text[min(since, max(0, start - _REACH)) : start]
    ahead = list(find_years(before) if "月" in printed else find_dates(before))
    return complete_date(printed, max(ahead)[2]) if ahead else None


def _by_choice(view: View, spec: FieldSpec, found: Mapping[Pointer, Proposal]) -> Proposal | None:
    """The first choice that matches in the sibling's words, or where the field looks."""
    place = _place(view, spec, found)
    if place is None:
        return None
    words = view.text[place.start : place.end]
    for expression, choice in spec.extract.choices:
        match = re.search(expression, words)
        if match is None:
            continue
        group = "value" if "value" in match.re.groupindex else 0
        start, end = place.start + match.start(group), place.start + match.end(group)
        if spec.extract.of is not None or start == end:
            start, end = view.trimmed(place.start, place.end)
        value = choice.lower() == "true" if spec.kind == "bool" else choice
        return Proposal(spec.pointer, value, view.span(start, end), origin=ORIGIN)
    return None


def _place(view: View, spec: FieldSpec, found: Mapping[Pointer, Proposal]) -> Span | None:
    """Where in the view a field's choices look; None if there is nothing to look at."""
    if spec.extract.of is None:
        place = region(len(view.text), spec.extract.within)
        return place if place.start < place.end else None
    sibling = found.get(f"{spec.pointer.rpartition('/')[0]}/{spec.extract.of}")
    if sibling is None or sibling.span is None:
        return None
    return Span(view.at(sibling.span.start), view.at(sibling.span.end - 1) + 1)


__all__ = ["propose_patterns"]
