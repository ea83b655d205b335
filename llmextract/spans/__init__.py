"""Fields that are not numbers, filled by code as spans of the text.

Everything that is known about a field stands in the schema: patterns and choices, the names that
announce a list, how the titles of cited documents end, what a breakdown breaks down.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from llmextract.schema import SchemaSpec
from llmextract.spans.breakdown import propose_breakdown
from llmextract.spans.citations import propose_citations
from llmextract.spans.items import propose_items
from llmextract.spans.patterns import propose_patterns
from llmextract.spans.view import view_of
from llmextract.types import Analysis, Pointer, Proposal, Value


def propose_spans(analysis: Analysis, schema: SchemaSpec) -> list[Proposal]:
    """Proposals for text, date and year fields that say a pattern or choices, and for lists of
    text and of citations; every one has the span that its value was read from.

    Lists come as one proposal an item (`/field/0`, `/field/1`, …).  Breakdowns need the number
    that they break down: see `propose_breakdowns`.
    """
    text = analysis.document.text
    view = view_of(text)
    return [
        *propose_patterns(text, schema),
        *propose_items(view, analysis.sections, schema),
        *propose_citations(view, analysis, schema),
    ]


def propose_breakdowns(
    analysis: Analysis, schema: SchemaSpec, values: Mapping[Pointer, Value]
) -> list[Proposal]:
    """Proposals for lists of parts, once `values` hold the whole that they break down."""
    found: list[Proposal] = []
    for spec in schema.fields:
        whole = values.get(f"{spec.pointer.rpartition('/')[0]}/{spec.extract.parts_of}")
        if spec.extract.parts_of and isinstance(whole, int | Decimal):
            mentions = [m for m in analysis.mentions if m.value == whole]
            found += propose_breakdown(analysis, spec, whole, mentions)
    return found


__all__ = ["propose_breakdown", "propose_breakdowns", "propose_spans"]
