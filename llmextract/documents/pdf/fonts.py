"""Characters of fonts: those that a font's CMap does not have, which pdfminer would leave out of
a string in silence, and radicals that stand for the characters they look like."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from pdfminer.cmapdb import CMap
from pdfminer.pdffont import PDFCIDFont, PDFFont

_LOST = -1  # no font has such a character: it has no Unicode, and the usual width
_PAIRS = re.compile("UCS2|UTF16")  # encodings of two bytes a code

# Fonts map a glyph to one character, and some programs name the radical that it also is.
_RADICALS = "⺁⺊⺌⺝⺟⺠⺧⺩⺫⺮⺶⺼⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻫⻬⻭⻮⻯⻰⻲⻳"
_ALIKE = "厂卜小月母民牛王目竹羊肉西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄斉齐歯齿竜龙亀龟"
RADICALS: Mapping[int, str] = MappingProxyType(
    {ord(radical): char for radical, char in zip(_RADICALS, _ALIKE, strict=True)}
    | {n: unicodedata.normalize("NFKC", chr(n)) for n in range(0x2F00, 0x2FD6)}
    | {0x2E3A: "——", 0x2E3B: "———"}  # two and three dashes drawn as one
)


class _Whole:
    """A font that gives every code of a string, known or not."""

    def __init__(self, font: PDFCIDFont, cmap: CMap) -> None:
        self._font = font
        self.fontname = font.fontname
        self.char_width = font.char_width
        self.is_vertical = font.is_vertical
        self.get_descent = font.get_descent
        self.to_unichr = font.to_unichr
        self._codes = cmap.code2cid
        name = str(cmap.attrs.get("CMapName", ""))
        self._pairs = not self._codes or _PAIRS.search(name) is not None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._font, name)

    def decode(self, string: bytes) -> Iterator[int]:
        known: Any = self._codes
        inside = False
        for n, byte in enumerate(string):
            known = known.get(byte) if isinstance(known, dict) else None
            if self._pairs and n % 2 == 0:
                inside = True
                continue
            if isinstance(known, dict):
                inside = True
                continue
            yield known if isinstance(known, int) else _LOST
            known, inside = self._codes, False
        if inside:
            yield _LOST


def whole(font: PDFFont) -> Any:
    """`font`, such that no character of its strings is passed over."""
    if isinstance(font, PDFCIDFont) and isinstance(font.cmap, CMap):
        return _Whole(font, font.cmap)
    return font


__all__ = ["RADICALS", "whole"]
