"""Zeros: what the text denies, or prints as 0, about a field."""

from __future__ import annotations

from llmextract.fit import coverage, names_of, near_words
from llmextract.schema import FieldSpec
from llmextract.types import Analysis, Mention, MentionKind, Span

_LEAST = 0.9  # share of a name's bigrams from which words are about the field


def denies(mention: Mention, spec: FieldSpec, analysis: Analysis) -> bool:
    """Whether a denial or a printed 0 is about the field: the words next to a 0, or the sentence
    up to a denial (至于投诉和事故，一件也没有), must name it.

    One denial speaks of several events, so words that exclude the field count for a 0 only.
    """
    events = spec.extract.zero_by or names_of(spec)
    if mention.kind is MentionKind.DENIAL:
        ahead = Span(mention.sentence.start, mention.clause.end)
        return coverage(events, ahead.of(analysis.document.text)) >= _LEAST
    words = near_words(mention, analysis)
    excluded = any(word in words for word in spec.extract.unlike)
    return not excluded and coverage(events, words) >= _LEAST


__all__ = ["denies"]
