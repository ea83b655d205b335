"""Fields in which two runs differ, tested one by one and corrected for their number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from llmextract.evaluation.statistics import Figure, Parts, Randomised, holm, randomisation
from llmextract.evaluation.tally import Tally
from llmextract.evaluation.versus.changes import Changed
from llmextract.types import Pointer

_REST = ""  # all documents in which a field counts alike, as one: they never move the test


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """F1 of one field in both runs, and whether the difference can be chance: `adjusted` is
    Holm's p over all fields that were tested."""

    pointer: Pointer
    a: float
    b: float
    test: Randomised
    adjusted: float


def differing_fields(
    fields_a: Mapping[Pointer, Tally],
    fields_b: Mapping[Pointer, Tally],
    changed: Iterable[Changed],
    *,
    draws: int,
    seed: int,
) -> tuple[FieldDifference, ...]:
    """The fields tested, least p first, from the tallies of both runs by field.

    Tested are the fields that have an F1 in both runs and in which any document counts
    differently.  The others could not be told apart whatever the runs' labels, so that they do
    not count among the tests (R. E. Tarone, A Modified Bonferroni Method for Discrete Data,
    Biometrics 46, 1990).
    """
    tests: dict[Pointer, Randomised] = {}
    for pointer, (a, b) in _documents(changed).items():
        a[_REST] = _rest(fields_a.get(pointer, Tally()), a)
        b[_REST] = _rest(fields_b.get(pointer, Tally()), b)
        test = randomisation(a, b, draws=draws, seed=seed)
        if test is not None:
            tests[pointer] = test
    adjusted = holm({pointer: test.p for pointer, test in tests.items()})
    found = []
    for pointer, test in tests.items():
        one, other = fields_a[pointer].f1, fields_b[pointer].f1
        assert one is not None  # or there were no test
        assert other is not None
        found.append(FieldDifference(pointer, one, other, test, adjusted[pointer]))
    return tuple(sorted(found, key=lambda field: (field.test.p, field.pointer)))


def _documents(
    changed: Iterable[Changed],
) -> dict[Pointer, tuple[dict[str, Parts], dict[str, Parts]]]:
    """What each document adds to the F1 of each field, where this is not the same in the runs."""
    found: dict[Pointer, tuple[dict[str, Parts], dict[str, Parts]]] = {}
    for cell in changed:
        one, other = Figure.F1.parts(cell.a.tally), Figure.F1.parts(cell.b.tally)
        if one != other:
            a, b = found.setdefault(cell.pointer, ({}, {}))
            a[cell.document], b[cell.document] = one, other
    return found


def _rest(field: Tally, documents: Mapping[str, Parts]) -> Parts:
    """What the documents that are not named add."""
    upper, lower = Figure.F1.parts(field)
    return (
        upper - sum(parts[0] for parts in documents.values()),
        lower - sum(parts[1] for parts in documents.values()),
    )
