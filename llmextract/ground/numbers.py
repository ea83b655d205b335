"""Numbers: what a value must be, and which mentions state it in a unit that the field counts."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from llmextract.fit import counts, declared, relevance, shares_words
from llmextract.fold import fold
from llmextract.ground.candidate import Candidate, Outcome, by_mention, by_passage, rejected
from llmextract.ground.quoting import is_printed
from llmextract.ground.zero import denies
from llmextract.mentions.numbers import find_numbers
from llmextract.numerals import parse_number
from llmextract.schema import FieldSpec
from llmextract.types import (
    Analysis,
    Mention,
    MentionKind,
    Proposal,
    Qualifier,
    Reason,
    Span,
    Value,
)

_SPEAKS = 0.5  # least relevance of a mention that nobody pointed at
_NUMERIC = (MentionKind.NUMBER, MentionKind.PERCENT, MentionKind.DENIAL)


def number_of(value: Value, spec: FieldSpec) -> int | Decimal | None:
    """`value` as the field's number; None if it is none, or a fraction where none can be.

    Text counts if it is a plain number: strategies that write JSON may quote numbers.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        return None
    try:
        number = Decimal(str(value).replace(",", "").strip())
    except InvalidOperation:
        return None
    if not number.is_finite() or (spec.kind == "int" and number != number.to_integral_value()):
        return None
    return int(number) if number == number.to_integral_value() else number


def numbers(proposal: Proposal, analysis: Analysis, spec: FieldSpec) -> Outcome:
    """Candidates for a numeric field, by the mention or the span given, else by searching."""
    value = number_of(proposal.value, spec)
    if value is None:
        return rejected(proposal, Reason.WRONG_TYPE, f"not a value of kind {spec.kind}")
    if proposal.mention is not None:
        return _given(proposal, value, analysis, spec)
    pool = [m for m in analysis.mentions if proposal.span is None or proposal.span.covers(m.span)]
    equal = [m for m in pool if states(m, value, spec, analysis)]
    fit = [m for m in equal if counts(m, spec)]
    if proposal.span is None and value == 0:
        fit = [m for m in fit if denies(m, spec, analysis)]
    if fit:
        found = [_candidate(proposal, value, m, analysis, spec) for m in fit]
        return _ranked(proposal, found, analysis, spec)
    if proposal.span is not None and not equal:
        return _cell(proposal, value, proposal.span, analysis)
    return _nothing(proposal, value, equal)


def states(mention: Mention, value: int | Decimal, spec: FieldSpec, analysis: Analysis) -> bool:
    """Whether `mention`, as printed, parses to `value` in the field's base unit."""
    text = analysis.document.text
    if mention.kind is MentionKind.DENIAL:
        return value == 0 and is_printed(mention, text)
    if mention.kind not in _NUMERIC or not isinstance(mention.value, Decimal):
        return False
    times, _ = declared(mention, spec, text)
    if mention.value * times != value or not is_printed(mention, text):
        return False
    printed = fold(f"{mention.raw}，").text  # behind a numeral like 三十五 a mark is expected
    return mention.value in (found.value for found in find_numbers(printed))


def _given(
    proposal: Proposal, value: int | Decimal, analysis: Analysis, spec: FieldSpec
) -> Outcome:
    index = proposal.mention
    if index is None or not 0 <= index < len(analysis.mentions):
        return rejected(proposal, Reason.NOT_IN_TEXT, f"there is no mention {index}")
    mention = analysis.mentions[index]
    if proposal.span is not None and not proposal.span.covers(mention.span):
        return rejected(proposal, Reason.NOT_IN_QUOTE, f"“{mention.raw}” is not in the quote")
    if mention.kind not in _NUMERIC:
        detail = f"“{mention.raw}” is a {mention.kind}"
        return rejected(proposal, Reason.WRONG_TYPE, detail, mention.span)
    if not states(mention, value, spec, analysis):
        detail = f"“{mention.raw}” does not state {value}"
        return rejected(proposal, Reason.VALUE_DIFFERS, detail, mention.span)
    if not counts(mention, spec):
        detail = f"“{mention.raw}” does not count {spec.extract.unit}"
        return rejected(proposal, Reason.WRONG_UNIT, detail, mention.span)
    return (_candidate(proposal, value, mention, analysis, spec),)


def _candidate(
    proposal: Proposal,
    value: int | Decimal,
    mention: Mention,
    analysis: Analysis,
    spec: FieldSpec,
) -> Candidate:
    _, unit = declared(mention, spec, analysis.document.text)
    score = relevance(spec, mention, analysis)
    return by_mention(proposal, value, mention, analysis, unit=unit, score=score)


def _ranked(
    proposal: Proposal, found: list[Candidate], analysis: Analysis, spec: FieldSpec
) -> Outcome:
    """Candidates by score.  A value that came without a place must stand where the text speaks
    of the field, if the text has the field's words at all: an equal number is no proof."""
    found = sorted(found, key=lambda c: -c.score)
    if proposal.span is None and shares_words(spec, analysis.document.text):
        near = [c for c in found if c.score >= _SPEAKS or c.proved.value == 0]
        if not near:
            quote = found[0].proved.evidence
            detail = f"only in “{quote.quote}”, which is not about it"
            span = Span(quote.start, quote.end)
            return rejected(proposal, Reason.ELSEWHERE, detail, span)
        found = near
    return tuple(found)


def _cell(proposal: Proposal, value: int | Decimal, span: Span, analysis: Analysis) -> Outcome:
    """A span that is a number and nothing else, though no mention: the cell of a table."""
    printed = fold(span.of(analysis.document.text)).text.strip()
    if parse_number(printed.lstrip("+-")) == abs(value) and (printed[:1] == "-") == (value < 0):
        return (
            by_passage(proposal, value, span, analysis, raw=printed, qualifier=Qualifier.EXACT),
        )
    reason = Reason.ZERO_NOT_STATED if value == 0 else Reason.NOT_IN_QUOTE
    return rejected(proposal, reason, f"the quote does not state {value}")


def _nothing(proposal: Proposal, value: int | Decimal, equal: list[Mention]) -> Outcome:
    if value == 0:
        return rejected(proposal, Reason.ZERO_NOT_STATED, "no printed 0 and no denial for it")
    if equal:
        units = ", ".join(dict.fromkeys(m.raw for m in equal))
        return rejected(proposal, Reason.WRONG_UNIT, f"only as {units}", equal[0].span)
    return rejected(proposal, Reason.NOT_IN_TEXT, f"no number in the text is {value}")


__all__ = ["declared", "number_of", "numbers", "states"]
