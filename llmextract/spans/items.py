"""Lists of text: the items that stand under a field's heading, or behind words that announce it.

Items are enumerated (一是…；二是…), or the parts of one sentence between semicolons, or, where the
heading leaves no doubt and nothing else is there, sentences.  Several fields may share a heading:
what leads in to each enumeration says whose it is, or else their order in the heading does.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from llmextract.schema import SchemaSpec
from llmextract.spans.enumerations import Run, find_runs, outermost, sentences
from llmextract.spans.headings import headed
from llmextract.spans.leads import Leads, leads_of
from llmextract.spans.prose import MARKS, Place, between_semicolons, content, says_something
from llmextract.spans.view import View
from llmextract.types import Pointer, Proposal, Section

ORIGIN = "spans/items"
_SHORTEST = 2  # characters of an item
_ANSWERS = re.compile(r"\s*[^，,。；;：:\s]{1,8}[：:]")  # 对策：…
_NONE = re.compile(r"\s*(?:暂?无|没有|不存在|none\b|no\b|n/a)", re.I)


@dataclass(slots=True)
class _Found:
    """What one passage holds for each field: places of items, and of sentences that may be some."""

    items: dict[Pointer, list[Place]] = field(default_factory=dict)
    prose: dict[Pointer, list[Place]] = field(default_factory=dict)

    def all(self) -> dict[Pointer, list[Place]]:
        return self.prose | self.items

    def add(self, other: _Found) -> None:
        for mine, others in ((self.items, other.items), (self.prose, other.prose)):
            for pointer, places in others.items():
                mine.setdefault(pointer, []).extend(places)


def propose_items(view: View, sections: tuple[Section, ...], schema: SchemaSpec) -> list[Proposal]:
    """One proposal for each item, at `/field/0`, `/field/1`, … in order of the text.

    A field that no heading names is looked for in what leads in to enumerations anywhere; there
    the last one counts.
    """
    specs = [spec for spec in schema.fields if spec.kind == "list_str"]
    if not specs:
        return []
    leads = leads_of(specs)
    found = _Found()
    for start, end, fields in _under_headings(view, sections, leads):
        found.add(_read(view.text, start, end, leads, fields))
    loose: dict[Pointer, list[Place]] = {}
    for start, end in _own_text(view, sections):
        loose |= _read(view.text, start, end, leads, ()).items
    return [
        p for s in specs for p in _proposals(view, s.pointer, (loose | found.all()).get(s.pointer))
    ]


def _proposals(view: View, pointer: Pointer, places: list[Place] | None) -> Iterator[Proposal]:
    done: set[str] = set()
    for place in sorted(places or ()):
        start, end = view.trimmed(*place, MARKS)
        if end - start < _SHORTEST or _NONE.fullmatch(view.text, start, end):
            continue
        words = view.words(start, end)
        if words not in done:
            yield Proposal(f"{pointer}/{len(done)}", words, view.span(start, end), origin=ORIGIN)
            done.add(words)


def _under_headings(
    view: View, sections: tuple[Section, ...], leads: Leads
) -> Iterator[tuple[int, int, tuple[Pointer, ...]]]:
    """(start, end, fields) of the text under each heading that names fields; the outermost."""
    reached = 0
    for part in headed(view, sections):
        fields = leads.heading(part.heading)
        if fields and part.start >= reached:
            reached = part.end
            yield part.start, part.end, fields


def _own_text(view: View, sections: tuple[Section, ...]) -> Iterator[Place]:
    """The text of each section up to the first heading inside it."""
    starts = sorted(view.at(section.heading_span.start) for section in sections if section.level)
    for section in sections:
        start, end = _bounds(view, section)
        inner = bisect.bisect_left(starts, start)
        yield start, min(end, starts[inner]) if inner < len(starts) else end


def _bounds(view: View, section: Section) -> Place:
    return view.at(section.heading_span.end), view.at(section.span.end)


def _read(text: str, start: int, end: int, leads: Leads, fields: tuple[Pointer, ...]) -> _Found:
    """Items in text[start:end].  `fields` are those that its heading names, in its order; without
    them only an enumeration that is announced right ahead of it counts."""
    found = _Found()
    current = fields[0] if fields else None
    at, seen = start, False
    for run in _runs(text, start, end, leads):
        announced = _prose(text, at, run.start, leads, current, found, fields)
        if announced is None and fields:
            announced = _next(fields, current) if seen else current
        current = announced
        if current is not None:
            for place, pointer in _cut(text, run, leads, current):
                found.items.setdefault(pointer, []).append(place)
            seen = True
        at = run.end
    if fields:
        _prose(text, at, end, leads, current, found, fields)
    return found


def _next(fields: tuple[Pointer, ...], current: Pointer | None) -> Pointer | None:
    """The field that follows `current` in a heading; the last one goes on."""
    at = fields.index(current) if current in fields else len(fields) - 1
    return fields[min(at + 1, len(fields) - 1)]


def _runs(text: str, start: int, end: int, leads: Leads) -> list[Run]:
    """The enumerations to read, without those whose items are headings of fields themselves."""
    runs = [
        run
        for run in find_runs(text, start, end)
        if not any("\t" in text[a:b] or leads.heading(_head(text, (a, b))) for a, b in run.items)
    ]
    return outermost(runs)


def _head(text: str, item: Place) -> str:
    """The first words of an item, if they stand like a heading."""
    match = re.compile(r"[^，,。；;：:\n]{1,20}(?=[。：:\n])").match(text, *item)
    return match[0] if match else ""


def _prose(
    text: str,
    start: int,
    end: int,
    leads: Leads,
    current: Pointer | None,
    found: _Found,
    fields: tuple[Pointer, ...],
) -> Pointer | None:
    """Read the sentences between two enumerations, and return the field that they announce.
    Where no field is `current`, only what stands in or right ahead of a list announces it."""
    announced: Pointer | None = None
    last, loose = "", current is None
    for a, b in sentences(text, start, end):
        last = text[a:b]
        opening = leads.opening(last)
        if loose:
            announced = current = None
        if opening is not None:
            announced = current = opening.pointer
        if current is None:
            continue
        parts = between_semicolons(text, a, b)
        if parts:
            if announced is None and fields and current in found.items:
                current = _next(fields, current) or current
                announced = current
            found.items.setdefault(current, []).extend(parts)
        elif says_something(last, leads):
            found.prose.setdefault(current, []).extend(content(text, a, b, leads))
    return leads.last(last) or announced


def _cut(text: str, run: Run, leads: Leads, current: Pointer) -> Iterator[tuple[Place, Pointer]]:
    """The run's items, each up to a sentence that announces another field, which has the rest:
    问题一：…。对策：…。"""
    for start, end in run.items:
        rest, other = end, current
        for n, (a, b) in enumerate(sentences(text, start, end)):
            opening = leads.opening(text[a:b]) if n else None
            if opening is not None and opening.pointer != current:
                rest, other = a, opening.pointer
                break
        yield (start, rest), current
        if _ANSWERS.match(text, rest, end):
            for place in content(text, rest, end, leads):
                yield place, other


__all__ = ["propose_items"]
