"""All proposals of a document: each mention proves one field, each field has one value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from llmextract.ground.candidate import Candidate, rejected
from llmextract.ground.proof import candidates
from llmextract.pointers import field_of, mapping_of, spec_at
from llmextract.schema import FieldSpec, SchemaSpec
from llmextract.types import (
    Analysis,
    MentionKind,
    Pointer,
    Proposal,
    Proved,
    Reason,
    Rejected,
    Span,
)

_UNSURE = 0.5  # rank of a proposal without a confidence
_STEP_DOWN = 0.5  # share of its best score by which a claim's other choice may be worse
_EACH = re.compile(r"(?:[均都皆各][^，。；、]{0,4}|双双|同为|也是|同样)$")


@dataclass(frozen=True, slots=True)
class _Claim:
    proposal: Proposal
    candidates: tuple[Candidate, ...]

    @property
    def rank(self) -> tuple[float, float]:
        confidence = self.proposal.confidence
        return (_UNSURE if confidence is None else confidence, self.candidates[0].score)


@dataclass(slots=True)
class _Ledger:
    """What has been given out: values by pointer, mentions by pool and index."""

    proved: dict[Pointer, Proved] = field(default_factory=dict)
    taken: dict[tuple[str, int], Pointer] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)


def prove_all(
    proposals: Sequence[Proposal], analysis: Analysis, schema: SchemaSpec
) -> tuple[list[Proved], list[Rejected]]:
    """Prove `proposals`; null ones claim nothing.

    The best-ranked claim (by confidence, then by shared words) gets a mention; others get their
    next best one or are rejected as taken.  A denial, and a number printed for each of several
    events, may serve many.  Numbers of a list's items and of a table's cells may repeat those of
    fields.  A field's second value is rejected as a rival.  Results are in order of the schema.
    """
    ledger = _Ledger()
    singles = [p for p in _taken_apart(proposals, schema) if p.value is not None]
    plain = [p for p in singles if not _looks_at_sibling(p, schema)]
    for wave in (plain, [p for p in singles if _looks_at_sibling(p, schema)]):
        claims = list(_claims(wave, analysis, schema, ledger))
        for claim in sorted(claims, key=lambda claim: claim.rank, reverse=True):
            _settle(claim, analysis, schema, ledger)
    order = {spec.pointer: n for n, spec in enumerate(schema.fields)}
    return _in_order(ledger.proved, order, schema), sorted(
        ledger.rejected, key=lambda r: order.get(_base(r.pointer, schema), len(order))
    )


def _taken_apart(proposals: Iterable[Proposal], schema: SchemaSpec) -> Iterator[Proposal]:
    """Lists as their items, numbered on through all proposals for the same list."""
    counts: dict[Pointer, int] = {}
    for proposal in proposals:
        spec = field_of(proposal.pointer, schema)
        if spec is None or not spec.kind.startswith("list_"):
            yield proposal
            continue
        whole = proposal.pointer == spec.pointer and isinstance(proposal.value, list)
        for value in (
            proposal.value if whole and isinstance(proposal.value, list) else [proposal.value]
        ):
            n = counts[spec.pointer] = counts.get(spec.pointer, -1) + 1
            yield replace(proposal, pointer=f"{spec.pointer}/{n}", value=value)


def _claims(
    proposals: Iterable[Proposal], analysis: Analysis, schema: SchemaSpec, ledger: _Ledger
) -> Iterator[_Claim]:
    for proposal in proposals:
        spec = spec_at(proposal.pointer, schema)
        if spec is None:
            detail = "the schema has no such field"
            ledger.rejected.append(rejected(proposal, Reason.UNKNOWN_FIELD, detail))
            continue
        found = candidates(proposal, analysis, spec, _sibling(spec, ledger))
        if isinstance(found, Rejected):
            ledger.rejected.append(found)
        else:
            yield _Claim(proposal, found)


def _settle(claim: _Claim, analysis: Analysis, schema: SchemaSpec, ledger: _Ledger) -> None:
    proposal = claim.proposal
    have = ledger.proved.get(proposal.pointer)
    if have is not None:
        if have.value != claim.candidates[0].proved.value:
            detail = f"{have.value} was proved for the field"
            ledger.rejected.append(rejected(proposal, Reason.RIVAL, detail))
        return
    pool = _pool(proposal.pointer, schema)
    best = claim.candidates[0].score
    for candidate in claim.candidates:
        if best - candidate.score > _STEP_DOWN * abs(best):
            break
        keys = [(pool, i) for i in candidate.mentions if not _shared(i, analysis)]
        if not any(key in ledger.taken for key in keys):
            ledger.taken.update(dict.fromkeys(keys, proposal.pointer))
            ledger.proved[proposal.pointer] = candidate.proved
            return
    mention = analysis.mentions[claim.candidates[0].mentions[0]]
    owner = next(
        ledger.taken[pool, i] for i in claim.candidates[0].mentions if (pool, i) in ledger.taken
    )
    detail = f"“{mention.raw}” proves {owner}"
    ledger.rejected.append(rejected(proposal, Reason.TAKEN, detail, mention.span))


def _shared(index: int, analysis: Analysis) -> bool:
    """Whether a mention may serve several fields: a denial, or a number said of each (投诉、事故
    均为0)."""
    mention = analysis.mentions[index]
    ahead = Span(mention.clause.start, mention.span.start).of(analysis.document.text)
    return mention.kind is MentionKind.DENIAL or _EACH.search(ahead) is not None


def _pool(pointer: Pointer, schema: SchemaSpec) -> str:
    spec = field_of(pointer, schema)
    if spec is None:
        return mapping_of(pointer, schema) or ""
    return spec.pointer if spec.kind.startswith("list_") else ""


def _looks_at_sibling(proposal: Proposal, schema: SchemaSpec) -> bool:
    spec = spec_at(proposal.pointer, schema)
    return spec is not None and spec.extract.of is not None


def _sibling(spec: FieldSpec, ledger: _Ledger) -> Span | None:
    if spec.extract.of is None:
        return None
    sibling = ledger.proved.get(f"{spec.pointer.rpartition('/')[0]}/{spec.extract.of}")
    return Span(sibling.evidence.start, sibling.evidence.end) if sibling else None


def _in_order(
    proved: Mapping[Pointer, Proved], order: Mapping[Pointer, int], schema: SchemaSpec
) -> list[Proved]:
    """In order of the schema; a list's items in order of the text, each once, numbered anew."""
    values = sorted(
        proved.values(),
        key=lambda p: (order.get(_base(p.pointer, schema), len(order)), p.evidence.start),
    )
    done: list[Proved] = []
    items: dict[Pointer, list[Proved]] = {}
    for value in values:
        base = _base(value.pointer, schema)
        if base == value.pointer or base not in order:
            done.append(value)
            continue
        have = items.setdefault(base, [])
        if all(value.value != other.value for other in have):
            have.append(replace(value, pointer=f"{base}/{len(have)}"))
            done.append(have[-1])
    return done


def _base(pointer: Pointer, schema: SchemaSpec) -> Pointer:
    spec = field_of(pointer, schema)
    return spec.pointer if spec else pointer


__all__ = ["prove_all"]
