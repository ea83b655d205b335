"""What the words ahead say that a phrase is about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.linking.leads import HEAD_LIMIT, lead_of


@pytest.mark.parametrize(
    ("before", "lead"),
    [
        ("论来路，信函十六件，", "论来路"),
        ("全年收到申请，其中，", "其中"),
        ("按申请渠道分，当面3件，", "按申请渠道分"),
        ("收到12件；答复方面，同意3件，", "答复方面"),
        ("收到1,200余件，", "收到N件"),
        ("", ""),
        ("The total amount due is $500, ", "The total amount due is $N"),
    ],
)
def test_leads(before, lead):
    """The nearest frame (方面, 分, 中), else the opening piece, with its numbers masked."""
    assert lead_of(before) == lead


def test_latin_leads_keep_whole_words():
    """A long lead is cut between words."""
    words = "All of the amounts that were due before the end of the year in question"
    lead = lead_of(f"{words}, ")
    assert words.endswith(f" {lead}")
    assert HEAD_LIMIT < len(lead) <= 2 * HEAD_LIMIT


@given(st.text("订单，；：中12 ab", max_size=80))
def test_leads_are_short_and_masked(before):
    """No digit of the text, and no more than a short piece of it, is left."""
    lead = lead_of(before)
    assert not any(c.isdigit() for c in lead)
    assert len(lead) <= 2 * HEAD_LIMIT
