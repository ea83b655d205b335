"""All that code can know about a document before a model is asked: sections and mentions."""

from __future__ import annotations

from llmextract.fold import fold
from llmextract.mentions import find_mentions
from llmextract.segment import segment
from llmextract.types import Analysis, Document


def analyse(document: Document) -> Analysis:
    """Segment `document` and find its mentions."""
    folded = fold(document.text)
    sections = segment(folded)
    return Analysis(document, sections, find_mentions(folded, sections))
