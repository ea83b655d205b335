"""Gold: hand labels, one JSON file a document.  The format stands in docs/gold.md."""

from llmextract.evaluation.gold.check import Checked, check_gold
from llmextract.evaluation.gold.digest import gold_digest
from llmextract.evaluation.gold.faults import Fault
from llmextract.evaluation.gold.labels import Gold
from llmextract.evaluation.gold.read import load_gold
from llmextract.evaluation.gold.skeleton import Skeletons, new_gold, skeleton
from llmextract.evaluation.gold.write import gold_data, gold_text

__all__ = [
    "Checked",
    "Fault",
    "Gold",
    "Skeletons",
    "check_gold",
    "gold_data",
    "gold_digest",
    "gold_text",
    "load_gold",
    "new_gold",
    "skeleton",
]
