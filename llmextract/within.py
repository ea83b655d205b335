"""The part of a text in which a field's pattern is searched for."""

from __future__ import annotations

from llmextract.types import Span

TITLE, HEAD, TAIL = 300, 1500, 600  # characters at the document's ends


def region(length: int, within: str) -> Span:
    """The span that `within` (title · head · tail · text) names in a text of `length`."""
    if within == "tail":
        return Span(max(0, length - TAIL), length)
    limits = {"title": TITLE, "head": HEAD}
    return Span(0, min(length, limits.get(within, length)))


__all__ = ["region"]
