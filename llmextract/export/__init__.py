"""A panel of runs: bodies × years × fields, each value with its proof, in common formats."""

from llmextract.export.formats import FORMATS
from llmextract.export.write import Exported, export

__all__ = ["FORMATS", "Exported", "export"]
