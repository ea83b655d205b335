"""What a document, and documents of one body over the years, say about their own numbers.

Identities (勾稽关系) are checked on proved values; where some break, the fewest numbers that could
be wrong are named; documents of one body are held against those of the year before.  A source
that contradicts itself is reported, and nothing is repaired.
"""

from llmextract.reconcile.document import mends, reconcile
from llmextract.reconcile.doubts import SURE, doubted_cells
from llmextract.reconcile.years import Across, reconcile_years

__all__ = ["SURE", "Across", "doubted_cells", "mends", "reconcile", "reconcile_years"]
