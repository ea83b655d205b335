"""What each number of an enumeration counts: 政策法规类112条 · 85条属工程建设 · 其余6条为其他."""

from __future__ import annotations

import re

_BREAK = "，,；;、：:。\n"  # between the parts of an enumeration
_WIDE = "，,；;。\n"  # of these, those that do not stand inside a label
_COPULA = re.compile(
    r"[，,]?\s*(?:是|属于?|为|系|出自|来自|涉及|关于|用于)|\s(?:are|is|were|was|for)\b"
)
_REST = re.compile(r"(?:其余|余下|剩余|剩下|另有?|另外|还有)的?")
_CHANGE = re.compile(  # another year's number, or by how much one grew
    r"(?:上一?年度?|去年|往年|同期|\d{4}年度?)的?$|(?:多|少|增|减|升|降|长|加)[了出]?$"
)
_OPENING = re.compile(
    r".*(?:其中|包括|包含|分别为?是?|涉及|including|of which|comprising|consist(?:s|ing)? of)"
    r"[：:，,]?",
    re.I | re.S,
)
_JOINING = re.compile(r"\s*(?:以及|和|及|与|and\b|有|即)\s*", re.I)
_COUNTING = re.compile(
    r"(?:(?<=..)方面的?(?:信息)?|[：:\s，,]|共计|合计|总计|共|(?<!行)为|有(?!$)|有|达|约|是)+$"
)
_ORDINAL = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、．.](?!\d)|[①-⑳]|[-•·*]\s)"
)
_KIND = re.compile(r"一类的?.{0,4}$|等(?:信息|方面|内容)?$")


def label_of(
    text: str, since: int, start: int, end: int, until: int, *, first: bool
) -> tuple[int, int] | None:
    """Where the label of the number at start:end stands: ahead of it, behind `since` (the end of
    the number before, or of what leads in), or behind it, up to `until`.  None if it has none."""
    ahead, behind = _ahead(text, since, start, first=first), _behind(text, end, until)
    if ahead is None or _CHANGE.search(text, *ahead):
        return behind
    parted = text[ahead[1] : start].strip()[:1] in (*_WIDE,)
    return behind if behind and (parted or _REST.fullmatch(text, *ahead)) else ahead


def _ahead(text: str, since: int, start: int, *, first: bool) -> tuple[int, int] | None:
    piece = text[since:start]
    tail = _COUNTING.search(piece)
    close = tail.start() if tail else len(piece)
    if first:
        opening = _OPENING.match(piece, 0, close)
        cut = max((piece.rfind(mark, 0, close) for mark in "，,；;：:。（(\n\t"), default=-1) + 1
        cut = max(cut, opening.end() if opening else 0)
    else:
        if close and not any(mark in piece[:close] for mark in _BREAK) and not _starts(piece):
            return None
        if tail and any(mark in tail[0] for mark in _WIDE):
            return None  # 2,940条是汛情，1,385条…: what stands between is behind the first
        breaks = [m.end() for m in re.finditer(f"[{_BREAK}]", piece[:close])]
        wide = [m.end() for m in re.finditer(f"[{_WIDE}]", piece[:close])]
        cut = wide[-1] if wide else breaks[0] if breaks else 0
    for opening_words in (_ORDINAL, _JOINING):
        words = opening_words.match(piece, cut, close)
        cut = words.end() if words else cut
    return _trim(text, since + cut, since + close)


def _starts(piece: str) -> bool:
    """Whether a label follows the number before it at once: with a joining word, or a blank."""
    return bool(_JOINING.match(piece)) or piece[:1].isspace()


def _behind(text: str, end: int, until: int) -> tuple[int, int] | None:
    copula = _COPULA.match(text, end, until)
    if copula is None:
        return None
    stop = re.compile(r"[，,；;。（(\n]").search(text, copula.end(), until)
    close = stop.start() if stop else until
    kind = _KIND.search(text, copula.end(), close)
    return _trim(
        text, copula.end(), kind.start() if kind and kind.start() > copula.end() else close
    )


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    marks = " \t\n\u3000，,；;、：:。"
    while start < end and text[start] in marks:
        start += 1
    while end > start and text[end - 1] in marks:
        end -= 1
    return (start, end) if start < end else None


__all__ = ["label_of"]
