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
    short: tuple[str, ...]
    under: tuple[str, ...]


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
        pointer=spec.pointer,
        label=extract.label,
        names=tuple(names),
        groups=groups,
        unlike=tuple(normal(w) for w in unlike),
        short=tuple(sorted((normal(w) for w in extract.short), key=len, reverse=True)),
        under=tuple(sorted((normal(w) for w in extract.under), key=len, reverse=True)),
    )


def normal(text: str) -> str:
    """Lower case, without spaces around Chinese characters."""
    lowered = text.lower().strip()
    return re.sub(r"(?<=[\u4e00-\u9fff])\s+|\s+(?=[\u4e00-\u9fff])", "", lowered)


def match(names: Names, text: str, above: str = "") -> Match:
    """Agreement of a field's names with a (normalised) text that stands below `above`."""
    longest = next((n for n in names.names if n in text), "")
    bare = _FILLER.sub("", re.sub(r"n[^\s]{0,2}", "", text)) or text
    coverage = min(1.0, len(longest) / max(1, len(bare)))
    length = max(len(longest), _below(names, text, above))
    return Match(length, coverage, overlap(names.names[:12], text))


def _below(names: Names, text: str, above: str) -> int:
    """Length of the field's short name in `text` together with the word that it needs above."""
    under = next((w for w in names.under if w in above), "")
    if not under or any(w in above for w in names.unlike):
        return 0
    short = next((n for n in names.short if n in text), "")
    return len(short) + len(under) if short else 0


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
