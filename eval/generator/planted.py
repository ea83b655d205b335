"""Sources that contradict themselves: one printed number that breaks a sum of its table."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from .damage_labels import on_tables
from .gold import SUMS
from .page import Cell, Page, Place, shown


def wrong_sum(page: Page, rng: Random) -> Page:
    """A number of a table that is printed up to three too high; prose does not repeat it, and
    nothing else is changed."""
    place = rng.choice(_choices(page) or list(page.cells))
    number = page.cells[place]
    assert number is not None
    wrong = number + rng.randint(1, 3)

    def again(cell: Cell) -> Cell:
        return replace(cell, text=shown(wrong)) if cell.place == place else cell

    changed = on_tables(page, lambda table: table.changed(map(again, table.cells)))
    return replace(changed, cells={**page.cells, place: wrong}, planted=(place,))


def _choices(page: Page) -> list[Place]:
    """The cells whose change breaks a sum of printed cells and of nothing else; sums of a table's
    own three times as often as its parts."""
    stated = set(page.prose.values)
    free = [p for p in page.cells if page.fields.get(p) not in stated]
    if page.template == "stat_2014":
        printed = set(page.fields.values())
        whole = {total: parts for total, parts in SUMS if printed.issuperset((total, *parts))}
        parts = {part for some in whole.values() for part in some}
        totals = [place for place in free if page.fields[place] in whole]
        return totals or [place for place in free if page.fields[place] in parts] or free
    sums = [p for p in free if p[0] in ("table_3", "table_4")]
    totals = [p for p in sums if p[2] == "总计"]
    return [*sums, *totals * 3]
