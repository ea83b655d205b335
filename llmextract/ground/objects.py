"""Items of lists of objects: every part must stand in one quote, each by its own rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from llmextract.ground.candidate import Candidate, Outcome, by_passage, rejected
from llmextract.ground.quoting import find_verbatim, is_printed
from llmextract.mentions.units import kinds_of
from llmextract.schema import FieldSpec
from llmextract.types import Analysis, Mention, MentionKind, Proposal, Qualifier, Reason, Span

_KINDS = (MentionKind.NUMBER, MentionKind.PERCENT, MentionKind.DATE)


def objects(proposal: Proposal, analysis: Analysis, spec: FieldSpec) -> Outcome:
    """Candidates for one item.  Without a span, the clauses and then the sentences around the
    item's numbers or titles are tried, and places that have its text."""
    item = proposal.value
    if not isinstance(item, Mapping):
        return rejected(proposal, Reason.WRONG_TYPE, "not an object")
    parts = {key: part for key, part in item.items() if part is not None and part != ""}
    if not parts:
        return rejected(proposal, Reason.WRONG_TYPE, "an object without values")
    found: dict[Span, Candidate] = {}
    for span in [proposal.span] if proposal.span else _places(parts, analysis):
        candidate = _in(span, proposal, parts, analysis)
        if candidate is not None:
            proved = candidate.proved.evidence
            found.setdefault(Span(proved.start, proved.end), candidate)
    if found:
        return tuple(sorted(found.values(), key=lambda c: -c.score))
    reason = Reason.NOT_IN_TEXT if proposal.span is None else Reason.NOT_IN_QUOTE
    return rejected(proposal, reason, "its parts do not stand together word for word")


def _places(parts: Mapping[str, Any], analysis: Analysis) -> Iterator[Span]:
    """Clauses before sentences: the closest quote goes first."""
    text = analysis.document.text
    numbers = [part for part in parts.values() if _is_number(part)]
    if not numbers:
        longest = max((p for p in parts.values() if isinstance(p, str)), key=len)
        whole = Span(0, len(text))
        place = find_verbatim(longest, text, whole)
        while place is not None:
            yield place if len(parts) == 1 else _line(place, text)
            place = find_verbatim(longest, text, Span(place.end, len(text)))
        return
    mentions = [m for m in analysis.mentions if any(_equal(m, n) for n in numbers)]
    yield from dict.fromkeys(m.clause for m in mentions)
    yield from dict.fromkeys(m.sentence for m in mentions)


def _in(
    span: Span, proposal: Proposal, parts: Mapping[str, Any], analysis: Analysis
) -> Candidate | None:
    """The item proved in `span`, quoting from its first part to its last."""
    text = analysis.document.text
    numbers = [part for part in parts.values() if _is_number(part)]
    words = [str(part) for part in parts.values() if not _is_number(part)]
    for used in _readings(numbers, span, analysis):
        around = _own(span, used, analysis)
        places = [find_verbatim(passage, text, around) for passage in words]
        spans = [place for place in places if place is not None] + [m.span for m in used]
        if len(spans) == len(parts):
            quote = Span(min(s.start for s in spans), max(s.end for s in spans))
            return _candidate(proposal, parts, quote, used, analysis)
    return None


def _candidate(
    proposal: Proposal,
    parts: Mapping[str, Any],
    quote: Span,
    used: list[Mention],
    analysis: Analysis,
) -> Candidate:
    first = used[0] if used else None
    return by_passage(
        proposal,
        dict.fromkeys(_keys(proposal)) | dict(parts),
        quote,
        analysis,
        raw=first.raw if first else None,
        unit=first.unit if first else None,
        qualifier=first.qualifier if first else Qualifier.EXACT,
        mentions=tuple(m.index for m in used),
        score=1 / (1 + quote.end - quote.start),
    )


def _readings(numbers: list[Any], span: Span, analysis: Analysis) -> Iterator[list[Mention]]:
    """Mentions in `span` that state `numbers` in their order, one list for each start."""
    if not numbers:
        yield []
        return
    pool = [m for m in analysis.mentions if span.covers(m.span)]
    pool = [m for m in pool if is_printed(m, analysis.document.text)]
    for n, first in enumerate(pool):
        used = [first]
        for part in numbers[1:]:
            used += [m for m in pool[n + 1 :] if m not in used and _equal(m, part)][:1]
        if _equal(first, numbers[0]) and len(used) == len(numbers):
            yield used


def _keys(proposal: Proposal) -> Iterable[str]:
    return proposal.value if isinstance(proposal.value, Mapping) else ()


def _own(span: Span, used: list[Mention], analysis: Analysis) -> Span:
    """The part of `span` between the numbers of other items: a label must stand next to its own
    number (甲类3条、乙类4条)."""
    if not used:
        return span
    start, end = used[0].span.start, used[-1].span.end
    others = [m.span for m in analysis.mentions if m.kind in _KINDS and span.covers(m.span)]
    return Span(
        max((o.end for o in others if o.end <= start), default=span.start),
        min((o.start for o in others if o.start >= end), default=span.end),
    )


def _is_number(part: Any) -> bool:
    return not isinstance(part, str) or _as_date(part) is not None


def _equal(mention: Mention, part: object) -> bool:
    if mention.kind not in _KINDS or "duration" in kinds_of(mention.unit):
        return False
    if isinstance(part, str):
        return mention.value == _as_date(part)
    if isinstance(part, float):
        return mention.value == Decimal(str(part))
    return mention.value == part


def _as_date(part: str) -> date | None:
    try:
        return date.fromisoformat(part)
    except ValueError:
        return None


def _line(place: Span, text: str) -> Span:
    start = text.rfind("\n", 0, place.start) + 1
    end = text.find("\n", place.end)
    return Span(start, end if end >= 0 else len(text))


__all__ = ["objects"]
