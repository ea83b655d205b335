"""White space, raised digits and what is not printed, alike for all formats."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

RAISED: Mapping[int, int] = MappingProxyType(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
LOWERED: Mapping[int, int] = MappingProxyType(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60“”‘’…"
_BREAK_BETWEEN_WIDE = re.compile(rf"(?<=[{_WIDE}])[ \t\f]*[\r\n][ \t\r\n\f]*(?=[{_WIDE}])")
_RUN = re.compile(r"[ \t\r\n\f\v\u00a0]+")
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200d\ufeff]")


def squeeze(text: str) -> str:
    """`text` with its runs of white space as single spaces, none of them between Chinese
    characters across lines, and without any at its ends."""
    return _RUN.sub(" ", _BREAK_BETWEEN_WIDE.sub("", text)).strip()


def tidy(text: str) -> str:
    """`squeeze`, without zero-width and control characters."""
    return squeeze(printable(text))


def printable(text: str) -> str:
    """`text` without zero-width and control characters."""
    return _INVISIBLE.sub("", text)


def join(parts: list[str]) -> str:
    """Parts of one table cell as one line: close up between Chinese characters, else a space."""
    text = ""
    for part in filter(None, parts):
        close = not text or (re.match(rf"[{_WIDE}]", text[-1]) and re.match(rf"[{_WIDE}]", part))
        text += part if close else f" {part}"
    return text
