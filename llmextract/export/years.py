"""What does not hold between the years of a body, as findings of the later document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from llmextract.export.survey import Entry
from llmextract.reconcile import reconcile_years
from llmextract.schema import SchemaSpec
from llmextract.types import Extraction, Finding

_BROKEN = "years_broken"


def broken_years(
    found: Sequence[tuple[Entry, Extraction]], schema: SchemaSpec
) -> Mapping[Entry, list[Finding]]:
    """Breaks between the documents of one body, in whatever run they stand.  Of a document in
    several runs the last counts."""
    last = {entry.document: (entry, extraction) for entry, extraction in _by_run(found)}
    extractions = [extraction for _, extraction in last.values()]
    breaks: dict[Entry, list[Finding]] = {}
    for across in reconcile_years(schema, extractions, body_of=lambda name: "this one"):
        if across.finding.kind == _BROKEN:
            breaks.setdefault(last[across.documents[0]][0], []).append(across.finding)
    return breaks


def _by_run(found: Sequence[tuple[Entry, Extraction]]) -> list[tuple[Entry, Extraction]]:
    return sorted(found, key=lambda item: item[0].run)
