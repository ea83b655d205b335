"""When a predicted value is the gold one: strictly, normalised or leniently.

What is strictly the same is so normalised, and what is normalised the same is so leniently:

strict      same type and same characters, number or date (JSON has no dates: ISO text is one)
normalised  numbers by value (a text that is a number counts); dates in ISO form, as exact as gold
            has them; texts without white space, in one form of width, punctuation and quotes
lenient     texts besides without any punctuation, case or mark of a list (一是, 1.), and `ALIKE`
            at least; the figures in them must agree all the same, and numbers are as before

No wrong number is ever right, in a text or by itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from llmextract.evaluation.wording import (
    bare,
    bigram_similarity,
    figures,
    folded,
    unmarked,
    without_blanks,
)

ALIKE = 0.8
"""The least similarity (`wording.bigram_similarity`) of two texts that are leniently the same."""

MAGNITUDES = (10, 100, 1_000, 10_000, 100_000_000)
"""Factors between a value and a misreading of it: slips of places, and 千, 万 or 亿 left out or
taken twice."""

_FACTORS = tuple(Decimal(factor) for factor in MAGNITUDES)
_ISO = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?")


class Comparison(StrEnum):
    """How a field's values are compared; each allows what the one before it allows."""

    STRICT = "strict"
    NORMALISED = "normalised"
    LENIENT = "lenient"


def same(gold: Any, predicted: Any, compare: Comparison = Comparison.NORMALISED) -> bool:
    """Whether a predicted value is the gold one.

    A bool is only the same bool, null only null.  The gold decides how exact a date has to be:
    2017 or 2017-03 is right for 2017-03-05, but not the other way.  Objects and lists are the
    same if all their parts are.
    """
    kind = type(gold)
    if kind is type(predicted) and kind in (int, str, bool):
        return bool(gold == predicted) or (kind is str and _same_text(gold, predicted, compare))
    if gold is None or predicted is None or isinstance(gold, bool) or isinstance(predicted, bool):
        return gold is predicted
    if _is_compound(gold) or _is_compound(predicted):
        return _same_parts(gold, predicted, compare)
    if _number(gold) is None and _number(predicted) is None:
        one, other = _written(gold), _written(predicted)
        return one == other or _same_text(one, other, compare)
    if compare is Comparison.STRICT:
        return _number(gold) == _number(predicted)
    wanted = as_number(gold)
    return wanted is not None and wanted == as_number(predicted)


def magnitude_error(gold: Any, predicted: Any) -> int | None:
    """The factor of `MAGNITUDES` by which the values differ, either way; None if by no such."""
    if isinstance(gold, bool) or isinstance(predicted, bool):
        return None
    wanted, given = _number(gold), as_number(predicted)
    if not wanted or not given:
        return None
    for factor in _FACTORS:
        if given == wanted * factor or wanted == given * factor:
            return int(factor)
    return None


def as_number(value: Any) -> Decimal | None:
    """`value` as a finite Decimal: a number, or a text that is one; else None."""
    if not isinstance(value, str):
        return _number(value)
    if "_" in value:
        return None
    try:
        number = Decimal(value.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def normalised(value: Any) -> str:
    """`value` as a text: dates in ISO form, NFKC, no white space."""
    return without_blanks(_written(value))


def similarity(gold: Any, predicted: Any) -> float:
    """How alike two items are, 0 to 1: of their texts, the parts of an object (or of a list)
    joined.  In those all figures must agree, or the similarity is 0: 37 is not nearly 38."""
    left, right = item_text(gold), item_text(predicted)
    if (_is_compound(gold) or _is_compound(predicted)) and figures(left) != figures(right):
        return 0.0
    return bigram_similarity(left, right)


def item_text(item: Any) -> str:
    """The words of an item, its parts joined by a space; nulls are left out."""
    if isinstance(item, Mapping):
        item = list(item.values())
    if isinstance(item, list | tuple):
        return " ".join(item_text(part) for part in item if part is not None)
    number = _number(item)
    return format(number.normalize(), "f") if number is not None else normalised(item)


def _same_text(gold: str, predicted: str, compare: Comparison) -> bool:
    """Of two texts that are not the same characters."""
    if compare is Comparison.STRICT:
        return False
    one, other = folded(gold), folded(predicted)
    if one == other or _same_date(one, other):
        return True
    if compare is Comparison.NORMALISED:
        return False
    one, other = unmarked(one), unmarked(other)
    if figures(one) != figures(other):
        return False
    left, right = bare(one), bare(other)
    return bool(left and right) and bigram_similarity(left, right) >= ALIKE


def _same_date(gold: str, predicted: str) -> bool:
    return (
        predicted.startswith(f"{gold}-")
        and _ISO.fullmatch(predicted) is not None
        and _ISO.fullmatch(gold) is not None
    )


def _same_parts(gold: Any, predicted: Any, compare: Comparison) -> bool:
    if isinstance(gold, Mapping) and isinstance(predicted, Mapping):
        names = gold.keys() | predicted.keys()
        return all(same(gold.get(name), predicted.get(name), compare) for name in names)
    if not isinstance(gold, list | tuple) or not isinstance(predicted, list | tuple):
        return False
    pairs = zip(gold, predicted, strict=False)
    return len(gold) == len(predicted) and all(same(g, p, compare) for g, p in pairs)


def _written(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _is_compound(value: Any) -> bool:
    return isinstance(value, Mapping | list | tuple)


def _number(value: Any) -> Decimal | None:
    if isinstance(value, int | Decimal):
        number = Decimal(value)
    elif isinstance(value, float):
        number = Decimal(repr(value))
    else:
        return None
    return number if number.is_finite() else None
