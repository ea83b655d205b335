"""Where a phrase begins and ends: at stops, commas, brackets and neighbouring numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from llmextract.types import Mention

HARD = "。！？!?；;\n\t"
SOFT = "，：:（()）,|｜"
LONGEST = 1000  # characters of a sentence looked at to either side; texts without stops exist
_ROW_MARK = re.compile(
    r"\s*(?:其中[:：]?)?\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)．.、]|第[一二三四五六七八九十]+[条项])?\s*"
)
_WITHOUT_SUBJECT = re.compile(
    r"(?:全年|本年度?|一年到头|一年来?|年内|至今|里|\d+年|均|都|也|亦|各|则|以上|上述|[一半][件起例桩宗次]"
    r"|[两二三四五几][项样类种者个]|这些|此类)+"
)
_WITHOUT_EVENT = re.compile(
    r"(?:未|没有?|无|零|为|从来|从|历来|一直|发生|收到|接到|遇到|出现|产生|有|曾|过|情况|前|停用)+"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A mention, and where it stands in the view."""

    mention: Mention
    start: int
    end: int


def phrase_bounds(
    text: str, place: Place, previous: Place | None, following: Place | None
) -> tuple[int, int]:
    """Where the phrase begins and ends: at stops, commas, brackets and neighbouring numbers."""
    low = place.start
    floor = previous.end if previous else 0
    row = _row_start(text, place.start)
    if row is not None and row >= floor:
        return row, place.end
    depth = 0
    while low > floor:
        c = text[low - 1]
        if c in "）)":
            depth += 1
        elif c in "（(" and depth:
            depth -= 1
        elif c in HARD or (not depth and c in SOFT and not _thousands(text, low - 1)):
            break
        low -= 1
    if previous and low == floor and low < place.start and text[low] != "、":
        low = _after_tail(text, low, place.start)
    high = place.end
    ceiling = following.start if following else len(text)
    while high < ceiling and text[high] not in HARD + SOFT + "、":
        high += 1
    if following and high == ceiling and high > place.end:
        high = _before_lead(text, place.end, high)
    return low, high


def _row_start(text: str, at: int) -> int | None:
    """Where the label of a table's row begins, if the number ends a row of cells."""
    line = max(text.rfind("\n", max(0, at - LONGEST), at) + 1, at - LONGEST, 0)
    ahead = text[line:at]
    if "\t" not in ahead and not re.search(r"\S {2,}$|\S {2,}\S+ +$", ahead):
        return None
    mark = _ROW_MARK.match(ahead)
    return line + (mark.end() if mark else 0)


def _thousands(text: str, at: int) -> bool:
    return text[at] == "," and text[at - 1 : at].isdigit() and text[at + 1 : at + 4].isdigit()


def _after_tail(text: str, low: int, high: int) -> int:
    """Behind a neighbouring number: skip the words up to 、 that still belong to that one."""
    comma = text.rfind("、", low, high)
    return comma + 1 if comma >= 0 else low


def _before_lead(text: str, low: int, high: int) -> int:
    """Before a neighbouring number without a stop between: keep only words bound to this one."""
    return (
        high
        if text[low] == "的" or re.match(r"[\u4e00-\u9fff]{1,4}$", text[low:high]) is None
        else low
    )


def denial_bounds(text: str, place: Place, floor: int) -> tuple[int, int]:
    """The denying clause, widened over clauses that hold only its subject."""
    low = _behind_last(HARD + "，：:", text, place.start)
    high = _first(HARD + "，：:", text, place.end)
    if _needs_subject(text[low : place.start], text[place.start : high]):
        back = _behind_last(HARD, text, low - 1) if low else 0
        low = max(back, min(low, max(low - 60, floor)))
    return low, high


def _needs_subject(ahead: str, denial: str) -> bool:
    """Whether a denial has its subject in an earlier clause: 一件也没有, 均未发生, 停用前也没有收到."""
    bare = _WITHOUT_EVENT.sub("", _WITHOUT_SUBJECT.sub("", ahead + denial))
    return len(bare) <= 1


def sentence_start(text: str, at: int) -> int:
    return _behind_last("。！？!?\n", text, at)


def sentence_end(text: str, at: int) -> int:
    return _first("。！？!?\n", text, at)


def _behind_last(marks: str, text: str, at: int) -> int:
    """The place behind the last of `marks` before `at`, or where looking for it was given up."""
    first = max(0, at - LONGEST)
    return max(first, *(text.rfind(mark, first, at) + 1 for mark in marks))


def _first(marks: str, text: str, at: int) -> int:
    """The place of the first of `marks` from `at` on, or where looking for it was given up."""
    last = min(len(text), at + LONGEST)
    return min(last, *(found for mark in marks if (found := text.find(mark, at, last)) >= 0), last)
