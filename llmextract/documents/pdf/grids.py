"""Grids of rulings: which rectangles of a page are the cells of a table."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from llmextract.documents.pdf.shapes import Ruling
from llmextract.paper import Box

_SNAP = 3.0  # points between rulings that count as one, and by which they may miss one another
_SHORTEST = 5.0  # points
_COVERED = 0.6  # share of a cell's side that must be ruled
_MOST_PAIRS = 4_000_000  # of rulings that may cross: more are a drawing
_MOST_SLOTS = 100_000


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns lie between `xs`, rows between `ys`.

    `owner` maps each (row, column) to the first place (uppermost, then leftmost) of the cell that
    covers it.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    owner: Mapping[tuple[int, int], tuple[int, int]]

    @property
    def box(self) -> Box:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def place(self, x: float, y: float) -> tuple[int, int] | None:
        """The first place of the cell at a point of the page."""
        row, column = bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1
        return self.owner.get((row, column))


def find_grids(rulings: Sequence[Ruling]) -> list[Grid]:
    """The grids of a page with two columns at least, the smallest first."""
    flat = _merged(ruling for ruling in rulings if ruling.horizontal)
    upright = _merged(ruling for ruling in rulings if not ruling.horizontal)
    if len(flat) * len(upright) > _MOST_PAIRS:
        return []
    grids = [grid for group in _touching(flat, upright) if (grid := _grid(*group))]
    return sorted(grids, key=lambda grid: _area(grid.box))


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _merged(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Rulings of one direction with those on one line made one where they touch: dashes, the
    sides of neighbouring cells, double lines."""
    done: list[Ruling] = []
    for level in _levels(sorted(rulings, key=lambda one: one.at)):
        at = sum(one.at for one in level) / len(level)
        current: Ruling | None = None
        for one in sorted(level, key=lambda one: one.low):
            if current is not None and one.low <= current.high + _SNAP:
                high = max(current.high, one.high)
                filled = current.filled and one.filled
                current = current._replace(high=high, filled=filled)
                continue
            done += [current] if current else []
            current = one._replace(at=at)
        done += [current] if current else []
    return [one for one in done if one.high - one.low >= _SHORTEST]


def _levels(rulings: Sequence[Ruling]) -> list[list[Ruling]]:
    levels: list[list[Ruling]] = []
    for ruling in rulings:
        if levels and ruling.at - levels[-1][0].at <= _SNAP:
            levels[-1].append(ruling)
        else:
            levels.append([ruling])
    return levels


def _touching(
    flat: Sequence[Ruling], upright: Sequence[Ruling]
) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Groups of rulings that cross or touch one another."""
    left = set(range(len(upright)))
    unseen = set(range(len(flat)))
    groups = []
    while unseen:
        rows, columns = [unseen.pop()], []
        reach: list[tuple[bool, int]] = [(True, rows[0])]
        while reach:
            horizontal, n = reach.pop()
            if horizontal:
                crossed = [m for m in left if _cross(flat[n], upright[m])]
                left.difference_update(crossed)
                columns += crossed
            else:
                crossed = [m for m in unseen if _cross(flat[m], upright[n])]
                unseen.difference_update(crossed)
                rows += crossed
            reach += [(not horizontal, m) for m in crossed]
        groups.append(([flat[n] for n in rows], [upright[n] for n in columns]))
    return groups


def _cross(flat: Ruling, upright: Ruling) -> bool:
    return (
        flat.low - _SNAP <= upright.at <= flat.high + _SNAP
        and upright.low - _SNAP <= flat.at <= upright.high + _SNAP
    )


def _grid(flat: Sequence[Ruling], upright: Sequence[Ruling]) -> Grid | None:
    xs = _bounds(upright, flat)
    ys = _bounds(flat, upright)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 2 or rows * columns > _MOST_SLOTS:
        return None
    if rows == 1 and all(one.filled for one in (*flat, *upright)):
        return None  # the shaded head of a table without rulings
    right = _ruled(upright, xs, ys)
    below = _ruled(flat, ys, xs)
    owner = {(r, c): (r, c) for r in range(rows) for c in range(columns)}
    for r in range(rows):
        for c in range(columns):
            if c + 1 < columns and (c + 1, r) not in right:
                _join(owner, (r, c), (r, c + 1))
            if r + 1 < rows and (r + 1, c) not in below:
                _join(owner, (r, c), (r + 1, c))
    owner = {place: _first(owner, place) for place in owner}
    return Grid(xs, ys, owner) if len(set(owner.values())) > 1 else None


def _bounds(rulings: Sequence[Ruling], crossing: Sequence[Ruling]) -> tuple[float, ...]:
    """Where the rulings stand, and the ends of those that cross them: tables may be open at their
    sides."""
    at = {ruling.at for ruling in rulings}
    if crossing:
        ends = (min(one.low for one in crossing), max(one.high for one in crossing))
        at |= {end for end in ends if all(abs(end - one) > 2 * _SNAP for one in at)}
    return tuple(sorted(at))


def _ruled(
    rulings: Sequence[Ruling], at: Sequence[float], along: Sequence[float]
) -> set[tuple[int, int]]:
    """(line, stretch) for each stretch between two of `along` that is ruled on a line of `at`."""
    index = {value: n for n, value in enumerate(at)}
    found = set()
    for ruling in rulings:
        first = max(bisect_right(along, ruling.low) - 1, 0)
        for n in range(first, len(along) - 1):
            if along[n] >= ruling.high:
                break
            shared = min(along[n + 1], ruling.high) - max(along[n], ruling.low)
            if shared >= _COVERED * (along[n + 1] - along[n]):
                found.add((index[ruling.at], n))
    return found


def _first(
    owner: dict[tuple[int, int], tuple[int, int]], place: tuple[int, int]
) -> tuple[int, int]:
    while owner[place] != place:
        owner[place] = owner[owner[place]]
        place = owner[place]
    return place


def _join(
    owner: dict[tuple[int, int], tuple[int, int]], one: tuple[int, int], other: tuple[int, int]
) -> None:
    first, second = sorted((_first(owner, one), _first(owner, other)))
    owner[second] = first


__all__ = ["Grid", "find_grids"]
