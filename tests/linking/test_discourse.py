"""What phrases say about time, scope and certainty."""

from dataclasses import fields, replace

import pytest

from llmextract.linking.discourse import read_discourse
from tests.linking.making import phrases


def flags(text, raw, headings=(), year=2017):
    found = read_discourse(phrases(text)[raw], headings, year)
    return {f.name for f in fields(found) if getattr(found, f.name)}


@pytest.mark.parametrize(
    ("text", "raw", "flag"),
    [
        ("去年订单12单。", "12单", "past"),
        ("上年度订单12单。", "12单", "past"),
        ("同比增长12%。", "12%", "delta"),
        ("订单比上年多12单。", "12单", "delta"),
        ("日均访问12次。", "12次", "rate"),
        ("计划公开12条。", "12条", "plan"),
        ("2018年订单12单。", "12单", "plan"),
        ("全市订单12单。", "12单", "wider"),
        ("我局订单12单。", "12单", "own"),
        ("累计订单12单。", "12单", "cumulative"),
        ("2015年订单12单。", "12单", "other_year"),
        ("网络订单占12%。", "12%", "share"),
        ("Sales last year were 12 units.", "12 units", "past"),
        ("Sales rose by 12 units.", "12 units", "delta"),
        ("12 visits per day were counted.", "12 visits", "rate"),
        ("For 2018, planned sales are 12 units.", "12 units", "plan"),
        ("Orders in 2015 were worth $12 in all.", "$12", "other_year"),
    ],
)
def test_flags(text, raw, flag):
    """Words near a number tell that it is not this year's own figure."""
    assert flag in flags(text, raw)


@pytest.mark.parametrize(
    "text",
    ["本年度订单12单。", "2017年订单12单。", "上年结转订单12单。", "Orders in 2017 came to 12单."],
)
def test_plain_statements(text):
    """The document's own year, and what was carried over, are this year's figures."""
    assert flags(text, "12单") == set()


def test_a_heading_about_plans():
    """Numbers under a heading about the future are plans, unless it is about problems."""
    assert flags("公开12条。", "12条", ("下一步工作打算",)) == {"plan"}
    assert flags("公开12条。", "12条", ("存在问题及下一步打算",)) == set()


def test_a_change_to_a_value_is_no_delta():
    """由2名增加为4人 states 4, the figure of before states 2."""
    text = "员工由2名增加为4人。"
    assert flags(text, "4人") == set()
    assert "past" in flags(text, "2名")


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("员工原有2名，今为4人。", "2名", "4人"),
        ("粉丝从开馆时1.2万人，减少到3千人。", "1.2万人", "3千人"),
        ("满意率自初时95%提高到98%。", "95%", "98%"),
    ],
)
def test_what_was_replaced_is_past(text, old, new):
    """The earlier figure is no longer so, even where no word says a time; the later one is."""
    assert flags(text, old) == {"past"}
    assert flags(text, new) == set()


def test_replaced_alone_makes_a_figure_past():
    """The flag follows the phrase's, with the same words."""
    phrase = phrases("员工4人。")["4人"]
    assert not read_discourse(phrase, (), 2017).past
    assert read_discourse(replace(phrase, replaced=True), (), 2017).past
