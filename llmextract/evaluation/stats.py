"""How far a figure can be trusted."""

from __future__ import annotations

from collections.abc import Iterable

from llmextract.evaluation.tally import Tally

DRAWS = 10_000


def bootstrap_f1(
    documents: Iterable[Tally], *, draws: int = DRAWS, seed: int = 0, level: float = 0.95
) -> tuple[float, float] | None:
    """The percentile bootstrap interval of micro F1, drawing whole documents with replacement.

    The order of the documents does not matter.  None if there is nothing to draw from.
    """
    import numpy as np

    counts = sorted((tally.right, tally.given + tally.stated) for tally in documents)
    if not counts:
        return None
    table = np.array(counts, dtype=np.int64)
    size = len(counts)
    weights = np.random.default_rng(seed).multinomial(size, [1 / size] * size, size=draws)
    right, total = (weights @ table).T
    f1 = 2 * right[total > 0] / total[total > 0]
    if not f1.size:
        return None
    low, high = np.quantile(f1, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
