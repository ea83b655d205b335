"""Rows about documents: `documents`, `findings`, `errors`, and `bodies`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from llmextract.export.columns import Row
from llmextract.export.runs import Run
from llmextract.export.survey import Entry, Survey, value_at
from llmextract.schema import SchemaSpec
from llmextract.types import Extraction, Finding, Pointer, Status

HOLDS = "holds"
_STATED = (Status.STATED, Status.STATED_ZERO)


def keys_of(entry: Entry, run: Run, survey: Survey) -> Row:
    """What a row about a document begins with."""
    body = survey.body(entry)
    name, number = (body.name, body.body_id) if body else (None, None)
    return (name, entry.year, entry.document, run.label, number, entry.sha256)


def findings_of(
    found: Extraction, entry: Entry, survey: Survey, runs: Sequence[Run], schema: SchemaSpec
) -> list[Finding]:
    """What a reader should look at: the run's findings but for identities that hold, and what
    the panel adds: documents without body or year, and several of one body and year."""
    listed = [finding for finding in found.findings if finding.judgement != HOLDS]
    if found.record is None:
        return listed
    placed = _places(schema)
    if schema.entity and survey.body(entry) is None:
        listed.append(Finding("no_body", "the body was not found", (schema.entity,)))
    if schema.time and entry.year is None:
        listed.append(Finding("no_year", "the year was not found", (schema.time,)))
    if others := survey.duplicates(entry):
        names = [f"{other.document} ({runs[other.run].label})" for other in others]
        message = f"of the same body and year: {', '.join(names)}"
        listed.append(Finding("duplicate", message, placed, detail={"documents": names}))
    return listed


def finding_row(finding: Finding, keys: Row) -> Row:
    """A row of `findings`."""
    return (
        *keys,
        finding.kind,
        finding.judgement or None,
        finding.message,
        list(finding.pointers),
        json.dumps(finding.detail, ensure_ascii=False) if finding.detail else None,
    )


def error_row(found: Extraction, keys: Row) -> Row:
    """A row of `errors`."""
    kind, _, reason = (found.error or "").partition(": ")
    _, _, document, run, _, sha256 = keys
    return (document, run, sha256, kind, reason or kind)


def document_row(
    found: Extraction,
    entry: Entry,
    run: Run,
    keys: Row,
    findings: Sequence[Finding],
    schema: SchemaSpec,
) -> Row:
    """A row of `documents`."""
    title = value_at(found.record, schema.title) if schema.title else None
    usage = found.usage
    return (
        *keys,
        entry.spelling,
        str(title) if title else None,
        run.source(found.document),
        run.text_path(found.document) if entry.sha256 else None,
        "done" if found.error is None else "failed",
        sum(item.status in _STATED for item in found.evidence.values()),
        len(found.rejected),
        len(findings),
        sum(finding.judgement == HOLDS for finding in found.findings),
        usage.calls,
        usage.cached_calls,
        usage.prompt_tokens,
        usage.completion_tokens,
        round(usage.seconds, 3),
        run.strategy,
        run.model,
    )


def body_rows(survey: Survey) -> Iterator[Row]:
    """The rows of `bodies`, by name."""
    for body in survey.bodies.all():
        yield (
            body.body_id,
            body.name,
            list(body.spellings),
            len(body.documents),
            [str(year) for year in body.years],
            body.merged,
            body.note or None,
        )


def _places(schema: SchemaSpec) -> tuple[Pointer, ...]:
    return tuple(pointer for pointer in (schema.entity, schema.time) if pointer)
