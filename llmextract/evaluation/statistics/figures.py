"""The figures that are ratios of counts: a document adds to a numerator and a denominator."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeAlias

from llmextract.evaluation.tally import Tally

Parts: TypeAlias = tuple[int, int]
"""Numerator and denominator.  A set of documents has the ratio of their sums."""


class Figure(StrEnum):
    """A micro-averaged figure."""

    F1 = "f1"
    PRECISION = "precision"
    RECALL = "recall"

    def parts(self, tally: Tally) -> Parts:
        """What one document adds.  For a grounded figure give the grounded tally."""
        if self is Figure.F1:
            return 2 * tally.right, tally.given + tally.stated
        return tally.right, tally.given if self is Figure.PRECISION else tally.stated


def ratio(parts: Iterable[Parts]) -> float | None:
    """The figure over all documents; None if the denominator is 0."""
    upper, lower = 0, 0
    for numerator, denominator in parts:
        upper, lower = upper + numerator, lower + denominator
    return upper / lower if lower else None
