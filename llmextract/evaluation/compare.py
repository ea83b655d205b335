"""When two values are the same, and how alike two items of a list are."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

_FACTORS = tuple(Decimal(factor) for factor in (10, 100, 10_000))


def same(gold: Any, predicted: Any) -> bool:
    """Whether a predicted value is the gold one.

    Numbers are equal as Decimal (a number in a string counts, since JSON has no Decimal), dates
    in ISO form, strings after NFKC with all white space removed.  A bool equals only a bool.
    """
    if isinstance(gold, bool) or isinstance(predicted, bool):
        return gold is predicted
    wanted = _number(gold)
    if wanted is not None:
        return wanted == as_number(predicted)
    return normalised(gold) == normalised(predicted)


def magnitude_error(gold: Any, predicted: Any) -> int | None:
    """10, 100 or 10000 if the values differ by just that factor (either way), else None."""
    wanted, given = _number(gold), as_number(predicted)
    if not wanted or not given or isinstance(gold, bool) or isinstance(predicted, bool):
        return None
    for factor in _FACTORS:
        if given == wanted * factor or wanted == given * factor:
            return int(factor)
    return None


def as_number(value: Any) -> Decimal | None:
    """`value` as a finite Decimal: a number, or a string that is one; else None."""
    if isinstance(value, str):
        try:
            number = Decimal(value.strip())
        except InvalidOperation:
            return None
        return number if number.is_finite() else None
    return _number(value)


def normalised(value: Any) -> str:
    """`value` as a string: dates in ISO form, NFKC, no white space."""
    text = value.isoformat() if isinstance(value, date) else str(value)
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def similarity(gold: Any, predicted: Any) -> float:
    """How alike two items are, 0 to 1: Dice coefficient of their character bigrams.

    The parts of an object (or of a list) are joined.  In those every digit must agree, or the
    similarity is 0: 37 is not nearly 38.
    """
    left, right = item_text(gold), item_text(predicted)
    structured = not isinstance(gold, str) or not isinstance(predicted, str)
    if structured and _digits(left) != _digits(right):
        return 0.0
    if left == right:
        return 1.0
    one, other = _bigrams(left), _bigrams(right)
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def item_text(item: Any) -> str:
    """The words of an item, its parts joined by a space; nulls are left out."""
    if isinstance(item, Mapping):
        item = list(item.values())
    if isinstance(item, list | tuple):
        return " ".join(item_text(part) for part in item if part is not None)
    number = _number(item)
    return format(number.normalize(), "f") if number is not None else normalised(item)


def _number(value: Any) -> Decimal | None:
    if isinstance(value, int | Decimal):
        number = Decimal(value)
    elif isinstance(value, float):
        number = Decimal(repr(value))
    else:
        return None
    return number if number.is_finite() else None


def _digits(text: str) -> list[str]:
    return sorted(re.findall(r"\d+(?:\.\d+)?", text))


def _bigrams(text: str) -> Counter[str]:
    return Counter(text[at : at + 2] for at in range(len(text) - 1)) or Counter([text])
