"""Dates: 2012年3月28日 · 二〇一三年三月十八日 · 2019-01-29 · 28 March 2012 · March 28, 2012 · 3/28/2012."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from llmextract.numerals import parse_number

_CN = "〇零○一二三四五六七八九十"
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_SHORT = tuple(name[:3] for name in _MONTHS)
MONTHS = "|".join(f"{name[:3]}(?:{name[3:]})?" if name[3:] else name for name in _MONTHS) + "|Sept"

_YEAR = r"(?P<y>[12]\d{3})(?!\d)"
_DAY = r"(?<!\d)(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_MONTH = rf"\b(?P<m>{MONTHS})\b\.?"
_CN_DAY = rf"(?P<d>\d{{1,2}}|[{_CN}]{{1,3}})\s?[日号]"
_FORMS = tuple(
    re.compile(form, re.I)
    for form in (
        rf"(?P<y>(?<!\d)[12]\d{{3}}|[{_CN}]{{4}})\s?年\s?(?:度?\s?[（(，,]\s?[自从]?\s?)?"
        rf"(?P<m>\d{{1,2}}|[{_CN}]{{1,3}}|元)\s?月\s?{_CN_DAY}",
        r"(?<!\d)(?P<y>[12]\d{3})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)",
        rf"{_DAY}\s(?:of\s)?{_MONTH},?\s{_YEAR}",
        rf"{_MONTH}\s{_DAY},?\s{_YEAR}",
        rf"{_DAY}[-/]{_MONTH}[-/]{_YEAR}",
        # day and month can be told apart only if the day is over 12
        r"(?<![\d/.])(?P<m>\d{1,2})/(?P<d>1[3-9]|[23]\d)/(?P<y>[12]\d{3})(?![\d/])",
        r"(?<![\d/.])(?P<d>1[3-9]|[23]\d)/(?P<m>\d{1,2})/(?P<y>[12]\d{3})(?![\d/])",
        r"(?<![\d.])(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>[12]\d{3})(?![\d.]\d)",
    )
)
_YEAR_ALONE = re.compile(rf"(?P<y>(?<!\d)[12]\d{{3}}|[{_CN}]{{4}})\s?年")
_PARTIAL = re.compile(rf"(?:(?P<m>\d{{1,2}}|[{_CN}]{{1,3}}|元)\s?月\s?)?{_CN_DAY}")


def find_dates(text: str) -> Iterator[tuple[int, int, date]]:
    """(start, end, date) of the full dates in a folded text; impossible ones are left out."""
    for form in _FORMS:
        for match in form.finditer(text):
            value = _date(match)
            if value is not None:
                yield match.start(), match.end(), value


def find_years(text: str) -> Iterator[tuple[int, int, date]]:
    """(start, end, date) of the full dates, and (start, end, first day) of the years that stand
    without a day (2013年, 二〇一三年度): where a date without its year can take it from."""
    full = list(find_dates(text))
    yield from full
    for match in _YEAR_ALONE.finditer(text):
        year = _int(match["y"])
        inside = any(start <= match.start() < end for start, end, _ in full)
        if year is not None and year >= 1000 and not inside:
            yield match.start(), match.end(), date(year, 1, 1)


def complete_date(text: str, earlier: date) -> date | None:
    """The date that `text` (12月31日 · 十二月三十一日 · 31日), as a whole, is with the year, and
    where it has no month the month, of the one before it."""
    match = _PARTIAL.fullmatch(text.strip())
    if match is None:
        return None
    month = earlier.month if match["m"] is None else _int(match["m"])
    day = _int(match["d"])
    if month is None or day is None:
        return None
    try:
        return date(earlier.year, month, day)
    except ValueError:
        return None


def parse_date(text: str) -> date | None:
    """The first full date in `text`."""
    found = sorted(find_dates(text), key=lambda item: item[0])
    return found[0][2] if found else None


def _date(match: re.Match[str]) -> date | None:
    name = match["m"][:3].title()
    month = _SHORT.index(name) + 1 if name in _SHORT else _int(match["m"])
    year, day = _int(match["y"]), _int(match["d"])
    if year is None or month is None or day is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _int(text: str) -> int | None:
    value = parse_number("一" if text == "元" else text)
    return None if value is None else int(value)
