"""Which printed cell of a row belongs to which column.

Certain: as many cells as columns, or blanks that separators show.  Otherwise every placing in
order that the row's declared sums allow; one is chosen only if it is the only one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, product
from typing import TypeAlias

from llmextract.schema.layouts import Block
from llmextract.tables.pieces import Slot

Placing: TypeAlias = tuple[Slot | None, ...]
"""A slot for each column; None where no cell is printed."""

_MOST = 20_000  # placings of all rows of a block that are tried together


@dataclass(frozen=True, slots=True)
class Placed:
    """`placings` are what a row's cells may be: one if it is settled.  `how` is `counted`,
    `separated`, `summed`, or why it could not be read."""

    placings: tuple[Placing, ...]
    how: str
    loose: tuple[Slot, ...] = ()  # cells that are no part of the row

    @property
    def settled(self) -> Placing | None:
        return self.placings[0] if len(self.placings) == 1 else None


def place(slots: Sequence[Slot], columns: int, ends: int | None) -> Placed:
    """The cells behind a row's label.  `ends` is the field in which full rows of the table end."""
    own, loose = _own_lines(slots, columns)
    values = [slot for slot in own if slot.value is not None]
    if len(values) == columns:
        return Placed((tuple(values),), "counted", loose)
    if not own:
        return Placed((), "no cells", loose)
    fields = _fields(own, columns, ends)
    if fields is not None:
        return Placed((fields,), "separated", loose)
    if len(values) > columns or not values:
        return Placed((), f"{len(values)} cells for {columns} columns", loose)
    if columns == 1:
        return Placed((), "no cells", loose)
    tried = tuple(_spread(values, columns))
    return Placed(tried, f"{len(values)} cells for {columns} columns", loose)


def ending_field(rows: Iterable[Sequence[Slot]], columns: int) -> int | None:
    """The field in which most full rows of separated cells end; None if they do not agree."""
    ends: Counter[int] = Counter()
    for slots in rows:
        own, _ = _own_lines(slots, columns)
        values = [slot for slot in own if slot.value is not None]
        if len(values) == columns and values[-1].field >= 0:
            ends[values[-1].field] += 1
    if not ends:
        return None
    field, count = ends.most_common(1)[0]
    return field if count >= 2 and count == ends.total() else None


def by_sums(rows: Sequence[tuple[str, Placed]], block: Block) -> list[Placed]:
    """Rows (by name) with what their own sums, and then the sums of columns, leave of their
    placings."""
    names = [name for name, _ in rows]
    left = [_across(placed, block) for _, placed in rows]
    open_ = [n for n, placed in enumerate(left) if len(placed.placings) > 1]
    size = 1
    for n in open_:
        size *= len(left[n].placings)
    if not open_ or not block.down or size > _MOST:
        return left
    kept = []
    for choice in product(*(left[n].placings for n in open_)):
        table = {name: placed.settled for name, placed in zip(names, left, strict=True)}
        table |= {names[n]: placing for n, placing in zip(open_, choice, strict=True)}
        if _columns_hold(table, block):
            kept.append(choice)
    for k, n in enumerate(open_):
        rest = tuple(dict.fromkeys(choice[k] for choice in kept))
        if len(rest) == 1:
            left[n] = Placed(rest, "summed", left[n].loose)
    return left


def number(slot: Slot | None) -> Decimal | None:
    """What a cell adds to a sum: nothing if it is blank; None if that cannot be said."""
    if slot is None or slot.value is None:
        return Decimal(0)
    if slot.value.value is None:
        return None if slot.value.unclear else Decimal(0)
    return slot.value.value


def _own_lines(slots: Sequence[Slot], columns: int) -> tuple[list[Slot], tuple[Slot, ...]]:
    """The slots of the row; apart from them those on lines behind one that holds a full row
    (page numbers, rows without a label).  Blanks ahead of the next row's label are neither."""
    last = max((n for n, s in enumerate(slots) if s.value is not None), default=-1)
    slots = [s for n, s in enumerate(slots) if n <= last or s.line == slots[0].line]
    own: list[Slot] = []
    for n, slot in enumerate(slots):
        full = sum(s.value is not None for s in own) == columns
        if full and slot.line != own[-1].line and own[0].line == own[-1].line:
            return own, tuple(slots[n:])
        own.append(slot)
    return own, ()


def _fields(own: Sequence[Slot], columns: int, ends: int | None) -> Placing | None:
    """The row by its separators, if all its cells stand in fields of one line."""
    lines = {slot.line for slot in own}
    if len(lines) != 1 or any(slot.field < 0 for slot in own):
        return None
    if ends is None:
        beyond = own[columns:]  # what the last column spans
        if own[0].value is None or any(slot.value is not None for slot in beyond):
            beyond = []
        return _shown(own[:columns]) if len(own) == columns + len(beyond) else None
    first = ends - columns + 1
    inside = [slot for slot in own if first <= slot.field <= ends]
    outside = [slot for slot in own if slot.value is not None and slot not in inside]
    if outside or len(inside) != columns:
        return None
    return _shown(inside)


def _shown(slots: Iterable[Slot]) -> Placing:
    return tuple(slot if slot.value is not None else None for slot in slots)


def _spread(values: Sequence[Slot], columns: int) -> Iterable[Placing]:
    """Every way to leave columns blank between the cells."""
    for places in combinations(range(columns), len(values)):
        row: list[Slot | None] = [None] * columns
        for at, slot in zip(places, values, strict=True):
            row[at] = slot
        yield tuple(row)


def _across(placed: Placed, block: Block) -> Placed:
    if len(placed.placings) <= 1:
        return placed
    if not block.across:
        return Placed((), placed.how, placed.loose)
    kept = tuple(placing for placing in placed.placings if row_holds(placing, block))
    return Placed(kept, "summed" if len(kept) == 1 else placed.how, placed.loose)


def row_holds(placing: Placing, block: Block) -> bool:
    """Whether the sums over columns hold in each group of columns of a row."""
    at = {column.name: n for n, column in enumerate(block.columns)}
    for start in range(0, len(placing), len(block.columns)):
        group = placing[start : start + len(block.columns)]
        for total in block.across:
            sides = [_total(group[at[name]] for name in side) for side in (total.left, total.right)]
            if None in sides or sides[0] != sides[1]:
                return False
    return True


def _columns_hold(table: dict[str, Placing | None], block: Block) -> bool:
    """Whether sums over rows hold in every column; those with an unread row are passed over."""
    for total in block.down:
        sides = []
        for side in (total.left, total.right):
            rows = [table.get(name) for name in side]
            read = [row for row in rows if row is not None]
            if len(read) < len(rows):
                break
            sides.append(read)
        else:
            for n in range(len(block.columns)):
                left, right = (_total(row[n] for row in rows) for rows in sides)
                if left is None or right is None or left != right:
                    return False
    return True


def _total(slots: Iterable[Slot | None]) -> Decimal | None:
    total = Decimal(0)
    for slot in slots:
        one = number(slot)
        if one is None:
            return None
        total += one
    return total


__all__ = ["Placed", "Placing", "by_sums", "ending_field", "number", "place", "row_holds"]
