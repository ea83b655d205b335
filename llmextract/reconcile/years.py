"""Documents of one body held against those of the year before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from llmextract.intervals import ZERO, Interval, interval_of
from llmextract.plain import plain
from llmextract.pointers import join, spec_at, split
from llmextract.reconcile.check import operand
from llmextract.reconcile.doubts import SURE
from llmextract.reconcile.said import EACH, Said, folded, matches, said_of
from llmextract.schema import SchemaSpec, YearIdentity, YearTerm
from llmextract.types import Evidence, Extraction, Finding


@dataclass(frozen=True, slots=True)
class Across:
    """A finding about several documents of one body: `documents` and their `years` from the
    latest back, `entity` as the latest spells it.  The finding's pointers are of the latest."""

    finding: Finding
    entity: str
    years: tuple[int, ...]
    documents: tuple[str, ...]


def reconcile_years(
    schema: SchemaSpec,
    extractions: Iterable[Extraction],
    body_of: Callable[[str], str | None] | None = None,
) -> list[Across]:
    """Check the identities that the schema declares `across` years, wherever documents of one
    body and consecutive years state all operands; findings by body and year.

    Kinds: `years_hold`, `years_broken` (`source` if nothing speaks against the operands, else
    `suspect`), and `years_twice` for different documents of one body and year, which are held
    against no others.  A later extraction of a document replaces an earlier one.  `body_of` says
    which body a name means (None: unknown); without it, names that differ in width, case, blanks
    and punctuation only are one.
    """
    if not (schema.across and schema.entity and schema.time):
        return []
    bodies: dict[str, dict[int, dict[str, Said]]] = {}
    for extraction in extractions:
        said = said_of(extraction, schema)
        body = (body_of or folded)(said.entity) if said else None
        if said and body:
            years = bodies.setdefault(body, {})
            for others in years.values():
                others.pop(said.document, None)
            years.setdefault(said.year, {})[said.document] = said
    return [found for _, years in sorted(bodies.items()) for found in _of_body(years, schema)]


def _of_body(years: Mapping[int, Mapping[str, Said]], schema: SchemaSpec) -> Iterator[Across]:
    single: dict[int, Said] = {}
    for year, documents in sorted(years.items()):
        if len(documents) == 1:
            single.update((year, said) for said in documents.values())
        elif documents:
            yield _twice(list(documents.values()), schema)
    for year, said in single.items():
        done: set[object] = set()
        for identity in schema.across:
            before = {t.back: single.get(year - t.back) for t in identity.terms}
            if None in before.values():
                continue
            known = {back: one for back, one in before.items() if one is not None}
            for terms in _bound(identity, said):
                finding = _check(identity, terms, known, schema, done)
                if finding is not None:
                    yield finding


def _bound(identity: YearIdentity, said: Said) -> Iterator[tuple[list[YearTerm], list[YearTerm]]]:
    """Both sides, `*` replaced by each row or column that the document has."""
    patterns = [split(t.pointer) for t in identity.terms if EACH in split(t.pointer)]
    steps: list[str | None] = [None]
    if patterns:
        pattern = patterns[0]
        at = pattern.index(EACH)
        found = (split(pointer) for pointer in said.numbers)
        steps = [s[at] for s in found if len(s) == len(pattern) and matches(s, pattern)]
    for step in dict.fromkeys(steps):
        yield _with(identity.left, step), _with(identity.right, step)


def _with(terms: Iterable[YearTerm], step: str | None) -> list[YearTerm]:
    if step is None:
        return list(terms)
    return [
        YearTerm(t.sign, join([step if s == EACH else s for s in split(t.pointer)]), t.back)
        for t in terms
    ]


def _check(
    identity: YearIdentity,
    sides: tuple[list[YearTerm], list[YearTerm]],
    before: Mapping[int, Said],
    schema: SchemaSpec,
    done: set[object],
) -> Across | None:
    """`done` are the proofs of what was checked: a cell may also be the value of a field."""
    terms = [*sides[0], *sides[1]]
    if not all(t.pointer in before[t.back].numbers for t in terms):
        return None
    proofs = tuple((t.back, _place(before[t.back].numbers[t.pointer].evidence)) for t in terms)
    if proofs in done:
        return None
    done.add(proofs)
    left, right = (_sum(side, before) for side in sides)
    below = identity.operator == "<="
    holds = left[1].reaches_below(right[1]) if below else left[1].meets(right[1])
    doubts = {} if holds else _doubts(terms, before)
    relation = "holds" if holds else f"but they differ by {left[0] - right[0]:f}"
    words = [_words(side, before, schema) for side in sides]
    latest = before[min(before)]
    finding = Finding(
        kind="years_hold" if holds else "years_broken",
        message=f"{words[0]} {identity.operator} {words[1]}: {relation}",
        pointers=tuple(t.pointer for t in terms if t.back == min(before)),
        judgement="holds" if holds else "suspect" if doubts else "source",
        detail=plain(
            {
                "identity": identity.text,
                "left": left[0],
                "right": right[0],
                "difference": left[0] - right[0],
                "operands": [_operand(t, before[t.back]) for t in terms],
                "doubts": doubts,
            }
        ),
    )
    order = sorted(before)
    return Across(
        finding,
        latest.entity,
        tuple(before[back].year for back in order),
        tuple(before[back].document for back in order),
    )


def _sum(terms: Iterable[YearTerm], before: Mapping[int, Said]) -> tuple[Decimal, Interval]:
    printed, interval = Decimal(0), ZERO
    for term in terms:
        proved = before[term.back].numbers[term.pointer]
        value = Decimal(str(proved.value))
        one = interval_of(value, proved.evidence.qualifier)
        printed += term.sign * value
        interval += one if term.sign > 0 else -one
    return printed, interval


def _words(terms: Iterable[YearTerm], before: Mapping[int, Said], schema: SchemaSpec) -> str:
    parts = []
    for term in terms:
        said, spec = before[term.back], spec_at(term.pointer, schema)
        label = spec.label if spec else term.pointer
        value = Decimal(str(said.numbers[term.pointer].value))
        parts.append(f"{'−' if term.sign < 0 else '+'} {label} {value:f} ({said.year})")
    return " ".join(parts).removeprefix("+ ")


def _operand(term: YearTerm, said: Said) -> dict[str, Any]:
    proved = said.numbers[term.pointer]
    return {
        "document": said.document,
        "year": said.year,
        "pointer": term.pointer,
        "quote": proved.evidence.quote,
        **operand(proved),
    }


def _doubts(terms: Iterable[YearTerm], before: Mapping[int, Said]) -> dict[str, str]:
    found = {}
    for term in terms:
        said = before[term.back]
        confidence = said.numbers[term.pointer].evidence.confidence
        why = said.doubts.get(term.pointer, "")
        if confidence is None or confidence < SURE:
            why = "unsure" if confidence is None else f"confidence {confidence}"
        if why:
            found[f"{said.year} {term.pointer}"] = why
    return found


def _twice(said: Sequence[Said], schema: SchemaSpec) -> Across:
    names = ", ".join(one.document for one in said)
    finding = Finding(
        "years_twice",
        f"{len(said)} documents of {said[0].entity} and {said[0].year}: {names}",
        (schema.entity or "", schema.time or ""),
        "suspect",
    )
    return Across(finding, said[0].entity, (said[0].year,), tuple(one.document for one in said))


def _place(evidence: Evidence) -> object:
    return evidence.cell or (evidence.start, evidence.end, evidence.raw)


__all__ = ["Across", "reconcile_years"]
