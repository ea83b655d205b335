"""Fields in which two runs differ, tested one by one and corrected for their number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from llmextract.evaluation.statistics import Parts, Randomised, holm, randomisation, ratio
from llmextract.evaluation.tally import Outcome
from llmextract.evaluation.versus.changes import Changed
from llmextract.types import Pointer

_NONE: Parts = (0, 0)
_PARTS = {
    Outcome.RIGHT: (2, 2),
    Outcome.WRONG: (0, 2),
    Outcome.MISSING: (0, 1),
    Outcome.SPURIOUS: (0, 1),
}


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
    cells: Iterable[Changed], *, draws: int, seed: int
) -> tuple[FieldDifference, ...]:
    """The fields tested, least p first.

    Tested are the fields that have an F1 in both runs and in which any document counts
    differently.  The others could not be told apart whatever the runs' labels, so that they do
    not count among the tests (R. E. Tarone, A Modified Bonferroni Method for Discrete Data,
    Biometrics 46, 1990).
    """
    tests: dict[Pointer, Randomised] = {}
    f1: dict[Pointer, tuple[float, float]] = {}
    for pointer, (a, b) in _counts(cells).items():
        test = randomisation(a, b, draws=draws, seed=seed) if a != b else None
        if test is not None:
            tests[pointer], f1[pointer] = test, (_f1(a), _f1(b))
    adjusted = holm({pointer: test.p for pointer, test in tests.items()})
    found = [FieldDifference(p, *f1[p], test, adjusted[p]) for p, test in tests.items()]
    return tuple(sorted(found, key=lambda field: (field.test.p, field.pointer)))


def _counts(
    cells: Iterable[Changed],
) -> dict[Pointer, tuple[dict[str, Parts], dict[str, Parts]]]:
    """What each document adds to the F1 of each field, in both runs."""
    found: dict[Pointer, tuple[dict[str, Parts], dict[str, Parts]]] = {}
    for cell in cells:
        a, b = found.setdefault(cell.pointer, ({}, {}))
        a[cell.document] = _PARTS.get(cell.a.outcome, _NONE)
        b[cell.document] = _PARTS.get(cell.b.outcome, _NONE)
    return found


def _f1(documents: Mapping[str, Parts]) -> float:
    found = ratio(documents.values())
    assert found is not None  # or there were no test
    return found
