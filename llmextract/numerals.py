"""Numerals, Arabic and Chinese, to Decimal.

`40.5万` → 405000 · `1,043` → 1043 · `1亿2000万` → 120000000 · `三千二百六十七` → 3267 ·
`二〇一二` → 2012 · `两` → 2 · `九十八点三` → 98.3
"""

from __future__ import annotations

import re
from decimal import Decimal
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
ARABIC = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
MULTIPLIER = r"万亿|[百千]?[万亿]|[百千]"
LONGEST = 32  # characters of a number; longer runs of digits are identifiers

_PLAIN = str.maketrans("拾佰仟〇○", "十百千零零")
_DIGIT = "[一二三四五六七八九两俩壹贰叁肆伍陆柒捌玖]"
_ZERO = "(?<=[千百十])零"  # fills a gap, so it never opens
_SECTION = re.compile(  # only the first place may lack its digit, but for 十
    rf"(?:(?P<thousands>{_DIGIT}?)千)?"
    rf"(?:(?:{_ZERO})?(?P<hundreds>{_DIGIT}|^)百)?"
    rf"(?:(?:{_ZERO})?(?P<tens>{_DIGIT}?)十)?"
    rf"(?:(?P<gap>{_ZERO})?(?P<ones>{_DIGIT}))?"
)

_TERM = re.compile(rf"({ARABIC})({MULTIPLIER})?")
_ARABIC = re.compile(rf"(?:(?:{ARABIC})(?:{MULTIPLIER}))*(?:{ARABIC})(?:{MULTIPLIER})?")


def parse_number(text: str) -> Decimal | None:
    """The number that `text` is, as a whole; None if it is not one.

    Accepts digits with thousands separators and 百/千/万/亿 behind them, and Chinese numerals in
    either style (place by place, or with 十百千), with 点 for the decimal point.
    """
    if len(text) > LONGEST:
        return None
    if _ARABIC.fullmatch(text):
        return _arabic(text)
    whole, point, places = text.partition("点")
    value = parse_chinese(whole)
    if value is None or not point:
        return value
    if not places or any(c not in DIGITS or c in "两俩" for c in places):
        return None
    return value + _by_place(places).scaleb(-len(places))


def parse_chinese(text: str) -> Decimal | None:
    """A whole number written in Chinese numerals alone; None if the characters form none."""
    if not text or len(text) > LONGEST or any(c not in CHINESE for c in text):
        return None
    if all(c in DIGITS for c in text):
        if len(text) > 1 and any(c in "两俩" for c in text):
            return None
        return _by_place(text)
    return _with_places(text)


def _arabic(text: str) -> Decimal | None:
    """A sum of terms, each smaller than the multiplier before: 1亿2000万, 12万3456."""
    total, room = Decimal(0), None
    for digits, multipliers in _TERM.findall(text):
        times = 1
        for character in multipliers:
            times *= MULTIPLIERS[character]
        value = Decimal(digits.replace(",", "")) * times
        # behind 万 a bare term fills its places: 12万3456, but 3万5 is read in two ways
        if room is not None and (
            value >= room or (times == 1 and len(digits) != len(str(room)) - 1)
        ):
            return None
        total, room = total + value, times
    return total


def _by_place(text: str) -> Decimal:
    return Decimal("".join(str(DIGITS[c]) for c in text))


def _with_places(text: str) -> Decimal | None:
    value = _scaled(text.translate(_PLAIN), "亿万")
    return None if value is None else Decimal(value)


def _scaled(text: str, marks: str) -> int | None:
    """A number cut at the first of `marks` that is in it: what stands ahead counts in it."""
    if not marks:
        return _section(text)
    head, mark, tail = text.partition(marks[0])
    if not mark:
        return _scaled(text, marks[1:])
    above, below = _scaled(head, marks[1:]), _behind(tail, LARGE[mark], marks[1:])
    return above * LARGE[mark] + below if above and below is not None else None


def _behind(tail: str, unit: int, marks: str) -> int | None:
    """What follows 万 or 亿: nothing, the next place in brief (一万五), or a number."""
    if not tail:
        return 0
    if len(tail) == 1:
        return DIGITS[tail] * unit // 10 or None if tail in DIGITS else None
    return _scaled(tail.removeprefix("零"), marks) or None


def _section(text: str) -> int | None:
    """A number below 10,000."""
    match = _SECTION.fullmatch(text)
    if match is None:
        return None
    value = sum(
        size * DIGITS.get(match[name], 1)
        for name, size in (("thousands", 1000), ("hundreds", 100), ("tens", 10))
        if match[name] is not None
    )
    place = 1
    if match["gap"] is None and match["tens"] is None:  # 一百五 is 150, 三千五 3500
        place = (
            10 if match["hundreds"] is not None else 100 if match["thousands"] is not None else 1
        )
    return value + place * DIGITS.get(match["ones"] or "零", 0)
