"""How well words agree with a field's names: containment of names, else overlap of bigrams.

Chinese is compared by characters and pairs of them, Latin text by words: `total` is no part of
`subtotal`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from llmextract.schema import FieldSpec

_SUFFIX = re.compile(r"(?:总次数|总数量|总数|次数|数量|件数|人数|期数|数)$")
_MASK = re.compile(r"(?<![a-z])n(?![a-z])\S{0,2}")  # the number, with a part of its unit
_WORD = re.compile(r"[a-z]{2,}")
_SMALL_WORDS = frozenset(
    (
        "an",
        "and",
        "are",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "is",
        "of",
        "on",
        "the",
        "to",
        "was",
    )
)
_COMPARED = 12  # names of a field whose bigrams are compared
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
    grams: tuple[frozenset[str], ...]  # bigrams of the longest names


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
        grams=tuple(bigrams(name) for name in names[:_COMPARED]),
    )


def normal(text: str) -> str:
    """Lower case, without spaces around Chinese characters, single ones between others."""
    lowered = " ".join(text.lower().split())
    return re.sub(r"(?<=[\u4e00-\u9fff]) | (?=[\u4e00-\u9fff])", "", lowered)


def holds(text: str, word: str) -> bool:
    """Whether `word` stands in `text`; a Latin word as a whole, or in the plural."""
    return word in text and next(places(text, word), None) is not None


def last_place(text: str, word: str) -> int:
    """Where `word` stands last in `text`; -1 if it does not."""
    return max(places(text, word), default=-1) if word in text else -1


def places(text: str, word: str) -> Iterator[int]:
    """Where `word` stands in `text`, in order."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        plural = end + (text[end : end + 1] == "s")
        begins = not (_latin(word[:1]) and _latin(text[at - 1 : at]))
        if begins and not (_latin(word[-1:]) and _latin(text[plural : plural + 1])):
            yield at
        at = text.find(word, at + 1)


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def match(names: Names, text: str, above: str = "") -> Match:
    """Agreement of a field's names with a (normalised) text that stands below `above`."""
    longest = next((n for n in names.names if holds(text, n)), "")
    coverage = min(1.0, len(longest) / max(1, _own_length(text)))
    length = max(len(longest), _below(names, text, above))
    return Match(length, coverage, overlap(names.grams, text))


@lru_cache(maxsize=10_000)
def _own_length(text: str) -> int:
    """Characters of a text without the number and filling words."""
    return len(_FILLER.sub("", _MASK.sub("", text)) or text)


def _below(names: Names, text: str, above: str) -> int:
    """Length of the field's short name in `text` together with the word that it needs above."""
    under = next((w for w in names.under if holds(above, w)), "")
    if not under or any(holds(above, w) for w in names.unlike):
        return 0
    short = next((n for n in names.short if holds(text, n)), "")
    return len(short) + len(under) if short else 0


def overlap(names: tuple[frozenset[str], ...], text: str) -> float:
    """The best share of a name's bigrams that a text holds, between 0 and 1."""
    held = bigrams(text)
    return max((_dice(name, held) for name in names), default=0.0)


@lru_cache(maxsize=50_000)
def bigrams(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters; Latin words stand for themselves, in the singular."""
    words = {w.removesuffix("s") for w in _WORD.findall(text) if w not in _SMALL_WORDS}
    pieces = (_FILLER.sub("", piece) for piece in _WORD.split(text))
    return frozenset(words.union(p[i : i + 2] for p in pieces for i in range(len(p) - 1)))


def _dice(name: frozenset[str], text: frozenset[str]) -> float:
    """Share of the name's bigrams in the text, with a little weight on the text's."""
    if not name or not text:
        return 0.0
    common = len(name & text)
    return 0.8 * common / len(name) + 0.2 * common / len(text)
