"""Dates: parsed from the quote, never taken on trust."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from llmextract.fit import relevance
from llmextract.fold import Folded, fold
from llmextract.ground.candidate import Outcome, by_mention, by_passage, rejected
from llmextract.ground.quoting import is_printed
from llmextract.mentions.dates import complete_date, find_dates, find_years, parse_date
from llmextract.schema import FieldSpec
from llmextract.types import Analysis, Mention, MentionKind, Proposal, Reason, Span, Value

_NUMERAL = r"(?:\d{1,2}|[〇○零一二三四五六七八九十]{1,3})"
_YEARLESS = re.compile(
    rf"(?:(?<!\d)(?<![^同当本]年){_NUMERAL}月{_NUMERAL}|(?<=[至到—－~～-]){_NUMERAL})[日号]"
)
_LONGEST = 12  # characters of a date without blanks
_REACH = 40  # characters between a date and one that shares its year


def date_of(value: Value) -> date | None:
    """`value` as a date; text in ISO form counts."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value.strip()) if isinstance(value, str) else None
    except ValueError:
        return None


def dates(proposal: Proposal, analysis: Analysis, spec: FieldSpec) -> Outcome:
    """Candidates for a date field.  A date without its year (至12月31日) takes the year, and one
    without its month the month, of the one before it."""
    value = date_of(proposal.value)
    if value is None:
        return rejected(proposal, Reason.WRONG_TYPE, "not a date")
    if proposal.mention is not None:
        return _given(proposal, value, analysis)
    pool = [m for m in analysis.mentions if proposal.span is None or proposal.span.covers(m.span)]
    equal = [m for m in pool if _states(m, value, analysis)]
    if equal:
        found = [
            by_mention(proposal, value, m, analysis, score=relevance(spec, m, analysis))
            for m in equal
        ]
        return tuple(sorted(found, key=lambda c: -c.score))
    span = proposal.span or Span(0, len(analysis.document.text))
    for place, raw in _shared_year(value, analysis, span):
        return (by_passage(proposal, value, place, analysis, raw=raw),)
    if proposal.span is not None and _is_spaced(proposal.span.of(analysis.document.text), value):
        return (by_passage(proposal, value, proposal.span, analysis),)
    reason = Reason.NOT_IN_TEXT if proposal.span is None else Reason.NOT_IN_QUOTE
    return rejected(proposal, reason, f"no date there is {value.isoformat()}")


def _given(proposal: Proposal, value: date, analysis: Analysis) -> Outcome:
    index = proposal.mention
    if index is None or not 0 <= index < len(analysis.mentions):
        return rejected(proposal, Reason.NOT_IN_TEXT, f"there is no mention {index}")
    mention = analysis.mentions[index]
    if proposal.span is not None and not proposal.span.covers(mention.span):
        return rejected(proposal, Reason.NOT_IN_QUOTE, f"“{mention.raw}” is not in the quote")
    if not _states(mention, value, analysis):
        detail = f"“{mention.raw}” does not state {value.isoformat()}"
        return rejected(proposal, Reason.VALUE_DIFFERS, detail, mention.span)
    return (by_mention(proposal, value, mention, analysis),)


def _states(mention: Mention, value: date, analysis: Analysis) -> bool:
    if mention.kind is not MentionKind.DATE or mention.value != value:
        return False
    printed = {found for _, _, found in find_dates(fold(mention.raw).text)}
    return value in printed and is_printed(mention, analysis.document.text)


def _shared_year(value: date, analysis: Analysis, span: Span) -> Iterator[tuple[Span, str]]:
    """Passages from a full date to a later one, not full, that is `value`, and what is
    printed of the latter.  A span that holds only the latter is read with what is before it."""
    start = max(0, span.start - _REACH) if span.end - span.start < _REACH else span.start
    view = fold(analysis.document.text[start : span.end])
    full = list(find_dates(view.text))
    years = list(find_years(view.text))
    for match in _YEARLESS.finditer(view.text):
        known = years if "月" in match[0] else full
        before = [d for d in known if d[1] <= match.start() <= d[1] + _REACH]
        if before and complete_date(match[0], max(before)[2]) == value:
            yield _shifted(view, max(before)[0], match.end(), start), match[0]


def _is_spaced(words: str, value: date) -> bool:
    """Whether a passage that is a date and no more states `value` once blanks are gone:
    2 0 1 4 年 3 月 2 0 日."""
    bare = re.sub(r"[ \u00a0\u3000]", "", fold(words).text)
    return len(bare) <= _LONGEST and parse_date(bare) == value


def _shifted(view: Folded, start: int, end: int, offset: int) -> Span:
    span = view.span(start, end)
    return Span(span.start + offset, span.end + offset)


__all__ = ["date_of", "dates"]
