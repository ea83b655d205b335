"""From features, and what the model says, to log-odds.

The weights are logistic regressions fitted on labelled documents by `eval/fit.py`; they weigh how
words, units, discourse and neighbours agree, and hold for any schema.  Pairs are weighed twice: the
second time with what the first made of the numbers around (stacking, after Cohen and Carvalho,
"Stacked sequential learning", 2005).
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import TypeAlias

from llmextract.errors import LLMExtractError
from llmextract.linking.candidates import Reading
from llmextract.linking.features import FEATURES
from llmextract.linking.likeness import LIKENESS
from llmextract.linking.neighbours import NEIGHBOURS, Surroundings
from llmextract.types import Pointer

Key: TypeAlias = tuple[int, Pointer]
"""A pair: the index of a mention, and the field."""


@dataclass(frozen=True, slots=True)
class Weights:
    """`first` weighs a pair's own features, `second` those and its neighbours'; `judged` weighs
    what `evidence_of` returns.  The thresholds are the log-odds above which a pair is worth taking.
    """

    first: Mapping[str, float]
    second: Mapping[str, float]
    judged: tuple[float, ...]
    threshold: float
    judged_threshold: float

    def scores(self, reading: Reading) -> dict[Key, float]:
        """Log-odds that each pair is right, from code alone, before the threshold."""
        first = {c.key: _weigh(self.first, c.features) for c in reading.candidates}
        around = surroundings(reading, first, self.threshold)
        return {
            c.key: _weigh(self.second, c.features) + _weigh(self.second, around.features(*c.key))
            for c in reading.candidates
        }

    def combine(
        self, scores: Mapping[Key, float], answers: Mapping[Key, float]
    ) -> dict[Key, float]:
        """Log-odds of the pairs that the model judged, from the rules' scores and its answers."""
        return {
            key: sum(w * x for w, x in zip(self.judged, row, strict=True))
            for key, row in evidence_of(scores, answers).items()
        }


def surroundings(reading: Reading, scores: Mapping[Key, float], threshold: float) -> Surroundings:
    """What `scores` make of a document's numbers."""
    sections = {c.mention.index: c.mention.section for c in reading.candidates}
    chances = {key: probability(score - threshold) for key, score in scores.items()}
    return Surroundings(chances, sections, reading.relations)


def _weigh(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    return sum(weights[name] * value for name, value in features.items())


def evidence_of(
    scores: Mapping[Key, float], answers: Mapping[Key, float]
) -> dict[Key, tuple[float, ...]]:
    """For every judged pair: 1, the rules' score, the model's log-odds, and how far these are
    ahead of the best rival of the same number, and of the same field (0 without a rival).

    A small model says yes to much, but ranks well: the leads tell more than the answers.
    """
    of_number: dict[int, list[Key]] = defaultdict(list)
    of_field: dict[Pointer, list[Key]] = defaultdict(list)
    for key in answers:
        of_number[key[0]].append(key)
        of_field[key[1]].append(key)

    def lead(key: Key, rivals: list[Key]) -> float:
        return answers[key] - max((answers[r] for r in rivals if r != key), default=answers[key])

    return {
        key: (1.0, scores[key], answer, lead(key, of_number[key[0]]), lead(key, of_field[key[1]]))
        for key, answer in answers.items()
    }


def load_weights(phrasebook: bool) -> Weights:
    """The weights that ship with the package, for schemas with or without a phrasebook."""
    text = files("llmextract.linking").joinpath("weights.json").read_text("utf-8")
    data = json.loads(text)["phrasebook" if phrasebook else "plain"]
    own = {*FEATURES, *(LIKENESS if phrasebook else ())}
    if set(data["first"]) != own or set(data["second"]) != own | set(NEIGHBOURS):
        raise LLMExtractError(
            "the weights do not fit the features",
            where="linking/weights.json",
            hint="run `python eval/fit.py`",
        )
    return Weights(
        data["first"],
        data["second"],
        tuple(data["judged"]),
        data["threshold"],
        data["judged_threshold"],
    )


def probability(log_odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))
