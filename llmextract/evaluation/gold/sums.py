"""Identities of a gold file: are they sums, and do they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from llmextract.evaluation.gold.agreement import is_number
from llmextract.evaluation.gold.faults import Fault
from llmextract.evaluation.gold.labels import Gold
from llmextract.reconcile import reconcile
from llmextract.schema import SchemaSpec
from llmextract.types import Analysis, Document, Evidence, Pointer, Proved, Qualifier

_NUMBER = r"\d+(?:\.\d+)?"
_SIDE = rf"{_NUMBER}(?:\s*[+−-]\s*{_NUMBER})*"
_SUM = re.compile(rf"\s*({_SIDE})\s*(=|≠|!=|<=|≤)\s*({_SIDE})\s*(?:[（(][^（()）]*[)）])?\s*")
_TERM = re.compile(rf"([+−-]?)\s*({_NUMBER})")


def sum_faults(gold: Gold, file: str, schema: SchemaSpec | None) -> Iterator[Fault]:
    """Sums that cannot be read or do not hold, broken ones that hold, and with a schema its
    identities that the values break although the file does not say so."""
    for key, said, expected in (
        ("identities", gold.identities, True),
        ("broken_identities", gold.broken_identities, False),
    ):
        for text in said:
            yield from _one(text, key, expected, file)
    if schema is not None:
        yield from _undeclared(gold, schema, file)


def operands(text: str) -> tuple[Decimal, ...]:
    """The numbers of a sum, in order; what stands in brackets is a remark."""
    match = _SUM.fullmatch(text)
    if match is None:
        return ()
    return tuple(Decimal(n) for side in (match[1], match[3]) for _, n in _TERM.findall(side))


def _one(text: str, key: str, expected: bool, file: str) -> Iterator[Fault]:
    match = _SUM.fullmatch(text)
    if match is None:
        hint = "write it as 23 = 14 + 9, or 23 <= 25"
        yield Fault(file, key, f"“{text}” cannot be read as a sum", hint)
        return
    left, right = _value(match[1]), _value(match[3])
    holds = left <= right if match[2] in ("<=", "≤") else left == right
    if holds is not expected:
        if expected:
            what = f"“{text}” does not hold: {left} and {right}"
            hint = "correct the values; if the document breaks it, put it under broken_identities"
        else:
            what, hint = f"“{text}” holds", "put it under identities"
        yield Fault(file, key, what, hint)


def _value(side: str) -> Decimal:
    return sum(
        (Decimal(n) * (-1 if s in ("-", "−") else 1) for s, n in _TERM.findall(side)), Decimal()
    )


def _undeclared(gold: Gold, schema: SchemaSpec, file: str) -> Iterator[Fault]:
    nothing = Analysis(Document(gold.document, "", ""), (), ())
    declared = [sorted(operands(text)) for text in gold.broken_identities]
    proved = [_proved(p, v, gold) for p, v in gold.values.items() if is_number(v)]
    for finding in reconcile(schema, proved, nothing):
        if finding.kind != "identity_broken":
            continue
        numbers = sorted(Decimal(gold.values[pointer]) for pointer in finding.pointers)
        if numbers not in declared:
            hint = (
                "correct the values; if the document says so, put the sum under broken_identities"
            )
            yield Fault(file, finding.pointers[0], f"breaks an identity: {finding.message}", hint)


def _proved(pointer: Pointer, value: int | Decimal, gold: Gold) -> Proved:
    qualifier = gold.qualifiers.get(pointer, Qualifier.EXACT)
    return Proved(pointer, value, Evidence("", 0, 0, qualifier=qualifier))
