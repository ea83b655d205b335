"""Texts brought into one form, and how alike two of them are."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from types import MappingProxyType

from llmextract.numerals import CHINESE

_BLANK = re.compile(r"\s+")
_FIGURE = re.compile(rf"(?:(?<![0-9-])-)?[0-9]+(?:,[0-9]{{3}})*(?:\.[0-9]+)?[%‰]?|[{CHINESE}]+")
_MARK = re.compile(  # （一） · 1. · 二是 · 三要 · 第四，
    r"(?:\((?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})\)"
    r"|第?(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})[.、,:)是要])(?![0-9])"
)
_FORMS = MappingProxyType(  # what NFKC leaves apart
    dict.fromkeys(map(ord, "“”„‟«»「」『』〝〞〟″"), '"')
    | dict.fromkeys(map(ord, "‘’‚‛′`´"), "'")
    | dict.fromkeys(map(ord, "‐‑‒–—―−─"), "-")
    | dict.fromkeys(map(ord, "·•‧∙・"), "·")
    | dict.fromkeys(map(ord, "〈‹"), "<")
    | dict.fromkeys(map(ord, "〉›"), ">")
    | {ord("。"): "."}
)


def without_blanks(text: str) -> str:
    """NFKC, without white space."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text))


def folded(text: str) -> str:
    """`without_blanks`, with one form for each kind of quotation mark, dash, dot and full stop,
    of whatever width."""
    return without_blanks(text).translate(_FORMS)


def unmarked(text: str) -> str:
    """A folded text without the mark of a list's item at its head."""
    mark = _MARK.match(text)
    return text[mark.end() :] if mark else text


def bare(text: str) -> str:
    """`text` without punctuation and regardless of case; 《条例》 is 条例."""
    kept = (c for c in text if not unicodedata.category(c).startswith("P"))
    return without_blanks("".join(kept).casefold())


def figures(text: str) -> list[str]:
    """The numbers in a text in order, Arabic with sign and percent sign, and Chinese numerals
    as they stand; a lone 一 is rarely a number and is left out."""
    found = (match.replace(",", "") for match in _FIGURE.findall(text))
    return [figure for figure in found if figure != "一"]


def bigram_similarity(one: str, other: str) -> float:
    """0 to 1: the Dice coefficient of the texts' character bigrams (L. R. Dice, Measures of the
    Amount of Ecologic Association Between Species, Ecology 26, 1945)."""
    if one == other:
        return 1.0
    left, right = _bigrams(one), _bigrams(other)
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else 0.0


def _bigrams(text: str) -> Counter[str]:
    return Counter(text[at : at + 2] for at in range(len(text) - 1)) or Counter([text])
