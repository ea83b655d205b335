"""Features of pairs."""

import pytest

from llmextract.linking.features import compatible, group_nearness
from tests.invoice import INVOICE
from tests.linking.making import SHOP, reading
from tests.making import analysis

GROUPS = {"orders": ("订单",), "claims": ("纠纷",)}


def context(text, raw):
    return next(c for c in reading(text).contexts if c.mention.raw == raw)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("订单12单。", 1.0, 1.0),
        ("订单里，来自门店的有12单。", 0.7, 0.9),
        ("一、订单\n来自门店的有12单。", 0.6, 0.6),
        ("订单很多。来自门店的有12单。", 0.4, 0.4),
    ],
)
def test_the_nearer_a_group_is_announced_the_more_it_counts(text, low, high):
    """In the phrase, ahead in the sentence, in the heading, earlier in the paragraph."""
    assert low <= group_nearness(context(text, "12单"), GROUPS)["orders"] <= high


def test_a_group_that_is_not_announced_is_absent():
    """No word, no nearness."""
    assert "claims" not in group_nearness(context("订单12单。", "12单"), GROUPS)


@pytest.mark.parametrize(
    ("text", "schema", "pointer", "fits"),
    [
        ("12单", SHOP, "/orders/shop", True),
        ("12件", SHOP, "/orders/shop", True),
        ("12条", SHOP, "/orders/shop", True),
        ("12人", SHOP, "/orders/shop", False),
        ("12", SHOP, "/orders/shop", True),
        ("1.5万单", SHOP, "/orders/shop", True),
        ("1.5单", SHOP, "/orders/shop", False),
        ("98%", SHOP, "/orders/rate", True),
        ("98人", SHOP, "/orders/rate", False),
        ("12 items were", INVOICE, "/delivery/delivered", True),
        ("1 item was", INVOICE, "/delivery/delivered", True),
        ("$12 was", INVOICE, "/delivery/delivered", False),
        ("30 days", INVOICE, "/delivery/delivered", False),
        ("$12.50 was", INVOICE, "/amounts/total", True),
        ("€12.50 was", INVOICE, "/amounts/total", False),
    ],
)
def test_units_that_can_carry_a_field(text, schema, pointer, fits):
    """The field's own units, others that count the same, and none; never another currency."""
    (mention,) = analysis(text).mentions
    assert compatible(mention, schema.by_pointer[pointer]) is fits


def test_a_denial_is_no_number():
    """Denials make zeros in their own way."""
    (mention,) = analysis("未收到投诉。").mentions
    assert not compatible(mention, SHOP.by_pointer["/claims/complaints"])
