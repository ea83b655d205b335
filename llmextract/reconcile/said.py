"""What a document says of the numbers that identities between years need."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from llmextract.pointers import split
from llmextract.reconcile.doubts import doubted_cells
from llmextract.schema import SchemaSpec
from llmextract.types import Extraction, Pointer, Proved, Reason

EACH = "*"
"""A step of a pointer that stands for each row or column."""


@dataclass(frozen=True, slots=True)
class Said:
    """One document: its body as it spells it, its year, its numbers, and what speaks against
    them."""

    document: str
    entity: str
    year: int
    numbers: Mapping[Pointer, Proved]
    doubts: Mapping[Pointer, str]


def said_of(extraction: Extraction, schema: SchemaSpec) -> Said | None:
    """What an extraction says of the operands; None if its body or year is not known."""
    entity = _at(extraction.record, schema.entity or "")
    year = _year(_at(extraction.record, schema.time or ""))
    if not isinstance(entity, str) or year is None:
        return None
    wanted = [split(term.pointer) for identity in schema.across for term in identity.terms]
    numbers = {}
    for pointer, evidence in extraction.evidence.items():
        steps = split(pointer)
        if any(len(w) == len(steps) and matches(steps, w) for w in wanted):
            value = _at(extraction.record, pointer)
            if isinstance(value, int | float) and not isinstance(value, bool):
                numbers[pointer] = Proved(pointer, Decimal(str(value)), evidence)
    blamed = (f for f in extraction.findings if not f.kind.startswith("identity"))
    doubts = doubted_cells(blamed)
    doubts |= {r.pointer: "rivals were proposed" for r in extraction.rejected
               if r.reason == Reason.RIVAL}  # fmt: skip
    return Said(
        extraction.document, entity, year, numbers, {p: doubts[p] for p in numbers if p in doubts}
    )


def _at(record: Any, pointer: Pointer) -> Any:
    """The plain value at a pointer; None if there is none."""
    for step in split(pointer):
        record = record.get(step) if isinstance(record, Mapping) else None
    return record


def _year(value: Any) -> int | None:
    if isinstance(value, int):
        return value
    try:
        return date.fromisoformat(value).year
    except (TypeError, ValueError):
        return None


def matches(steps: Sequence[str], pattern: Sequence[str]) -> bool:
    """Whether a pointer's steps are those of a pattern of the same length."""
    return all(b in (EACH, a) for a, b in zip(steps, pattern, strict=True))


def folded(name: str) -> str:
    """A name without differences of width, case, blanks and punctuation."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(c for c in plain if c.isalnum())


__all__ = ["EACH", "Said", "folded", "matches", "said_of"]
