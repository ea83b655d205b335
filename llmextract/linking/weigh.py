"""From features, and what the model says, to log-odds.

The weights are a logistic regression fitted on labelled documents by `eval/fit.py`; they weigh how
words, units and discourse agree, and hold for any schema.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from llmextract.errors import LLMExtractError
from llmextract.linking.features import FEATURES


@dataclass(frozen=True, slots=True)
class Weights:
    """`rules` weighs features; `judged` holds bias, rules score and model log-odds.

    `threshold` is the log-odds above which a pair is worth taking.
    """

    rules: Mapping[str, float]
    judged: tuple[float, float, float]
    threshold: float
    judged_threshold: float

    def score(self, features: Mapping[str, float]) -> float:
        """Log-odds that a pair is right, from code alone, before the threshold."""
        return sum(self.rules[name] * value for name, value in features.items())

    def combine(self, score: float, answer: float) -> float:
        """Log-odds from the rules' score and the model's log-odds."""
        bias, rules, model = self.judged
        return bias + rules * score + model * answer


def load_weights() -> Weights:
    """The weights that ship with the package."""
    data = json.loads(files("llmextract.linking").joinpath("weights.json").read_text("utf-8"))
    if set(data["rules"]) != set(FEATURES):
        raise LLMExtractError(
            "the weights do not fit the features", where="linking/weights.json",
            hint="run `python eval/fit.py`",
        )  # fmt: skip
    bias, rules, model = data["judged"]
    return Weights(data["rules"], (bias, rules, model), data["threshold"], data["judged_threshold"])


def probability(log_odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))
