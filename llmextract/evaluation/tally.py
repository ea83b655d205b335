"""Counting outcomes: precision, recall and F1 from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

T = TypeVar("T")


class Outcome(StrEnum):
    """What became of one cell."""

    RIGHT = "right"  # stated, and found so
    WRONG = "wrong"  # stated, and found otherwise
    MISSING = "missing"  # stated, and not found
    SPURIOUS = "spurious"  # not stated, and yet filled
    RIGHT_NULL = "right_null"  # not stated, and left empty


@dataclass(frozen=True, slots=True)
class Tally:
    """Outcomes counted.  A rate whose denominator is 0 is None, not 0."""

    right: int = 0
    wrong: int = 0
    missing: int = 0
    spurious: int = 0
    right_null: int = 0

    @property
    def stated(self) -> int:
        """How many values the gold has."""
        return self.right + self.wrong + self.missing

    @property
    def given(self) -> int:
        """How many values were predicted."""
        return self.right + self.wrong + self.spurious

    @property
    def cells(self) -> int:
        return self.stated + self.spurious + self.right_null

    @property
    def precision(self) -> float | None:
        return self.right / self.given if self.given else None

    @property
    def recall(self) -> float | None:
        return self.right / self.stated if self.stated else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean, from counts; right-nulls never enter."""
        total = self.given + self.stated
        return 2 * self.right / total if total else None

    @property
    def spurious_rate(self) -> float | None:
        """The part of the absent fields that were filled."""
        absent = self.spurious + self.right_null
        return self.spurious / absent if absent else None

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.right + other.right,
            self.wrong + other.wrong,
            self.missing + other.missing,
            self.spurious + other.spurious,
            self.right_null + other.right_null,
        )


def tally_of(outcomes: Iterable[Outcome]) -> Tally:
    """The outcomes counted."""
    return _tally(Counter(outcomes))


def tallies(outcomes: Iterable[tuple[str, Outcome]]) -> dict[str, Tally]:
    """The outcomes counted under their names, ordered by name."""
    counts: dict[str, dict[Outcome, int]] = {}
    for (name, outcome), count in Counter(outcomes).items():
        counts.setdefault(name, {})[outcome] = count
    return {name: _tally(counts[name]) for name in sorted(counts)}


def tally_by(
    things: Iterable[T], key: Callable[[T], str], count: Callable[[T], Tally]
) -> dict[str, Tally]:
    """Sums of `count` over the things of each key, ordered by key."""
    sums: dict[str, Tally] = {}
    for thing in things:
        name = key(thing)
        sums[name] = sums.get(name, Tally()) + count(thing)
    return dict(sorted(sums.items()))


def macro_f1(tallies: Iterable[Tally]) -> float | None:
    """The mean F1 of those that have one; None if none has."""
    found = [f1 for tally in tallies if (f1 := tally.f1) is not None]
    return sum(found) / len(found) if found else None


def _tally(counts: Mapping[Outcome, int]) -> Tally:
    return Tally(**{outcome.value: count for outcome, count in counts.items()})
