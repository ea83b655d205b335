"""Identities (勾稽关系) checked on proved values.  A source that contradicts itself is reported,
and nothing is repaired."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from llmextract.fit import counts, relevance
from llmextract.intervals import ZERO, Interval, interval_of
from llmextract.pointers import spec_at
from llmextract.schema import FieldSpec, Identity, SchemaSpec
from llmextract.types import Analysis, Finding, Mention, MentionKind, Pointer, Proved

SURE = 0.8  # confidence from which a broken identity is held against the document


@dataclass(frozen=True, slots=True)
class _Side:
    """The sum of the operands that are present; `missing` are the others."""

    printed: Decimal
    interval: Interval
    missing: tuple[Pointer, ...]
    words: str


def reconcile(
    schema: SchemaSpec,
    proved: Iterable[Proved],
    analysis: Analysis,
    *,
    identities: Sequence[Identity] = (),
    contested: Collection[Pointer] = (),
) -> list[Finding]:
    """Check the schema's identities, and further `identities` over any proved pointers.

    An identity is checked if all operands are present; a sum with parts missing is still broken
    if the parts that are there exceed the total.  Judgements: `holds`; `source`, broken although
    every operand has confidence 0.8 or more and its number stands alone for the field; `suspect`
    otherwise.  `contested` are fields known to have rivals; others are looked for in the text.
    """
    values = {p.pointer: p for p in proved if _number(p) is not None}
    findings = []
    for identity in (*schema.identities, *identities):
        finding = _check(identity, values, schema, analysis, frozenset(contested))
        if finding is not None:
            findings.append(finding)
    return findings


def _check(
    identity: Identity,
    values: Mapping[Pointer, Proved],
    schema: SchemaSpec,
    analysis: Analysis,
    contested: frozenset[Pointer],
) -> Finding | None:
    left = _side(identity.left, values, schema)
    right = _side(identity.right, values, schema)
    partial = bool(left.missing or right.missing)
    if partial:
        holds = _parts_fit(identity, left, right)
        if holds is not False:
            return None
    elif identity.operator == "<=":
        holds = left.interval.reaches_below(right.interval)
    else:
        holds = left.interval.meets(right.interval)
    operands = [values[p] for p in identity.pointers if p in values]
    doubts = {} if holds else _doubts(operands, values, schema, analysis, contested)
    return Finding(
        kind="identity_holds" if holds else "identity_broken",
        message=_message(identity, left, right, holds, partial),
        pointers=tuple(p.pointer for p in operands),
        judgement="holds" if holds else "suspect" if doubts else "source",
        detail={
            "identity": identity.text,
            "left": left.printed,
            "right": right.printed,
            "difference": left.printed - right.printed,
            "operands": {p.pointer: _operand(p) for p in operands},
            "missing": [*left.missing, *right.missing],
            "doubts": doubts,
        },
    )


def _side(
    terms: Iterable[tuple[int, Pointer]], values: Mapping[Pointer, Proved], schema: SchemaSpec
) -> _Side:
    printed, interval = Decimal(0), ZERO
    missing: list[Pointer] = []
    words: list[str] = []
    for sign, pointer in terms:
        found = values.get(pointer)
        number = _number(found) if found else None
        if found is None or number is None:
            missing.append(pointer)
            continue
        one = interval_of(number, found.evidence.qualifier)
        printed += sign * number
        interval += one if sign > 0 else -one
        spec = spec_at(pointer, schema)
        words.append(f"{'−' if sign < 0 else '+'} {spec.label if spec else pointer} {number:f}")
    return _Side(printed, interval, tuple(missing), " ".join(words).removeprefix("+ "))


def _parts_fit(identity: Identity, left: _Side, right: _Side) -> bool | None:
    """Whether the parts present of a sum stay within the total; None if that cannot be said."""
    if identity.operator != "=" or any(s < 0 for s, _ in (*identity.left, *identity.right)):
        return None
    for total, terms, parts in ((left, identity.left, right), (right, identity.right, left)):
        if len(terms) == 1 and not total.missing and parts.words and parts.interval.low >= 0:
            return parts.interval.reaches_below(total.interval)
    return None


def _doubts(
    operands: Iterable[Proved],
    values: Mapping[Pointer, Proved],
    schema: SchemaSpec,
    analysis: Analysis,
    contested: frozenset[Pointer],
) -> dict[Pointer, str]:
    """Why an operand may have been read wrongly, by pointer."""
    doubts: dict[Pointer, str] = {}
    for proved in operands:
        confidence = proved.evidence.confidence
        spec = spec_at(proved.pointer, schema)
        if confidence is None or confidence < SURE:
            doubts[proved.pointer] = "unsure" if confidence is None else f"confidence {confidence}"
        elif proved.pointer in contested:
            doubts[proved.pointer] = "rivals were proposed"
        elif proved.evidence.cell is not None:
            continue  # its column says what it means
        elif spec is not None and (rival := _rival(proved, spec, values, analysis)):
            doubts[proved.pointer] = f"“{rival.raw}” may be meant"
    return doubts


def _rival(
    proved: Proved, spec: FieldSpec, values: Mapping[Pointer, Proved], analysis: Analysis
) -> Mention | None:
    """Another number, free and of the field's unit, whose words fit the field no worse."""
    own = [m for m in analysis.mentions if _proves(m, proved)]
    if not own:
        return None
    least = max(relevance(spec, m, analysis) for m in own)
    for mention in analysis.mentions:
        if mention.kind not in (MentionKind.NUMBER, MentionKind.PERCENT):
            continue
        if mention.value == proved.value or any(_proves(mention, p) for p in values.values()):
            continue
        if counts(mention, spec) and relevance(spec, mention, analysis) >= max(least, 0.5):
            return mention
    return None


def _proves(mention: Mention, proved: Proved) -> bool:
    evidence = proved.evidence
    inside = evidence.start <= mention.span.start and mention.span.end <= evidence.end
    return inside and mention.raw == evidence.raw and mention.value == proved.value


def _number(proved: Proved) -> Decimal | None:
    value = proved.value
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return Decimal(value)


def _operand(proved: Proved) -> dict[str, object]:
    evidence = proved.evidence
    return {
        "value": proved.value,
        "qualifier": str(evidence.qualifier),
        "start": evidence.start,
        "end": evidence.end,
        "confidence": evidence.confidence,
    }


def _message(identity: Identity, left: _Side, right: _Side, holds: bool, partial: bool) -> str:
    if partial:
        relation = "but the parts found exceed the total"
    elif holds:
        relation = "holds"
    else:
        relation = f"but they differ by {left.printed - right.printed:f}"
    return f"{left.words} {identity.operator} {right.words}: {relation}"


__all__ = ["SURE", "reconcile"]
