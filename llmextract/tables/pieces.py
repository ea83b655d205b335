"""A document as the pieces that rows of tables are made of: labels, each with the cells behind
it, whatever parts them: tabs, bars, blanks or line ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from llmextract.cells import CellValue, parse_cell
from llmextract.layout import BLANK, body
from llmextract.types import Span

_BAR = re.compile(r"[\t|｜]")
_WIDE = re.compile(rf"[{BLANK}]{{2,}}")
_RULE = re.compile(r"[\s|｜:+=_-]*-[\s|｜:+=_-]*[|｜+]?")  # |---|---|
_CHANGE = r"[+＋增]\s?[(（]?\d+[)）]?\s?[-－—减]\s?[(（]?\d+[)）]?"
_POINT = re.compile(r"[.,．，]")
_LETTER = re.compile(r"[A-Za-z\u3400-\u9fff]")
_MARKS = (".", "．", "、", ")", "）")  # behind the number of a list
_TOKEN = re.compile(rf"{_CHANGE}(?=[{BLANK}]|$)|[^{BLANK}]+")


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a cell in one line; `value` None where nothing is printed.  `field` counts the
    line's fields from 0 (-1 where blanks alone part them, so that empty ones do not show)."""

    span: Span
    value: CellValue | None
    line: int
    field: int = -1


@dataclass(frozen=True, slots=True)
class Label:
    """Words, and the slots between them and the next words.  `field` as for slots."""

    span: Span
    text: str
    line: int
    slots: tuple[Slot, ...] = ()
    field: int = -1


@dataclass(frozen=True, slots=True)
class _Piece:
    span: Span
    line: int
    field: int
    value: CellValue | None  # None: a label, or nothing if the span is empty

    @property
    def is_label(self) -> bool:
        return self.value is None and self.span.start < self.span.end


def find_labels(text: str, skip: tuple[Span, ...] = ()) -> list[Label]:
    """The labels of a text in order, without page furniture and without lines inside `skip`.
    Cells ahead of the first label are left out."""
    labels: list[Label] = []
    slots: list[Slot] = []
    for piece in _upright(list(_pieces(text, skip)), text):
        if piece.is_label:
            if labels:
                labels[-1] = _with_slots(labels[-1], slots)
            words = piece.span.of(text).replace("\n", "")
            labels.append(Label(piece.span, words, piece.line, field=piece.field))
            slots = []
        else:
            slots.append(Slot(piece.span, piece.value, piece.line, piece.field))
    if labels:
        labels[-1] = _with_slots(labels[-1], slots)
    return labels


def _with_slots(label: Label, slots: list[Slot]) -> Label:
    return replace(label, slots=tuple(slots))


def _pieces(text: str, skip: tuple[Span, ...]) -> Iterator[_Piece]:
    for number, line in enumerate(body(text)):
        words = text[line.start : line.end]
        inside = any(s.start <= line.start < s.end for s in skip)
        if words.strip() and not inside and not (len(words) > 3 and _RULE.fullmatch(words)):
            yield from _numbered(list(_line(text, line.start, line.end, number)))


def _line(text: str, start: int, end: int, number: int) -> Iterator[_Piece]:
    words = text[start:end]
    if _BAR.search(words):
        fields = _fields(words, _BAR)
        if words.strip()[:1] in "|｜":  # a border, not a field
            fields = fields[1:]
            if words.rstrip()[-1] in "|｜":
                fields = fields[:-1]
        for n, (a, b) in enumerate(fields):
            yield from _field(text, start + a, start + b, number, n)
    else:
        for a, b in _fields(words, _WIDE):
            if words[a:b].strip():
                yield from _field(text, start + a, start + b, number, -1)


def _fields(words: str, separator: re.Pattern[str]) -> list[tuple[int, int]]:
    cuts = [match.span() for match in separator.finditer(words)]
    starts, ends = [0, *(b for _, b in cuts)], [*(a for a, _ in cuts), len(words)]
    return list(zip(starts, ends, strict=True))


def _field(text: str, start: int, end: int, line: int, field: int) -> Iterator[_Piece]:
    """The pieces of one field: a cell, nothing, or words and cells that blanks part."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    whole = parse_cell(text[start:end]) if start < end else None
    if start == end or whole is not None:
        yield _Piece(Span(start, end), line, field, whole)
        return
    for match in _TOKEN.finditer(text, start, end):
        inside = _is_open(text[start : match.start()])
        value = parse_cell(match[0]) if not inside else None
        if _POINT.fullmatch(match[0]) and match.span() != (start, end):
            continue  # between digits that are set apart: no words
        yield _Piece(Span(*match.span()), line, field if value is None else -1, value)


def _is_open(words: str) -> bool:
    """Whether a bracket is open at the end of `words`: what follows is a part of a remark."""
    return max(words.rfind("（"), words.rfind("(")) > max(words.rfind("）"), words.rfind(")"))


def _numbered(pieces: list[_Piece]) -> list[_Piece]:
    """A number that opens a line and stands before words is their list number: 3 部分公开."""
    shown = [n for n, piece in enumerate(pieces) if piece.span.start < piece.span.end]
    if len(shown) < 2 or not pieces[shown[1]].is_label or pieces[shown[0]].is_label:
        return pieces
    first = pieces[shown[0]]
    printed = first.span.end - first.span.start
    value = first.value.value if first.value else None
    if printed > 2 or value is None or value < 1 or value != int(value):
        return pieces
    return pieces[shown[1] :]


def _upright(pieces: list[_Piece], text: str) -> Iterator[_Piece]:
    """The pieces, with words that run from line to line, a letter each, as one."""
    at = 0
    while at < len(pieces):
        run = _run(pieces, at, text)
        if sum(bool(_LETTER.fullmatch(piece.span.of(text))) for piece in run) >= 2:
            first, last = run[0], run[-1]
            yield _Piece(Span(first.span.start, last.span.end), last.line, first.field, None)
        else:
            yield from run
        at += len(run)


def _run(pieces: list[_Piece], at: int, text: str) -> list[_Piece]:
    """The pieces from `at` that are a letter each, one below the other."""
    run = [pieces[at]]
    if not _is_written(pieces, at, text):
        return run
    words = run[0].span.of(text)
    for n in range(at + 1, len(pieces)):
        if not _is_below(pieces, n) or not (_is_written(pieces, n, text) or _is_open(words)):
            break
        run.append(pieces[n])
        words += pieces[n].span.of(text)
    return run


def _is_below(pieces: list[_Piece], at: int) -> bool:
    """Whether a piece is one letter right below another."""
    piece, above = pieces[at], pieces[at - 1]
    single = all(one.span.end - one.span.start == 1 for one in (piece, above))
    return single and piece.line == above.line + 1


def _is_written(pieces: list[_Piece], at: int, text: str) -> bool:
    """Whether a piece is a letter, or the number of a list: 1 over a point."""
    if pieces[at].is_label:
        return True
    below = pieces[at + 1] if at + 1 < len(pieces) else None
    return below is not None and below.is_label and below.span.of(text) in _MARKS


__all__ = ["Label", "Slot", "find_labels"]
