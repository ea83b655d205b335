"""What is on a page: glyphs, words, lines and rulings, in points from its upper left corner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from llmextract.paper import Box


class Glyph(NamedTuple):
    """A character as drawn.  `turn`: quarter turns to the left by which its line is turned."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    font: str
    turn: int


class Ruling(NamedTuple):
    """A straight line: of a table, a frame, or the edge of a shaded area (`filled`).

    A horizontal one runs at height `at` from x = `low` to `high`, an upright one at x = `at`.
    """

    horizontal: bool
    at: float
    low: float
    high: float
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as drawn.  `pictured` is the share of it that the largest image covers."""

    number: int  # from 1
    width: float
    height: float
    glyphs: Sequence[Glyph]
    rulings: Sequence[Ruling]
    pictured: float = 0.0


@dataclass(frozen=True, slots=True)
class Word:
    """A run of glyphs without a blank; `spaced` if a blank glyph stands before it.

    The box is that of the page as it is read (turned upright); `turn` as in `Glyph`.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    font: str
    page: int
    spaced: bool = False
    turn: int = 0

    @property
    def x(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Line:
    """Words of one line from left to right, and the text that they make with their blanks."""

    words: tuple[Word, ...]
    text: str
    box: Box
    size: float
    font: str

    @property
    def page(self) -> int:
        return self.words[0].page

    @property
    def y(self) -> float:
        return (self.box[1] + self.box[3]) / 2

    @property
    def width(self) -> float:
        return self.box[2] - self.box[0]

    @property
    def extent(self) -> tuple[float, float]:
        return self.box[0], self.box[2]


@dataclass(frozen=True, slots=True)
class Paper:
    """A page as it is read: words apart from the rulings, upright.

    `turn` is the number of quarter turns to the right that brought it there.
    """

    number: int
    width: float
    height: float
    words: Sequence[Word]
    rulings: Sequence[Ruling]
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """The lines of a table's cell; `room` is the width of the cell."""

    lines: tuple[Line, ...] = ()
    room: float = 0.0

    @property
    def text(self) -> str:
        """The characters, without blanks: for comparing."""
        return "".join("".join(line.text.split()) for line in self.lines)


Row: TypeAlias = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """A table, or what stands of one on a page.  `columns` are the left and right edges of its
    columns: ruled, or the extent of what stands in them."""

    page: int
    box: Box
    columns: tuple[tuple[float, float], ...]
    rows: Sequence[Row]
    ruled: bool


Item: TypeAlias = Line | Table


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines and tables one below the other: a page, or a part of one of its columns.

    `width` and `height` are those of the page; `column` of `columns` (from 0) stand side by side
    on it.
    """

    page: int
    width: float
    height: float
    items: Sequence[Item]
    column: int = 0
    columns: int = 1


def box_round(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds all of `boxes` (at least one)."""
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return min(x0), min(top), max(x1), max(bottom)


def turned(box: Box, turn: int, width: float, height: float) -> Box:
    """`box` on a page of `width` × `height` after `turn` quarter turns to the right."""
    x0, top, x1, bottom = box
    for _ in range(turn % 4):
        x0, top, x1, bottom = height - bottom, x0, height - top, x1
        width, height = height, width
    return x0, top, x1, bottom
