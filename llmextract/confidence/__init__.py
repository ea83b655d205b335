"""How likely a value is right: from a strategy's own score to a probability fitted on gold.

A schema's calibration lies beside it (`NAME.calibration.json`), with a calibrator for each strategy
and model it was fitted on.  What was not fitted keeps its score as it is.
"""

from llmextract.confidence.calibrator import Calibrator, scored
from llmextract.confidence.curve import Curve
from llmextract.confidence.file import (
    Calibration,
    load_calibration,
    read_calibration,
    save_calibration,
)
from llmextract.confidence.find import NONE, SUFFIX, find_calibrator
from llmextract.confidence.signals import ABOUT, origin_of, signals, values

__all__ = [
    "ABOUT",
    "NONE",
    "SUFFIX",
    "Calibration",
    "Calibrator",
    "Curve",
    "find_calibrator",
    "load_calibration",
    "origin_of",
    "read_calibration",
    "save_calibration",
    "scored",
    "signals",
    "values",
]
