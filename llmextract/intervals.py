"""Numbers as intervals: what a printed number with its qualifier can stand for."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from llmextract.types import Qualifier

_INFINITY = Decimal("Infinity")
_ABOUT = Decimal("0.1")  # 约, 左右: a tenth either way
_UNDER = Decimal("0.8")  # 近, 不足: above four fifths


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`; an open end is not part of it."""

    low: Decimal
    high: Decimal
    low_open: bool = False
    high_open: bool = False

    def __add__(self, other: Interval) -> Interval:
        return Interval(
            self.low + other.low,
            self.high + other.high,
            self.low_open or other.low_open,
            self.high_open or other.high_open,
        )

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low, self.high_open, self.low_open)

    def meets(self, other: Interval) -> bool:
        """Whether some number is in both."""
        return self.reaches_below(other) and other.reaches_below(self)

    def reaches_below(self, other: Interval) -> bool:
        """Whether some number of this one is at most some number of the other."""
        if self.low == other.high:
            return not (self.low_open or other.high_open)
        return self.low < other.high


ZERO = Interval(Decimal(0), Decimal(0))


def interval_of(value: int | Decimal, qualifier: Qualifier = Qualifier.EXACT) -> Interval:
    """What `value` with `qualifier` can stand for: 1100余 is [1100, 1200), 约50 [45, 55], 近100
    (80, 100), 超过70万 [700000, ∞)."""
    number = Decimal(value)
    if qualifier is Qualifier.OVER:
        return Interval(number, number + _last_place(number), high_open=True)
    if qualifier is Qualifier.AT_LEAST:
        return Interval(number, _INFINITY, high_open=True)
    if qualifier is Qualifier.ABOUT:
        width = abs(number) * _ABOUT
        return Interval(number - width, number + width)
    if qualifier is Qualifier.UNDER:
        return Interval(number * _UNDER, number, low_open=True, high_open=True)
    return Interval(number, number)


def _last_place(number: Decimal) -> Decimal:
    """The unit of the last significant digit: 100 for 1100, 0.1 for 2.5."""
    exponent = number.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)


__all__ = ["ZERO", "Interval", "interval_of"]
