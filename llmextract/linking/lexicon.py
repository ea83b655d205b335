"""How well words agree with a field's names: containment of names, else overlap of bigrams."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from llmextract.schema import FieldSpec

_SUFFIX = re.compile(r"(?:总次数|总数量|总数|次数|数量|件数|人数|期数|数)$")
_FILLER = re.compile(r"[的了被其中有为共计约达全年本年度，、：:（()）\s]")


@dataclass(frozen=True, slots=True)
class Names:
    """A field's names, longest first, and those of the groups it stands in, innermost first."""

    pointer: str
    label: str
    names: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]
    unlike: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """The longest name contained in a text (0 characters if none), and the best bigram overlap."""

    length: int
    coverage: float  # share of the text's own words that the name accounts for
    overlap: float


def names_of(spec: FieldSpec) -> Names:
    """Collect and normalise what `spec` is called."""
    extract = spec.extract
    raw = {extract.label, _SUFFIX.sub("", extract.label), *extract.aliases}
    names = sorted({normal(n) for n in raw if len(normal(n)) > 1}, key=lambda n: (-len(n), n))
    groups = tuple(
        tuple(sorted({normal(n) for n in (about.label, *about.aliases)}, key=len, reverse=True))
        for about in reversed(spec.inside[1:])
    )
    unlike = (*extract.unlike, *(w for about in spec.inside[1:] for w in about.unlike))
    return Names(
        spec.pointer, extract.label, tuple(names), groups, tuple(normal(w) for w in unlike)
    )


def normal(text: str) -> str:
    """Lower case, without spaces around Chinese characters."""
    lowered = text.lower().strip()
    return re.sub(r"(?<=[\u4e00-\u9fff])\s+|\s+(?=[\u4e00-\u9fff])", "", lowered)


def match(names: Names, text: str) -> Match:
    """Agreement of a field's names with a (normalised) text."""
    longest = next((n for n in names.names if n in text), "")
    bare = _FILLER.sub("", re.sub(r"n[^\s]{0,2}", "", text)) or text
    coverage = min(1.0, len(longest) / max(1, len(bare)))
    return Match(len(longest), coverage, overlap(names.names[:12], text))


def overlap(names: tuple[str, ...], text: str) -> float:
    """The best share of a name's bigrams that a text holds, between 0 and 1."""
    grams = _bigrams(text)
    return max((_dice(_bigrams(n), grams) for n in names), default=0.0)


@lru_cache(maxsize=50_000)
def _bigrams(text: str) -> frozenset[str]:
    bare = _FILLER.sub("", text)
    return frozenset(bare[i : i + 2] for i in range(len(bare) - 1))


def _dice(name: frozenset[str], text: frozenset[str]) -> float:
    """Share of the name's bigrams in the text, with a little weight on the text's."""
    if not name or not text:
        return 0.0
    common = len(name & text)
    return 0.8 * common / len(name) + 0.2 * common / len(text)
