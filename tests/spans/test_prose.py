"""Items in sentences without numbers."""

import pytest

from llmextract.spans.leads import leads_of
from llmextract.spans.prose import between_semicolons, content, says_something
from tests.spans.making import REPORT

_LEADS = leads_of(s for s in REPORT.fields if s.kind == "list_str")


def _words(text, places):
    return [text[a:b].strip("。 ") for a, b in places]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("主要是：目录不全；更新不快。", ["目录不全", "更新不快"]),
        ("针对目录，已重编；针对更新，已提速。", ["针对目录，已重编", "针对更新，已提速"]),
        ("一个是目录不全；再一个是更新不快。", ["一个是目录不全", "再一个是更新不快"]),
        ("去年很好；今年更好。", []),
        ("主要是：目录不全。", []),
    ],
)
def test_semicolons(text, items):
    """Parts between semicolons are items behind a colon, or if they begin alike."""
    assert _words(text, between_semicolons(text, 0, len(text))) == items


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("下一步，我局将重编目录。", ["我局将重编目录"]),
        ("问题是：目录不够全。", ["目录不够全"]),
        (
            "问题表现在：目录还不够全，更新还不够快，形式还不够多。",
            ["目录还不够全", "更新还不够快", "形式还不够多"],
        ),
        ("还存在目录不全、更新不快等问题。", ["目录不全", "更新不快"]),
        ("目录不全，更新不快。", ["目录不全，更新不快"]),
        ("集中体现为：目录不够全。", ["目录不够全"]),
        ("目录不全；更新不快。", ["目录不全", "更新不快"]),
    ],
)
def test_content(text, items):
    """The words that announce a field are not part of its items."""
    assert _words(text, content(text, 0, len(text), _LEADS)) == items


@pytest.mark.parametrize(
    ("sentence", "says"),
    [
        ("目录不全。", True),
        ("工作中存在一些问题。", False),
        ("抄送：某某办公室。", False),
        ("改进：重编目录。", True),
        ("目录不全", False),
    ],
)
def test_what_can_be_an_item(sentence, says):
    """Whole sentences can be items; announcements and lines of a form cannot."""
    assert says_something(sentence, _LEADS) is says
