"""Tables that go on overleaf: columns matched, repeated heads dropped, broken rows joined."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from llmextract.documents.pdf.lines import fills
from llmextract.documents.pdf.paragraphs import Block
from llmextract.documents.pdf.shapes import Cell, Row, Table

_SAME = 6.0  # points by which edges of one column may differ from page to page
_LIST_MARK = re.compile(
    r"[一二三四五六七八九十\d]{1,3}[、．.]|[（(][一二三四五六七八九十\d]{1,3}[）)]"
)
_OPEN = re.compile(r"[（(《“][^）)》”]*$")
_FIGURE = re.compile(r"\d")


def joined(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with the parts of one table on following pages as one."""
    done: list[Block] = []
    for block in blocks:
        before = done[-1] if done else None
        if isinstance(block, Table) and isinstance(before, Table):
            whole = _as_one(before, block)
            if whole is not None:
                done[-1] = whole
                continue
        done.append(block)
    return done


def _as_one(before: Table, after: Table) -> Table | None:
    if before.page >= after.page or before.ruled is not after.ruled:
        return None
    if len(after.columns) > len(before.columns):
        wide = _places(before, after)
        if wide is None:
            return None
        rows, columns = [_spread(row, wide, after) for row in before.rows], after.columns
        tail = list(after.rows)
    else:
        wide = _places(after, before)
        if wide is None:
            return None
        rows, columns = list(before.rows), before.columns
        tail = [_spread(row, wide, before) for row in after.rows]
    tail = tail[_repeated(rows, tail) :]
    if tail and _goes_on(rows[-1], tail[0]):
        rows[-1] = [
            Cell((*one.lines, *more.lines), one.room or more.room)
            for one, more in zip(rows[-1], tail.pop(0), strict=True)
        ]
    return replace(before, page=after.page, columns=columns, rows=[*rows, *tail])


def _places(few: Table, many: Table) -> list[int] | None:
    """For each column of `few` the column of `many` that it is; None if they do not match."""
    places = [_place(column, many, few.ruled) for column in few.columns]
    found = [place for place in places if place is not None]
    if len(found) < len(places) or sorted(set(found)) != found:
        return None
    shift = max(
        abs(few.columns[0][0] - many.columns[0][0]), abs(few.columns[-1][1] - many.columns[-1][1])
    )
    return found if shift <= _SAME or not few.ruled else None


def _place(column: tuple[float, float], many: Table, ruled: bool) -> int | None:
    if ruled:
        near = [abs(other[0] - column[0]) for other in many.columns]
        return near.index(min(near)) if min(near) <= _SAME else None
    shared = [min(o[1], column[1]) - max(o[0], column[0]) for o in many.columns]
    over = [n for n, one in enumerate(shared) if one > 0]
    return over[0] if len(over) == 1 else None


def _spread(row: Row, places: Sequence[int], table: Table) -> Row:
    cells = [Cell() for _ in table.columns]
    for cell, place in zip(row, places, strict=True):
        cells[place] = cell
    return cells


def _repeated(rows: Sequence[Row], tail: Sequence[Row]) -> int:
    """How many rows at the head of a page repeat the head of the table."""
    count = 0
    for head, row in zip(rows, tail, strict=False):
        texts = [cell.text for cell in row]
        if texts != [cell.text for cell in head]:
            break
        count += 1
    said = any(_is_head(row) for row in tail[:count])
    return count if said else 0


def _is_head(row: Row) -> bool:
    """Rows of figures may come again for no reason; heads are words in several cells."""
    texts = [cell.text for cell in row if cell.text]
    return len(texts) > 1 and not any(_FIGURE.search(text) for text in texts)


def _goes_on(last: Row, first: Row) -> bool:
    """Whether the first row overleaf is the rest of the last: words that found no room."""
    some = [(one, more) for one, more in zip(last, first, strict=True) if more.lines]
    if not some or len(some) == sum(1 for one in last if one.lines) > 1:
        return False
    if any(not one.lines or _FIGURE.fullmatch(more.text[:1]) for one, more in some):
        return False
    one, more = some[0]
    if _LIST_MARK.match(more.text):
        return False
    return bool(_OPEN.search(one.text)) or fills(one.lines[-1], one.room)


__all__ = ["joined"]
