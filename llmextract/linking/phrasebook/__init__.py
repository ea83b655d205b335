"""The phrasebook: labelled phrases of a schema, and what they say of a new phrase."""

from llmextract.linking.phrasebook.book import NONE, Likeness, Phrasebook, learn
from llmextract.linking.phrasebook.entries import Entry, Shape, entries_of, shape_of
from llmextract.linking.phrasebook.kept import phrasebook_of

__all__ = [
    "NONE",
    "Entry",
    "Likeness",
    "Phrasebook",
    "Shape",
    "entries_of",
    "learn",
    "phrasebook_of",
    "shape_of",
]
