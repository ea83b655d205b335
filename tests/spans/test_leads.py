"""Names of list fields in headings and lead-ins."""

import pytest

from llmextract.spans.leads import leads_of
from tests.spans.making import INVOICE, REPORT

_CHINESE = leads_of(s for s in REPORT.fields if s.kind == "list_str")
_ENGLISH = leads_of(s for s in INVOICE.fields if s.kind == "list_str")


@pytest.mark.parametrize(
    ("heading", "fields"),
    [
        ("存在的问题", ("/problems",)),
        ("存在的主要问题及改进情况", ("/problems", "/plans")),
        ("2019年工作打算", ("/plans",)),
        ("下一步打算和存在的不足", ("/plans", "/problems")),
        ("回应社会热点问题情况", ()),
        ("改进机关作风和提高行政效能的做法", ()),
        ("概述", ()),
    ],
)
def test_headings_name_fields_in_their_order(heading, fields):
    """A heading names the fields that make up a good part of it, in its order."""
    assert _CHINESE.heading(heading) == fields


def test_names_in_another_language_are_whole_words():
    """English names match as words, in any case and over any white space."""
    assert _ENGLISH.heading("Open  Issues") == ("/issues",)
    assert _ENGLISH.last("Transactions were late") is None


def test_a_name_that_only_refers_back_announces_nothing():
    """针对…问题 speaks of problems and announces what is done about them."""
    assert _CHINESE.last("针对上述问题，我们将这样改进：") == "/plans"
    assert _CHINESE.last("针对上述问题，办法如下：") is None
    assert _ENGLISH.last("To address the open issues, our next steps:") == "/actions"


def test_the_longest_name_counts():
    """存在的问题 is found whole, not as 问题."""
    assert [n.end - n.start for n in _CHINESE.named("存在的问题")] == [5]


def test_opening_is_near_the_beginning():
    """A name far into a sentence does not open it."""
    opening = _CHINESE.opening("下一步，我们将解决它")
    assert opening is not None
    assert opening.pointer == "/plans"
    assert _CHINESE.opening("各科室都要把这件事放在心上，认真加以改进") is None


def test_open_announcements_are_told_from_statements():
    """存在一些不足 leaves open what is lacking; 人手不足 says it."""
    assert _CHINESE.only_announces("工作中还存在一些不足。")
    assert not _CHINESE.only_announces("窗口的人手严重不足。")


def test_such_as():
    """存在A、B等问题 says which problems there are."""
    sentence = "还存在更新较慢、形式单一等问题。"
    place = _CHINESE.such_as(sentence)
    assert place is not None
    assert sentence[slice(*place)] == "更新较慢、形式单一"
    assert _CHINESE.such_as("还存在更新较慢、形式单一等情形。") is None
