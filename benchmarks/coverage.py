"""How often the 95 % interval of micro F1 holds the true figure, from few documents and many.

Documents are made up: each has its own accuracy (Beta, mean 0.9, standard deviation 0.065) and 50
to 109 values, all of which are given.  Beside the percentile interval stands scipy's BCa.
"""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np
from scipy import stats

from llmextract.evaluation import Tally
from llmextract.evaluation.statistics import bootstrap_f1

TRUE, STRENGTH = 0.9, 20.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--draws", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    chance = np.random.default_rng(options.seed)
    print(f"{'documents':>9} {'percentile':>10} {'BCa':>6}   of {options.rounds} intervals")
    for size in (5, 10, 20, 50, 200):
        held = [
            _held(*_documents(size, chance), options.draws, seed) for seed in range(options.rounds)
        ]
        percentile, bca = np.mean(held, axis=0)
        print(f"{size:9} {percentile:10.3f} {bca:6.3f}", flush=True)


def _documents(size: int, chance: np.random.Generator) -> tuple[Any, Any]:
    """Right values and all values of each document."""
    values = chance.integers(50, 110, size=size)
    accuracy = chance.beta(TRUE * STRENGTH, (1 - TRUE) * STRENGTH, size=size)
    return chance.binomial(values, accuracy), values


def _held(right: Any, values: Any, draws: int, seed: int) -> tuple[bool, bool]:
    tallies = [Tally(right=int(r), wrong=int(n - r)) for r, n in zip(right, values, strict=True)]
    low, high = bootstrap_f1(tallies, draws=draws, seed=seed) or (0.0, 0.0)
    bca = stats.bootstrap(
        (right, values), _ratio, paired=True, vectorized=True, n_resamples=draws, method="BCa",
        rng=np.random.default_rng(seed),
    ).confidence_interval  # fmt: skip
    return low <= TRUE <= high, bool(bca.low <= TRUE <= bca.high)


def _ratio(right: Any, values: Any, axis: int = -1) -> Any:
    return right.sum(axis=axis) / values.sum(axis=axis)


if __name__ == "__main__":
    main()
