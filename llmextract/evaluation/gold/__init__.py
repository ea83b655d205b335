"""Gold: hand labels, one JSON file a document.  The format stands in docs/gold.md."""

from llmextract.evaluation.gold.digest import gold_digest
from llmextract.evaluation.gold.labels import Gold
from llmextract.evaluation.gold.read import load_gold

__all__ = ["Gold", "gold_digest", "load_gold"]
