"""What tables state and what the rest of the document states, as one record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from llmextract.intervals import interval_of
from llmextract.schema import SchemaSpec
from llmextract.types import Finding, Pointer, Proved, Reason, Rejected, Span, Status

_SURE = 0.8  # confidence from which a number is held against the document


@dataclass(frozen=True, slots=True)
class Merged:
    """`statuses` say why fields without a value have none."""

    proved: list[Proved]
    rejected: list[Rejected]
    findings: list[Finding]
    statuses: dict[Pointer, Status]


def merge(
    proved: Sequence[Proved],
    cells: Sequence[Proved],
    missing: Iterable[Pointer],
    schema: SchemaSpec,
) -> Merged:
    """Values from `cells` beside `proved` ones, in order of the schema.

    The same value, or an approximate one that allows for it (1100余 and 1126), is one fact with
    another proof.  Of two different ones the table's stands, the other is a rival, and a finding
    says so: the document is wrong (`source`) if both are read with confidence.  A mark or a blank
    yields to what is stated elsewhere; `missing` fields that nothing states are `table_missing`.
    """
    prose = {one.pointer: one for one in proved}
    rejected: list[Rejected] = []
    findings: list[Finding] = []
    statuses = dict.fromkeys(missing, Status.TABLE_MISSING)
    taken: dict[Pointer, Proved] = {}
    for cell in cells:
        other = prose.get(cell.pointer)
        if cell.pointer in schema.by_pointer and cell.value is None:
            statuses[cell.pointer] = cell.evidence.status
            if other is None and cell.evidence.status is Status.NOT_APPLICABLE:
                taken[cell.pointer] = cell
        elif other is None or other.value is None:
            taken[cell.pointer] = cell
        elif _agree(other, cell):
            taken[cell.pointer] = _with_proof(cell, other)
        else:
            taken[cell.pointer] = cell
            rejected.append(_rival(other, cell))
            findings.append(_finding(other, cell))
    order = {spec.pointer: n for n, spec in enumerate(schema.fields)}
    fields = [one for one in proved if one.pointer not in taken]
    fields += [one for one in taken.values() if one.pointer in order]
    fields.sort(key=lambda one: order.get(_base(one.pointer, order), len(order)))
    rest = [one for one in taken.values() if one.pointer not in order]
    return Merged([*fields, *rest], rejected, findings, statuses)


def _agree(other: Proved, cell: Proved) -> bool:
    """Whether both say the same, an approximate number standing for all that it may mean."""
    if other.value == cell.value:
        return True
    numbers = [n for n in (other.value, cell.value) if isinstance(n, int | Decimal)]
    if len(numbers) < 2 or any(isinstance(n, bool) for n in numbers):
        return False
    one, two = (
        interval_of(n, p.evidence.qualifier) for n, p in zip(numbers, (other, cell), strict=True)
    )
    return one.meets(two)


def _with_proof(cell: Proved, other: Proved) -> Proved:
    span = Span(other.evidence.start, other.evidence.end)
    own = cell.evidence
    if span.start < own.end and own.start < span.end:  # read from the same row
        return cell
    return replace(cell, evidence=replace(own, also=(span,)))


def _rival(other: Proved, cell: Proved) -> Rejected:
    detail = f"{cell.value} stands in the table ({cell.evidence.origin})"
    span = Span(other.evidence.start, other.evidence.end)
    return Rejected(other.pointer, other.value, Reason.RIVAL, detail, span, other.evidence.origin)


def _finding(other: Proved, cell: Proved) -> Finding:
    return Finding(
        "rivals",
        f"{cell.value} in {cell.evidence.origin}, but {other.value} in “{other.evidence.quote}”",
        (cell.pointer,),
        "source" if all(map(_sure, (other, cell))) else "suspect",
        {
            "table": {"value": cell.value, "start": cell.evidence.start, "end": cell.evidence.end},
            "text": {
                "value": other.value, "start": other.evidence.start, "end": other.evidence.end,
                "confidence": other.evidence.confidence,
            },
        },
    )  # fmt: skip


def _sure(proved: Proved) -> bool:
    confidence = proved.evidence.confidence
    return confidence is not None and confidence >= _SURE


def _base(pointer: Pointer, order: dict[Pointer, int]) -> Pointer:
    return pointer if pointer in order else pointer.rpartition("/")[0]


__all__ = ["Merged", "merge"]
