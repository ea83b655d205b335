"""A folded view of a text, for matching, with a way back to the text as read.

Folding writes full-width digits, letters and ％ as ASCII, takes out the spaces inside numbers
and between Chinese characters, joins lines that a page layout broke, and drops page furniture
(page numbers, running heads).  `Folded.span` maps a span of the view to the original offsets.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from llmextract.types import Span

_FULL = {ord("０") + i: str(i) for i in range(10)}
_FULL |= {ord("Ａ") + i: chr(65 + i) for i in range(26)} | {
    ord("ａ") + i: chr(97 + i) for i in range(26)
}
_FULL |= {ord("％"): "%", ord("．"): ".", ord("＋"): "+", ord("－"): "-", ord("／"): "/"}

_YEAR_ZERO = re.compile(  # 二OO九年 · 二0一O年
    r"(?<=二)[oO0]{1,2}(?=[〇○零一二三四五六七八九oO])"
    r"|(?:(?<=二[〇○零][一二])|(?<=二[oO0][一二]))[oO0](?=年)"
)
_CJK = "\u3400-\u9fff《》“”‘’"
_SPACE = " \u00a0\u2002\u2003\u2009\u3000"
_INNER_SPACE = re.compile(
    rf"(?<=\d)[{_SPACE}]+(?=\d{{3}}(?!\d)[{_SPACE}]*[余多万亿{_CJK}])"  # 1 900人
    rf"|(?<=[\d{_CJK}，。；：、（）])[{_SPACE}]+(?=[{_CJK}，。；：、（）])"  # 260 余次
    rf"|(?<=[{_CJK}，。；：、（）])[{_SPACE}]+(?=\d)"  # 公布 1,728条
)
_MARKER = re.compile(
    rf"[{_SPACE}]*(?:第?[一二三四五六七八九十]{{1,3}}[、．.章节]|[（(][一二三四五六七八九十\d]{{1,3}}[）)]"
    r"|\d{1,2}[、．.](?!\d)|[#*•·●◆■▪-]|附[:：件表]|主题词|抄送)"
)
_PAGE_NUMBER = re.compile(
    rf"[{_SPACE}]*(?:[-—–－]+\s*\d{{1,4}}\s*[-—–－]+|第\s*\d+\s*页.*)[{_SPACE}]*"
)


@dataclass(frozen=True, slots=True)
class Folded:
    """`text[i]` came from the original character at `origin[i]`."""

    text: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """Original span of `text[start:end]` (not empty)."""
        return Span(self.origin[start], self.origin[end - 1] + 1)

    def at(self, original: int) -> int:
        """The first place in the view at or behind an original offset."""
        low, high = 0, len(self.origin)
        while low < high:
            middle = (low + high) // 2
            if self.origin[middle] < original:
                low = middle + 1
            else:
                high = middle
        return low


def fold(text: str, *, keep_blanks: bool = False) -> Folded:
    """Fold `text`.  Newlines that are left in the view are real line ends; with `keep_blanks` so
    are the blanks that part columns and fields of a line."""
    kept = _join_lines(text)
    chars = [_FULL.get(ord(text[i]), text[i]) for i in kept]
    view = _YEAR_ZERO.sub(lambda m: "〇" * len(m[0]), "".join(chars))
    chars = list(view)
    spaces = [] if keep_blanks else _INNER_SPACE.finditer(view)
    drop = {i for m in spaces for i in range(m.start(), m.end())}
    origin = tuple(o for i, o in enumerate(kept) if i not in drop)
    return Folded("".join(c for i, c in enumerate(chars) if i not in drop), origin)


def _join_lines(text: str) -> list[int]:
    """Original offsets to keep: page furniture and soft line breaks are left out."""
    lines = _lines(text)
    furniture = _furniture([text[a:b] for a, b in lines])
    width = _wrap_width([text[a:b] for a, b in lines])
    body = [(a, b) for n, (a, b) in enumerate(lines) if n not in furniture]
    if furniture:
        body = _without_gaps(text, lines, furniture)
    kept: list[int] = []
    for n, (start, end) in enumerate(body):
        line = text[start:end]
        kept.extend(range(start, end))
        following = text[slice(*body[n + 1])] if n + 1 < len(body) else ""
        if end < len(text) and not _soft(line, following, width):
            kept.append(end)
    return kept


def _lines(text: str) -> list[tuple[int, int]]:
    bounds, start = [], 0
    for line in text.split("\n"):
        bounds.append((start, start + len(line)))
        start += len(line) + 1
    return bounds


def _without_gaps(
    text: str, lines: list[tuple[int, int]], furniture: set[int]
) -> list[tuple[int, int]]:
    """Lines without furniture and without the blank lines that surround it."""
    blank = {n for n, (a, b) in enumerate(lines) if not text[a:b].strip()}
    gone = set(furniture)
    for n in furniture:
        for step in (-1, 1):
            at = n + step
            while at in blank:
                gone.add(at)
                at += step
    return [bounds for n, bounds in enumerate(lines) if n not in gone]


def _furniture(lines: list[str]) -> set[int]:
    """Lines that are page numbers or running heads: equal but for their numbers, without prose."""
    found = {n for n, line in enumerate(lines) if _PAGE_NUMBER.fullmatch(line)}
    masked = {
        n: re.sub(r"\d+", "#", line.strip())
        for n, line in enumerate(lines)
        if 4 <= len(line.strip()) <= 40
        and re.search(r"\d\s*$", line)
        and "\t" not in line
        and not re.search(r"[，。；：:|]", line)
        and not _MARKER.match(line)
        and re.match(rf"[{_CJK}A-Za-z]", line.strip())
    }
    often = {form for form, count in Counter(masked.values()).items() if count >= 2}
    long_enough = {form for form in often if len(form.replace("#", "").strip()) >= 6}
    return found | {n for n, form in masked.items() if form in long_enough}


def _wrap_width(lines: list[str]) -> int | None:
    """The width at which the text was wrapped, in characters; None if it was not."""
    lengths = sorted(len(line.rstrip()) for line in lines if len(line.strip()) >= 12)
    if len(lengths) < 10:
        return None
    widest = lengths[int(len(lengths) * 0.85)]
    near = sum(1 for n in lengths if widest - 4 <= n <= widest + 4)
    return widest if near >= 0.5 * len(lengths) and widest <= 90 else None


def _soft(line: str, following: str, width: int | None) -> bool:
    """Whether the break behind `line` is one of layout, not of the text."""
    bare, upcoming = line.strip(), following.strip()
    if not bare or not upcoming or "\t" in line or "\t" in following:
        return False
    if re.match(rf"[{_SPACE}]", following) or _MARKER.match(following):
        return False
    if not re.match(rf"[\d{_CJK}，。；：、（）％%A-Za-z]", upcoming):
        return False
    if bare[-1] in "。！？!?：:":
        return width is not None and len(line.rstrip()) >= width - 2 and bare[-1] not in "：:"
    if width is not None:
        return len(line.rstrip()) >= width - 5
    prose = re.search(r"[，；。]", bare) is not None
    return prose and re.search(rf"[{_CJK}\d，、；]$", bare) is not None
