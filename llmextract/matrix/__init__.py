"""Schema × strategy × model × prompts over one set of documents: run folders, and one table."""

from llmextract.matrix.file import MatrixFile, read_matrix
from llmextract.matrix.measure import Measured, Row, State, measure
from llmextract.matrix.plan import Plan, Setup, plan
from llmextract.matrix.run import run_matrix

__all__ = [
    "MatrixFile",
    "Measured",
    "Plan",
    "Row",
    "Setup",
    "State",
    "measure",
    "plan",
    "read_matrix",
    "run_matrix",
]
