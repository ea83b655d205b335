"""What one cell of a printed table says."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from llmextract.numerals import MULTIPLIERS, parse_number

_BLANKS = " \t\u00a0\u2002\u2003\u2009\u3000"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?: \d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_MULTIPLIER = "万亿|[百千]?[万亿]|[百千]"
_UNIT = r"美元|元|人次|件次|条次|篇次|场次|班次|[件条次个人名篇份项宗起封期处场例位家间则%‰]"
_UP = r"净?增加?|新增|\+"
_DOWN = r"净?减少?|-"
_NUMBER = re.compile(
    rf"(?P<sign>{_UP}|{_DOWN})?\s?"
    rf"(?:(?P<digits>{_DIGITS})|(?<=[+-])\((?P<bracketed>{_DIGITS})\))\s?"
    rf"(?P<multiplier>{_MULTIPLIER})?(?P<unit>{_UNIT})?"
)
_CHANGES = re.compile(
    rf"(?:{_UP})\s?\(?(?P<up>\d+)\)?\s?[/、,;]?\s?(?:{_DOWN})\s?\(?(?P<down>\d+)\)?"
)
_NO_VALUE = re.compile(r"[/\\-]{1,6}|N/?A|不涉及|不适用|无", re.I)
_DASHES = str.maketrans(dict.fromkeys("—–−―─‐‑－", "-"))


@dataclass(frozen=True, slots=True)
class CellValue:
    """`value` is the number as printed; `unit` its unit (万元, 件) and `times` what it counts in
    (10,000 for 万元).  Without a value the cell holds a mark that says so (`/`), or changes up and
    down that are not one number (`unclear`)."""

    value: Decimal | None
    unit: str | None = None
    times: int = 1
    unclear: bool = False


def parse_cell(text: str) -> CellValue | None:
    """The number or mark that `text` is, as a whole; None if it is neither (a label, a blank).

    Reads signs and changes (-35, 增10, +(0) -(0)), full-width digits, thousands separators, and
    units behind the number (976.81万元).
    """
    bare = _folded(text)
    if _NO_VALUE.fullmatch(bare):
        return CellValue(None)
    changes = _CHANGES.fullmatch(bare)
    if changes:
        up, down = Decimal(changes["up"]), Decimal(changes["down"])
        return CellValue(None, unclear=True) if up and down else CellValue(up - down)
    match = _NUMBER.fullmatch(bare)
    return _number(match) if match else None


def unit_of(text: str) -> tuple[str | None, int]:
    """A unit alone (万元, 件) and what it counts in; (None, 1) if `text` is none."""
    match = re.fullmatch(rf"(?P<multiplier>{_MULTIPLIER})?(?P<unit>{_UNIT})", _folded(text))
    if match is None:
        return None, 1
    return match[0], _times(match["multiplier"] or "")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text.translate(_DASHES)).translate(_DASHES).strip(_BLANKS)


def _number(match: re.Match[str]) -> CellValue | None:
    value = parse_number(re.sub("[, ]", "", match["digits"] or match["bracketed"]))
    if value is None:
        return None
    if match["sign"] and re.fullmatch(_DOWN, match["sign"]):
        value = -value
    times = _times(match["multiplier"] or "")
    if match["unit"] in ("元", "美元"):
        return CellValue(value, f"{match['multiplier'] or ''}{match['unit']}", times)
    return CellValue(value * times, match["unit"])


def _times(multiplier: str) -> int:
    times = 1
    for character in multiplier:
        times *= MULTIPLIERS[character]
    return times


__all__ = ["CellValue", "parse_cell", "unit_of"]
