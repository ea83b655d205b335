"""Which pairs are worth a question: those that code alone does not settle.

A pair is certain if the solver chose it, its score with the sums that hold is high, and neither its
number nor its field has a near rival.  Certain numbers and fields are left alone; of the rest, a
pair is asked about if it is among the best few of its number and of its field.  Settled pairs keep
their ranks, so that settling one, or adding a field, moves no unrelated question in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from llmextract.linking.candidates import Candidate, Reading
from llmextract.solve import Chosen
from llmextract.types import Pointer


@dataclass(frozen=True, slots=True)
class Limits:
    """Log-odds and counts that bound the questions about one document."""

    hopeless: float = -6.0  # pairs below are not asked about
    sure: float = 1.5  # a certain pair has at least this much
    margin: float = 2.5  # and is this far ahead of its rivals
    per_number: int = 5  # ranks
    per_field: int = 6


def doubtful(
    reading: Reading,
    scores: Mapping[tuple[int, Pointer], float],
    chosen: Sequence[Chosen],
    threshold: float,
    limits: Limits | None = None,
) -> list[Candidate]:
    """Pairs to put to the model, phrase by phrase so that a server can reuse the beginning."""
    limits = limits or Limits()
    numbers, fields = _certain(reading, scores, chosen, threshold, limits)
    of_number: dict[int, int] = defaultdict(int)
    of_field: dict[Pointer, int] = defaultdict(int)
    kept = []
    for c in sorted(reading.candidates, key=lambda c: -scores[c.key]):
        number, pointer = c.key
        if of_number[number] < limits.per_number and of_field[pointer] < limits.per_field:
            settled = number in numbers or pointer in fields
            if not settled and scores[c.key] > limits.hopeless:
                kept.append(c)
        of_number[number] += 1
        of_field[pointer] += 1
    return sorted(kept, key=lambda c: c.asked)


def _certain(
    reading: Reading,
    scores: Mapping[tuple[int, Pointer], float],
    chosen: Sequence[Chosen],
    threshold: float,
    limits: Limits,
) -> tuple[set[int], set[Pointer]]:
    of_number: dict[int, list[Candidate]] = defaultdict(list)
    of_field: dict[Pointer, list[Candidate]] = defaultdict(list)
    for c in reading.candidates:
        of_number[c.mention.index].append(c)
        of_field[c.spec.pointer].append(c)
    numbers: set[int] = set()
    fields: set[Pointer] = set()
    for choice in chosen:
        number, pointer, value = choice.pair.mention, choice.pair.pointer, choice.pair.value
        strength = choice.pair.score + threshold + choice.support
        rivals = [scores[c.key] for c in of_number[number] if c.spec.pointer != pointer]
        rivals += [scores[c.key] for c in of_field[pointer] if c.value != value]
        if strength >= limits.sure and strength - max(rivals, default=-99.0) > limits.margin:
            numbers.add(number)
            fields.add(pointer)
    return numbers, fields
