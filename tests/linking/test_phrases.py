"""Phrases cut free of their neighbours."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.fold import fold
from llmextract.linking.phrases import distill
from tests.linking.making import phrases
from tests.making import analysis

CHANGING = st.sampled_from(
    [("由", "增加为"), ("由去年的", "增至"), ("从年初", "，减少到"), ("原有", "，现有")]
)
FACTS = st.lists(
    st.tuples(
        st.sampled_from(["信函", "网上提交", "登门递交", "其中传真"]),
        st.integers(1, 10**6),
        st.sampled_from(["件", "人次", "%"]),
        st.sampled_from(["，", "；", "、", "。"]),
    ),
    min_size=1,
    max_size=6,
)


def test_the_example_of_the_docstring():
    """A number's phrase holds its own words only; heading and lead are the topic."""
    text = "一、依申请公开\n论来路，信函十六件，电子邮件和网上提交九件，登门递交四件。"
    found = phrases(text)
    assert found["十六件"].own == "信函N件"
    assert found["九件"].own == "电子邮件和网上提交N件"
    assert found["四件"].own == "登门递交N件"
    assert found["四件"].topic == ("依申请公开", "论来路")
    assert found["四件"].lead == ("论来路",)


@pytest.mark.parametrize(
    ("text", "raw", "own"),
    [
        ("危及公共安全的，7件；其余略。", "7件", "危及公共安全的N件"),
        ("当面申请：2件，传真：3件。", "2件", "当面申请N件"),
        ("当面申请：2件，传真：3件。", "3件", "传真N件"),
        ("工作人员由2名增加为4人。", "4人", "工作人员N人"),
        ("工作人员由2名增加为4人。", "2名", "工作人员由N名"),
        ("收到申请12件、答复10件。", "10件", "答复N件"),
        ("办结率为98.5%，同比上升。", "98.5%", "办结率N%"),
        ("共1,043条信息。", "1,043条", "共N条信息"),
        ("网站\t1,043", "1,043", "网站N"),
        ("公开信息约1500余条。", "1500余条", "公开信息N条"),
        ("The total due is $500. Tax of $50 was paid.", "$50", "Tax of N USD was paid"),
        ("The total due is $500. Tax of $50 was paid.", "$500", "The total due is N USD"),
        ("Subtotal: USD 1,452.50\nTax: USD 3", "USD 3", "Tax N USD"),
        ("About 17 items were sold, 3 boxes were left.", "3 boxes", "N boxes were left"),
    ],
)
def test_own_words(text, raw, own):
    """Stops, commas, neighbours and labels bound a phrase; change pairs share their subject."""
    assert phrases(text)[raw].own == own


def test_lists_told_apart_from_their_numbers():
    """分别 gives each number its label."""
    found = phrases("当面、传真、网络、信函四种渠道分别78件、15件、1322件、431件。")
    assert [found[raw].own for raw in ("78件", "15件", "1322件", "431件")] == [
        "当面N件",
        "传真N件",
        "网络N件",
        "信函N件",
    ]


def test_a_denial_behind_a_list_leaves_its_labels_in_place():
    """Only numbers take the labels of a list; a denial before or behind it takes none."""
    found = phrases("没有退货，门店、网络、电话分别收到3单、5单、7单，未发生投诉；当面9单。")
    assert [found[raw].own for raw in ("3单", "5单", "7单")] == ["门店N单", "网络N单", "电话N单"]
    assert found["未发生"].own == "未发生投诉"
    assert found["9单"].own == "当面N单"


def test_items_whose_number_comes_first():
    """In a list joined by 、 the words behind a number are its own, not the next one's."""
    found = phrases("全年受理3件门店单、5件网络单、2件电话单，未受理传真单。")
    assert [found[raw].own for raw in ("3件", "5件", "2件")] == [
        "全年受理N件门店单",
        "N件网络单",
        "N件电话单",
    ]


CHANGES = [
    ("工作人员由4名增加为9名。", "4名", "9名", "工作人员N名"),
    ("办事窗口原有16处，今为22处。", "16处", "22处", "办事窗口N处"),
    ("粉丝由年初的1.2万人增至3.5万人。", "1.2万人", "3.5万人", "粉丝N人"),
    ("粉丝从2016年末1.2万人，增加到3.5万人。", "1.2万人", "3.5万人", "粉丝N人"),
    ("满意率自上年的95%提高到98%。", "95%", "98%", "满意率N%"),
    ("柜台去年4个，目前有9个。", "4个", "9个", "柜台N个"),
    ("柜台较去年的9个减少到4个。", "9个", "4个", "柜台N个"),
    ("工作人员，由4名增加为9名。", "4名", "9名", "工作人员N名"),
    ("库存5件，人员变动，由4名增加为9名。", "4名", "9名", "人员变动N名"),
    ("库存5件由4名增加为9名。", "4名", "9名", "N名"),
]


@pytest.mark.parametrize(("text", "old", "new", "own"), CHANGES)
def test_a_number_that_replaces_another(text, old, new, own):
    """The later number takes over the subject without the words of change; the earlier one is
    marked as replaced."""
    found = phrases(text)
    assert found[new].own == own
    assert found[old].replaced
    assert not found[new].replaced


@pytest.mark.parametrize(
    "text",
    [
        "工作人员4名，设备9台。",
        "由甲店4名、乙店9名组成。",
        "由4名增加5名。",
        "由甲店派4名，增加了设备9台。",
        "柜台原有4个。现有9个。",
        "人员比上年增加4名，达到9名。",
        "从业人员4名，现有9名。",
        "自行采购设备4台，现有9台。",
        "自有车辆4辆，目前有9辆。",
    ],
)
def test_a_number_that_stands_beside_another(text):
    """Without a from and a to nothing is replaced, and words like 从业 and 自行 are no from."""
    assert [raw for raw, phrase in phrases(text).items() if phrase.replaced] == []


def test_each_change_of_a_sentence_has_its_own_subject():
    """The second pair of numbers is not mixed up with the first."""
    found = phrases("人员由原来的4名调整为9名，设备由原来的3台增加到5台。")
    assert {raw: p.replaced for raw, p in found.items()} == {
        "4名": True,
        "9名": False,
        "3台": True,
        "5台": False,
    }
    assert (found["9名"].own, found["5台"].own) == ("人员N名", "设备N台")


@given(
    st.sampled_from(["柜台", "工作人员", "店讯粉丝"]),
    CHANGING,
    st.integers(1, 10**6),
    st.integers(1, 10**6),
)
def test_changes_are_read_whatever_the_numbers(subject, words, old, new):
    """Subject, from and to decide, not how large the numbers are."""
    found = analysis(f"{subject}{words[0]}{old}个{words[1]}{new}个。")
    first, second = distill(fold(found.document.text), found.sections, found.mentions).values()
    assert (first.replaced, second.replaced) == (True, False)
    assert second.own == f"{subject}N个"


def test_numbers_in_a_bracket_belong_to_the_one_before():
    """What a bracket explains is the topic of what is in it."""
    found = phrases("在线访谈3期（局长1期，副局长2期）。")
    assert found["1期"].topic[-1] == "在线访谈N期"
    assert found["1期"].own == "局长N期"


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("建议、提案各5件。", "5件"),
        ("办结率、满意率均为100%。", "100%"),
        ("投诉、事故都是3起。", "3起"),
    ],
)
def test_shared_numbers(text, raw):
    """One number may be told of several things."""
    assert phrases(text)[raw].shared


def test_most_numbers_are_not_shared():
    """A plain number is told of one."""
    assert not phrases("收到建议5件。")["5件"].shared


def test_a_denial_takes_in_its_subject():
    """一件也没有 is nothing without the clause ahead."""
    assert phrases("至于投诉和事故，一件也没有。")["一件也没有"].own == "至于投诉和事故，一件也没有"


@given(FACTS)
def test_no_digits_of_a_neighbour_in_a_phrase(facts):
    """A phrase never holds another number."""
    text = "".join(f"{words}{n}{unit}{stop}" for words, n, unit, stop in facts)
    for phrase in phrases(text).values():
        assert not re.search(r"\d", phrase.own)
        assert phrase.own.count("N") == 1


@given(st.text("收到件，。；（）、：分别为由增加12 \n\tab.$", max_size=60))
def test_any_text(text):
    """Every number has a phrase, whatever surrounds it."""
    for raw, phrase in phrases(text).items():
        assert phrase.topic[len(phrase.topic) - len(phrase.lead) :] == phrase.lead
        assert phrase.start <= phrase.end
        assert raw
