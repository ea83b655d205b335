"""Numbers with their units and qualifiers, in a folded text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from llmextract.mentions import units
from llmextract.mentions.counting import is_bare_count, is_count
from llmextract.mentions.qualifiers import AFTER, OVER, qualifier_of
from llmextract.numerals import ARABIC, CHINESE, LONGEST, MULTIPLIER, parse_number
from llmextract.types import MentionKind, Qualifier


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate in the view: its place, and what was read there."""

    kind: MentionKind
    start: int
    end: int
    raw: str
    value: Decimal
    unit: str | None
    qualifier: Qualifier


_MAGNITUDES = MappingProxyType(
    {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
    | {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9}
)
_LETTERS = "(?![A-Za-z])"  # no letter follows
_CURRENCY = (
    r"(?<![A-Za-z])(?:US|HK|NZ|[ACS])?\$|[€£¥￥]"
    rf"|(?<![A-Za-z])(?:{units.CODES})|人民币"
)
_ARABIC = re.compile(
    rf"(?:(?P<currency>{_CURRENCY})\s?)?"
    rf"(?P<digits>{ARABIC})"
    rf"(?P<over1>{OVER})?"
    rf"(?P<multiplier>(?:{MULTIPLIER})(?!分[之点]))?"
    r"(?P<rest>(?<=亿)\d{1,4}万|(?<=万)(?:\d千|\d{4}(?![\d.,年])))?"  # 1亿2000万
    rf"(?P<magnitude>\s?(?:[Tt]housand|[MmBb]illion|[Tt]rillion|bn|mn|[kKmM]){_LETTERS})?"
    rf"(?P<over2>{OVER})?"
    r"(?P<unit>[%‰]"
    rf"|{units.PATTERN}"
    rf"|\s?(?:{units.CODES}|[Dd]ollars?|[Ee]uros?|[Yy]uan|percent|per\scent){_LETTERS}"
    rf"|(?:{units.ATTACHED}){_LETTERS})?"
    rf"(?P<after>{AFTER})?"
)
_CHINESE = re.compile(
    rf"(?<![{CHINESE}])(?P<digits>(?:[{CHINESE}]|(?<=[十百千])[余多](?=[万亿])){{1,{LONGEST}}})"
    rf"(?P<over2>余|多|几)?(?P<unit>{units.PATTERN})(?P<after>{AFTER})?"
)
_BARE = re.compile(  # 三十五， without a unit
    r"(?<![一二三四五六七八九十百])"
    r"(?P<digits>[二三四五六七八九]?[十百][一二三四五六七八九十百]{0,6}|(?<=的)[一二三四五六七八九])"
    r"(?=[、，；。）])"
)
_PERCENT = re.compile(
    rf"百分之(?P<digits>[{CHINESE}]{{1,12}}(?:点[{CHINESE}]{{1,12}})?|{ARABIC})(?P<after>{AFTER})?"
)
_WORD = re.compile(r" (?P<unit>[a-z][a-z-]+|[A-Z]{2,4}\b)")  # a unit in Latin letters: 12 licences
_NO_UNITS = frozenset(
    (
        *("a", "an", "the", "of", "in", "on", "at", "to", "by", "as", "is", "or", "and", "for"),
        *("from", "with", "was", "were", "are", "be", "been", "has", "had", "have", "will", "due"),
        *("per", "that", "which", "than", "but", "not", "no", "it", "its", "this", "these", "if"),
        *("more", "less", "fewer", "higher", "lower", "out", "into", "over", "under", "each"),
        *("only", "plus", "minus", "including", "excluding", "when", "while", "between", "through"),
    )
)


def find_numbers(text: str) -> Iterator[Found]:
    """Numbers in a folded text, left to right; what is not data is for `noise` to drop."""
    taken = 0
    for match in _matches(text):
        if match.start() < taken:
            continue
        found = _read(text, match)
        if found is not None:
            taken = found.end
            yield found


def _matches(text: str) -> list[re.Match[str]]:
    matches = [
        match
        for pattern in (_PERCENT, _ARABIC, _CHINESE, _BARE)
        for match in pattern.finditer(text)
    ]
    return sorted(matches, key=lambda match: (match.start(), -match.end()))


def _read(text: str, match: re.Match[str]) -> Found | None:
    if match.re is _PERCENT:
        return _found(text, match, parse_number(match["digits"]), "%")
    if match.re is _ARABIC:
        return _arabic(text, match)
    digits = match["digits"]
    unit = match["unit"] if match.re is _CHINESE else None
    if unit is None:
        counts = is_bare_count(text, match.start(), digits)
    else:
        counts = is_count(text, match.start(), digits, unit, match.end("unit"))
    value = parse_number(re.sub("[余多]", "", digits)) if counts else None
    return _found(text, match, value, unit)


def _arabic(text: str, match: re.Match[str]) -> Found | None:
    value = parse_number(match["digits"] + (match["multiplier"] or "") + (match["rest"] or ""))
    end = match.end()
    magnitude = (match["magnitude"] or "").strip().lower()
    unit = (match["unit"] or "").strip() or None
    if match["currency"]:
        unit = units.currency_of(match["currency"])
    elif len(magnitude) == 1:  # 5 m of cable; only money has short magnitudes
        magnitude, unit = "", magnitude
    elif unit is None:
        word = _WORD.match(text, end)
        if word and word["unit"].lower() not in _NO_UNITS:
            unit, end = word["unit"], word.end()
    elif unit in ("percent", "per cent"):
        unit = "%"
    elif unit.isascii():
        unit = units.currency_of(unit)
    if value is None:
        return None
    return _found(text, match, value * _MAGNITUDES.get(magnitude, 1), unit, end)


def _found(
    text: str,
    match: re.Match[str],
    value: Decimal | None,
    unit: str | None,
    end: int | None = None,
) -> Found | None:
    if value is None:
        return None
    start, end = match.start(), end or match.end()
    groups = match.groupdict()
    around = "".join(groups.get(name) or "" for name in ("over1", "over2", "after"))
    if match.re is _CHINESE and re.search("[余多]", match["digits"]):
        around += "余"
    kind = MentionKind.PERCENT if unit in ("%", "‰") else MentionKind.NUMBER
    qualifier = qualifier_of(text, start, around)
    if unit == "‰":
        value = value / 10
    if _negative(text, start):
        start, value = start - 1, -value
    return Found(kind, start, end, text[start:end], value, unit, qualifier)


def _negative(text: str, start: int) -> bool:
    """Whether a minus stands before the number, and nothing that it could join to it."""
    return text[max(0, start - 1) : start] == "-" and text[max(0, start - 2) : start - 1] in (
        *("", "\t", "\n", " ", ":", "：", "(", "（"),
    )
