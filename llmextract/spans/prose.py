"""Items in sentences without numbers: parts between semicolons, behind a colon, of a 等-phrase."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeAlias

from llmextract.spans.leads import Leads

Place: TypeAlias = tuple[int, int]
"""(start, end) of a part of the text."""

MARKS = "，,、：:；;。.！!？?—-"
"""Marks around an item that are no part of it."""

_LEAD_IN = re.compile(r"^[^，,。；;：:]{1,24}[：:]|^[^，,。；;：:]{1,10}[，,]")
_FORM_LINE = re.compile(r"\s*[^，,。；;：:\s]{1,8}[：:]")  # 抄送：…
_IN_BRACKETS = re.compile(r"\s*[（(].*[）)][。.]?\s*", re.S)
_AGAIN = re.compile(r"^(?:再|另外?|还有|又)")  # 一个是…；再一个是…
_SHOWS = re.compile(r"(?:表现|体现|反映|集中|归纳|概括)[^，,]{0,4}$")
_BEGINS = re.compile(
    r"(?:^|[，,])\s*(?:主要|突出|集中|具体|大致|归纳起来|概括起来)[^，,]{0,4}?"
    r"(?:是|有|为|在于?|表现[在为]|体现[在为]|包括)[，,]?\s*"
)
_MANY = 3  # clauses behind a colon that are items though only commas part them
_LEAST = 6  # characters of each of these


def says_something(sentence: str, leads: Leads) -> bool:
    """Whether a sentence can be an item: a whole one, that neither announces items nor fills in a
    form."""
    form = _FORM_LINE.match(sentence)
    named = form is not None and bool(leads.named(form[0]))
    whole = re.search(r"[。！？；.]\s*$", sentence) is not None
    return whole and not leads.only_announces(sentence) and (form is None or named)


def between_semicolons(text: str, start: int, end: int) -> list[Place]:
    """The parts of a sentence that lists by semicolons, behind a colon, behind words that begin a
    list (主要是…), or in like words; a sentence in brackets lists nothing."""
    parts = _split(text, start, end, "；;")
    if len(parts) < 2 or _IN_BRACKETS.fullmatch(text, start, end):
        return []
    colon = max(text.rfind(mark, *parts[0]) for mark in "：:")
    begins = _BEGINS.search(text, *parts[0]) if colon < 0 else None
    if colon >= 0 or begins:
        first = begins.end() if begins else colon + 1
        return [(first, parts[0][1]), *parts[1:]]
    openings = {_AGAIN.sub("", text[a:b].strip())[:2] for a, b in parts}
    return parts if len(openings) == 1 else []


def content(text: str, start: int, end: int, leads: Leads) -> Iterable[Place]:
    """A sentence without the words that announce a field: 下一步，… ; 主要体现在：A，B，C;
    存在A、B等问题."""
    sentence = text[start:end]
    such = leads.such_as(sentence)
    if such:
        return _split(text, start + such[0], start + such[1], "、")
    colon = re.search("[：:]", sentence)
    if colon and _announces(sentence[: colon.start()], leads):
        parts = _split(text, start + colon.end(), end, "，,")
        long = all(len(text[a:b].strip()) >= _LEAST for a, b in parts)
        return parts if len(parts) >= _MANY and long else [(start + colon.end(), end)]
    lead = _LEAD_IN.match(sentence.lstrip())
    if lead and leads.named(lead[0]):
        start += len(sentence) - len(sentence.lstrip()) + lead.end()
    return _split(text, start, end, "；;") or [(start, end)]


def _announces(words: str, leads: Leads) -> bool:
    return bool(leads.named(words)) or _SHOWS.search(words) is not None


def _split(text: str, start: int, end: int, marks: str) -> list[Place]:
    parts, at = [], start
    for match in re.compile(f"[{marks}]").finditer(text, start, end):
        parts.append((at, match.start()))
        at = match.end()
    return [(a, b) for a, b in [*parts, (at, end)] if text[a:b].strip(" \n\u3000" + MARKS)]


__all__ = ["MARKS", "Place", "between_semicolons", "content", "says_something"]
