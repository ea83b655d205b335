"""One identity, held against the proved values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from llmextract.intervals import ZERO, Interval, interval_of
from llmextract.reconcile.doubts import Doubts, number
from llmextract.schema import Identity
from llmextract.types import Finding, Pointer, Proved


@dataclass(frozen=True, slots=True)
class _Side:
    """The sum of the operands that are present; `missing` are the others."""

    printed: Decimal
    interval: Interval
    missing: tuple[Pointer, ...]
    words: str


def check(
    identity: Identity,
    values: Mapping[Pointer, Proved],
    blanks: Mapping[Pointer, Proved],
    doubts: Doubts,
) -> Finding | None:
    """What an identity comes to; None if that cannot be said.

    Where nothing but `blanks` is missing, they are counted as zeros: if the identity is broken
    then, that is a finding of its own kind, and if it holds, nothing is said.
    """
    finding = _check(identity, values, doubts)
    absent = [p for p in identity.pointers if p not in values]
    if finding is not None or not absent or not all(p in blanks for p in absent):
        return finding
    zeros = {p: replace(blanks[p], value=0) for p in absent}
    finding = _check(identity, {**values, **zeros}, doubts)
    if finding is None or finding.kind == "identity_holds":
        return None
    blank = dict.fromkeys(absent, "blank, counted as 0")
    return replace(
        finding,
        kind="identity_with_blanks",
        message=f"{finding.message}, blanks counted as 0",
        judgement="suspect",
        detail={**finding.detail, "doubts": {**finding.detail["doubts"], **blank}},
    )


def blanks_of(
    identities: Iterable[Identity], values: Mapping[Pointer, Proved], proved: Iterable[Proved]
) -> dict[Pointer, Proved]:
    """Cells of tables without a number that stand for 0 in sums: blanks and marks (`/`) in rows
    that have numbers, but for totals that were left open."""
    cells = [p for p in proved if p.evidence.column is not None]
    rows = {_row(p) for p in cells if p.value is not None}
    empty = {p.pointer: p for p in cells if p.value is None and _row(p) in rows}
    for identity in identities:
        for total, parts in ((identity.left, identity.right), (identity.right, identity.left)):
            if len(total) == 1 and len(parts) > 1:
                filled = any(p in values and values[p].value for _, p in parts)
                if filled and identity.operator == "=":
                    empty.pop(total[0][1], None)
    return empty


def _row(cell: Proved) -> tuple[Pointer, str | None]:
    return cell.pointer.rpartition("/")[0], cell.evidence.row


def parts_and_total(
    identity: Identity, present: Mapping[Pointer, object]
) -> tuple[list[Pointer], Pointer] | None:
    """The parts that are present of a sum of which others are missing, and its total: they must
    not exceed it.  None if it is no such sum."""
    if identity.operator != "=" or any(s < 0 for s, _ in (*identity.left, *identity.right)):
        return None
    for total, parts in ((identity.left, identity.right), (identity.right, identity.left)):
        have = [p for _, p in parts if p in present]
        if len(total) == 1 and total[0][1] in present and have:
            return have, total[0][1]
    return None


def _check(identity: Identity, values: Mapping[Pointer, Proved], doubts: Doubts) -> Finding | None:
    left = _side(identity.left, values, doubts)
    right = _side(identity.right, values, doubts)
    partial = bool(left.missing or right.missing)
    if partial:
        holds = _parts_fit(identity, values)
        if holds is not False:
            return None
    elif identity.operator == "<=":
        holds = left.interval.reaches_below(right.interval)
    else:
        holds = left.interval.meets(right.interval)
    operands = [values[p] for p in identity.pointers if p in values]
    found = {} if holds else doubts.about(operands)
    return Finding(
        kind="identity_holds" if holds else "identity_broken",
        message=_message(identity, left, right, holds, partial),
        pointers=tuple(p.pointer for p in operands),
        judgement="holds" if holds else "suspect" if found else "source",
        detail={
            "identity": identity.text,
            "left": left.printed,
            "right": right.printed,
            "difference": left.printed - right.printed,
            "operands": {p.pointer: operand(p) for p in operands},
            "missing": [*left.missing, *right.missing],
            "doubts": found,
        },
    )


def _side(
    terms: Iterable[tuple[int, Pointer]], values: Mapping[Pointer, Proved], doubts: Doubts
) -> _Side:
    printed, interval = Decimal(0), ZERO
    missing: list[Pointer] = []
    words: list[str] = []
    for sign, pointer in terms:
        found = values.get(pointer)
        value = number(found) if found else None
        if found is None or value is None:
            missing.append(pointer)
            continue
        one = interval_of(value, found.evidence.qualifier)
        printed += sign * value
        interval += one if sign > 0 else -one
        words.append(f"{'−' if sign < 0 else '+'} {doubts.label(pointer)} {value:f}")
    return _Side(printed, interval, tuple(missing), " ".join(words).removeprefix("+ "))


def _parts_fit(identity: Identity, values: Mapping[Pointer, Proved]) -> bool | None:
    """Whether the parts present of a sum stay within the total; None if that cannot be said."""
    found = parts_and_total(identity, values)
    if found is None:
        return None
    parts, total = _intervals([values[p] for p in found[0]]), _intervals([values[found[1]]])
    return parts.reaches_below(total) if parts.low >= 0 else None


def _intervals(proved: Sequence[Proved]) -> Interval:
    total = ZERO
    for one in proved:
        total += interval_of(number(one) or Decimal(0), one.evidence.qualifier)
    return total


def operand(proved: Proved) -> dict[str, object]:
    """A number of an identity and its proof, for the finding's detail."""
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


__all__ = ["blanks_of", "check", "operand", "parts_and_total"]
