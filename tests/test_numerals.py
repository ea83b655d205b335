"""Numerals to Decimal."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.numerals import LONGEST, MULTIPLIERS, parse_chinese, parse_number

WHOLE = st.integers(0, 10**12 - 1)
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def written(number: int) -> str:
    """`number` (below 10^12) in Chinese numerals with places."""
    text, gap = "", False
    for size, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part, number = divmod(number, size)
        if part:
            text += ("零" if text and (gap or part < 1000) else "") + _below(part) + name
        gap = part % 10 == 0
    return text or "零"


def _below(part: int) -> str:
    text, gap = "", False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, part = divmod(part, size)
        if digit:
            text += ("零" if gap and text else "") + "零一二三四五六七八九"[digit] + name
        gap = digit == 0
    return text


@given(WHOLE)
def test_chinese_numerals_with_places_come_back(number):
    """What is written with 十百千万亿 parses to the number."""
    assert parse_number(written(number)) == number


@given(st.integers(10, 10**12))
def test_chinese_numerals_digit_by_digit_come_back(number):
    """What is written place by place (二〇一二) parses to the number."""
    text = "".join("〇一二三四五六七八九"[int(d)] for d in str(number))
    assert parse_number(text) == number


@given(WHOLE)
def test_separators_and_widths_come_back(number):
    """Thousands separators and full-width digits do not matter."""
    assert parse_number(f"{number:,}") == number
    assert parse_number(str(number).translate(FULL_WIDTH)) == number


@given(
    st.decimals(0, 10**6, places=2),
    st.sampled_from(["百", "千", "万", "亿", "百万", "千万", "万亿"]),
)
def test_multipliers_are_exact(number, multipliers):
    """A multiplier behind a decimal number multiplies it, without rounding."""
    expected = number
    for character in multipliers:
        expected *= MULTIPLIERS[character]
    assert parse_number(f"{number}{multipliers}") == expected


@given(st.integers(1, 9999), st.integers(0, 9999))
def test_terms_add_up(high, low):
    """Terms behind a multiplier that fill its places are added."""
    assert parse_number(f"{high}万{low:04}") == high * 10_000 + low
    assert parse_number(f"{high}亿{low}万") == high * 10**8 + low * 10**4


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("两", "2"),
        ("十", "10"),
        ("一百五", "150"),
        ("一百零五", "105"),
        ("两万三", "23000"),
        ("一千零十五", "1015"),
        ("一百十五", "115"),
        ("千五", "1500"),
        ("一亿二千万", "120000000"),
        ("一万二千亿", "1200000000000"),
        ("壹佰贰拾叁", "123"),
        ("九十八点三", "98.3"),
        ("145.88万", "1458800"),
        ("3千5百", "3500"),
    ],
)
def test_examples(text, value):
    """Colloquial, formal and mixed ways to write numbers."""
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "件", "12件", "NaN", "²", "1.2.3", ".5", "5.", "1e5", "-3", "1,04", "1,0435"),
        *("万", "亿", "万万", "一亿万", "十百", "二三百", "零三百", "一百零零五", "三十零", "两三"),
        *("3万5", "5万百", "三点", "点五", "三点十", "一千零百", "零十"),
        *("9" * (LONGEST + 1), "九" * (LONGEST + 1)),
    ],
)
def test_nonsense_is_no_number(text):
    """What is not wholly a number is None, never an error."""
    assert parse_number(text) is None


@given(st.text("零一二两十百千万亿点0123456789,.万件 ", max_size=40))
def test_any_text_is_a_number_or_none(text):
    """Every text parses to a finite number that is not negative, or to None."""
    value = parse_number(text)
    assert value is None or (value.is_finite() and value >= 0)
    whole = parse_chinese(text)
    assert whole is None or whole == whole.to_integral_value()
