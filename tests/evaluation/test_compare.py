from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.evaluation.compare import (
    ALIKE,
    MAGNITUDES,
    Comparison,
    as_number,
    magnitude_error,
    same,
    similarity,
)

STRICT, NORMALISED, LENIENT = Comparison
numbers = st.one_of(st.integers(-(10**9), 10**9), st.decimals(-1000, 1000, places=2))
dates = st.dates().map(date.isoformat)
words = st.text("甲乙丙丁一二十《》“”「」，。,.（）()-—%0123Aa ", max_size=12)
scalars = st.one_of(
    st.none(), st.booleans(), numbers, numbers.map(str), st.dates(), dates, words, st.text()
)
values = st.recursive(
    scalars, lambda part: st.one_of(st.lists(part, max_size=3), st.dictionaries(words, part)), max_leaves=4
)  # fmt: skip


@st.composite
def pairs(draw):
    """Two values, as often as not two writings of one."""
    one = draw(values)
    if isinstance(one, str) and draw(st.booleans()):
        other = one
        for old, new in draw(st.lists(st.tuples(words, words), max_size=2)):
            other = other.replace(old, new) if old else other + new
        return one, other
    return one, draw(st.one_of(values, st.just(one)))


@given(pairs())
def test_what_a_stricter_comparison_allows_a_laxer_one_allows(pair):
    """Strictly the same is normalised the same, and normalised the same is leniently the same."""
    one, other = pair
    if same(one, other, STRICT):
        assert same(one, other, NORMALISED)
    if same(one, other, NORMALISED):
        assert same(one, other, LENIENT)


@given(values, st.sampled_from(Comparison))
def test_every_value_is_itself(value, compare):
    """A value is the same as itself however it is compared."""
    assert same(value, value, compare)


@given(numbers, numbers, st.sampled_from(Comparison), st.booleans())
def test_numbers_are_exact_in_every_comparison(one, other, compare, as_text):
    """Two numbers are the same if and only if their values are; written as text as well, except
    strictly."""
    given_value = str(other) if as_text else other
    expected = Decimal(one) == Decimal(other) and not (as_text and compare is STRICT)
    assert same(one, given_value, compare) is expected


@given(st.text("甲乙丙丁戊己庚辛", min_size=8, max_size=40), st.integers(0, 10**6), st.data())
def test_a_wrong_number_in_a_text_is_never_right(text, number, data):
    """Texts that differ in a figure alone differ leniently too, however long they are."""
    at = data.draw(st.integers(0, len(text)))
    other = data.draw(st.integers(0, 10**6).filter(lambda found: found != number))
    one, two = (f"{text[:at]}{figure}{text[at:]}" for figure in (number, other))
    assert same(one, one, LENIENT)
    assert not same(one, two, LENIENT)


@pytest.mark.parametrize(
    ("gold", "predicted", "first"),
    [
        (23, 23, STRICT),
        (100, Decimal("100.0"), STRICT),
        (0.1, Decimal("0.1"), STRICT),
        ("2012-03-28", date(2012, 3, 28), STRICT),
        (Decimal("98.3"), "98.3", NORMALISED),
        ("23", 23, NORMALISED),
        ("2017-03", "2017-03-05", NORMALISED),
        ("2017", "2017-03-05", NORMALISED),
        ("2017", date(2017, 3, 5), NORMALISED),
        ("某市 财政局", "某市财政局", NORMALISED),
        ("（２０１１）", "(2011)", NORMALISED),
        ("“互联网＋”", "「互联网+」", NORMALISED),
        ("全年，公开。", "全年,公开.", NORMALISED),
        ("政府信息公开条例", "《政府信息公开条例》", LENIENT),
        ("Annual Report", "annual report.", LENIENT),
        ("一是更新不及时", "更新不及时", LENIENT),
        ("解读形式不够丰富，专家解读偏少", "解读形式不够丰富、专家解读偏少等", LENIENT),
        ("公开1,200条", "公开1200条", LENIENT),
    ],
)
def test_the_first_comparison_that_allows(gold, predicted, first):
    """Each pair is allowed from one comparison on, and by none before it."""
    order = list(Comparison)
    allowed = [compare for compare in order if same(gold, predicted, compare)]
    assert allowed == order[order.index(first) :]


@pytest.mark.parametrize(
    ("gold", "predicted"),
    [
        (23, 24),
        (0, None),
        (None, 0),
        (1, True),
        (0, False),
        (True, "True"),
        (23, "23件"),
        ("甲局", "乙局"),
        (23, [23]),
        (0, ""),
        ("2017-03-05", "2017-03"),
        ("2017-03", "2017-04-01"),
        ("2017", "2017-13-01"),
        (2017, "2017-03-05"),
        ("1.5", "15"),
        ("98%", "98‰"),
        ("减至-35件", "减至35件"),
        ("近十次", "近九次"),
        ("，", "。"),
        ({"a": 1}, {"a": 1, "b": 2}),
    ],
)
def test_other_values_differ(gold, predicted):
    """Another value, another kind, a coarser date and null are never the same, even leniently."""
    assert not same(gold, predicted, LENIENT)


def test_the_threshold_of_lenient_texts():
    """Two texts are leniently the same from the similarity `ALIKE` on."""
    text = "".join(map(chr, range(0x4E10, 0x4E10 + 11)))  # ten pairs of characters
    assert similarity(text, text[:-2]) > ALIKE > similarity(text, text[:-4])
    assert same(text, text[:-2], LENIENT)
    assert not same(text, text[:-4], LENIENT)


@given(st.integers(1, 10**9), st.sampled_from(MAGNITUDES))
def test_magnitude_errors_are_found_both_ways(number, factor):
    """A number off by just one of the factors is named by it, whichever is larger."""
    assert magnitude_error(number, number * factor) == factor
    assert magnitude_error(number * factor, number) == factor
    assert magnitude_error(Decimal(number) * factor, str(number)) == factor
    assert magnitude_error(number, number) is None
    assert magnitude_error(number, number * factor + 1) != factor


@pytest.mark.parametrize("pair", [(0, 10), (10, 0), (1, True), (None, 10), ("甲", 10)])
def test_zero_and_what_is_no_number_has_no_magnitude(pair):
    """A zero, a bool, a text and null are no magnitude error of anything."""
    assert magnitude_error(*pair) is None


@pytest.mark.parametrize("text", ["1_000", "Infinity", "nan", "23件", "", "1,000"])
def test_what_is_no_number(text):
    """Only a text that is a finite number by itself counts as one."""
    assert as_number(text) is None


def test_a_changed_digit_makes_records_unlike():
    """Items with parts are unlike as soon as a digit differs, however long their words."""
    item = {"label": "工作动态和通知公告类", "count": 617}
    assert similarity(["工作动态和通知公告类", 617], item) == 1
    assert similarity(["工作动态和通知公告类", 618], item) == 0
    assert similarity({"title": "条例", "number": None}, {"title": "条例"}) == 1


@given(st.text(), st.text())
def test_similarity_is_symmetric_and_bounded(one, other):
    """Similarity lies in 0..1, does not depend on the side, and is 1 for equal texts."""
    assert similarity(one, other) == similarity(other, one)
    assert 0 <= similarity(one, other) <= 1
    assert similarity(one, one) == 1
