"""McNemar's test: are the things that only one run has right spread evenly over the two?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class McNemar:
    """How many are right in both runs, in one only, in neither, and the exact two-sided p."""

    both: int
    only_a: int
    only_b: int
    neither: int

    @property
    def p(self) -> float:
        return mcnemar_p(self.only_a, self.only_b)


def mcnemar(a: Mapping[K, bool], b: Mapping[K, bool]) -> McNemar:
    """Compare what is right in two runs, thing by thing (Q. McNemar, Note on the sampling error
    of the difference between correlated proportions or percentages, Psychometrika 12, 1947).

    The things have to be independent of one another: documents are (right if every cell is),
    cells of one document are not.  With cells the p is too small; read it as a description.
    Raises ValueError if the runs are not about the same things.
    """
    if a.keys() != b.keys():
        raise ValueError("the runs are not about the same things")
    pairs = [(right, b[key]) for key, right in a.items()]
    return McNemar(
        both=pairs.count((True, True)),
        only_a=pairs.count((True, False)),
        only_b=pairs.count((False, True)),
        neither=pairs.count((False, False)),
    )


def mcnemar_p(only_a: int, only_b: int) -> float:
    """The exact two-sided p: twice the chance that of so many fair coins no more fall on the
    rarer side, at most 1.  1 if there is none."""
    few, count = min(only_a, only_b), only_a + only_b
    if 2 * few == count:
        return 1.0
    top = math.lgamma(count + 1) - math.lgamma(few + 1) - math.lgamma(count - few + 1)
    term = total = 1.0
    for at in range(few, 0, -1):
        term *= at / (count - at + 1)
        total += term
        if term < total * 1e-17:
            break
    return min(1.0, 2 * total * math.exp(top - count * math.log(2)))
