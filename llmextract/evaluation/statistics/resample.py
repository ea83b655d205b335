"""Drawing whole documents with replacement, many times over, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]

WEIGHTS_AT_ONCE = 1 << 20
_COUNTED_AT_ONCE = 1 << 15  # what stays in the processor's cache is counted ten times as fast


def resampled_sums(
    table: Floats, *, draws: int, seed: int, at_once: int = WEIGHTS_AT_ONCE
) -> Iterator[Floats]:
    """Sums over the documents of each draw: arrays of draws × columns, `draws` rows in all.

    `table` is documents × columns, of whole numbers whose sums stay below 2**53, so that they
    are exact.  Its order decides which draws a seed gives.  No more than about `at_once`
    weights (how often a document is in a draw), of 8 bytes, are held together, or those of one
    draw; `at_once` does not change the draws.
    """
    import numpy as np

    random, size = np.random.default_rng(seed), len(table)
    step = max(1, at_once // size)
    for done in range(0, draws, step):
        yield _weights(random, min(step, draws - done), size) @ table


def _weights(random: np.random.Generator, draws: int, size: int) -> Floats:
    """Draws × documents: how often each document is drawn."""
    import numpy as np

    weights = np.empty((draws, size))
    step = max(1, _COUNTED_AT_ONCE // size)
    for start in range(0, draws, step):
        rows = weights[start : start + step]
        chosen = random.integers(size, size=rows.shape)
        chosen += size * np.arange(len(rows))[:, None]
        rows[:] = np.bincount(chosen.ravel(), minlength=rows.size).reshape(rows.shape)
    return weights
