"""Statuses and qualifiers, scored apart from values.

A status says in which way a field is there or not (null is not 0), a qualifier how exactly a
number is stated.  Where the gold does not list them, a value is `stated`, a 0 `stated_zero`, an
absent field `not_stated`, and a number `exact`; so is a prediction without evidence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from llmextract.evaluation.cells import Cell
from llmextract.evaluation.tally import Outcome
from llmextract.types import Qualifier, Status

_NUMBER = (int, float, Decimal)


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often the run said one thing where the gold says another: `counts` by (gold,
    predicted), in the order of the words' kind."""

    counts: Mapping[tuple[str, str], int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def right(self) -> int:
        return sum(count for (gold, predicted), count in self.counts.items() if gold == predicted)

    @property
    def accuracy(self) -> float | None:
        """The share of agreement; None without cells."""
        return self.right / self.total if self.total else None

    @property
    def words(self) -> tuple[str, ...]:
        """The words that occur, in the order of their kind."""
        said = {word for pair in self.counts for word in pair}
        return tuple(word for word in (*Status, *Qualifier) if word in said)

    def recall(self, word: str) -> float | None:
        """The share of the gold's `word` that the run said too."""
        stated = sum(count for (gold, _), count in self.counts.items() if gold == word)
        return self.counts.get((word, word), 0) / stated if stated else None


def status_confusion(cells: Iterable[Cell]) -> Confusion:
    """Over all cells that have a status: the fields, not items of lists or cells of tables."""
    return _confusion(
        Counter(
            (cell.gold_status, cell.status)
            for cell in cells
            if cell.gold_status is not None and cell.status is not None
        )
    )


def qualifier_confusion(cells: Iterable[Cell]) -> Confusion:
    """Over the cells whose value is a number and right."""
    return _confusion(
        Counter(
            (cell.gold_qualifier, cell.qualifier)
            for cell in cells
            if cell.gold_qualifier is not None
            and cell.qualifier is not None
            and cell.outcome is Outcome.RIGHT
        )
    )


def default_status(value: Any) -> Status:
    """The status of a value of which nothing else is known."""
    if value is None:
        return Status.NOT_STATED
    zero = value == 0 and isinstance(value, _NUMBER) and not isinstance(value, bool)
    return Status.STATED_ZERO if zero else Status.STATED


def _confusion(counts: Counter[tuple[Any, Any]]) -> Confusion:
    order = {word: at for at, word in enumerate((*Status, *Qualifier))}
    ordered = sorted(counts, key=lambda pair: (order[pair[0]], order[pair[1]]))
    return Confusion({(str(g), str(p)): counts[g, p] for g, p in ordered})
