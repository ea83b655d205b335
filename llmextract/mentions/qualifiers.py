"""How exactly a number is stated, by the words around it: 余/多 · 以上/超过 · 约/左右 · 近/不足."""

from __future__ import annotations

import re

from llmextract.types import Qualifier

OVER = r"余|多|几|\+"  # between a number and its multiplier or unit
AFTER = r"余|多|以上|左右|上下"  # behind the unit

_WINDOW = 20  # characters looked at before a number
_AHEAD = (  # tried in this order: 不超过 before 超过
    (
        "将近|接近|不足|不到|近|未满|不超过|未超过|至多|最多",
        "nearly|almost|under|below|less than|fewer than|up to|at most|no more than",
        Qualifier.UNDER,
    ),
    (
        "超过|超出|突破|不少于|不低于|至少|逾|超|多达",
        "at least|more than|over|exceeding|no less than|above",
        Qualifier.AT_LEAST,
    ),
    (
        "大约|约为|约|大概|平均约",
        "about|around|approximately|approx\\.?|some|roughly|circa|ca\\.",
        Qualifier.ABOUT,
    ),
)
_REACHED = "(?:了|达到|达|到|为|有)?"
_PATTERNS = tuple(
    (re.compile(rf"(?:(?:{chinese}){_REACHED}\s?|\b(?:{english})\s)$", re.I), qualifier)
    for chinese, english, qualifier in _AHEAD
)
_NO_APPROXIMATION = re.compile(r"[最靠附临亲邻远新相贴就]近$")  # 最近3年


def qualifier_of(text: str, start: int, around: str) -> Qualifier:
    """The qualifier of the number at `start`; `around` is what stands between and behind its
    parts (余, 多, 以上, 左右)."""
    if around:
        if around in ("左右", "上下"):
            return Qualifier.ABOUT
        return Qualifier.AT_LEAST if around == "以上" else Qualifier.OVER
    window = text[max(0, start - _WINDOW) : start]
    if _NO_APPROXIMATION.search(window):
        return Qualifier.EXACT
    for pattern, qualifier in _PATTERNS:
        if pattern.search(window):
            return qualifier
    return Qualifier.EXACT
