"""From labelled passages to labelled phrases, distilled as those of a document are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from llmextract.fold import fold
from llmextract.linking.phrases import Phrase, distill
from llmextract.mentions import find_mentions
from llmextract.schema import Passage
from llmextract.types import MentionKind, Pointer, Section, Span

_MARKS = re.compile(r"[，。、：；“”\"（）()《》〔〕\[\]【】\s›·,.:;]")
_NUMBER = re.compile(r"\d[\d,.]*")
_BEFORE = 40  # characters of the sentence ahead that are compared


@dataclass(frozen=True, slots=True)
class Shape:
    """The texts of a phrase that are compared with other phrases', without punctuation."""

    own: str
    lead: str
    heading: str
    before: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase and the fields that its number gives (none: of no field)."""

    shape: Shape
    pointers: tuple[Pointer, ...]


def shape_of(phrase: Phrase, headed: bool) -> Shape:
    """The shape of `phrase`; `headed` says whether its topic begins with a heading."""
    topic = phrase.topic
    return Shape(
        own=_bare(phrase.own),
        lead=_bare(topic[-1]) if len(topic) > headed else "",
        heading=_bare(topic[0]) if headed and topic else "",
        before=_bare(_NUMBER.sub("N", phrase.before))[-_BEFORE:],
    )


def entries_of(passages: Iterable[Passage]) -> Iterator[Entry]:
    """An entry for every number and percentage of the passages, in order."""
    for passage in passages:
        folded = fold(passage.text)
        whole = Span(0, len(passage.text))
        path = (passage.heading,) if passage.heading else ()
        sections = (Section(0, 0, passage.heading, Span(0, 0), whole, path),)
        mentions = find_mentions(folded, sections)
        for index, phrase in distill(folded, sections, mentions).items():
            mention = mentions[index]
            if mention.kind is not MentionKind.DENIAL:
                pointers = [
                    pointer
                    for mark in passage.marks
                    if mark.start < mention.span.end and mention.span.start < mark.end
                    for pointer in mark.pointers
                ]
                yield Entry(shape_of(phrase, bool(path)), tuple(pointers))


def _bare(text: str) -> str:
    return _MARKS.sub("", text)
