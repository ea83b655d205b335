"""Lists told apart from their numbers: 当面、传真、网络、信函四种渠道分别78件、15件、1322件、431件.

The labels stand in one row and the numbers in another, joined by 分别 or 依次; the n-th number
belongs to the n-th label.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence

_JOIN = re.compile(r"分别|依次|respectively")
_SPLIT = re.compile(r"、|，|以及|和|及|与|；")
_COUNTED = re.compile(
    r"(?:[两三四五六七八九十]+|N|\d+)(?:种|项|类|个|条|家|者|方面|个方面)[^、，]{0,8}$|(?:等|这|共|的(?:数量|件数|情况)?)$"
)
_GAP = re.compile(r"[、，,和及与\s]{1,2}|，?(?:以及|和)")
_LINK = re.compile(r"(?:为|是|有|占|达|达到|收到|办理|发布|计|各|新增|增加|约|近|超过)*")


def parallel_labels(text: str, places: Sequence[tuple[int, int]]) -> dict[int, str]:
    """Label of each number that stands in such a row, by its position in `places`.

    `places` are the (start, end) of the numbers in the folded text, in order.
    """
    labels: dict[int, str] = {}
    for join in _JOIN.finditer(text):
        run = _run(text, places, join.end())
        if len(run) < 2:
            continue
        names = _names(text, join.start(), len(run))
        if len(names) == len(run):
            labels.update(zip(run, names, strict=True))
    return labels


def _run(text: str, places: Sequence[tuple[int, int]], at: int) -> list[int]:
    """The unbroken row of numbers that begins at `at`."""
    run: list[int] = []
    for n in range(bisect.bisect_left(places, (at, at)), len(places)):
        start, end = places[n]
        gap = text[at:start]
        if not (_LINK if not run else _GAP).fullmatch(gap):
            break
        run.append(n)
        at = end
    return run


def _names(text: str, end: int, count: int) -> list[str]:
    start = end
    while start > 0 and text[start - 1] not in "。；;\n！？：:（(":
        start -= 1
    ahead = text[start:end].strip("， ")
    while True:
        shorter = _COUNTED.sub("", ahead).strip("，、 ")
        if shorter == ahead:
            break
        ahead = shorter
    pieces = [p.strip() for p in _SPLIT.split(ahead) if p.strip()]
    return pieces[-count:]
