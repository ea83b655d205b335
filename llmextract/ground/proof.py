"""The proof of one proposal, by the kind of its field."""

from __future__ import annotations

from llmextract.ground.candidate import Outcome, rejected
from llmextract.ground.dates import dates
from llmextract.ground.numbers import number_of, numbers
from llmextract.ground.objects import objects
from llmextract.ground.strings import literal_number, strings
from llmextract.schema import FieldSpec
from llmextract.types import Analysis, Proposal, Proved, Reason, Rejected, Span


def prove(proposal: Proposal, analysis: Analysis, spec: FieldSpec) -> Proved | Rejected:
    """The proposed value with its best proof, or why there is none.

    Promises of a `Proved`: `text[start:end] == quote`, and the value is what the quote states:
    the number that parses from it, in the field's unit; the date; the words themselves.  A zero
    is printed or denied.  Lists are proved item by item, by `prove_all`.
    """
    found = candidates(proposal, analysis, spec)
    return found if isinstance(found, Rejected) else found[0].proved


def candidates(
    proposal: Proposal, analysis: Analysis, spec: FieldSpec, sibling: Span | None = None
) -> Outcome:
    """Every proof of a proposal, best first; `sibling` is for `strings`."""
    text = analysis.document.text
    span = proposal.span
    if span is not None and not 0 <= span.start < span.end <= len(text):
        return rejected(proposal, Reason.NOT_IN_TEXT, f"no characters at {span.start}:{span.end}")
    if spec.numeric:
        return _number(proposal, analysis, spec)
    if spec.kind == "date":
        return dates(proposal, analysis, spec)
    if spec.kind == "object":
        return objects(proposal, analysis, spec)
    return strings(proposal, analysis, spec, sibling)


def _number(proposal: Proposal, analysis: Analysis, spec: FieldSpec) -> Outcome:
    value = number_of(proposal.value, spec)
    if spec.extract.pattern and proposal.mention is None and isinstance(value, int):
        return literal_number(proposal, value, analysis, spec)
    return numbers(proposal, analysis, spec)


__all__ = ["candidates", "prove"]
