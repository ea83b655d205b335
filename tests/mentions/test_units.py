"""Units and what they count."""

import re

import pytest

from llmextract.mentions.units import ALL, PATTERN, currency_of, kinds_of


@pytest.mark.parametrize("unit", [u for u in ALL if not u.isascii() and u != "‰"])
def test_every_unit_is_read_whole(unit):
    """The pattern prefers the longest unit: 人次 before 人."""
    match = re.match(PATTERN, unit)
    assert match is not None
    assert match[0] == unit
    assert kinds_of(unit)


def test_kinds():
    """Units of one kind share it; unknown ones and none have no kind."""
    assert kinds_of("件") & kinds_of("份")
    assert not kinds_of("件") & kinds_of("人")
    assert kinds_of("元") == kinds_of("CNY")
    assert kinds_of(None) == kinds_of("widgets") == frozenset()


@pytest.mark.parametrize(
    ("printed", "currency"),
    [("$", "USD"), ("US$", "USD"), ("dollars", "USD"), ("￥", "元"), ("RMB", "元"), ("HK$", "HK$")],
)
def test_currencies(printed, currency):
    """Signs, codes and words of a currency come to one name."""
    assert currency_of(printed) == currency
