"""A document's text with an id behind each number and each denial, for a model to point at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from llmextract.prompting import estimate_tokens
from llmextract.strategies.windows import windows
from llmextract.types import Analysis, Mention, MentionKind, Span

_POINTED_AT = (MentionKind.NUMBER, MentionKind.PERCENT, MentionKind.DENIAL)
_LESS = 0.8  # of the room, tried next where marks made a window too long


@dataclass(frozen=True, slots=True)
class Marks:
    """`mentions` by id, from 1 in the order of the text: those that can prove a number and that
    no table holds which code reads.  `sign` opens a mark and stands nowhere in the text."""

    analysis: Analysis
    mentions: Mapping[int, Mention]
    tables: tuple[Span, ...]
    sign: str

    def mark(self, number: int) -> str:
        return f"{self.sign}{number}]"

    def within(self, span: Span) -> dict[int, Mention]:
        """The mentions that lie in `span` as a whole, by id; the ids have no gaps."""
        return {n: m for n, m in self.mentions.items() if span.covers(m.span)}

    def show(self, span: Span, table: str = "") -> str:
        """The text of `span` with its marks; `table` stands for what code reads of a table."""
        text = self.analysis.document.text
        edits = [(m.span.end, m.span.end, self.mark(n)) for n, m in self.within(span).items()]
        edits += [
            (max(t.start, span.start), min(t.end, span.end), table)
            for t in self.tables
            if t.start < span.end and span.start < t.end
        ]
        parts, at = [], span.start
        for start, end, words in sorted(edits):
            parts += [text[at:start], words]
            at = max(at, end)
        return "".join([*parts, text[at : span.end]])

    def windows(self, room: int | None, table: str = "") -> tuple[Span, ...]:
        """Spans that cover the text, each of at most `room` tokens as shown (None: no limit)."""
        whole, size = Span(0, len(self.analysis.document.text)), room
        found: tuple[Span, ...] = (whole,)
        while room is not None and size is not None and not self._fit(found, room, table):
            found = windows(self.analysis, size)
            size = max(1, int(size * _LESS))
        return found

    def _fit(self, spans: tuple[Span, ...], room: int, table: str) -> bool:
        return all(estimate_tokens(self.show(span, table)) <= room for span in spans)


def marks_of(analysis: Analysis) -> Marks:
    pointed = (m for m in analysis.mentions if m.kind in _POINTED_AT and not analysis.in_table(m))
    sign = "[#"
    while sign in analysis.document.text:
        sign += "#"
    return Marks(analysis, dict(enumerate(pointed, 1)), tuple(_tables(analysis)), sign)


def _tables(analysis: Analysis) -> Iterator[Span]:
    """The cells and rows that code reads, joined where only white space parts them."""
    text, joined = analysis.document.text, None
    for span in sorted(analysis.tables, key=lambda span: span.start):
        if joined is not None and not text[joined.end : span.start].strip():
            joined = Span(joined.start, max(joined.end, span.end))
            continue
        if joined is not None:
            yield joined
        joined = span
    if joined is not None:
        yield joined


__all__ = ["Marks", "marks_of"]
