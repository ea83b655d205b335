"""Numerals, Arabic and Chinese, to Decimal.

`40.5万` → 405000 · `1,043` → 1043 · `三千二百六十七` → 3267 · `二〇一二` → 2012 · `两` → 2
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

DIGITS = MappingProxyType(
    {c: i for i, c in enumerate("零一二三四五六七八九")}
    | {"〇": 0, "○": 0, "两": 2, "俩": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5}
    | {"陆": 6, "柒": 7, "捌": 8, "玖": 9}
)
SMALL = MappingProxyType({"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000})
LARGE = MappingProxyType({"万": 10**4, "亿": 10**8})
MULTIPLIERS = MappingProxyType({**SMALL, **LARGE})

CHINESE = "零〇○一二三四五六七八九十百千万亿两俩壹贰叁肆伍陆柒捌玖拾佰仟"
ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"

_ARABIC = re.compile(rf"(?P<digits>{ARABIC})(?P<multiplier>[百千万亿]{{0,2}})")


def parse_number(text: str) -> Decimal | None:
    """The number that `text` is, as a whole; None if it is not one.

    Accepts ASCII digits with thousands separators, an optional 百/千/万/亿 behind them, and
    Chinese numerals in either style (place by place, or with 十百千).
    """
    match = _ARABIC.fullmatch(text)
    if match:
        try:
            value = Decimal(match["digits"].replace(",", ""))
        except InvalidOperation:
            return None
        for multiplier in match["multiplier"]:
            value *= MULTIPLIERS[multiplier]
        return value
    return parse_chinese(text)


def parse_chinese(text: str) -> Decimal | None:
    """A number written in Chinese numerals alone; None if the characters do not form one."""
    if not text or any(c not in CHINESE for c in text):
        return None
    if all(c in DIGITS for c in text):
        if len(text) > 1 and any(c in "两俩" for c in text):
            return None
        return Decimal("".join(str(DIGITS[c]) for c in text))
    return _with_places(text)


def _with_places(text: str) -> Decimal | None:
    total = section = 0
    digit: int | None = None
    last_place = 10**9
    for c in text:
        if c in DIGITS:
            if digit not in (None, 0):
                return None  # two digits side by side: 二三百
            digit = DIGITS[c]
        elif c in SMALL:
            place = SMALL[c]
            if place >= last_place or digit == 0:
                return None
            section += (1 if digit is None else digit) * place
            digit, last_place = None, place
        else:
            section += digit or 0
            if section == 0 and total == 0:
                return None
            total = (total + section) * LARGE[c]
            section, digit, last_place = 0, None, 10**9
    return Decimal(total + section + (digit or 0))
