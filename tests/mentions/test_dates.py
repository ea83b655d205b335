"""Dates, and those that borrow from the one before."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.mentions.dates import complete_date, find_dates, find_years, parse_date

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


@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)))
def test_full_dates_come_back(day):
    """However a date is printed, it is found as a whole, once."""
    month = f"{day:%B}"
    for printed in (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y-%m-%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.day} {month} {day.year}",
        f"{month[:3]}. {day.day}, {day.year}",
        f"{day.day}-{month[:3]}-{day.year}",
        f"{day.day}.{day.month}.{day.year}",
    ):
        assert list(find_dates(printed)) == [(0, len(printed), day)]


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("二〇一三年三月十八日", date(2013, 3, 18)),
        ("3/28/2012", date(2012, 3, 28)),
        ("28/3/2012", date(2012, 3, 28)),
        ("1st of May 2012", date(2012, 5, 1)),
        ("SEPT 3, 2012", date(2012, 9, 3)),
    ],
)
def test_more_forms(printed, value):
    """Chinese numerals, and days that cannot be months."""
    assert parse_date(f"{printed}.") == value


@pytest.mark.parametrize(
    "printed",
    [
        "2012年2月30日",
        "3/4/2012",
        "128 March 20123",
        "2012-13-01",
        "1.2.2012.5",
        "Marching 3, 2012",
    ],
)
def test_no_dates(printed):
    """Impossible dates and ambiguous ones are none."""
    assert list(find_dates(printed)) == []


@pytest.mark.parametrize(
    "printed", ["2013年元月1日", "2013年度（1月1日", "2013年，自1月1日", "二〇一三年度（一月一日"]
)
def test_a_year_and_its_day_may_stand_apart(printed):
    """A bracket or a comma between the year and the day does not part them."""
    assert parse_date(printed) == date(2013, 1, 1)


@given(st.integers(1000, 2999), st.sampled_from(["年", "年度", "年，"]))
def test_years_that_stand_alone(year, word):
    """A year without a day is found once; one of a full date comes with its day."""
    assert [d for *_, d in find_years(f"在{year}{word}里")] == [date(year, 1, 1)]
    assert [d for *_, d in find_years(f"在{year}年5月6日")] == [date(year, 5, 6)]
