"""Numbers as reports print them."""

from __future__ import annotations

from decimal import Decimal

_DIGITS = "零一二三四五六七八九"
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
STYLES = ("plain", "plain", "plain", "plain", "comma", "wide", "words", "spaced")


def chinese(number: int) -> str:
    """A number below 100 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    head = "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def year_in_chinese(year: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))


def printed(number: int | Decimal, style: str) -> str:
    """`number` in one of STYLES; `words` are used for small counts only."""
    if isinstance(number, Decimal):
        return f"{number.normalize():f}"
    if style == "words" and 0 < number <= 20:
        return "两" if number == 2 else chinese(number)
    if style == "comma":
        return f"{number:,}"
    return str(number).translate(_WIDE) if style == "wide" else str(number)


def rounded(number: int, way: str) -> tuple[str, int, str]:
    """A large count as said roughly: how it is printed, its value, and the qualifier."""
    step = 10 ** (len(str(number)) - 2)
    value = number // step * step
    if way == "under":
        value += step
    before, behind, qualifier = {
        "over": ("", "余", "over"),
        "many": ("", "多", "over"),
        "at_least": ("超过", "", "at_least"),
        "about": ("约", "", "about"),
        "under": ("近", "", "under"),
    }[way]
    large = value >= 10000
    shown = f"{(Decimal(value) / 10000).normalize():f}万" if large else str(value)
    return f"{before}{shown}{behind}", value, qualifier
