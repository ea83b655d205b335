"""Lists of text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.spans import propose_spans
from tests.spans.making import INVOICE, REPORT, analysis_of, proved, values

_WORDS = st.lists(
    st.text("更新慢形式少目录乱", min_size=4, max_size=10), min_size=2, max_size=5, unique=True
)


def _both(text):
    return values(text, REPORT, "/problems"), values(text, REPORT, "/plans")


@given(_WORDS, _WORDS)
def test_one_heading_for_two_fields(problems, plans):
    """Under a heading that names two fields, what leads in says whose an enumeration is, and
    each item comes back word for word, with its span, and proved."""
    numbers = "一二三四五"
    text = "三、存在的问题及改进措施\n存在的问题："
    text += "；".join(f"{n}是{w}" for n, w in zip(numbers, problems, strict=False))
    text += "。\n改进措施：" + "；".join(f"{n}是{w}" for n, w in zip(numbers, plans, strict=False))
    text += "。\n四、其他\n无。\n"
    assert _both(text) == (problems, plans)
    for proposal in propose_spans(analysis_of(text), REPORT):
        assert proposal.span.of(text) == proposal.value
    right, wrong = proved(text, REPORT)
    assert not wrong
    assert right["/problems/1"] == problems[1]


@pytest.mark.parametrize(
    "text",
    [
        # a heading each
        "六、存在问题\n1.更新较慢。\n2.形式单一。\n七、明年打算\n1.提速。要求更高。\n2.拓宽渠道。\n",
        # order in the heading, for want of lead-ins
        "六、不足与改进\n毛病是有的。第一，更新较慢。第二，形式单一。\n往后：第一，提速。要求更高。第二，拓宽渠道。\n",
        # headings inside the section
        "六、存在的问题及改进\n（一）存在的问题。一是更新较慢；二是形式单一。\n（二）改进措施。一是提速。"
        "要求更高。二是拓宽渠道。\n七、其他\n",
        # in one paragraph, with a backward reference
        "六、问题和打算\n仍有一些问题：更新较慢；形式单一。针对以上问题，下一步，首先，提速。要求更高。其次，拓宽渠道。\n",
    ],
)
def test_ways_to_part_two_fields(text):
    """Problems and plans are told apart however the document parts them."""
    problems, plans = _both(text)
    assert problems == ["更新较慢", "形式单一"]
    assert plans == ["提速。要求更高", "拓宽渠道"]


def test_clauses_behind_a_colon():
    """Without numbers, the parts between semicolons are items, or those of a long row of commas."""
    assert _both("六、存在的问题\n主要有：目录不全；答复，有时拖延。\n")[0] == [
        "目录不全",
        "答复，有时拖延",
    ]
    text = "六、存在的问题\n问题表现在：公开意识不够强，公开内容不够全，公开渠道不够多。\n"
    assert _both(text)[0] == ["公开意识不够强", "公开内容不够全", "公开渠道不够多"]


def test_parts_of_a_phrase():
    """存在A、B等问题 is a list of A and B."""
    assert _both("六、存在的问题\n我局还存在更新较慢、形式单一等问题。\n")[0] == [
        "更新较慢",
        "形式单一",
    ]


def test_sentences_where_nothing_is_enumerated():
    """Under a field's heading plain sentences are items, but not what only leads in, nor lines of
    a form."""
    text = "六、存在的问题\n工作中还有一些不足。目录不够全。更新不及时。\n抄送：某某办公室。\n"
    assert _both(text)[0] == ["目录不够全", "更新不及时"]


def test_nothing_is_no_item():
    """无 under a heading is no item."""
    assert _both("六、存在的问题\n无。\n七、改进措施\n没有。\n") == ([], [])


def test_without_a_heading_a_lead_in_is_needed():
    """In a section of another name only enumerations that are announced count."""
    text = (
        "一、概述\n做了两件事：一是建网站；二是设窗口。"
        "工作中存在的问题：一是更新较慢；二是形式单一。\n"
    )
    assert _both(text) == (["更新较慢", "形式单一"], [])


def test_a_heading_outweighs_lead_ins_elsewhere():
    """Where a section is about the field, lists elsewhere are not."""
    text = (
        "一、概述\n上年的不足：一是旧账；二是老账。\n二、存在的问题\n一是更新较慢；二是形式单一。\n"
    )
    assert _both(text)[0] == ["更新较慢", "形式单一"]


def test_tables_are_no_lists():
    """Numbered rows of a table behind the last section are not its items."""
    text = (
        "六、下一步打算\n一是加快更新；二是拓宽渠道。\n统计表\n"
        "一、主动公开\t条\t3\n二、收到申请\t件\t4\n"
    )
    assert _both(text)[1] == ["加快更新", "拓宽渠道"]


def test_items_over_broken_lines_and_pages():
    """A broken line and the foot of a page are not in an item's words, and it is proved all the
    same."""
    text = (
        "六、存在的问题\n　　一是乡镇一级的公开栏更新迟缓，\n"
        "村里的老人看不到新内容；二是答复文书格式不统一，\n- 7 -\n用语不够规范。\n"
    )
    right, wrong = proved(text, REPORT)
    assert not wrong
    assert right["/problems/0"] == "乡镇一级的公开栏更新迟缓，村里的老人看不到新内容"
    assert right["/problems/1"] == "答复文书格式不统一，用语不够规范"


def test_english_lists():
    """Nothing in the rules is bound to one language or schema."""
    text = (
        "Summary\nAll is well.\n\nOpen issues\n1. Two boxes are missing.\n"
        "2. The label is wrong.\n\n"
        "Next steps\n- Send the boxes.\n- Print a new label.\n"
    )
    assert values(text, INVOICE, "/issues") == ["Two boxes are missing", "The label is wrong"]
    assert values(text, INVOICE, "/actions") == ["Send the boxes", "Print a new label"]


@pytest.mark.parametrize(
    "plans",
    [
        "2012年，重点抓三件事：提速；增项；拓宽渠道。",
        "2012年，重点抓三件事：\n（1）提速；\n（2）增项；\n（3）拓宽渠道。",
        "往后打算：甲、提速；乙、增项；丙、拓宽渠道。",
    ],
)
def test_the_second_list_is_the_second_field_s(plans):
    """Where a heading names two fields, what is listed after the first one's items is the other's,
    however either is listed."""
    text = f"六、存在的问题和改进\n主要是：一是更新较慢；二是形式单一。\n{plans}\n"
    assert _both(text) == (["更新较慢", "形式单一"], ["提速", "增项", "拓宽渠道"])


def test_each_problem_with_its_answer():
    """Items and what is said against each are two fields' though they take turns."""
    text = (
        "六、存在的问题和改进\n问题一：更新较慢，滞后九天。\n改进：建立日清制度。\n"
        "问题二：渠道单一，只有网站。\n改进：开通微信。\n"
    )
    assert _both(text) == (
        ["更新较慢，滞后九天", "渠道单一，只有网站"],
        ["建立日清制度", "开通微信"],
    )


@pytest.mark.parametrize(
    "lead", ["差距明显，主要是", "总的看，主要表现在", "离要求有距离，集中体现为：", "有三点不足："]
)
def test_parts_behind_words_that_begin_a_list(lead):
    """Semicolons part items behind words that begin a list, with a colon or without."""
    text = f"六、存在的问题\n{lead}目录不够全；更新，不及时；形式单一。\n"
    assert _both(text)[0] == ["目录不够全", "更新，不及时", "形式单一"]


def test_sentences_count_only_where_nothing_is_listed():
    """Once items are listed under one heading, sentences under another are none."""
    text = (
        "五、存在的问题\n一是更新较慢；二是形式单一。\n六、其他\n（一）存在问题的整改。"
        "上年五条已改四条。\n"
    )
    assert _both(text)[0] == ["更新较慢", "形式单一"]


def test_brackets_list_nothing():
    """A line in brackets is no item, whatever parts it has."""
    text = "六、下一步打算\n一是提速；二是拓宽渠道。\n（联系人：某某；电话：123；传真：456）\n"
    assert _both(text)[1] == ["提速", "拓宽渠道"]
