"""Features from the neighbours: what the numbers around are, and who else wants the field.

Numbers come in company: a sentence that tells of one way in which applications came tells of the
others, mostly in the schema's order.  So pairs are weighed twice: by their own words, and again
with what the first weighing made of the numbers around.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from llmextract.schema import FieldSpec, Identity
from llmextract.types import Pointer

NEIGHBOURS = (
    "group_before", "group_after", "order_before", "order_after", "group_around",
    "kin_before", "kin_after", "alone", "rival_field", "rival_number",
)  # fmt: skip
"""In probabilities of the first weighing: that one of the two numbers before (after) is of the same
group, of one of the two fields before (after) this one in the schema, or stands in a sum with it;
the share of the section's numbers of the group; that another number gives the field, and that
the number gives another field.  `alone`: no other number in the section."""

_REACH = 2  # numbers, and fields, to either side
_MANY = 8  # numbers of a section that count in full


@dataclass(frozen=True, slots=True)
class Relations:
    """How fields stand to each other: place in the schema, group, and sums they share."""

    order: Mapping[Pointer, int]
    group: Mapping[Pointer, str]
    kin: Mapping[Pointer, frozenset[Pointer]]


def relations_of(fields: Sequence[FieldSpec], identities: Iterable[Identity]) -> Relations:
    """The relations among `fields`."""
    kin: dict[Pointer, set[Pointer]] = defaultdict(set)
    for identity in identities:
        members = {pointer for _, pointer in (*identity.left, *identity.right)}
        for pointer in members:
            kin[pointer] |= members - {pointer}
    return Relations(
        {spec.pointer: n for n, spec in enumerate(fields)},
        {spec.pointer: spec.group for spec in fields},
        {spec.pointer: frozenset(kin[spec.pointer]) for spec in fields},
    )


class Surroundings:
    """What a first weighing made of a document's numbers.

    `chances` are probabilities of pairs (number, field); `sections` the section of each number,
    in the order of the text.
    """

    def __init__(
        self,
        chances: Mapping[tuple[int, Pointer], float],
        sections: Mapping[int, int],
        relations: Relations,
    ) -> None:
        self._relations, self._sections = relations, sections
        self._numbers = list(sections)
        self._at = {number: at for at, number in enumerate(self._numbers)}
        self._of_number: dict[int, dict[Pointer, float]] = {n: {} for n in self._numbers}
        of_field: dict[Pointer, list[float]] = defaultdict(list)
        for (number, pointer), chance in chances.items():
            self._of_number[number][pointer] = chance
            of_field[pointer].append(chance)
        self._best_of_field = {p: sorted(c, reverse=True)[:2] for p, c in of_field.items()}
        self._best_of_number = {
            n: sorted(c.values(), reverse=True)[:2] for n, c in self._of_number.items()
        }
        self._groups = {n: self._by_group(c) for n, c in self._of_number.items()}
        self._held: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        self._count: dict[int, int] = defaultdict(int)
        for number, section in sections.items():
            self._count[section] += 1
            for group, chance in self._groups[number].items():
                self._held[section][group] += chance

    def features(self, number: int, pointer: Pointer) -> dict[str, float]:
        """`NEIGHBOURS` of one pair."""
        before, after = self._near(number, -1), self._near(number, 1)
        group, section = self._relations.group[pointer], self._sections[number]
        others = self._count[section] - 1
        around = self._held[section][group] - self._groups[number].get(group, 0.0)
        values = (
            max((self._groups[n].get(group, 0.0) for n in before), default=0.0),
            max((self._groups[n].get(group, 0.0) for n in after), default=0.0),
            max((self._ordered(n, pointer, -1) for n in before), default=0.0),
            max((self._ordered(n, pointer, 1) for n in after), default=0.0),
            min(1.0, around / max(1, min(others, _MANY))),
            max((self._kin(n, pointer) for n in before), default=0.0),
            max((self._kin(n, pointer) for n in after), default=0.0),
            float(not before and not after),
            _other(self._best_of_field[pointer], self._of_number[number][pointer]),
            _other(self._best_of_number[number], self._of_number[number][pointer]),
        )
        return dict(zip(NEIGHBOURS, values, strict=True))

    def _by_group(self, chances: Mapping[Pointer, float]) -> dict[str, float]:
        best: dict[str, float] = {}
        for pointer, chance in chances.items():
            group = self._relations.group[pointer]
            best[group] = max(best.get(group, 0.0), chance)
        return best

    def _near(self, number: int, step: int) -> list[int]:
        at, section = self._at[number], self._sections[number]
        places = (at + step * n for n in range(1, _REACH + 1))
        near = (self._numbers[p] for p in places if 0 <= p < len(self._numbers))
        return [n for n in near if self._sections[n] == section]

    def _ordered(self, neighbour: int, pointer: Pointer, step: int) -> float:
        order, group = self._relations.order, self._relations.group
        return max(
            (
                chance
                for other, chance in self._of_number[neighbour].items()
                if group[other] == group[pointer]
                and 0 < step * (order[other] - order[pointer]) <= _REACH
            ),
            default=0.0,
        )

    def _kin(self, neighbour: int, pointer: Pointer) -> float:
        chances = self._of_number[neighbour]
        return max((chances.get(p, 0.0) for p in self._relations.kin[pointer]), default=0.0)


def _other(best: Sequence[float], own: float) -> float:
    """The best chance but one's own."""
    if own < best[0]:
        return best[0]
    return best[1] if len(best) > 1 else 0.0
