"""Cells: what gold and prediction say of one place, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from llmextract.evaluation.compare import Comparison, as_number, magnitude_error, normalised, same
from llmextract.evaluation.predictions import Proof
from llmextract.evaluation.tally import Outcome, Tally
from llmextract.types import Pointer, Qualifier, Span, Status


@dataclass(frozen=True, slots=True)
class Cell:
    """One scored place of one document: a field, a part of a list's item, or a table's cell.

    `pointer` has * for the place of an item in its list.  `gold` is the first of the accepted
    values.  `magnitude` is the factor if a wrong number is off by just that; `invented_zero`
    marks a 0 where the gold is absent or not 0; `grounded` is None unless the value is right and
    the gold has a proof.  `confidence`, `span`, `quote`, `status` and `qualifier` are the run's
    evidence; offsets count characters of the document as read.
    """

    document: str
    pointer: Pointer
    outcome: Outcome
    gold: Any
    predicted: Any
    magnitude: int | None = None
    invented_zero: bool = False
    grounded: bool | None = None
    quote: str | None = None
    gold_quote: str | None = None
    confidence: float | None = None
    span: Span | None = None
    gold_spans: tuple[Span, ...] = ()
    status: Status | None = None
    gold_status: Status | None = None
    qualifier: Qualifier | None = None
    gold_qualifier: Qualifier | None = None

    @property
    def group(self) -> str:
        """The first part of the pointer."""
        return self.pointer.split("/", 2)[1]

    @property
    def tally(self) -> Tally:
        return Tally(**{self.outcome.value: 1})

    @property
    def grounded_outcome(self) -> Outcome:
        """As `outcome`, with a right value whose evidence lies elsewhere counted as wrong."""
        return Outcome.WRONG if self.grounded is False else self.outcome


def outcome_of(accepted: Sequence[Any], predicted: Any, compare: Comparison) -> Outcome:
    """The outcome for the values that gold accepts (none: absent) and a predicted one."""
    if predicted is None:
        return Outcome.MISSING if accepted else Outcome.RIGHT_NULL
    if not accepted:
        return Outcome.SPURIOUS
    for value in accepted:
        if same(value, predicted, compare):
            return Outcome.RIGHT
    return Outcome.WRONG


def plain_cell(
    document: str,
    pointer: Pointer,
    accepted: Sequence[Any],
    predicted: Any,
    compare: Comparison,
    *,
    gold_spans: tuple[Span, ...] = (),
    proof: Proof | None = None,
) -> Cell:
    """A cell of a list or a table, which has no status or qualifier of its own."""
    outcome, proof = outcome_of(accepted, predicted, compare), proof or Proof()
    return Cell(
        document,
        pointer,
        outcome,
        accepted[0] if accepted else None,
        predicted,
        magnitude=slip(outcome, accepted, predicted),
        invented_zero=is_invented_zero(outcome, predicted),
        quote=proof.quote,
        confidence=proof.confidence,
        span=proof.span,
        gold_spans=gold_spans,
    )


def slip(outcome: Outcome, accepted: Sequence[Any], predicted: Any) -> int | None:
    """The factor by which a wrong number is off, from the first accepted value that has one."""
    if outcome is not Outcome.WRONG:
        return None
    found = (magnitude_error(value, predicted) for value in accepted)
    return next((factor for factor in found if factor), None)


def is_invented_zero(outcome: Outcome, predicted: Any) -> bool:
    return outcome in (Outcome.WRONG, Outcome.SPURIOUS) and as_number(predicted) == 0


def grounded(
    places: Sequence[Span], gold_quote: str | None, span: Span | None, quote: str | None
) -> bool | None:
    """Whether the evidence shares a character with one of the gold's passages, any of which
    proves the value; where these have no offsets, whether one quote contains the other, white
    space aside.  None if the gold has no proof."""
    if places:
        if span is not None:
            for place in places:
                if span.start < place.end and place.start < span.end:
                    return True
        return False
    if gold_quote is None:
        return None
    one, other = normalised(gold_quote), normalised(quote or "")
    return bool(other) and (one in other or other in one)
