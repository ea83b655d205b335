"""One-to-one assignment of gold items to predicted ones.

Items are brought into an order of their own first, so that neither the order of the lists nor
that in which an assignment is found shows in the result, even among equally good ones.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from llmextract.evaluation.compare import Comparison, same, similarity
from llmextract.evaluation.tally import Outcome

Pairs: TypeAlias = list[tuple[int, int]]
"""(gold index, predicted index), each index at most once, ordered by gold index."""


def assign(
    gold: Sequence[Any], predicted: Sequence[Any], worth: Callable[[Any, Any], float]
) -> Pairs:
    """The pairs of maximal total worth (J. Munkres, Algorithms for the Assignment and
    Transportation Problems, 1957; by scipy).  Worth is at least 0; pairs worth 0 are left out."""
    if not gold or not predicted:
        return []
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    left, right = in_order(gold), in_order(predicted)
    table = np.array([[worth(gold[g], predicted[p]) for p in right] for g in left])
    rows, columns = linear_sum_assignment(table, maximize=True)
    return sorted(
        (left[row], right[column])
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
        if table[row, column] > 0
    )


def align_texts(gold: Sequence[Any], predicted: Sequence[Any], compare: Comparison) -> Pairs:
    """As many pairs of items that are the same as there can be, and among such assignments the
    one with the most similar pairs."""
    share = len(gold) + 1  # all similarities together weigh less than one pair

    def worth(one: Any, other: Any) -> float:
        return 1 + similarity(one, other) / share if same(one, other, compare) else 0.0

    return assign(gold, predicted, worth)


def align_records(
    gold: Sequence[Mapping[str, Any]],
    predicted: Sequence[Mapping[str, Any]],
    outcomes: Callable[[Mapping[str, Any], Mapping[str, Any]], Sequence[Outcome]],
) -> Pairs:
    """As many right cells as there can be; among such assignments the one with the most items
    that agree in every cell, then the one with the fewest wrong cells.  `outcomes` compares two
    items cell by cell.  Items that share no right cell are not paired."""
    share = min(len(gold), len(predicted)) + 1  # all pairs together weigh less than one rank up

    def worth(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
        found = outcomes(one, other)
        right = found.count(Outcome.RIGHT)
        agreeing = (right + found.count(Outcome.RIGHT_NULL)) / len(found)
        return right + ((agreeing == 1) + agreeing / share) / share if right else 0.0

    return assign(gold, predicted, worth)


def in_order(items: Sequence[Any]) -> list[int]:
    """The indices of `items` in an order that depends on what the items say alone."""
    return sorted(range(len(items)), key=lambda at: canonical(items[at]))


def canonical(item: Any) -> str:
    """An item as a text: the same for equal items, whatever the order of an object's parts."""
    if isinstance(item, Mapping):
        return repr(sorted((str(key), canonical(value)) for key, value in item.items()))
    if isinstance(item, list | tuple):
        return repr([canonical(part) for part in item])
    return f"{type(item).__name__} {item}"
