"""The cells that are not the same in two runs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from llmextract.evaluation import Cell, Scores
from llmextract.evaluation.tally import Outcome
from llmextract.types import Pointer

_GOOD = (Outcome.RIGHT, Outcome.RIGHT_NULL)


class Change(StrEnum):
    """What became of a cell from run A to run B.  Wrong here is wrong, missing or spurious."""

    BROKE = "broke"  # right in A, wrong in B
    MENDED = "mended"  # wrong in A, right in B
    WRONG_OTHERWISE = "wrong_otherwise"  # wrong in both, not in the same way
    PROOF_BROKE = "proof_broke"  # right in both, and B's evidence is not the gold's
    PROOF_MENDED = "proof_mended"  # right in both, and A's evidence is not the gold's
    RIGHT_OTHERWISE = "right_otherwise"  # two values that the gold accepts
    WRONG_ALIKE = "wrong_alike"  # the same error in both
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Side:
    """A cell in one run."""

    value: Any = None
    outcome: Outcome = Outcome.RIGHT_NULL
    grounded: bool | None = None
    quote: str | None = None

    @property
    def good(self) -> bool:
        return self.outcome in _GOOD


@dataclass(frozen=True, slots=True)
class Changed:
    """A cell in both runs."""

    document: str
    pointer: Pointer
    gold: Any
    a: Side
    b: Side

    @property
    def change(self) -> Change:
        a, b = self.a, self.b
        if a.good != b.good:
            return Change.BROKE if a.good else Change.MENDED
        same = a.outcome == b.outcome and a.value == b.value
        if not a.good:
            return Change.WRONG_ALIKE if same else Change.WRONG_OTHERWISE
        if (a.grounded is False) != (b.grounded is False):
            return Change.PROOF_MENDED if a.grounded is False else Change.PROOF_BROKE
        return Change.NONE if same else Change.RIGHT_OTHERWISE


def both(a: Scores, b: Scores) -> list[Changed]:
    """Every cell of either run, in order of document and field.

    Without a schema a field may be known from one run's records only; the other left it empty,
    rightly, since the gold does not have it either.
    """
    cells_a, cells_b = _cells(a), _cells(b)
    return [
        Changed(*key, (cells_a.get(key) or cells_b[key]).gold, _side(cells_a.get(key)),
                _side(cells_b.get(key)))
        for key in sorted(cells_a.keys() | cells_b.keys())
    ]  # fmt: skip


def _cells(scores: Scores) -> dict[tuple[str, Pointer], Cell]:
    return {(cell.document, cell.pointer): cell for cell in scores.cells}


def _side(cell: Cell | None) -> Side:
    if cell is None:
        return Side()
    return Side(cell.predicted, cell.outcome, cell.grounded, cell.quote)
