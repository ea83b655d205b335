"""Measuring records against hand-labelled gold: gold → outcomes per cell → tallies → report."""

from llmextract.evaluation.gold import Gold, load_gold
from llmextract.evaluation.predictions import Prediction, load_predictions
from llmextract.evaluation.result import Evaluation, evaluate
from llmextract.evaluation.score import Cell, Scores, score
from llmextract.evaluation.tally import Outcome, Tally

__all__ = [
    "Cell",
    "Evaluation",
    "Gold",
    "Outcome",
    "Prediction",
    "Scores",
    "Tally",
    "evaluate",
    "load_gold",
    "load_predictions",
    "score",
]
