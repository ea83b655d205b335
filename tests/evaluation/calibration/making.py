"""Samples for the tests: documents of values whose scores are as sure as they say, or not."""

import random

from llmextract.confidence import ABOUT
from llmextract.evaluation.calibration.samples import Sample

NOTHING = dict.fromkeys(ABOUT, 0.0)


def samples(seed, sure=lambda s: s, documents=8, values=60, rivals=0.0):
    """`sure` gives the chance that a value of score s is right; `rivals` the share of values that
    have one, which halves that chance."""
    chance = random.Random(seed)
    made = []
    for document in range(documents):
        for _ in range(values):
            score = chance.uniform(0.05, 0.95)
            rival = chance.random() < rivals
            right = chance.random() < sure(score) / (2 if rival else 1)
            known = {**NOTHING, "rivals": 0.7 if rival else 0.0}
            made.append(Sample(f"{document}.txt", "test/model", right, score, known))
    return made
