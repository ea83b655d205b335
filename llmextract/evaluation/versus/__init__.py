"""Two runs over the same documents: every cell that changed, and whether they really differ."""

from llmextract.evaluation.versus.apart import ApartDifference
from llmextract.evaluation.versus.as_json import as_json
from llmextract.evaluation.versus.changes import Change, Changed
from llmextract.evaluation.versus.comparison import (
    Comparison,
    FigureDifference,
    compare_runs,
    versus,
)
from llmextract.evaluation.versus.fields import FieldDifference
from llmextract.evaluation.versus.runs import LeftOut
from llmextract.evaluation.versus.settings import Setting
from llmextract.evaluation.versus.text import as_lines
from llmextract.evaluation.versus.verdict import better, verdict

__all__ = [
    "ApartDifference",
    "Change",
    "Changed",
    "Comparison",
    "FieldDifference",
    "FigureDifference",
    "LeftOut",
    "Setting",
    "as_json",
    "as_lines",
    "better",
    "compare_runs",
    "verdict",
    "versus",
]
