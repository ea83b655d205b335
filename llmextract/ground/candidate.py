"""What a proof comes to: candidates, best first, or a rejection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from llmextract.ground.cues import period_of, scope_of
from llmextract.ground.quoting import quote_of
from llmextract.types import (
    Analysis,
    Evidence,
    Mention,
    Proposal,
    Proved,
    Qualifier,
    Reason,
    Rejected,
    Span,
    Status,
    Value,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value with a proof.  `mentions` are what it uses up; `score` ranks it among others."""

    proved: Proved
    mentions: tuple[int, ...] = ()
    score: float = 0.0


Outcome: TypeAlias = tuple[Candidate, ...] | Rejected
"""At least one candidate, or why there is none."""


def rejected(proposal: Proposal, reason: Reason, detail: str, span: Span | None = None) -> Rejected:
    return Rejected(
        proposal.pointer, proposal.value, reason, detail, span or proposal.span, proposal.origin
    )


def by_mention(
    proposal: Proposal,
    value: Value,
    mention: Mention,
    analysis: Analysis,
    *,
    unit: str | None = None,
    score: float = 0.0,
) -> Candidate:
    """`value` proved by one mention; `unit` if another than the mention's own was declared."""
    text = analysis.document.text
    zero = value == 0 and not isinstance(value, bool)
    span = quote_of(mention, text)
    words = span.of(text)
    evidence = Evidence(
        quote=words,
        start=span.start,
        end=span.end,
        status=Status.STATED_ZERO if zero else Status.STATED,
        raw=mention.raw,
        unit=unit or mention.unit,
        qualifier=mention.qualifier,
        period=period_of(words),
        scope=scope_of(words),
        confidence=proposal.confidence,
        origin=proposal.origin,
    )
    return Candidate(Proved(proposal.pointer, value, evidence), (mention.index,), score)


def by_passage(
    proposal: Proposal,
    value: Value,
    span: Span,
    analysis: Analysis,
    *,
    raw: str | None = None,
    unit: str | None = None,
    qualifier: Qualifier = Qualifier.EXACT,
    mentions: tuple[int, ...] = (),
    score: float = 0.0,
) -> Candidate:
    """`value` proved by the characters of `span`."""
    zero = isinstance(value, int) and not isinstance(value, bool) and value == 0
    evidence = Evidence(
        quote=span.of(analysis.document.text),
        start=span.start,
        end=span.end,
        status=Status.STATED_ZERO if zero else Status.STATED,
        raw=raw,
        unit=unit,
        qualifier=qualifier,
        confidence=proposal.confidence,
        origin=proposal.origin,
    )
    return Candidate(Proved(proposal.pointer, value, evidence), mentions, score)
