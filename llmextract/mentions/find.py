"""All mentions of a document, in order, with the clause, sentence and section around each."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from llmextract.fold import Folded
from llmextract.mentions.dates import find_dates
from llmextract.mentions.denials import find_denials
from llmextract.mentions.names import find_references, find_titles
from llmextract.mentions.noise import noise_spans
from llmextract.mentions.numbers import find_numbers
from llmextract.mentions.pieces import clauses, sentences
from llmextract.types import Mention, MentionKind, Qualifier, Section


@dataclass(frozen=True, slots=True)
class _Draft:
    """A mention in the view, before its surroundings are known."""

    kind: MentionKind
    start: int
    end: int
    raw: str
    value: Decimal | date | str
    unit: str | None = None
    qualifier: Qualifier = Qualifier.EXACT


def find_mentions(folded: Folded, sections: tuple[Section, ...]) -> tuple[Mention, ...]:
    """Mentions in the order of the text; spans refer to the original text."""
    text = folded.text
    sentence, clause = sentences(text), clauses(text)
    starts = [section.span.start for section in sections]
    drafts = sorted(_drafts(text), key=lambda d: (d.start, -d.end))
    mentions = []
    for index, draft in enumerate(drafts):
        span = folded.span(draft.start, draft.end)
        mentions.append(
            Mention(
                index=index,
                kind=draft.kind,
                span=span,
                raw=draft.raw,
                value=draft.value,
                unit=draft.unit,
                qualifier=draft.qualifier,
                clause=folded.span(*clause.around(draft.start, draft.end)),
                sentence=folded.span(*sentence.around(draft.start, draft.end)),
                # sections nest, so the last one begun is the innermost
                section=max(0, bisect.bisect_right(starts, span.start) - 1),
            )
        )
    return tuple(mentions)


def _drafts(text: str) -> Iterator[_Draft]:
    denials = list(find_denials(text))
    # the 一件 of 一件也没有 is no number
    taken = _Spans(noise_spans(text)), _Spans(denials)
    for found in find_numbers(text):
        if not any(spans.touch(found.start, found.end) for spans in taken):
            yield _Draft(
                found.kind,
                found.start,
                found.end,
                found.raw,
                found.value,
                found.unit,
                found.qualifier,
            )
    for start, end in denials:
        yield _Draft(MentionKind.DENIAL, start, end, text[start:end], Decimal(0))
    for kind, spans in (
        (MentionKind.DATE, find_dates(text)),
        (MentionKind.TITLE, find_titles(text)),
        (MentionKind.REFERENCE, find_references(text)),
    ):
        yield from _valued(kind, text, spans)


def _valued(
    kind: MentionKind, text: str, spans: Iterable[tuple[int, int, date | str]]
) -> Iterator[_Draft]:
    for start, end, value in spans:
        yield _Draft(kind, start, end, text[start:end], value)


@dataclass(frozen=True, slots=True)
class _Spans:
    """Spans in order and apart."""

    spans: Sequence[tuple[int, int]]

    def touch(self, start: int, end: int) -> bool:
        """Whether `start:end` has a place in common with one of them."""
        at = bisect.bisect_left(self.spans, (end, 0)) - 1
        return at >= 0 and self.spans[at][1] > start
