"""Where the characters of a text stand on paper, for documents that have pages."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

Box: TypeAlias = tuple[float, float, float, float]
"""x0, top, x1, bottom in points (1/72 inch) from the page's upper left corner."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed line or cell: characters `start` to `end` of the text stand on `page` (from 1)."""

    start: int
    end: int
    page: int
    box: Box


def printed_at(lines: Sequence[Printed], start: int, end: int) -> tuple[int, Box] | None:
    """The page on which a passage begins, and the box round its lines there.

    `lines` are in order of the text and do not overlap.  None if no line has a character of it.
    """
    first = bisect_right(lines, start, key=lambda line: line.end)
    boxes: list[Box] = []
    page = 0
    for line in lines[first:]:
        if line.start >= max(end, start + 1) or (boxes and line.page != page):
            break
        page = line.page
        boxes.append(line.box)
    if not boxes:
        return None
    return page, (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
