"""From proved values to the record, its evidence, and the line that a run writes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from llmextract.plain import plain
from llmextract.pointers import field_of, join, mapping_of, split
from llmextract.schema import SchemaSpec
from llmextract.types import (
    Evidence,
    Extraction,
    Finding,
    Pointer,
    Proved,
    Reason,
    Rejected,
    Span,
    Status,
)

_WHERE_KNOWN = ("row", "column", "cell", "also", "page", "box")  # shown only if there


def build_record(schema: SchemaSpec, proved: Iterable[Proved]) -> dict[str, Any]:
    """The record as nested plain values: every field of the schema, null where absent.

    Integral numbers are int, other numbers float (exact to 15 digits), dates ISO text.  Lists
    are made of the values at `/list/0`, `/list/1`, …; mappings of those below their pointer.
    """
    record: dict[str, Any] = {}
    for pointer in (*(spec.pointer for spec in schema.fields), *schema.mappings):
        _put(record, split(pointer), None)
    for value in proved:
        if value.value is not None or mapping_of(value.pointer, schema):
            _place(record, value, schema)
    return record


def build_evidence(
    schema: SchemaSpec, proved: Iterable[Proved], statuses: Mapping[Pointer, Status] | None = None
) -> dict[Pointer, dict[str, Any]]:
    """What is known about each value, by pointer, in the form of the output.

    Every numeric field has an entry; an absent one says only how: its status in `statuses`, or
    not_stated.  Other absent fields have one if `statuses` names them.
    """
    entries = evidence_by_pointer(schema, proved, statuses)
    return {pointer: plain_evidence(evidence) for pointer, evidence in entries.items()}


def evidence_by_pointer(
    schema: SchemaSpec, proved: Iterable[Proved], statuses: Mapping[Pointer, Status] | None = None
) -> dict[Pointer, Evidence]:
    """`build_evidence` before rendering: what an Extraction holds, in order of the schema."""
    statuses = statuses or {}
    found = {p.pointer: p.evidence for p in proved}
    by_field: dict[Pointer, list[Pointer]] = {}
    for pointer in found:
        spec = field_of(pointer, schema)
        by_field.setdefault(spec.pointer if spec else pointer, []).append(pointer)
    entries: dict[Pointer, Evidence] = {}
    for spec in schema.fields:
        here = by_field.pop(spec.pointer, [])
        entries |= {pointer: found[pointer] for pointer in here}
        if not here and (spec.numeric or spec.pointer in statuses):
            status = statuses.get(spec.pointer, Status.NOT_STATED)
            entries[spec.pointer] = Evidence("", 0, 0, status)
    return entries | {p: found[p] for pointers in by_field.values() for p in pointers}


def validate_record(
    schema: SchemaSpec, proved: Sequence[Proved]
) -> tuple[list[Proved], list[Rejected], list[Finding]]:
    """Hold the record against the schema's own model.

    A value that the model refuses is rejected as invalid; what is left is tried again.  What no
    single value is to blame for (a validator over several fields) becomes a finding.  Absent
    fields are not held against the record.
    """
    kept, refused = list(proved), list[Rejected]()
    while True:
        try:
            stated = _stated(build_record(schema, kept))
            schema.model.model_validate_json(json.dumps(stated))  # JSON: dates are text
        except ValidationError as error:
            problems = _problems(error)
        else:
            return kept, refused, []
        blamed = {p.pointer: why for p in kept for at, why in problems if _at(p.pointer, at)}
        if not blamed:
            return kept, refused, [Finding("invalid", why, (at,)) for at, why in problems]
        refused += [_invalid(p, blamed[p.pointer]) for p in kept if p.pointer in blamed]
        kept = _renumbered(schema, [p for p in kept if p.pointer not in blamed])


def to_json_line(extraction: Extraction) -> str:
    """One document's result as one line of JSON, without a line end.

    Keys: document, record, evidence, findings, usage, error.  Line separators inside texts are
    escaped, so that every reader of lines sees one.
    """
    line = {
        "document": extraction.document,
        "record": extraction.record,
        "evidence": {p: plain_evidence(e) for p, e in extraction.evidence.items()},
        "findings": extraction.findings,
        "usage": extraction.usage,
        "error": extraction.error,
    }
    text = json.dumps(plain(line), ensure_ascii=False, allow_nan=False)
    for separator in ("\x85", "\u2028", "\u2029"):
        text = text.replace(separator, f"\\u{ord(separator):04x}")
    return text


def plain_evidence(evidence: Evidence) -> dict[str, Any]:
    """Evidence as plain values; that of an absent field without a quote is its status alone."""
    if not evidence.quote and evidence.status not in (Status.STATED, Status.STATED_ZERO):
        return {"status": str(evidence.status)}
    shown: dict[str, Any] = plain(evidence)
    return {name: value for name, value in shown.items() if value or name not in _WHERE_KNOWN}


def _place(record: dict[str, Any], proved: Proved, schema: SchemaSpec) -> None:
    value = plain(proved.value)
    spec = field_of(proved.pointer, schema)
    if spec is None or spec.pointer == proved.pointer:
        _put(record, split(proved.pointer), value)
        return
    *path, name = split(spec.pointer)
    node = record
    for token in path:
        node = node[token]
    node[name] = [*(node[name] or []), value]


def _put(node: dict[str, Any], tokens: Sequence[str], value: Any) -> None:
    for token in tokens[:-1]:
        if node.get(token) is None:
            node[token] = {}
        node = node[token]
    node[tokens[-1]] = value


def _stated(node: Any) -> Any:
    """`node` without nulls, so that the model's defaults stand for what is absent."""
    if isinstance(node, dict):
        return {key: _stated(value) for key, value in node.items() if value is not None}
    return node


def _problems(error: ValidationError) -> list[tuple[Pointer, str]]:
    """Where and why a record was refused, but for fields that it lacks."""
    return [
        (join([str(token) for token in problem["loc"]]), problem["msg"])
        for problem in error.errors(include_url=False)
        if problem["type"] != "missing"
    ]


def _at(pointer: Pointer, place: Pointer) -> bool:
    """Whether a problem at `place` is about the value at `pointer`, or inside it."""
    return bool(place) and (place == pointer or place.startswith(f"{pointer}/"))


def _invalid(proved: Proved, why: str) -> Rejected:
    span = Span(proved.evidence.start, proved.evidence.end)
    return Rejected(proved.pointer, proved.value, Reason.INVALID, why, span, proved.evidence.origin)


def _renumbered(schema: SchemaSpec, proved: Iterable[Proved]) -> list[Proved]:
    """List items numbered without gaps."""
    counts: dict[Pointer, int] = {}
    done = []
    for value in proved:
        spec = field_of(value.pointer, schema)
        pointer = value.pointer
        if spec is not None and spec.pointer != pointer:
            n = counts[spec.pointer] = counts.get(spec.pointer, -1) + 1
            pointer = f"{spec.pointer}/{n}"
        done.append(Proved(pointer, value.value, value.evidence))
    return done
