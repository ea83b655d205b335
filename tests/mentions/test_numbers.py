"""Numbers with units and qualifiers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.mentions.numbers import find_numbers
from llmextract.types import MentionKind, Qualifier

UNITS = st.sampled_from(["件", "条", "人次", "元", "个", "%", "户", "个工作日", ""])
PRINTED = st.tuples(
    st.one_of(
        st.integers(0, 10**9).map(str),
        st.integers(1000, 10**9).map("{:,}".format),
        st.decimals(0, 10**4, places=2).map(str),
    ),
    st.sampled_from(["", "余", "多"]),
    st.sampled_from(["", "万", "千", "亿"]),
    UNITS,
)


def only(text):
    (found,) = find_numbers(text)
    return found


def values(text):
    return [found.value for found in find_numbers(text)]


@given(PRINTED, st.sampled_from(["共", "，", "收到申请", "约"]))
def test_what_is_found_reads_again_to_the_same(printed, ahead):
    """The raw text of a number parses, alone, to the same value and unit."""
    number, over, multiplier, unit = printed
    text = f"{ahead}{number}{over}{multiplier}{unit}。"
    found = only(text)
    again = only(found.raw)
    assert text[found.start : found.end] == found.raw == f"{number}{over}{multiplier}{unit}"
    assert (again.value, again.unit, again.kind) == (found.value, found.unit, found.kind)
    assert found.unit == (unit or None)


@pytest.mark.parametrize(
    ("text", "value", "unit", "qualifier"),
    [
        ("收到13件", 13, "件", "exact"),
        ("1540余条", 1540, "条", "over"),
        ("40.5万人次", 405000, "人次", "exact"),
        ("3万多次", 30000, "次", "over"),
        ("超过600人", 600, "人", "at_least"),
        ("600人以上", 600, "人", "at_least"),
        ("约达600人", 600, "人", "about"),
        ("600人左右", 600, "人", "about"),
        ("近十次", 10, "次", "under"),
        ("不超过5件", 5, "件", "under"),
        ("最近3年", 3, "年", "exact"),
        ("一百二十件", 120, "件", "exact"),
        ("三百余万人次", 3000000, "人次", "over"),
        ("两名", 2, "名", "exact"),
        ("1亿2000万元", 120000000, "元", "exact"),
        ("3万5千余人", 35000, "人", "over"),
        ("98.3%", "98.3", "%", "exact"),
        ("5‰", "0.5", "‰", "exact"),
        ("百分之九十八点三以上", "98.3", "%", "at_least"),
        ("百分之百", 100, "%", "exact"),
        ("：-35", -35, None, "exact"),
        ("￥3.5万元", 35000, "元", "exact"),
        ("2017条", 2017, "条", "exact"),
    ],
)
def test_chinese(text, value, unit, qualifier):
    """Units, multipliers and qualifiers of Chinese text."""
    found = only(text)
    assert (found.value, found.unit, found.qualifier) == (Decimal(value), unit, qualifier)
    assert (found.kind is MentionKind.PERCENT) == (unit in ("%", "‰"))


@pytest.mark.parametrize(
    ("text", "value", "unit", "qualifier"),
    [
        ("the sum of $1,619.83 is", "1619.83", "USD", "exact"),
        ("USD 1,200", 1200, "USD", "exact"),
        ("1,200 USD", 1200, "USD", "exact"),
        ("US$40", 40, "USD", "exact"),
        ("HK$40", 40, "HK$", "exact"),
        ("€3.2bn", 3200000000, "EUR", "exact"),
        ("$1.2 million", 1200000, "USD", "exact"),
        ("20 dollars", 20, "USD", "exact"),
        ("1.2 million visitors", 1200000, "visitors", "exact"),
        ("8.25 percent", "8.25", "%", "exact"),
        ("about 17 items", 17, "items", "about"),
        ("approximately 17 items", 17, "items", "about"),
        ("more than 3,000 units", 3000, "units", "at_least"),
        ("no more than 3 units", 3, "units", "under"),
        ("a turnover 300", 300, None, "exact"),
        ("12 of them", 12, None, "exact"),
        ("12 Main Street", 12, None, "exact"),
        ("5 m", 5, "m", "exact"),
        ("5kg", 5, "kg", "exact"),
        ("total\n12\nNext", 12, None, "exact"),
    ],
)
def test_english(text, value, unit, qualifier):
    """Currencies, magnitudes, words for units and qualifiers of English text."""
    found = only(text)
    assert (found.value, found.unit, found.qualifier) == (Decimal(value), unit, qualifier)


@pytest.mark.parametrize(
    "text",
    [
        *("第一条", "统一", "一线", "唯一一", "百件", "几十件", "数百人", "三四件", "两三件"),
        *("一次性", "一件事", "进一步", "万众一心", "一个网站", "每一件", "1" * 40 + "件"),
    ],
)
def test_words_are_no_counts(text):
    """Numerals in words, vague ones and endless ones are not numbers."""
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12件、13件和14件", [12, 13, 14]),
        ("其中，当面三十五，网络二十。", [35, 20]),
        ("3万5件", [30000, 5]),
        ("1,2345", [1, 2345]),
        ("-35\t+4", [-35, 4]),
        ("5-6件", [5, 6]),
        ("一件。", [1]),
        ("另一件不予受理。", [1]),
        ("另一个网站", []),
    ],
)
def test_several(text, expected):
    """Numbers are told apart, and what can be read in two ways is not joined."""
    assert values(text) == expected


@given(st.text("一二十百万0123456789,.%件条余多近约-+$ \n点分之", max_size=30))
def test_any_text(text):
    """Numbers are found in order and apart, at the places they claim, in any text."""
    at = 0
    for found in find_numbers(text):
        assert at <= found.start < found.end
        assert text[found.start : found.end] == found.raw
        assert found.value.is_finite()
        assert isinstance(found.qualifier, Qualifier)
        at = found.end
