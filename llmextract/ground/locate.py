"""Where a value that came without a place could have been read."""

from __future__ import annotations

from llmextract.ground.numbers import number_of, numbers
from llmextract.schema import FieldSpec
from llmextract.types import Analysis, Mention, Proposal, Rejected, Value


def locate(value: Value, analysis: Analysis, spec: FieldSpec) -> tuple[Mention, ...]:
    """The mentions that state `value` for a numeric field: equal number, a unit of the field's
    kind or none, a zero only if denied or printed for it; ranked by shared words."""
    if not spec.numeric or number_of(value, spec) is None:
        return ()
    found = numbers(Proposal(spec.pointer, value, None), analysis, spec)
    if isinstance(found, Rejected):
        return ()
    return tuple(analysis.mentions[index] for c in found for index in c.mentions)
