"""Sentences that state no field: general ones, and traps with numbers of other things."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from .voice import Voice
from .wording import wording


@dataclass(frozen=True, slots=True)
class Asides:
    """Draws sentences of a section, without their full stop."""

    voice: Voice
    year: int
    rng: Random
    we: str

    def general(self, group: str) -> list[str]:
        """Up to two sentences without numbers."""
        count = self.voice.choose(f"filler/{group}/count", range(3))
        return self._general(group, count)

    def announcing(self, group: str) -> str:
        """The sentence that announces a list."""
        return self._general(group, 1)[0]

    def _general(self, group: str, count: int) -> list[str]:
        lines = wording().of("filler", group)
        return self._filled(self.voice.several(f"filler/{group}", lines, count))

    def traps(self, group: str) -> list[str]:
        """Up to two sentences with numbers of last year, of growth, of plans, of other bodies."""
        lines = wording().files["distractors"].get(group, ())
        count = self.voice.choose(f"traps/{group}", (0, 0, 1, 1, 2))
        return self._filled(self.voice.several(f"trap/{group}", lines, count))

    def _filled(self, lines: list[str]) -> list[str]:
        return [line.format(**self._drawn()) for line in lines]

    def _drawn(self) -> dict[str, object]:
        return {
            "a": self.rng.randint(2, 98),
            "b": self.rng.randint(2, 60),
            "c": self.rng.randint(120, 9000),
            "p": self.rng.randint(11, 999) / 10,
            "we": self.we,
            "year": self.year,
        }
