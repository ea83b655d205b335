"""How wide the page was that the lines of a text were broken for."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

BLANK = " \u00a0\u2002\u2003\u2009\u3000"  # white space within a line, but for tabs
ENDS = "。！？!?：:"  # of a sentence, or of what announces a list

_COLUMNS = re.compile(r"[\t|｜]")
_GAP = re.compile(rf"(?<=[^{BLANK}])[{BLANK}]{{2,}}(?=[^{BLANK}])")
_FEWEST, _NEAR = 6, 0.6  # lines of prose that break off, and the share of them that must be full
_WIDER = 0.1  # share of the lines of prose that may be wider than the page
_WIDEST = 90  # characters
_RAGGED = 4  # characters by which full lines differ


@dataclass(frozen=True, slots=True)
class Page:
    """A page on which lines were broken: how wide a full line is, in units of `measure`, of
    which a Chinese character takes `unit`, and by how much full lines fall short of that."""

    width: int
    unit: int
    measure: Callable[[str], int]
    ragged: int

    def full(self, line: str, more: str = "") -> bool:
        """Whether `line` fills the page, or would with `more`."""
        return self.measure(line) + self.measure(more) >= self.width - self.ragged

    def brimming(self, line: str) -> bool:
        """Whether `line` fills the page to its last column."""
        return 0 <= self.measure(line) - self.width + self.unit - 1 <= _RAGGED * self.unit


def _columns(line: str) -> int:
    """The width of `line` as printed, where a Chinese character takes two columns."""
    return len(line.encode("gb18030", "replace"))


def page_of(lines: Sequence[str]) -> Page | None:
    """The page that the text was broken for, told by its lines of prose that break off; None if
    it was not.  Lines are equally long in characters or, where words were kept whole and digits
    are narrow, in columns."""
    prose = [line.rstrip() for line in lines if len(line) >= 12 and _is_prose(line)]
    broken = [line for line in prose if line[-1] not in ENDS]
    if len(broken) < _FEWEST:
        return None
    fitted = _fitted(broken, 1, len), _fitted(broken, 2, _columns)
    page, share = max(fitted, key=lambda found: found[1])
    wider = sum(page.measure(line) > page.width + _RAGGED * page.unit for line in prose)
    fits = share >= _NEAR and wider <= _WIDER * len(prose)
    return page if fits and page.width <= _WIDEST * page.unit else None


def _fitted(broken: Sequence[str], unit: int, measure: Callable[[str], int]) -> tuple[Page, float]:
    """The page that suits the lines best, and the share of them that are full on it."""
    lengths = sorted(map(measure, broken))
    width = lengths[int(len(lengths) * 0.85)]
    near = [n for n in lengths if abs(n - width) <= _RAGGED * unit]
    ragged = width - near[len(near) // 20] + unit
    return Page(width, unit, measure, min(ragged, _RAGGED * unit)), len(near) / len(lengths)


def _is_prose(line: str) -> bool:
    return bool(re.search("[，。；,]", line)) and not has_columns(line)


def has_columns(line: str) -> bool:
    """Whether `line` is a row of a table, or of fields set apart by blanks."""
    return bool(_COLUMNS.search(line)) or len(_GAP.findall(line)) > 1


__all__ = ["BLANK", "ENDS", "Page", "has_columns", "page_of"]
