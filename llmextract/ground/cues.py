"""Words that say which time and whose figures a number is about."""

from __future__ import annotations

import re

_CUMULATIVE = re.compile(
    r"累计|历年|迄今|至今|以来|\b(?:cumulative|to date|in total since)\b", re.I
)
_OTHER = re.compile(
    r"上一?年度?(?!结转|转)|去年|往年|前年|上期|\b(?:last|previous|prior) year\b", re.I
)
_SUBORDINATE = re.compile(
    r"下属|直属|所属|下级|基层单位|各[县区市旗乡镇科处直]|\bsubsidiar(?:y|ies)\b", re.I
)
_SYSTEM = re.compile(
    r"全系统|全[省市县区州盟旗国](?!(?:年|面|力|部|会|体))|[^我本]系统(?=[内共全各]|公开)|\bgroup-wide\b",
    re.I,
)


def period_of(words: str) -> str:
    """`cumulative`, `other` or `year`, by the words of a quote."""
    if _CUMULATIVE.search(words):
        return "cumulative"
    return "other" if _OTHER.search(words) else "year"


def scope_of(words: str) -> str:
    """`system`, `subordinate` or `agency`, by the words of a quote."""
    if _SUBORDINATE.search(words):
        return "subordinate"
    return "system" if _SYSTEM.search(words) else "agency"
