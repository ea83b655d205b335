"""What pdfminer leaves out of a string in silence: codes that the font's CMap does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pdfminer.cmapdb import CMap
from pdfminer.pdffont import PDFCIDFont, PDFFont

_LOST = -1  # no font has such a character: it has no Unicode, and the usual width
_PAIRS = re.compile("UCS2|UTF16")  # encodings of two bytes a code


class _Whole:
    """A font that gives every code of a string, known or not."""

    def __init__(self, font: PDFCIDFont, cmap: CMap) -> None:
        self._font = font
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


__all__ = ["whole"]
