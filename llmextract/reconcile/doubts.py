"""Why a value may have been read wrongly: what speaks against it besides a sum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from llmextract.fit import counts, relevance
from llmextract.pointers import spec_at
from llmextract.schema import FieldSpec, SchemaSpec
from llmextract.types import Analysis, Finding, Mention, MentionKind, Pointer, Proved

SURE = 0.8  # confidence from which a broken identity is held against the document
_SPEAKS = 0.5  # relevance from which a number's words speak of the field
_COMMON = 10  # numbers below it stand everywhere
_NEAR = 150  # characters
_COUNTED = (MentionKind.NUMBER, MentionKind.PERCENT)


@dataclass(frozen=True, slots=True)
class Doubts:
    """What is known of a document's values besides their sums.

    `values` are the proved numbers by pointer, `contested` fields for which rivals were proposed,
    `doubted` cells of tables that were read with a reservation, and which.
    """

    schema: SchemaSpec
    analysis: Analysis
    values: Mapping[Pointer, Proved]
    contested: frozenset[Pointer] = frozenset()
    doubted: Mapping[Pointer, str] | None = None

    def about(self, operands: Iterable[Proved]) -> dict[Pointer, str]:
        """Why an operand may have been read wrongly, by pointer."""
        found = {proved.pointer: self._about(proved) for proved in operands}
        return {pointer: why for pointer, why in found.items() if why}

    def label(self, pointer: Pointer) -> str:
        """What the document calls a field, or row and column of a cell."""
        spec = spec_at(pointer, self.schema)
        return spec.label if spec else pointer

    def elsewhere(
        self, pointer: Pointer, value: Decimal, beside: Sequence[Proved] = ()
    ) -> Mention | None:
        """A free number of the text that is `value`, counts what the field counts and stands
        among words that speak of it, or else, unless many numbers are as small, near the proofs
        `beside` and among words of no field; the one that does so most."""
        spec = spec_at(pointer, self.schema)
        if spec is None:
            return None
        best: tuple[float, Mention | None] = (_SPEAKS, None)
        for mention in self.analysis.mentions:
            if mention.value != value or not self.free(mention) or not counts(mention, spec):
                continue
            if self.analysis.in_table(mention):
                continue
            fits = relevance(spec, mention, self.analysis)
            near = value >= _COMMON and any(_near(mention, proved) for proved in beside)
            if fits >= best[0] or (near and best[1] is None and not self._spoken_for(mention)):
                best = fits, mention
        return best[1]

    def free(self, mention: Mention) -> bool:
        """Whether it is a number that proves no value."""
        return mention.kind in _COUNTED and not any(
            proves(mention, proved) for proved in self.values.values()
        )

    def _spoken_for(self, mention: Mention) -> bool:
        """Whether the words around a number speak of some field."""
        return any(
            counts(mention, spec) and relevance(spec, mention, self.analysis) >= _SPEAKS
            for spec in self.schema.numeric
        )

    def _about(self, proved: Proved) -> str:
        confidence = proved.evidence.confidence
        spec = spec_at(proved.pointer, self.schema)
        if confidence is None or confidence < SURE:
            return "unsure" if confidence is None else f"confidence {confidence}"
        if proved.pointer in self.contested:
            return "rivals were proposed"
        if proved.evidence.column is not None:  # its column says what it means
            return (self.doubted or {}).get(proved.pointer, "")
        if spec is not None and (rival := self._rival(proved, spec)):
            return f"“{rival.raw}” may be meant"
        return ""

    def _rival(self, proved: Proved, spec: FieldSpec) -> Mention | None:
        """Another number, free and of the field's unit, whose words fit the field no worse."""
        own = [m for m in self.analysis.mentions if proves(m, proved)]
        if not own:
            return None
        least = max(relevance(spec, m, self.analysis) for m in own)
        for mention in self.analysis.mentions:
            if mention.value == proved.value or not self.free(mention):
                continue
            fits = counts(mention, spec)
            if fits and relevance(spec, mention, self.analysis) >= max(least, _SPEAKS):
                return mention
        return None


def _near(mention: Mention, proved: Proved) -> bool:
    evidence = proved.evidence
    return evidence.start - _NEAR <= mention.span.start <= evidence.end + _NEAR


def doubted_cells(findings: Iterable[Finding]) -> dict[Pointer, str]:
    """The pointers that findings call suspect, and what the findings say; of tables: the cells that
    were read with a reservation."""
    return {p: f.message for f in findings if f.judgement == "suspect" for p in f.pointers}


def proves(mention: Mention, proved: Proved) -> bool:
    """Whether a mention is the number that a value was read from."""
    evidence = proved.evidence
    inside = evidence.start <= mention.span.start and mention.span.end <= evidence.end
    return inside and mention.raw == evidence.raw and mention.value == proved.value


def number(proved: Proved) -> Decimal | None:
    """The value as a number; None if it is none."""
    value = proved.value
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return Decimal(value)


__all__ = ["SURE", "Doubts", "doubted_cells", "number", "proves"]
