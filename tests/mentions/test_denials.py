"""Denials."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.mentions.denials import find_denials


def denials(text):
    return [text[start:end] for start, end in find_denials(text)]


@pytest.mark.parametrize(
    "text",
    [
        *("本年度未收到申请。", "从未收取任何费用。", "没有发生泄密事件。", "均未发生复议、诉讼。"),
        *("投诉一件也没有。", "申请数为零。", "实行零收费。", "无行政复议案件。", "复议：无。"),
        *(
            "未因信息公开被诉讼。",
            "分文未收。",
            "上述两项都没有。",
            "免费提供查阅。",
            "主要渠道未收到申请。",
        ),
        *("例如网站未收到投诉。", "相应部门未收到投诉。", "对外没有收费。", "不存在泄密问题。"),
        *(
            "对申请人一分钱没收。",
            "传真没有。",
            "没向任何人收过费。",
            "不曾出过。",
            "没等来一份申请。",
            "无D类件。",
            "没有D类件。",
            "未设专门机构。",
            "没参加过会议。",
            "网站访谈没有做。",
            "未承办提案。",
        ),
    ],
)
def test_denied(text):
    """Each of these sentences denies one event."""
    assert len(denials(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        *(
            "确保不发生泄密，力争没有投诉。",
            "如未收到答复，可以投诉。",
            "要做到零投诉。",
            "若没有收到，请来电。",
        ),
        *(
            "未能按时答复。",
            "未及时更新。",
            "没有完全到位。",
            "无法提供。",
            "无障碍浏览。",
            "毫无疑问。",
        ),
        *(
            "信息不存在的3件。",
            "来自无锡市的申请。",
            "杜绝零差错以外的情况。",
            "未来三年。",
            "对没有提供证明的申请。",
            "有没有，都要说明。",
        ),
    ],
)
def test_not_denied(text):
    """Demands, conditions, shortcomings and words that look alike deny nothing."""
    assert denials(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("There were no complaints in 2019.", ["no complaints in "]),
        ("No refunds were made and 12 items returned", ["No refunds were made "]),
        ("None of the items", ["None of the items"]),
        ("Invoice No. 17, no 5, no more than 3, no later than May", []),
        ("a note on noise", []),
    ],
)
def test_english(text, expected):
    """No and none deny; No. 17 and no more than 3 do not, nor do numbers belong to a denial."""
    assert denials(text) == expected


@given(st.text("未没有无零收到发生一件也确保如，。为均不存在no ", max_size=40))
def test_any_text(text):
    """Denials are in order and apart."""
    at = 0
    for start, end in find_denials(text):
        assert at <= start < end <= len(text)
        at = end
