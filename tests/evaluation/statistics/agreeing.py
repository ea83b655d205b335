"""Holding an interval against another implementation's draws."""

import math

import numpy as np


def assert_agrees(interval, distribution):
    """The ends lie where the same percentiles of as many independent draws may: 5 standard
    errors of the difference of two ranks."""
    theirs, draws = np.sort(distribution), len(distribution)
    for end, level in zip(interval, (0.025, 0.975), strict=True):
        apart = 5 * math.sqrt(2 * draws * level * (1 - level)) + 1
        below = theirs[max(0, math.floor(draws * level - apart))]
        above = theirs[min(draws - 1, math.ceil(draws * level + apart))]
        assert below - 1e-12 <= end <= above + 1e-12
