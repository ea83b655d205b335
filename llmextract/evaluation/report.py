"""Names that other modules still take from here; they live in `reports`."""

from llmextract.evaluation.reports.as_json import tally_json
from llmextract.evaluation.reports.figures import rate

__all__ = ["rate", "tally_json"]
