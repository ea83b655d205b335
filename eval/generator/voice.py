"""How a body words things: as its house style does, but for some choices of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")

OWN = 0.15  # share of choices in which a body deviates from its style
CHANGED = 0.03  # share of choices that a single year's report words anew


def fraction(*key: object) -> float:
    """A number in [0, 1) that depends on `key` alone."""
    digest = blake2b("/".join(map(str, key)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


@dataclass(frozen=True, slots=True)
class Voice:
    """One report's choices.  The same slot is chosen alike by all bodies of a style, save where
    the body or the year has its own way."""

    seed: int
    style: int
    body: int
    year: int

    def choose(self, slot: str, options: Sequence[T]) -> T:
        """One of `options`."""
        return options[int(self._layer(slot) * len(options))]

    def several(self, slot: str, options: Sequence[T], count: int) -> list[T]:
        """`count` different ones of `options`, in an order of its own."""
        left = list(options)
        numbers = range(min(count, len(left)))
        return [left.pop(int(self._layer(f"{slot}/{n}") * len(left))) for n in numbers]

    def often(self, slot: str, share: float) -> bool:
        """Whether what a share of bodies does is done here."""
        return self._layer(slot) < share

    def _layer(self, slot: str) -> float:
        if fraction(self.seed, "year?", self.body, self.year, slot) < CHANGED:
            return fraction(self.seed, "year", self.body, self.year, slot)
        if fraction(self.seed, "body?", self.body, slot) < OWN:
            return fraction(self.seed, "body", self.body, slot)
        return fraction(self.seed, "style", self.style, slot)
