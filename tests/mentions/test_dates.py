"""Dates that borrow from the one before."""

from datetime import date

import pytest

from llmextract.mentions.dates import complete_date

_EARLIER = date(2012, 3, 1)


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("12月31日", date(2012, 12, 31)),
        ("十二月三十一日", date(2012, 12, 31)),
        ("31日", date(2012, 3, 31)),
        ("元月5号", date(2012, 1, 5)),
    ],
)
def test_year_and_month_are_borrowed(printed, value):
    """What is not printed is that of the earlier date."""
    assert complete_date(printed, _EARLIER) == value


@pytest.mark.parametrize("printed", ["2013年12月31日", "2月30日", "13月1日", "31", "某月某日", ""])
def test_what_is_no_date_stays_none(printed):
    """Full dates, impossible ones and other words are not completed."""
    assert complete_date(printed, _EARLIER) is None
