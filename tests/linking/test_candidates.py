"""Pairs of numbers and fields."""

import pytest

from llmextract.linking.candidates import document_year
from llmextract.linking.features import FEATURES
from tests.linking.making import reading

TEXT = (
    "2017年门店年度报告\n一、订单\n门店订单12单，网络订单30件，按时发货率98%。\n二、其他\n员工5人。"
)


def pairs(text):
    found = reading(text)
    return {(c.mention.raw, c.spec.pointer): c.features for c in found.candidates}


def test_units_say_which_pairs_there_are():
    """A number meets the fields that its unit can count, a percentage only shares."""
    found = pairs(TEXT)
    assert ("12单", "/orders/shop") in found
    assert ("98%", "/orders/rate") in found
    assert ("98%", "/orders/shop") not in found
    assert ("12单", "/orders/rate") not in found
    assert ("5人", "/orders/shop") not in found
    assert ("5人", "/staff") in found


def test_features_are_named_and_bounded():
    """Every pair has every feature, between 0 and 1."""
    for features in pairs(TEXT).values():
        assert set(features) == set(FEATURES)
        assert all(0 <= value <= 1 + 1e-9 for value in features.values())


def test_words_agree_with_the_right_field():
    """The field named next to a number agrees best, and its rivals know that they have one."""
    found = pairs(TEXT)
    assert found["12单", "/orders/shop"]["contained"] == 1
    assert found["12单", "/orders/online"]["rival"] > 0
    assert found["12单", "/orders/shop"]["rival"] == 0
    assert found["30件", "/orders/online"]["unit_listed"] == 1


def test_fractions_are_no_counts():
    """A whole-number field is not offered 1.5."""
    assert pairs("门店订单1.5单。") == {}


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("甲局2017年政府信息公开工作年度报告", 2017),
        ("甲局二〇一二年度报告", 2012),
        ("政府信息公开工作报告（2013年）", 2013),
        ("2019 Annual Report of Acme", 2019),
        ("Annual Report 2019", 2019),
        ("Report for the year 2019", 2019),
        ("Invoice of 5 March 2024", None),
        ("", None),
    ],
)
def test_the_year_of_a_document(text, year):
    """Title words tell a document's year."""
    assert document_year(text) == year
