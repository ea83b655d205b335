"""Text: verbatim in its quote; fixed choices by the expression that stands for them."""

from __future__ import annotations

import re

from llmextract.fold import fold
from llmextract.ground.candidate import Outcome, by_passage, rejected
from llmextract.ground.quoting import AROUND, find_verbatim
from llmextract.numerals import ARABIC, CHINESE, parse_number
from llmextract.schema import FieldSpec
from llmextract.types import Analysis, Proposal, Reason, Span
from llmextract.within import region

_NUMERALS = re.compile(rf"(?:{ARABIC})|[{CHINESE}]+")


def strings(
    proposal: Proposal, analysis: Analysis, spec: FieldSpec, sibling: Span | None = None
) -> Outcome:
    """One candidate for a text or yes/no field.  `sibling` is the evidence of the field that
    `choices` look at."""
    value = proposal.value
    if spec.extract.choices and isinstance(value, str | bool):
        return _choice(proposal, str(value).lower(), analysis, spec, sibling)
    if not isinstance(value, str) or spec.kind != "str":
        return rejected(proposal, Reason.WRONG_TYPE, f"not a value of kind {spec.kind}")
    text = analysis.document.text
    span = find_verbatim(value, text, proposal.span or Span(0, len(text)))
    if span is None and proposal.span is not None and _across_pages(value, text, proposal.span):
        span = proposal.span
    if span is not None:
        return (by_passage(proposal, value, span, analysis),)
    if proposal.span is None:
        return rejected(proposal, Reason.NOT_IN_TEXT, "not in the text word for word")
    return rejected(proposal, Reason.NOT_IN_QUOTE, "not in the quote word for word")


def _across_pages(value: str, text: str, span: Span) -> bool:
    """Whether `value` stands in the span word for word but for a page's foot and head."""
    words = "".join(text[at] for at in fold(text).origin if span.start <= at < span.end)
    return find_verbatim(value, words, Span(0, len(words))) is not None


def literal_number(proposal: Proposal, value: int, analysis: Analysis, spec: FieldSpec) -> Outcome:
    """A number that is no count, such as a year, where one of the field's patterns finds it or
    where it stands in the span given."""
    text = analysis.document.text
    places = [(proposal.span, proposal.span)] if proposal.span else _by_pattern(text, spec)
    for place, quote in places:
        printed = fold(place.of(text)).text
        for words in (printed, re.sub(r"\s", "", printed)):  # 2 0 1 3年
            for match in _NUMERALS.finditer(words):
                if parse_number(match[0]) == value:
                    return (by_passage(proposal, value, quote, analysis, raw=match[0]),)
    reason = Reason.NOT_IN_TEXT if proposal.span is None else Reason.NOT_IN_QUOTE
    return rejected(proposal, reason, f"{value} does not stand where the field is read")


def _by_pattern(text: str, spec: FieldSpec) -> list[tuple[Span, Span]]:
    """Where the field's patterns find a value, and what to quote for it."""
    patterns = spec.extract.pattern or ()
    place = region(len(text), spec.extract.within)
    found = []
    for pattern in (patterns,) if isinstance(patterns, str) else patterns:
        for match in re.compile(pattern).finditer(text, place.start, place.end):
            group = "value" if "value" in match.re.groupindex else 1
            value, whole = Span(*match.span(group)), Span(*match.span())
            found.append((value, whole if whole.end - whole.start <= AROUND else value))
    return found


def _choice(
    proposal: Proposal, value: str, analysis: Analysis, spec: FieldSpec, sibling: Span | None
) -> Outcome:
    """The expression that stands for `value` must match in the quote, or be the first to match
    where the field looks if there is no quote."""
    text = analysis.document.text
    if value not in {choice.lower() for _, choice in spec.extract.choices}:
        return rejected(proposal, Reason.WRONG_TYPE, "not one of the field's values")
    given = proposal.span
    place = sibling or region(len(text), spec.extract.within)
    for expression, choice in spec.extract.choices:
        if given is None:
            found = _first(expression, text, place)
            if found is not None and choice.lower() != value:
                break
        else:
            found = (
                _first(expression, text, given)
                or _touching(expression, text, place, given)
                or _folded(expression, text, given)
            )
        if found is not None and choice.lower() == value:
            quote = given or (sibling if sibling else found)
            return (by_passage(proposal, _typed(choice, spec), quote, analysis),)
    return rejected(proposal, Reason.VALUE_DIFFERS, "the text speaks for another value")


def _typed(choice: str, spec: FieldSpec) -> str | bool:
    return choice.lower() == "true" if spec.kind == "bool" else choice


def _first(expression: str, text: str, place: Span) -> Span | None:
    """The first match inside a region taken by itself, so that ^ and $ mean its ends."""
    match = re.search(expression, place.of(text))
    if match is None:
        return None
    return Span(place.start + match.start(), place.start + match.end())


def _folded(expression: str, text: str, given: Span) -> Span | None:
    """The quote, if the expression matches in it once broken lines are joined."""
    return given if re.search(expression, fold(given.of(text), keep_blanks=True).text) else None


def _touching(expression: str, text: str, place: Span, given: Span) -> Span | None:
    """A match in the region that overlaps the quote: it may look at more than the quote."""
    for match in re.finditer(expression, place.of(text)):
        start, end = place.start + match.start(), place.start + match.end()
        if start < given.end and given.start < end:
            return Span(start, end)
    return None


__all__ = ["literal_number", "strings"]
