"""A document's text in its folded view, and the original words behind a part of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from llmextract.fold import Folded, fold
from llmextract.types import Span

_BREAK = re.compile(r"\s*\n\s*")
_HAN_SPACE = re.compile(r"(?<![\x21-\x7e])\s+|\s+(?![\x21-\x7e])")


@dataclass(frozen=True, slots=True)
class View:
    """`text` is the folded view of `original`; offsets are of the view unless said otherwise."""

    original: str
    folded: Folded

    @property
    def text(self) -> str:
        return self.folded.text

    def span(self, start: int, end: int) -> Span:
        """The original span of a part that is not empty."""
        return self.folded.span(start, end)

    def at(self, original: int) -> int:
        return self.folded.at(original)

    def words(self, start: int, end: int) -> str:
        """The original characters of a part, on one line: where the view joined a broken line or
        left out a blank, so do the words; line ends become blanks, none beside Chinese."""
        printed = "".join(self.original[self.folded.origin[i]] for i in range(start, end))
        one_line = _BREAK.sub(" ", printed.strip())
        return _HAN_SPACE.sub("", one_line)

    def trimmed(self, start: int, end: int, marks: str = "") -> tuple[int, int]:
        """The part without white space and `marks` at its ends; empty if nothing else is in it."""
        while start < end and (self.text[start].isspace() or self.text[start] in marks):
            start += 1
        while end > start and (self.text[end - 1].isspace() or self.text[end - 1] in marks):
            end -= 1
        return start, end


def view_of(text: str, *, keep_blanks: bool = False) -> View:
    return View(text, fold(text, keep_blanks=keep_blanks))


__all__ = ["View", "view_of"]
