"""How words agree with a field's names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.linking.lexicon import (
    bigrams,
    holds,
    last_place,
    match,
    names_of,
    normal,
    overlap,
    places,
)
from tests.linking.making import SHOP

ONLINE = names_of(SHOP.by_pointer["/orders/online"])


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [
        ("subtotal n", "total", []),
        ("the total, and totals", "total", [4, 15]),
        ("totalling", "total", []),
        ("taxi", "tax", []),
        ("no tax", "tax", [3]),
        ("收到订单", "订单", [2]),
        ("下载app后", "app", [2]),
        ("订单订单", "订单", [0, 2]),
        ("", "total", []),
    ],
)
def test_latin_words_are_found_as_wholes(text, word, found):
    """A Latin word counts between other letters only in the plural; Chinese anywhere."""
    assert list(places(text, word)) == found
    assert holds(text, word) is bool(found)
    assert last_place(text, word) == (found[-1] if found else -1)


@given(st.text("订单 Total s\n总", max_size=30))
def test_normal_is_idempotent(text):
    """Normalising twice changes nothing; no blank is left beside Chinese."""
    once = normal(text)
    assert normal(once) == once
    assert " 单" not in once
    assert once == once.strip().lower()


def test_the_longest_name_counts():
    """Names are tried from the longest; the label's own ending (总数) may be left out."""
    assert match(ONLINE, "网上下单n件").length == 4
    assert match(ONLINE, "门店n件").length == 0
    total = names_of(SHOP.by_pointer["/orders/total"])
    assert match(total, "订单n单").length == 2


def test_coverage_is_the_share_of_the_words_said():
    """A name that is all the text says covers it; one among others covers less."""
    alone = match(ONLINE, "网络订单n件").coverage
    among = match(ONLINE, "来自外地客户的网络订单n件").coverage
    assert alone == 1.0
    assert 0 < among < alone


def test_overlap_of_latin_names_is_by_words():
    """Words in common count, letters in common do not."""
    assert named("amount due", "the amounts due are n") > 0.8
    assert named("total", "subtotal n") == 0.0
    assert named("网络订单", "网络上的订单n件") > named("网络订单", "门店订单n件") > 0


@given(st.text("网络订单门店n件 abc", max_size=20), st.text("网络订单门店n件 abc", max_size=20))
def test_overlap_is_a_share(name, text):
    """Overlap is between 0 and 1, but for rounding."""
    assert 0 <= named(name, text) <= 1 + 1e-9


def named(name: str, text: str) -> float:
    return overlap((bigrams(name),), text)


def test_groups_come_innermost_first_and_exclusions_with_them():
    """A field knows the names of its groups, and what it is not."""
    assert ONLINE.groups == (("订单",),)
    assert names_of(SHOP.by_pointer["/orders/returned"]).unlike == ("退款",)
    assert names_of(SHOP.by_pointer["/staff"]).groups == ()
