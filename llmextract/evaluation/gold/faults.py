"""What is wrong with a gold file, as lines for the person who mends it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """`where` is a JSON Pointer, a key of the file, or line and column; `malformed` means that
    the file cannot be used at all until this is mended."""

    file: str
    where: str
    what: str
    hint: str
    malformed: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        place = f"{self.file}: {self.where}" if self.where else self.file
        return f"{place}: {self.what}  → {self.hint}"


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """`did you mean X? ` for the nearest of `known`, or nothing."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=cutoff)
    return f"did you mean {close[0]}? " if close else ""
