"""Lists and tables, which are scored apart from the fields, in two runs."""

from __future__ import annotations

from dataclasses import dataclass

from llmextract.evaluation import Scores, Tally
from llmextract.types import Pointer


@dataclass(frozen=True, slots=True)
class ApartDifference:
    """The items of a list field, or the cells of a table, counted in both runs."""

    pointer: Pointer
    a: Tally
    b: Tally


def differing_apart(a: Scores, b: Scores) -> tuple[ApartDifference, ...]:
    """The list fields and tables that do not count the same, by pointer."""
    one, other = a.by_list | a.by_table, b.by_list | b.by_table
    found = (
        ApartDifference(pointer, one.get(pointer, Tally()), other.get(pointer, Tally()))
        for pointer in sorted(one.keys() | other.keys())
    )
    return tuple(difference for difference in found if difference.a != difference.b)
