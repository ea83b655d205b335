"""The identities of a document as one system: rules over the numbers that are printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from llmextract.intervals import ZERO, Interval, interval_of
from llmextract.reconcile.check import parts_and_total
from llmextract.reconcile.doubts import number
from llmextract.schema import Identity
from llmextract.types import Pointer, Proved

_ANYTHING = Interval(Decimal("-Infinity"), Decimal("Infinity"))


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed number, whichever `pointers` it is the value of; a blank is 0."""

    pointers: tuple[Pointer, ...]
    proved: Proved
    printed: Decimal
    interval: Interval
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """Σ coefficient × cell `operator` 0, for an identity; cells by index."""

    identity: Identity
    terms: tuple[tuple[int, int], ...]
    operator: str

    def rest(self, values: Sequence[Interval], but: int = -1) -> Interval:
        """The sum, without the cell `but`."""
        total = ZERO
        for coefficient, cell in self.terms:
            if cell != but:
                total += times(values[cell], coefficient)
        return total

    def holds(self, values: Sequence[Interval]) -> bool:
        total = self.rest(values)
        return total.reaches_below(ZERO) if self.operator == "<=" else total.meets(ZERO)

    def needs(self, cell: int, values: Sequence[Interval]) -> Interval:
        """What `cell` must be within for the rule to hold, the others given."""
        coefficient = next(c for c, n in self.terms if n == cell)
        wanted = -self.rest(values, cell)
        if self.operator == "<=":
            wanted = replace(wanted, low=_ANYTHING.low, low_open=True)
        return _divided(wanted, coefficient)


@dataclass(frozen=True, slots=True)
class System:
    """Rules over cells, by index."""

    cells: tuple[Cell, ...]
    rules: tuple[Rule, ...]

    @property
    def least(self) -> Decimal:
        """What no number may fall below: 0, unless a negative one is printed."""
        return _ANYTHING.low if any(cell.printed < 0 for cell in self.cells) else Decimal(0)

    @property
    def printed(self) -> list[Interval]:
        return [cell.interval for cell in self.cells]

    @property
    def broken(self) -> list[Rule]:
        return [rule for rule in self.rules if not rule.holds(self.printed)]

    def parts(self) -> Iterator[System]:
        """The system taken apart into those that share no cell, if they have a broken rule."""
        for rules in _connected(self.rules):
            if not all(rule.holds(self.printed) for rule in rules):
                yield _only(self, rules)


def system_of(
    identities: Iterable[Identity],
    values: Mapping[Pointer, Proved],
    blanks: Mapping[Pointer, Proved],
) -> System:
    """All identities that say something of the values; blanks are 0 where nothing else is missing.

    A number of a table that is also a field's value is one cell.
    """
    known = {**values, **blanks}
    cells: list[Cell] = []
    place: dict[Pointer, int] = {}
    by_proof: dict[object, int] = {}
    for pointer, proved in known.items():
        key = _proof_of(proved)
        at = by_proof.setdefault(key, len(cells)) if key else len(cells)
        if at == len(cells):
            cells.append(_cell(proved))
        else:
            cells[at] = replace(cells[at], pointers=(*cells[at].pointers, pointer))
        place[pointer] = at
    rules = [r for i in identities for r in _rules(i, values, blanks, place)]
    return System(tuple(cells), tuple(dict.fromkeys(rules)))


def _proof_of(proved: Proved) -> object:
    """What two pointers to the same cell of a table have in common."""
    cell = proved.evidence.cell
    return (cell, proved.value) if cell is not None and proved.value is not None else None


def _cell(proved: Proved) -> Cell:
    value = number(proved)
    printed = Decimal(0) if value is None else value
    interval = interval_of(printed, proved.evidence.qualifier)
    return Cell((proved.pointer,), proved, printed, interval, value is None)


def _rules(
    identity: Identity,
    values: Mapping[Pointer, Proved],
    blanks: Mapping[Pointer, Proved],
    place: Mapping[Pointer, int],
) -> Iterator[Rule]:
    signed = [*identity.left, *((-sign, pointer) for sign, pointer in identity.right)]
    some = any(p in values for p in identity.pointers)
    if some and all(p in values or p in blanks for p in identity.pointers):
        yield Rule(identity, _summed(signed, place), identity.operator)
    elif some and (found := parts_and_total(identity, values)) is not None:
        parts, total = found
        if all(values[p].value >= 0 for p in parts):  # type: ignore[operator]  # numbers
            terms = [*((1, p) for p in parts), (-1, total)]
            yield Rule(identity, _summed(terms, place), "<=")


def _summed(
    terms: Iterable[tuple[int, Pointer]], place: Mapping[Pointer, int]
) -> tuple[tuple[int, int], ...]:
    total: dict[int, int] = {}
    for sign, pointer in terms:
        total[place[pointer]] = total.get(place[pointer], 0) + sign
    return tuple((coefficient, cell) for cell, coefficient in total.items() if coefficient)


def _connected(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules in groups that share no cell."""
    groups: list[tuple[set[int], list[Rule]]] = []
    for rule in rules:
        cells, together = {cell for _, cell in rule.terms}, [rule]
        apart = []
        for other in groups:
            if other[0] & cells:
                cells |= other[0]
                together = [*other[1], *together]
            else:
                apart.append(other)
        groups = [*apart, (cells, together)]
    return [together for _, together in groups]


def _only(system: System, rules: Sequence[Rule]) -> System:
    used = sorted({cell for rule in rules for _, cell in rule.terms})
    at = {cell: n for n, cell in enumerate(used)}
    moved = tuple(
        replace(rule, terms=tuple((c, at[cell]) for c, cell in rule.terms)) for rule in rules
    )
    return System(tuple(system.cells[cell] for cell in used), moved)


def times(interval: Interval, factor: int) -> Interval:
    if factor < 0:
        return times(-interval, -factor)
    total = interval
    for _ in range(factor - 1):
        total += interval
    return total


def _divided(interval: Interval, by: int) -> Interval:
    if by < 0:
        return _divided(-interval, -by)
    return replace(interval, low=interval.low / by, high=interval.high / by)


def common(one: Interval, other: Interval) -> Interval | None:
    """The numbers in both; None if there are none."""
    if not one.meets(other):
        return None
    low = max((one, other), key=lambda i: (i.low, i.low_open))
    high = min((one, other), key=lambda i: (i.high, not i.high_open))
    return Interval(low.low, high.high, low.low_open, high.high_open)


__all__ = ["Cell", "Rule", "System", "common", "system_of", "times"]
