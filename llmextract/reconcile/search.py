"""The fewest numbers whose change makes all rules of a system hold.

One number: every one that all broken rules share is tried, exactly.  Several: a row of a table
whose cells stand beside their columns, then a mixed-integer program (scipy's HiGHS) in which each
changed cell costs one; what it finds is held against the rules again, in decimals.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from llmextract.intervals import ZERO, Interval
from llmextract.reconcile.system import System, common

FEW = 5  # explanations that a reader can look at
_MOST = 3  # cells that an explanation may change, but for a row that is out of place
_NODES = 2_000  # of the program's tree, so that the same numbers always come to the same
_SECONDS = 10.0  # should a node take long


@dataclass(frozen=True, slots=True)
class Explanation:
    """`changes` are what cells must be, by index; `moved` says how the cells of a row are out of
    place, if that is the explanation."""

    changes: Mapping[int, Interval] = field(default_factory=dict)
    moved: str = ""


def explanations(system: System, rows: Sequence[Sequence[int]]) -> list[Explanation]:
    """All smallest explanations, or none if there are more than can be told apart: then the list
    is longer than `FEW` or empty.  `rows` are the cells of tables' rows in order of the columns,
    -1 where there is no such cell."""
    return list(_singles(system)) or list(_out_of_place(system, rows)) or _several(system)


def _singles(system: System) -> Iterator[Explanation]:
    broken = system.broken
    shared = set.intersection(*({cell for _, cell in rule.terms} for rule in broken))
    for cell in sorted(shared):
        implied = _implied(system, cell, system.printed)
        if implied is not None:
            yield Explanation({cell: implied})


def _implied(system: System, cell: int, values: Sequence[Interval]) -> Interval | None:
    """What a cell must be, the others given; None if nothing will do."""
    wanted: Interval | None = Interval(system.least, Decimal("Infinity"), high_open=True)
    for rule in system.rules:
        if any(n == cell for _, n in rule.terms):
            wanted = common(wanted, rule.needs(cell, values)) if wanted else None
        elif not rule.holds(values):
            return None
    return wanted


def _out_of_place(system: System, rows: Sequence[Sequence[int]]) -> Iterator[Explanation]:
    """Two neighbours of a row that changed places, or a stretch of it that moved by a column."""
    printed = [cell.printed for cell in system.cells]
    broken = system.broken
    wanted = [{cell for _, cell in rule.terms} for rule in broken]
    for row in rows:
        if not all(cells.intersection(row) for cells in wanted):
            continue
        for moved, places in _moves([printed[c] if c >= 0 else None for c in row]):
            changes = {
                cell: Interval(value, value)
                for cell, value in zip(row, places, strict=True)
                if cell >= 0 and value is not None and value != printed[cell]
            }
            if len(changes) > 1 and _mends(system, changes):
                yield Explanation(changes, moved)


def _moves(row: list[Decimal | None]) -> Iterator[tuple[str, list[Decimal | None]]]:
    """The row with neighbours exchanged, and with a stretch moved into an empty place."""
    zero = Decimal(0)
    for at in range(len(row) - 1):
        if row[at] and row[at + 1]:
            yield "exchanged", [*row[:at], row[at + 1], row[at], *row[at + 2 :]]
    for start in range(len(row)):
        for end in range(start + 1, len(row)):
            if row[end] == zero:
                yield "moved", [*row[:start], zero, *row[start:end], *row[end + 1 :]]
            if row[start] == zero:
                yield "moved", [*row[:start], *row[start + 1 : end + 1], zero, *row[end + 1 :]]


def _mends(system: System, changes: Mapping[int, Interval]) -> bool:
    values = system.printed
    for cell, value in changes.items():
        values[cell] = value
    return all(rule.holds(values) for rule in system.rules)


def _several(system: System) -> list[Explanation]:
    found: list[Explanation] = []
    seen: list[frozenset[int]] = []
    while len(found) <= FEW:
        most = len(found[0].changes) if found else _MOST
        changed = _program(system, seen, most)
        if changed is None:
            return []
        if not changed:
            return found
        explained = _decimals(system, changed)
        if explained is None:
            return []
        found.append(explained)
        seen.append(frozenset(changed))
    return found


def _decimals(system: System, changed: Mapping[int, float]) -> Explanation | None:
    """What the program found, to the decimals that are printed; None if it does not hold."""
    places = min(int(cell.printed.as_tuple().exponent) for cell in system.cells)
    unit = Decimal(1).scaleb(min(0, places))
    values = system.printed
    for cell, value in changed.items():
        number = Decimal(value).quantize(unit)
        values[cell] = Interval(number, number)
    implied = {cell: _implied(system, cell, values) for cell in changed}
    whole = {cell: interval for cell, interval in implied.items() if interval is not None}
    return Explanation(whole) if len(whole) == len(implied) else None


def _program(
    system: System, without: Sequence[frozenset[int]], most: int
) -> dict[int, float] | None:
    """The fewest changes, but none of `without` whole: new values by cell.  Empty if not even
    `most` changes will do; None if that cannot be said in time.

    For each cell what changes it, what its interval leaves open, and whether it is changed.
    """
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_array

    n = len(system.cells)
    printed = np.array([float(cell.printed) for cell in system.cells])
    reach = _reach(system)
    lines: list[tuple[dict[int, float], float, float]] = []  # low ≤ Σ coefficient·x ≤ high
    for rule in system.rules:
        rest = -sum(c * printed[cell] for c, cell in rule.terms)
        line = {at: float(c) for c, cell in rule.terms for at in (cell, n + cell)}
        lines.append((line, rest if rule.operator == "=" else -np.inf, rest))
    for cell in range(n):
        lines.append(({cell: 1.0, 2 * n + cell: -reach}, -np.inf, 0.0))
        lines.append(({cell: 1.0, 2 * n + cell: reach}, 0.0, np.inf))
    lines.append((dict.fromkeys(range(2 * n, 3 * n), 1.0), 0.0, float(most)))
    for cells in without:
        line = {2 * n + cell: 1.0 for cell in cells}
        lines += [(line, 0.0, len(cells) - 1.0)]
    entries = [(r, c, v) for r, (line, _, _) in enumerate(lines) for c, v in line.items()]
    at_row, at_column, values = zip(*entries, strict=True)
    matrix = coo_array((values, (at_row, at_column)), shape=(len(lines), 3 * n)).tocsr()
    floor = np.maximum(-reach, float(system.least) - printed)
    slack = np.array([[float(c.interval.low), float(c.interval.high)] for c in system.cells])
    result = milp(
        np.concatenate([np.zeros(2 * n), np.ones(n)]),
        constraints=LinearConstraint(matrix, [low for _, low, _ in lines], [h for *_, h in lines]),
        integrality=np.concatenate([np.zeros(2 * n), np.ones(n)]),
        bounds=Bounds(
            np.concatenate([floor, slack[:, 0] - printed, np.zeros(n)]),
            np.concatenate([np.full(n, reach), slack[:, 1] - printed, np.ones(n)]),
        ),
        options={"node_limit": _NODES, "time_limit": _SECONDS},
    )
    if result.status != 0:
        return {} if result.status == 2 else None  # 2: no solution
    new = printed + result.x[:n]
    return {cell: float(new[cell]) for cell in range(n) if result.x[2 * n + cell] > 0.5}


def _reach(system: System) -> float:
    """How far a cell may change: by more than all broken rules together are out."""
    gaps = Decimal(1)
    for rule in system.broken:
        total = rule.rest(system.printed)
        gaps += total.low if total.low > ZERO.low else -total.high
    return float(2 * gaps)


__all__ = ["FEW", "Explanation", "explanations"]
