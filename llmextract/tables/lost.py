"""Tables whose section stands without them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from llmextract.schema.layouts import TableSpec
from llmextract.tables.similar import bare, likeness
from llmextract.types import Analysis, Finding, MentionKind, Pointer, Section

_ALIKE = 0.8
_SHORT = 120  # characters of a section that says nothing itself


def lost_tables(
    tables: Sequence[TableSpec], analysis: Analysis
) -> tuple[tuple[Pointer, ...], tuple[Finding, ...]]:
    """Fields and tables that are missing, and a finding for each table: a section is called as
    the table's, and holds neither the table nor numbers of its own."""
    pointers: list[Pointer] = []
    findings: list[Finding] = []
    for table in tables:
        headings = {bare(name) for layout in table.layouts for name in layout.headings}
        section = next((s for s in analysis.sections if _is_empty(s, headings, analysis)), None)
        if section is None:
            continue
        fields = [set(layout.pointers) for layout in table.layouts]
        sure = set.intersection(*fields)  # whichever form it was
        ordered = [p for p in table.layouts[0].pointers if p in sure]
        here = [*([table.mapping] if table.mapping else []), *ordered]
        pointers += here
        said = f"{table.name}: “{section.heading}” stands without its table"
        span = section.heading_span
        detail = {"start": span.start, "end": span.end}
        findings.append(Finding("table_missing", said, tuple(here), "source", detail))
    return tuple(dict.fromkeys(pointers)), tuple(findings)


def _is_empty(section: Section, headings: set[str], analysis: Analysis) -> bool:
    if section.level == 0 or not any(
        likeness(bare(section.heading), h) >= _ALIKE for h in headings
    ):
        return False
    end = section.span.end
    words = analysis.document.text[section.heading_span.end : end]
    if len(re.sub(r"\s", "", words)) > _SHORT:
        return False
    return not any(
        m.kind in (MentionKind.NUMBER, MentionKind.PERCENT, MentionKind.DENIAL)
        and section.heading_span.end <= m.span.start < end
        for m in analysis.mentions
    )


__all__ = ["lost_tables"]
