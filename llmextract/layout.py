"""Which lines and line ends of a text are of its layout rather than of what it says.

Page numbers and running heads are furniture; a line end inside a sentence, where the page was
full, is soft.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from llmextract.wrapping import BLANK, ENDS, Page, has_columns, page_of

HAN = "\u3400-\u9fff"
STOP = "，。；：、（）"
_QUOTES = "《》“”‘’"

_LIST_MARK = re.compile(
    rf"[{BLANK}]*(?:"
    r"第?[一二三四五六七八九十]{1,3}[、．.章节]"
    r"|[（(][一二三四五六七八九十\d]{1,3}[）)]"
    r"|\d{1,2}[、．.](?!\d)"
    r"|[#*•·●◆■▪-]"
    r"|附[:：件表]|主题词|抄送)"
)
_PAGE_NUMBER = re.compile(
    rf"[{BLANK}]*(?:"
    r"[-—–－]{1,4}\s?\d{1,4}\s?[-—–－]{1,4}"  # - 3 -
    r"|第\s?\d+\s?页(?:\s?[，,/／]?\s?共\s?\d+\s?页)?"
    r"|Page\s\d{1,4}(?:\s(?:of|/)\s\d{1,4})?"
    rf")[{BLANK}]*",
    re.I,
)
_TAIL_NUMBER = re.compile(r"(\d{1,4})\D?$")
_BEGINS_WORDS = re.compile(rf"[{HAN}{_QUOTES}A-Za-z]")
_PROSE = re.compile(r"[，。；：:|]")
_CONTINUES = re.compile(rf"[\d{HAN}〇○{_QUOTES}{STOP}％%‰A-Za-z,;)〔〕]|[.．]\d")
_BREAKS_OFF = re.compile(rf"[{HAN}〇○{_QUOTES}\d，、；]$")
_HAN = re.compile(f"[{HAN}]")
_WORD = re.compile(r"[\d,.A-Za-z％%０-９]+")
_LATIN_CONTINUES = re.compile(r"[a-z(]")
_LATIN_FULL = 40  # characters from which a line of Latin text counts as a full one
_HEADING = 30  # characters of a heading with a comma in it


@dataclass(frozen=True, slots=True)
class Line:
    """`text[start:end]` without its line end, and what joins it to the next: the line end, a
    blank, or nothing."""

    start: int
    end: int
    joint: str


def body(text: str) -> Iterator[Line]:
    """The lines of `text` without furniture; joints say which line ends are real."""
    bounds = _bounds(text)
    lines = [text[start:end] for start, end in bounds]
    furniture = _furniture(lines)
    page = page_of(lines)
    keep = [n for n in range(len(lines)) if n not in furniture]
    for n, following in pairwise([*keep, len(lines)]):
        start, end = bounds[n]
        upcoming = lines[following] if following < len(lines) else ""
        joint = _joint(lines[n], upcoming, page) if end < len(text) else ""
        yield Line(start, end, joint)


def _bounds(text: str) -> list[tuple[int, int]]:
    bounds, start = [], 0
    for line in text.split("\n"):
        bounds.append((start, start + len(line)))
        start += len(line) + 1
    return bounds


def _furniture(lines: Sequence[str]) -> set[int]:
    """Indices of page numbers and running heads, and of the blank lines around them."""
    found = {n for n, line in enumerate(lines) if len(line) < 80 and _PAGE_NUMBER.fullmatch(line)}
    found |= _running_heads(lines)
    gone = set(found)
    for n in found:
        for step in (-1, 1):
            at = n + step
            while 0 <= at < len(lines) and at not in gone and not lines[at].strip():
                gone.add(at)
                at += step
    return gone


def _running_heads(lines: Sequence[str]) -> set[int]:
    """Lines that are equal but for the page number at their end, which grows from one to the next
    by no more than there can be pages between; rows of a table do not count up so."""
    forms: dict[str, list[tuple[int, int]]] = {}
    for n, line in enumerate(lines):
        bare = line.strip()
        page = _TAIL_NUMBER.search(bare) if 4 <= len(bare) <= 40 else None
        if page and _may_be_head(line, bare):
            form = bare[: page.start()].rstrip()
            if len(re.sub(r"\d", "", form).strip()) >= 6:
                forms.setdefault(form, []).append((n, int(page[1])))
    return {
        n
        for places in forms.values()
        if len(places) > 1 and _counts_up([page for _, page in places])
        for n, _ in places
    }


def _may_be_head(line: str, bare: str) -> bool:
    wordy = _BEGINS_WORDS.match(bare) and not _LIST_MARK.match(line)
    return bool(wordy) and "\t" not in line and not _PROSE.search(line)


def _counts_up(pages: Sequence[int]) -> bool:
    """Odd and even pages may have different heads, and a page may have none."""
    return all(1 <= after - before <= 4 for before, after in pairwise(pages))


def _joint(line: str, following: str, page: Page | None) -> str:
    """What stands between a line and the next: its line end, or what a soft one comes to."""
    bare, upcoming = line.strip(), following.strip()
    if not bare or not upcoming or has_columns(line) or has_columns(following):
        return "\n"
    if _LIST_MARK.match(following) or not _CONTINUES.match(upcoming):
        return "\n"
    if following[0] in BLANK and not (page and _cut_at_blank(line, following, page)):
        return "\n"
    if not _HAN.search(bare):
        return " " if _soft_latin(bare, upcoming) else "\n"
    return "" if _soft(line.rstrip(), upcoming, page) else "\n"


def _cut_at_blank(line: str, following: str, page: Page) -> bool:
    """Whether the one blank at a line's beginning is the text's, and no indent: 公报␤ 3 条."""
    return page.brimming(line) and following[1:2] not in BLANK and line[-1] not in ENDS


def _soft(line: str, upcoming: str, page: Page | None) -> bool:
    bare = line.strip()
    if page is not None:
        if bare[-1] in ENDS:
            return page.brimming(line)
        word = _WORD.match(upcoming)  # one that did not fit is not broken: 8,600
        return page.full(line, word[0] if word else upcoming[0])
    if bare[-1] in ENDS or (_LIST_MARK.match(bare) and len(bare) <= _HEADING and "。" not in bare):
        return False
    return bool(re.search(r"[，；。]", bare) and _BREAKS_OFF.search(bare))


def _soft_latin(bare: str, upcoming: str) -> bool:
    """Latin lines are ragged: a long one is broken off if the next goes on in lower case."""
    if len(bare) < _LATIN_FULL or bare[-1] in ".!?:;":
        return False
    number = upcoming[0].isdigit() and (bare[-1].islower() or bare[-1] == ",")
    return number or _LATIN_CONTINUES.match(upcoming) is not None


__all__ = ["BLANK", "HAN", "STOP", "Line", "body"]
