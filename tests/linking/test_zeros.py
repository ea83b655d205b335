"""Zeros said in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.linking.zeros import find_zeros
from tests.linking.making import SHOP, reading


def zeros(text):
    return {z.pointer for z in find_zeros(reading(text), SHOP.numeric)}


COMPLAINTS, ACCIDENTS, LAWSUITS = "/claims/complaints", "/claims/accidents", "/claims/lawsuits"


@pytest.mark.parametrize(
    ("text", "pointers"),
    [
        ("本年度未收到投诉。", {COMPLAINTS}),
        ("全年没有发生安全事故。", {ACCIDENTS}),
        ("未发生投诉、安全事故和诉讼。", {COMPLAINTS, ACCIDENTS, LAWSUITS}),
        ("未因投诉被提起诉讼。", {LAWSUITS}),
        ("投诉、诉讼一件也没有。", {COMPLAINTS, LAWSUITS}),
        ("至于投诉和事故，一件也没有。", {COMPLAINTS, ACCIDENTS}),
        ("实现零投诉。", set()),
        ("投诉数为零。", {COMPLAINTS}),
        ("无退货。", {"/orders/returned"}),
        ("门店投诉没有收到过。", {COMPLAINTS}),
        ("未收到一起针对纠纷的投诉。", {COMPLAINTS}),
        ("投诉、诉讼均为0件。", {COMPLAINTS, LAWSUITS}),
        ("全年既没有人投诉，也没有人到法院起诉。", {COMPLAINTS, LAWSUITS}),
        ("没有网上下单的订单。", {"/orders/online"}),
        ("网上下单渠道未收到订单。", {"/orders/online"}),
        ("一、订单\n网上下单均未收到。", {"/orders/online"}),
        ("门店订单的退货没有。", {"/orders/returned"}),
        ("门店订单无投诉。", {COMPLAINTS}),
        ("安全事故方面未发生纠纷。", {ACCIDENTS}),
        ("投诉方面，都是0件。", {COMPLAINTS}),
        ("退货，均为0件。", {"/orders/returned"}),
        ("3个门店均未收到投诉。", {COMPLAINTS}),
    ],
)
def test_denied_events(text, pointers):
    """One denial empties every field whose event it denies, not those that describe it."""
    assert zeros(text) == pointers


@pytest.mark.parametrize(
    "text",
    [
        *("确保不发生投诉。", "力争没有安全事故。", "如未收到投诉，不作处理。", "未及时处理投诉。"),
        *(
            "没有收到表扬。",
            "收到投诉3件。",
            "去年未收到投诉。",
            "计划明年没有投诉。",
            "员工无变动。",
        ),
        *("没有收到投诉的5个门店。", "3个门店未收到投诉。", "未再收到投诉。", "未引发次生事故。"),
        *("没有收到大量投诉。", "投诉未在3日以内办结。", "网上下单均未收到。"),
        *("没有登记为投诉。", "没有收到投诉人材料。", "没有收到关于邻居噪音的投诉。"),
        *("在未收到投诉的情况下，不作处理。", "没有投诉渠道，故不涉及。", "其余投诉均未发生。"),
    ],
)
def test_no_zeros(text):
    """Demands, conditions, other years, shortcomings and denials of something else make none."""
    assert zeros(text) == set()


def test_a_wider_scope_is_not_ours_where_the_document_tells_them_apart():
    """A denial about the whole system says nothing of the body's own figure."""
    assert zeros("本局收到订单3单。全系统未收到投诉。") == set()
    assert zeros("本局未收到投诉。全系统收到订单3单。") == {COMPLAINTS}


def test_a_share_is_never_zero_by_a_denial():
    """No denial of orders makes a rate zero."""
    assert "/orders/rate" not in zeros("没有订单，按时发货率无。")


@given(st.text("未没有无收到发生投诉事故退货，。、和一件也", max_size=40))
def test_zeros_point_at_denials(text):
    """Whatever is denied, the zero names a field and the denial that states it."""
    found = reading(text)
    denials = {c.mention.index for c in found.contexts if c.mention.kind == "denial"}
    for zero in find_zeros(found, SHOP.numeric):
        assert zero.mention in denials
        assert zero.log_odds > 0
