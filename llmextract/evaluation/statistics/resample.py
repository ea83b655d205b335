"""Drawing whole documents with replacement, many times over, in bounded memory.

What is drawn are weights: how often each document is in the draw.  Documents with equal counts
are one row, with a probability in proportion to their number, which changes nothing but the
time that it takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]

WEIGHTS_AT_ONCE = 1 << 20


def resampled_sums(
    table: Floats, *, draws: int, seed: int, at_once: int = WEIGHTS_AT_ONCE
) -> Iterator[Floats]:
    """Sums over the documents of each draw: arrays of draws × columns, `draws` rows in all.

    `table` is documents × columns, of whole numbers below 2**53, so that sums are exact.  Its
    order decides which draws a seed gives.  No more than about `at_once` weights, of 8 bytes,
    are held together; `at_once` does not change the draws.
    """
    import numpy as np

    rows, counts = _distinct(table)
    size = len(table)
    share = counts / size
    random = np.random.default_rng(seed)
    step = max(1, at_once // len(rows))
    for done in range(0, draws, step):
        weights = random.multinomial(size, share, size=min(step, draws - done))
        yield weights.astype(np.float64) @ rows


def _distinct(table: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """The different rows, in the order in which they first stand, and how often each stands."""
    import numpy as np

    rows, first, counts = np.unique(table, axis=0, return_index=True, return_counts=True)
    order = np.argsort(first)
    return rows[order], counts[order]
