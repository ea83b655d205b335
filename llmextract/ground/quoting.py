"""Which characters of the text are quoted for a value, and whether a mention is printed there."""

from __future__ import annotations

import re
import unicodedata

from llmextract.fold import fold
from llmextract.types import Mention, Span

AROUND = 80  # characters of a quote beside the mention itself
_AHEAD = 56  # of these, at most before it, where what it counts is usually named


def quote_of(mention: Mention, text: str) -> Span:
    """The mention's clause, or a window of it where the clause is long."""
    own, clause = mention.span, mention.clause
    if not clause.covers(own):
        return own
    if len(clause.of(text)) - len(own.of(text)) <= AROUND:
        return clause
    start = max(clause.start, own.start - _AHEAD)
    end = min(clause.end, own.end + AROUND - (own.start - start))
    start = max(clause.start, own.start - (AROUND - (end - own.end)))
    window = Span(start, end).of(text)
    return Span(
        start + len(window) - len(window.lstrip()), end - len(window) + len(window.rstrip())
    )


def is_printed(mention: Mention, text: str) -> bool:
    """Whether the text at the mention's span is its `raw`, but for width and white space."""
    if not 0 <= mention.span.start < mention.span.end <= len(text):
        return False
    printed, raw = mention.span.of(text), _bare(mention.raw)
    return _bare(printed) == raw or _bare(fold(printed).text) == raw  # 二O一九年


def find_verbatim(passage: str, text: str, within: Span) -> Span | None:
    """The first place within a span where `passage` stands character for character.

    White space may differ, since lines are broken anywhere in Chinese; but not between two
    letters or digits, where it separates words and numbers.
    """
    match = re.compile(_spaced(passage)).search(text, within.start, within.end)
    return Span(*match.span()) if match and passage.strip() else None


def _spaced(passage: str) -> str:
    pattern, gap, last = "", False, ""
    for character in passage.strip():
        if character.isspace():
            gap = True
            continue
        tight = _alphanumeric(last) and _alphanumeric(character)
        separator = (r"\s+" if gap else "") if tight else r"\s*"
        pattern += (separator if last else "") + re.escape(character)
        gap, last = False, character
    return pattern


def _alphanumeric(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _bare(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
