"""The proof: no value without the characters that state it."""

from llmextract.ground.assign import prove_all
from llmextract.ground.cells import prove_cells
from llmextract.ground.locate import locate
from llmextract.ground.proof import prove

__all__ = ["locate", "prove", "prove_all", "prove_cells"]
