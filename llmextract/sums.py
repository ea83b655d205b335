"""Sums that hold among the numbers offered for an identity's fields."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from llmextract.schema import Identity
from llmextract.types import Pointer

HOLDS = 1.6  # log-odds that a sum which comes out lends to the values in it
PART = 0.5  # and more for each part, since longer sums are less likely to hold by chance
GAP = 0.15  # and less for each part that stays empty
_VALUES = 4  # rival values a field brings into the search for sums
_COMBINATIONS = 40  # sums kept for one identity
_RESTS = 2000  # rests followed in the search for them
_ZERO = Decimal(0)
_NOTHING: tuple[Decimal | None, float] = (None, 0.0)  # a part that stays empty


@dataclass(frozen=True, slots=True)
class Pair:
    """A number offered for a field.  `score` is in log-odds against the pair being wrong."""

    mention: int
    pointer: Pointer
    value: Decimal
    score: float


@dataclass(frozen=True, slots=True)
class Sum:
    """Values that satisfy an identity: pointer → value, None where the field stays empty."""

    values: Mapping[Pointer, Decimal | None]
    bonus: float


def sums_of(
    identity: Identity, pairs: Sequence[Pair], by_field: Mapping[Pointer, list[int]]
) -> list[Sum]:
    """Combinations of rival values that satisfy the identity, the best first."""
    balance = _balance(identity)
    if balance is None:
        return []
    whole, parts = balance
    rivals = {p: _rivals(p, pairs, by_field) for p in identity.pointers}
    found: list[tuple[float, Sum]] = []
    for value, score in rivals[whole]:
        if value == 0:
            continue
        for strength, combination in _parts([rivals[p] for p in parts], value):
            size = sum(1 for v in combination if v is not None)
            if size < 2:
                continue
            bonus = HOLDS + PART * (size - 2) - GAP * (len(parts) - size)
            values = {whole: value, **dict(zip(parts, combination, strict=True))}
            found.append((score + strength + bonus, Sum(values, bonus)))
    found.sort(key=lambda item: -item[0])
    return [total for _, total in found[:_COMBINATIONS]]


def _balance(identity: Identity) -> tuple[Pointer, list[Pointer]] | None:
    """The whole and its parts, negative terms brought to the other side; None if there is no
    single whole."""
    sides: dict[int, list[Pointer]] = {1: [], -1: []}
    for sign, pointer in identity.left:
        sides[sign].append(pointer)
    for sign, pointer in identity.right:
        sides[-sign].append(pointer)
    for wholes, parts in ((sides[1], sides[-1]), (sides[-1], sides[1])):
        if len(wholes) == 1 and len(parts) >= 2:
            return wholes[0], parts
    return None


def _rivals(
    pointer: Pointer, pairs: Sequence[Pair], by_field: Mapping[Pointer, list[int]]
) -> list[tuple[Decimal, float]]:
    best: dict[Decimal, float] = {}
    for n in by_field.get(pointer, ()):
        pair = pairs[n]
        best[pair.value] = max(best.get(pair.value, -99.0), pair.score)
    return sorted(best.items(), key=lambda item: -item[1])[:_VALUES]


def _parts(
    rivals: Sequence[Sequence[tuple[Decimal, float]]], whole: Decimal
) -> list[tuple[float, tuple[Decimal | None, ...]]]:
    """Values of the parts, or None, that add up to `whole`, with their scores; the strongest.

    Part by part, from what is left of the whole; of the ways to the same rest, and of the rests,
    only the strongest are followed, so that long sums cost no more than short ones.
    """
    states: dict[Decimal, list[tuple[float, tuple[Decimal | None, ...]]]] = {whole: [(0.0, ())]}
    for n, values in enumerate(rivals):
        low, high = _reach(rivals[n + 1 :])
        following: dict[Decimal, list[tuple[float, tuple[Decimal | None, ...]]]] = {}
        for rest, ways in states.items():
            for value, score in (_NOTHING, *values):
                left = rest - (value or 0)
                if low <= left <= high:
                    following.setdefault(left, []).extend(
                        (strength + score, (*chosen, value)) for strength, chosen in ways
                    )
        states = {
            rest: heapq.nlargest(_COMBINATIONS, ways, key=_gain) for rest, ways in following.items()
        }
        if len(states) > _RESTS:
            best = heapq.nlargest(_RESTS, states, key=lambda rest: _gain(states[rest][0]))
            states = {rest: states[rest] for rest in best}
    return states.get(Decimal(0), [])


def _reach(rivals: Sequence[Sequence[tuple[Decimal, float]]]) -> tuple[Decimal, Decimal]:
    """The least and the most that parts can add up to."""
    least = sum((min(_ZERO, *(v for v, _ in values)) for values in rivals if values), _ZERO)
    most = sum((max(_ZERO, *(v for v, _ in values)) for values in rivals if values), _ZERO)
    return least, most


def _gain(way: tuple[float, tuple[Decimal | None, ...]]) -> float:
    """What a way is worth: its scores, and the bonus for its size."""
    strength, chosen = way
    return strength + (PART + GAP) * sum(1 for value in chosen if value is not None)
