"""《Titles》 and reference numbers (文号) such as 国办发〔2017〕24号."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TITLE = re.compile(r"《([^《》\n]{2,80}(?:《[^《》]{1,60}》[^《》\n]{0,40})?)》")
_REFERENCE = re.compile(
    r"[\u4e00-\u9fff]{1,12}\s?[〔\[(（【]\s?[12]\d{3}\s?[〕\])）】]\s?(?:第\s?)?\d+\s?号"
)


def find_titles(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, title without its marks); nested titles stay whole."""
    for match in _TITLE.finditer(text):
        yield match.start(), match.end(), match[1]


def find_references(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, reference number)."""
    for match in _REFERENCE.finditer(text):
        yield match.start(), match.end(), match[0]
