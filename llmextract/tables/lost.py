"""Tables whose section stands without them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from llmextract.cells import parse_cell
from llmextract.schema.layouts import TableSpec
from llmextract.tables.similar import bare, likeness
from llmextract.types import Analysis, Finding, MentionKind, Pointer, Section, Span

_ALIKE = 0.8
_AHEAD = re.compile(r"^\s*(?:附[表件]\s*\d*\s*[:：]?)?\s*(?:\d{4}\s*年度?)?")  # of a table's title
_SHORT = 120  # characters of a section that says nothing itself
_CELLS = 5  # in lines of nothing else, from which a section holds some table


@dataclass(frozen=True, slots=True)
class Lost:
    """`missing` are fields and tables whose section stands without its table; `regions` are lines
    of cells in such a section that could not be laid against the table."""

    missing: tuple[Pointer, ...]
    regions: tuple[Span, ...]
    findings: tuple[Finding, ...]


def lost_tables(tables: Sequence[TableSpec], analysis: Analysis) -> Lost:
    """What is known of declared tables that were not found, by the headings of sections."""
    missing: list[Pointer] = []
    regions: list[Span] = []
    findings: list[Finding] = []
    for table in tables:
        headings = {bare(name) for layout in table.layouts for name in layout.headings}
        for section in _sections(headings, analysis):
            cells = _lines_of_cells(section, analysis.document.text)
            pointers = _pointers(table)
            if cells:
                regions += cells
                said = f"{table.name}: cells under “{section.heading}”, but not its rows or heads"
                findings.append(_finding("table_unread", said, "suspect", pointers, section))
            elif _is_empty(section, analysis):
                missing += pointers
                said = f"{table.name}: “{section.heading}” stands without its table"
                findings.append(_finding("table_missing", said, "source", pointers, section))
            else:
                continue
            break
    return Lost(tuple(dict.fromkeys(missing)), tuple(regions), tuple(findings))


def _sections(headings: set[str], analysis: Analysis) -> Iterator[Section]:
    """Sections that are called as a table's, and what stands below a line that is its title."""
    for section in analysis.sections[1:]:
        if any(likeness(bare(section.heading), name) >= _ALIKE for name in headings):
            yield section
    text, others = analysis.document.text, analysis.sections[1:]
    for line in re.finditer(r"[^\n]{4,40}", text):
        own = Span(*line.span())
        if bare(_AHEAD.sub("", line[0])) in headings and not any(
            own.covers(s.heading_span) for s in others
        ):
            starts = (s.span.start for s in others if s.span.start > own.start)
            yield Section(
                0, 1, line[0].strip(), own, Span(own.start, min(starts, default=len(text))), ()
            )


def _pointers(table: TableSpec) -> tuple[Pointer, ...]:
    """The table's dict field, and the fields that it states whichever form it has."""
    sure = set.intersection(*(set(layout.pointers) for layout in table.layouts))
    fields = [pointer for pointer in table.layouts[0].pointers if pointer in sure]
    return (*([table.mapping] if table.mapping else []), *fields)


def _finding(
    kind: str, said: str, judgement: str, pointers: tuple[Pointer, ...], section: Section
) -> Finding:
    span = section.heading_span
    return Finding(kind, said, pointers, judgement, {"start": span.start, "end": span.end})


def _lines_of_cells(section: Section, text: str) -> list[Span]:
    """The lines of a section that hold cells and nothing else; none if they are too few."""
    found, count = [], 0
    for line in re.finditer(r"[^\n]+", text[section.heading_span.end : section.span.end]):
        cells = re.split(r"[\s|｜]+", line[0].strip(" \t\u3000|｜"))
        if cells != [""] and all(map(parse_cell, cells)):
            start = section.heading_span.end
            found.append(Span(start + line.start(), start + line.end()))
            count += len(cells)
    return found if count >= _CELLS else []


def _is_empty(section: Section, analysis: Analysis) -> bool:
    start, end = section.heading_span.end, section.span.end
    if len(re.sub(r"\s", "", analysis.document.text[start:end])) > _SHORT:
        return False
    kinds = (MentionKind.NUMBER, MentionKind.PERCENT, MentionKind.DENIAL)
    return not any(m.kind in kinds and start <= m.span.start < end for m in analysis.mentions)


__all__ = ["Lost", "lost_tables"]
