"""How alike a printed label and a declared one are: numbering, brackets, breaks and cuts aside."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

_MARKS = re.compile(
    r"^(?:第?[一二三四五六七八九十]{1,3}[、.,，．。]"
    r"|[(\[（][一二三四五六七八九十\d]{1,3}[)\]）][、.．]?"
    r"|\d{1,2}[.、．)）](?!\d)"
    r"|[①-⑳⒈-⒛㈠-㈩]"
    r"|其中[:：]?)"
)
_BRACKETED = re.compile(r"[(（\[〔][^()（）\[\]〔〕]*(?:[)）\]〕]|$)")
_KEPT = re.compile(r"[^0-9A-Za-z\u3400-\u9fff]")
_CUT = 0.85  # of a label that is cut off
_LEAST_CUT = 0.35  # share of a label that must be left of it
_MOST = 3.0  # times longer or shorter than which nothing is alike


@lru_cache(maxsize=20_000)
def bare(text: str) -> str:
    """A label without list numbers, brackets, punctuation and blanks; the words in brackets where
    nothing else is left, and nothing for a list number alone."""
    folded = unicodedata.normalize("NFKC", re.sub("[⒈-⒛①-⑳㈠-㈩]", "", text))
    folded = re.sub(r"\s+", "", folded)
    words = _unmarked(folded)
    if _MARKS.fullmatch(words):
        return ""
    without = _KEPT.sub("", _BRACKETED.sub("", words))
    return without or _KEPT.sub("", words)


def remark(text: str) -> bool:
    """Whether a label is a remark in brackets and nothing else."""
    folded = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    return bool(re.fullmatch(r"[(（\[].*[)）\]]", folded)) and not _MARKS.fullmatch(folded)


def begins_anew(text: str) -> bool:
    """Whether a label has a list number ahead of it, and so goes on with no other."""
    return _MARKS.match(re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))) is not None


@lru_cache(maxsize=100_000)
def likeness(printed: str, declared: str) -> float:
    """0 to 1, of two labels as `bare` leaves them."""
    if printed == declared:
        return 1.0 if printed else 0.0
    if not printed or not declared:
        return 0.0
    short, long = sorted((len(printed), len(declared)))
    if long > _MOST * short:
        return 0.0
    if declared.startswith(printed) and len(printed) >= max(2, _LEAST_CUT * len(declared)):
        return _CUT
    ones = _dice(_letters(printed), _letters(declared), len(printed) + len(declared))
    if ones < 0.5:
        return 0.0
    pairs = len(printed) + len(declared) - 2
    alike = 0.5 * (ones + _dice(_bigrams(printed), _bigrams(declared), pairs))
    inside = declared in printed and len(declared) >= 4
    return max(alike, 0.8) if inside else alike


def _unmarked(text: str) -> str:
    while True:
        match = _MARKS.match(text)
        if match is None or match.end() == len(text):
            return text
        text = text[match.end() :]


@lru_cache(maxsize=20_000)
def _letters(text: str) -> dict[str, int]:
    return dict(Counter(text))


@lru_cache(maxsize=20_000)
def _bigrams(text: str) -> dict[str, int]:
    return dict(Counter(text[at : at + 2] for at in range(len(text) - 1)))


def _dice(left: dict[str, int], right: dict[str, int], total: int) -> float:
    common = sum(min(n, right[key]) for key, n in left.items() if key in right)
    return 2 * common / total if total else 0.0


__all__ = ["bare", "begins_anew", "likeness", "remark"]
