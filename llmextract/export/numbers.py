"""Values as the tables hold them: exact, or as text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from llmextract.export.columns import PRECISION, SCALE

_INT64 = 1 << 63


def exact(value: object) -> Decimal | None:
    """A number of a record, as its digits say; None for anything else.

    Records hold numbers as JSON: the shortest digits that a float prints are those written.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


def fits(number: Decimal) -> bool:
    """Whether a NUMBER column holds it exactly."""
    if not number.is_finite():
        return False
    whole, _, behind = digits(number).lstrip("-").partition(".")
    return len(whole) <= PRECISION - SCALE and len(behind) <= SCALE


def fits_integer(number: Decimal) -> bool:
    """Whether an INTEGER column holds it."""
    return number.is_finite() and -_INT64 <= number < _INT64 and number == int(number)


def digits(number: Decimal) -> str:
    """Its digits without an exponent or needless zeros: 39, 0.25, -1200000."""
    shown = f"{number:f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def split_value(value: Any, kind: str) -> tuple[Decimal | None, str | None, date | None]:
    """The value as number, text or date: exactly one of them, none if there is no value.

    A number that a NUMBER column cannot hold is text.
    """
    if value is None:
        return None, None, None
    if isinstance(value, bool):
        return None, str(value).lower(), None
    number = exact(value)
    if number is not None:
        return (number, None, None) if fits(number) else (None, digits(number), None)
    if kind == "date":
        day = as_date(value)
        return (None, None, day) if day else (None, str(value), None)
    return None, str(value), None


def as_date(value: Any) -> date | None:
    """The date that ISO text is."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
