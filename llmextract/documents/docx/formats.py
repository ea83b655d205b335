"""Numbers of list items as Word prints them: 一 · 十二 · IV · c · ① · 甲."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST = 9_999  # beyond which every format prints plain digits


def printed_number(n: int, form: str) -> str:
    """`n` in a `w:numFmt`; decimal where the format has no sign for it, or is not known."""
    if form in ("none", "bullet"):
        return ""
    writer = _WRITERS.get(form)
    return (writer(n) if writer and 0 < n <= _MOST else "") or str(n)


def _counted(n: int, digits: str = _DIGITS, units: str = "十百千") -> str:
    """一百零五; and 十二, not 一十二."""
    zero = "零"
    text = ""
    for place, digit in enumerate(reversed(str(n))):
        if digit == "0":
            text = text if not text or text.startswith(zero) else zero + text
        else:
            text = digits[int(digit)] + ("" if place == 0 else units[place - 1]) + text
    return text[1:] if 10 <= n < 20 and digits == _DIGITS else text


def _legal(n: int) -> str:
    return _counted(n, _LEGAL, "拾佰仟")


def _roman(n: int) -> str:
    text = ""
    for worth, sign in _ROMAN:
        text += sign * (n // worth)
        n %= worth
    return text


def _letter(n: int) -> str:
    """a … z, aa, bb …"""
    turns, at = divmod(n - 1, 26)
    return chr(ord("a") + at) * (turns + 1) if turns < 10 else ""


def _from(signs: str) -> Callable[[int], str]:
    """Writes the n-th of some signs."""
    return lambda n: signs[n - 1] if n <= len(signs) else ""


def _translated(digits: str) -> Callable[[int], str]:
    """Writes digit for digit."""
    table = str.maketrans("0123456789", digits)
    return lambda n: str(n).translate(table)


def _run(first: int, count: int) -> str:
    return "".join(map(chr, range(first, first + count)))


_CIRCLED = _run(0x2460, 20) + _run(0x3251, 15) + _run(0x32B1, 15)
_WRITERS: Mapping[str, Callable[[int], str]] = MappingProxyType({
    **dict.fromkeys(
        (
            "chineseCounting", "chineseCountingThousand", "taiwaneseCounting",
            "taiwaneseCountingThousand", "japaneseCounting",
        ),
        _counted,
    ),
    **dict.fromkeys(("chineseLegalSimplified", "ideographLegalTraditional"), _legal),
    **dict.fromkeys(
        ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"),
        _translated(_DIGITS),
    ),
    **dict.fromkeys(("decimalFullWidth", "decimalFullWidth2"), _translated("０１２３４５６７８９")),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _from(_CIRCLED)),
    "decimalEnclosedFullstop": _from(_run(0x2488, 20)),
    "decimalEnclosedParen": _from(_run(0x2474, 20)),
    "ideographEnclosedCircle": _from(_run(0x3280, 10)),
    "ideographTraditional": _from("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _from("子丑寅卯辰巳午未申酉戌亥"),
    "lowerRoman": _roman,
    "upperRoman": lambda n: _roman(n).upper(),
    "lowerLetter": _letter,
    "upperLetter": lambda n: _letter(n).upper(),
    "decimalZero": lambda n: f"{n:02}",
    "numberInDash": lambda n: f"- {n} -",
})  # fmt: skip

__all__ = ["printed_number"]
