"""Official tables, read by code from layouts that the schema declares."""

from llmextract.tables.merge import Merged, merge
from llmextract.tables.read import TablesRead, read_tables, with_tables

__all__ = ["Merged", "TablesRead", "merge", "read_tables", "with_tables"]
