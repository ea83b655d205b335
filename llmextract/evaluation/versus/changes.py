"""The cells that are not the same in two runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from llmextract.evaluation import Cell, Outcome, Scores
from llmextract.types import Pointer


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
class Changed:
    """A cell in both runs, and what became of it."""

    a: Cell
    b: Cell
    change: Change

    @property
    def document(self) -> str:
        return self.a.document

    @property
    def pointer(self) -> Pointer:
        return self.a.pointer

    @property
    def gold(self) -> Any:
        return self.a.gold


def changed_cells(a: Scores, b: Scores) -> tuple[list[Changed], int]:
    """The cells that are not right alike in both runs, by document and field, and how many
    cells there are in all.

    Without a schema a field may be known from one run's records only; the other left it empty,
    rightly, since the gold does not have it either.
    """
    in_a, in_b = _by_document(a), _by_document(b)
    found: list[Changed] = []
    count = 0
    for document in sorted(in_a.keys() | in_b.keys()):
        one, other = in_a.get(document, {}), in_b.get(document, {})
        pointers = sorted(one.keys() | other.keys())
        count += len(pointers)
        for pointer in pointers:
            cell_a, cell_b = one.get(pointer), other.get(pointer)
            cell_a, cell_b = cell_a or _empty(cell_b), cell_b or _empty(cell_a)
            change = change_of(cell_a, cell_b)
            if change is not Change.NONE:
                found.append(Changed(cell_a, cell_b, change))
    return found, count


def change_of(a: Cell, b: Cell) -> Change:
    """What became of a cell."""
    right = good(a)
    if right is not good(b):
        return Change.BROKE if right else Change.MENDED
    same = a.outcome is b.outcome and a.predicted == b.predicted
    if not right:
        return Change.WRONG_ALIKE if same else Change.WRONG_OTHERWISE
    if (a.grounded is False) is not (b.grounded is False):
        return Change.PROOF_MENDED if a.grounded is False else Change.PROOF_BROKE
    return Change.NONE if same else Change.RIGHT_OTHERWISE


def good(cell: Cell) -> bool:
    """Whether a cell is as the gold has it, a value or null."""
    return cell.outcome is Outcome.RIGHT or cell.outcome is Outcome.RIGHT_NULL


def _by_document(scores: Scores) -> dict[str, Mapping[Pointer, Cell]]:
    found: dict[str, dict[Pointer, Cell]] = {}
    for cell in scores.cells:
        found.setdefault(cell.document, {})[cell.pointer] = cell
    return dict(found)


def _empty(cell: Cell | None) -> Cell:
    """The cell of a run that does not know the field of this one."""
    assert cell is not None
    return Cell(
        document=cell.document,
        pointer=cell.pointer,
        outcome=Outcome.RIGHT_NULL,
        gold=None,
        predicted=None,
    )
