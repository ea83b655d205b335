"""How sure a figure is, and whether two runs differ by more than chance."""

from llmextract.evaluation.statistics.bootstrap import (
    DRAWS,
    bootstrap_f1,
    bootstrap_figure,
    bootstrap_macro_f1,
    bootstrap_ratio,
)
from llmextract.evaluation.statistics.figures import Figure, Parts, ratio
from llmextract.evaluation.statistics.holm import holm
from llmextract.evaluation.statistics.mcnemar import McNemar, mcnemar, mcnemar_p
from llmextract.evaluation.statistics.paired import (
    Difference,
    Randomised,
    paired_bootstrap,
    randomisation,
)

__all__ = [
    "DRAWS",
    "Difference",
    "Figure",
    "McNemar",
    "Parts",
    "Randomised",
    "bootstrap_f1",
    "bootstrap_figure",
    "bootstrap_macro_f1",
    "bootstrap_ratio",
    "holm",
    "mcnemar",
    "mcnemar_p",
    "paired_bootstrap",
    "randomisation",
    "ratio",
]
