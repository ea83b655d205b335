"""Damage to the numbers of tables: blanks, marks, signs, units, wide and spaced digits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from random import Random

from .draft import Number
from .page import Cell, Page, Table

_MARKS = ("/", "-", "—", "——")
_ROWS = 0.3  # share of rows whose zeros are not printed as such
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def blanks(page: Page, rng: Random) -> Page:
    """Zeros that are left blank."""
    return _zeros(page, rng, lambda: "")


def marks(page: Page, rng: Random) -> Page:
    """Zeros for which a mark is printed, one kind a report."""
    mark = rng.choice(_MARKS)
    return _zeros(page, rng, lambda: mark)


def changes(page: Page, rng: Random) -> Page:
    """Changes against the year before, with words or signs."""
    up, down = rng.choice((("增", "减"), ("+", "-"), ("增加", "减少"), ("增", "-")))

    def text(cell: Cell, number: Number) -> str:
        if "增" not in (cell.place or ("", "", ""))[2]:
            return cell.text
        if not number:
            return rng.choice(("0", "+(0) -(0)"))
        return f"{up if number > 0 else down}{abs(number)}"

    return _retold(page, text)


def units(page: Page, rng: Random) -> Page:
    """Sums of money with their unit in the cell."""

    def text(cell: Cell, number: Number) -> str:
        return f"{cell.text}万元" if isinstance(number, Decimal) and number else cell.text

    return _retold(page, text)


def wide_digits(page: Page, rng: Random) -> Page:
    """Full-width digits."""
    return _retold(page, lambda cell, number: cell.text.translate(_WIDE))


def spaced_digits(page: Page, rng: Random) -> Page:
    """Blanks between thousands, around numbers, or between all digits."""
    way = rng.choice(("thousands", "around", "all"))

    def text(cell: Cell, number: Number) -> str:
        if way == "thousands":
            return f"{number:,}".replace(",", " ") if isinstance(number, int) else cell.text
        return f" {cell.text} " if way == "around" else " ".join(cell.text)

    return _retold(page, text)


def _zeros(page: Page, rng: Random, text: Callable[[], str]) -> Page:
    rows = sorted({place[:2] for place in page.cells})
    chosen = {row for row in rows if rng.random() < _ROWS}
    gone = [p for p, number in page.cells.items() if number == 0 and p[:2] in chosen]
    places = set(gone)
    page = _reprinted(page, lambda cell: text() if cell.place in places else cell.text)
    return page.forgetting(gone)


def _retold(page: Page, text: Callable[[Cell, Number], str]) -> Page:
    """The page with the numbers of its gold cells in another dress."""

    def said(cell: Cell) -> str:
        number = page.cells.get(cell.place) if cell.place else None
        return cell.text if number is None else text(cell, number)

    return _reprinted(page, said)


def _reprinted(page: Page, text: Callable[[Cell], str]) -> Page:
    def again(cell: Cell) -> Cell:
        return replace(cell, text=text(cell)) if cell.place else cell

    blocks = [
        block.changed(map(again, block.cells)) if isinstance(block, Table) else block
        for block in page.blocks
    ]
    return replace(page, blocks=tuple(blocks))
