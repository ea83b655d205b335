"""Whether two runs over the same documents really differ.

Both tests keep a document whole and the two runs' results for it together.  Documents are told
by name: their order never matters, and the two runs exchanged give the mirrored result.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from llmextract.evaluation.statistics.bootstrap import DRAWS, LEVEL, percentiles, ratios
from llmextract.evaluation.statistics.figures import Parts, ratio
from llmextract.evaluation.statistics.resample import WEIGHTS_AT_ONCE, resampled_sums

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llmextract.evaluation.statistics.resample import Floats

_ROUNDING = 1e-12  # figures of equal counts may differ by so much as floats


@dataclass(frozen=True, slots=True)
class Difference:
    """`b` minus `a`, with its interval.

    `not_above` is the share of draws in which `b` is not better than `a`, `not_below` that in
    which it is not worse.
    """

    a: float
    b: float
    low: float
    high: float
    not_above: float
    not_below: float

    @property
    def difference(self) -> float:
        return self.b - self.a


@dataclass(frozen=True, slots=True)
class Randomised:
    """The two-sided p of a randomisation test.

    `differing` documents have other counts in one run than in the other; only they say
    anything.  `exact`: all 2**differing ways were looked at, not a sample of them.
    """

    p: float
    exact: bool
    differing: int

    @property
    def least(self) -> float:
        """The least p that so many documents can give: all of them agree on the direction."""
        return float(min(1.0, 2.0 ** (1 - self.differing)))


def paired_bootstrap(
    a: Mapping[str, Parts],
    b: Mapping[str, Parts],
    *,
    draws: int = DRAWS,
    seed: int = 0,
    level: float = LEVEL,
) -> Difference | None:
    """The percentile bootstrap interval of the difference of a ratio, drawing documents with
    both runs' counts (B. Efron and R. J. Tibshirani 1993; for systems compared on one test set
    P. Koehn, Statistical Significance Tests for Machine Translation Evaluation, EMNLP 2004).

    None if a run has no figure.  Raises ValueError if the documents are not the same.
    """
    import numpy as np

    table = _table(a, b)
    one, other = ratio(a.values()), ratio(b.values())
    if one is None or other is None:
        return None
    sums = resampled_sums(table, draws=draws, seed=seed)
    found = np.concatenate([ratios(part[:, 2:]) - ratios(part[:, :2]) for part in sums])
    interval = percentiles(found, level)
    if interval is None:
        return None
    known = found[~np.isnan(found)]
    not_above, not_below = float(np.mean(known <= 0)), float(np.mean(known >= 0))
    return Difference(one, other, *interval, not_above, not_below)


def randomisation(
    a: Mapping[str, Parts], b: Mapping[str, Parts], *, draws: int = DRAWS, seed: int = 0
) -> Randomised | None:
    """Approximate randomisation (E. W. Noreen, Computer-Intensive Methods for Testing
    Hypotheses, 1989; A. Yeh, More accurate tests for the statistical significance of result
    differences, COLING 2000): how often is the difference at least as large, in either
    direction, if each document's results may as well have come from the other run?

    A sampled p counts the runs as they are among the draws: (hits + 1) / (draws + 1).  All
    ways are looked at if they are no more than `draws`.  None if a run has no figure; ratios
    that become undefined by exchanging count as 0.  Raises ValueError if the documents are not
    the same.
    """
    table = _table(a, b)
    if ratio(a.values()) is None or ratio(b.values()) is None:
        return None
    return randomise(table, draws=draws, seed=seed)


def randomise(table: Floats, *, draws: int, seed: int) -> Randomised:
    """`randomisation` of a table of documents × (numerator, denominator of a, then of b)."""
    import numpy as np

    change = table[:, 2:] - table[:, :2]
    change = change[change.any(axis=1)]
    count = len(change)
    if not count:
        return Randomised(1.0, True, 0)
    exact = 2**count <= draws
    one, other = table[:, :2].sum(axis=0), table[:, 2:].sum(axis=0)
    least = _distance(one[None], other[None])[0] - _ROUNDING
    hits = 0
    for exchanged in _all_ways(count) if exact else _ways(count, draws, seed):
        moved = exchanged @ change
        hits += int(np.count_nonzero(_distance(one + moved, other - moved) >= least))
    p = hits / 2**count if exact else (hits + 1) / (draws + 1)
    return Randomised(p, exact, count)


def _distance(one: Floats, other: Floats) -> Floats:
    import numpy as np

    return np.abs(np.nan_to_num(ratios(one)) - np.nan_to_num(ratios(other)))


def _all_ways(count: int) -> Iterator[Floats]:
    """Every choice of documents to exchange, as rows of 0 and 1."""
    import numpy as np

    step = max(1, WEIGHTS_AT_ONCE // count)
    for start in range(0, 2**count, step):
        codes = np.arange(start, min(start + step, 2**count))
        yield ((codes[:, None] >> np.arange(count)) & 1).astype(np.float64)


def _ways(count: int, draws: int, seed: int) -> Iterator[Floats]:
    """`draws` choices at random, as rows of 0 and 1; each takes whole words of 64 bits, so that
    they do not hang on how many are drawn at a time."""
    import numpy as np

    random, words = np.random.default_rng(seed), -(-count // 64)
    step = max(1, WEIGHTS_AT_ONCE // count)
    for done in range(0, draws, step):
        size = (min(step, draws - done), words)
        bits = random.integers(0, 2**64, size=size, dtype=np.uint64).astype("<u8")
        exchanged = np.unpackbits(bits.view(np.uint8), axis=1, count=count, bitorder="little")
        yield exchanged.astype(np.float64)


def _table(a: Mapping[str, Parts], b: Mapping[str, Parts]) -> Floats:
    import numpy as np

    if a.keys() != b.keys():
        odd = ", ".join(sorted(a.keys() ^ b.keys())[:3])
        raise ValueError(f"the runs are not over the same documents: {odd}")
    rows = [(*a[name], *b[name]) for name in sorted(a)]
    return np.array(rows, dtype=np.float64).reshape(-1, 4)
