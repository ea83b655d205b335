"""Heads, ends and lists of reports in wordings that no document at hand has."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.schema import load_schema
from tests.spans.making import proved

SCHEMA = load_schema("disclosure_report")
_TITLE = "云屏市档案局2013年政府信息公开工作年度报告"


def _read(text):
    right, _ = proved(text, SCHEMA)
    return {pointer.removeprefix("/report/"): value for pointer, value in right.items()}


@given(
    st.sampled_from(
        ("自{}起，至{}止", "从{}算到{}", "起{}，讫{}", "{}—{}", "{}始，到{}为止", "起于{}，止于{}")
    ),
    st.sampled_from(("2013年1月1日", "二〇一三年一月一日", "2013.1.1", "2013年元月1日")),
    st.sampled_from(("12月31日", "同年十二月三十一日", "2013年12月31日", "岁末十二月三十一日")),
    st.sampled_from(("数据的统计期限为", "本报告所记，", "统计周期：", "口径：", "")),
)
def test_the_period_however_its_ends_are_joined(joined, start, end, lead):
    """Two dates a year apart are the period, in words or figures, with or without a lead, and the
    later one may borrow its year."""
    read = _read(f"{_TITLE}\n\n{lead}{joined.format(start, end)}。\n")
    assert (read["period_start"], read["period_end"]) == (date(2013, 1, 1), date(2013, 12, 31))


def test_a_period_whose_year_stands_ahead():
    """The year of a period without one is that of the words ahead of it."""
    read = _read(f"{_TITLE}\n（2014年3月20日）\n\n2013年，数据统计自1月1日始，到12月31日终。\n")
    assert (read["period_start"], read["period_end"]) == (date(2013, 1, 1), date(2013, 12, 31))


@pytest.mark.parametrize(
    "words", ["专项行动自2013年10月1日至12月31日开展。", "展览从2013年3月1日办到3月9日。"]
)
def test_other_spans_are_no_period(words):
    """A few weeks in the text are not what the report is about."""
    read = _read(f"{_TITLE}\n\n一、概述\n{words}\n")
    assert "period_start" not in read
    assert "period_end" not in read


@pytest.mark.parametrize(
    "line",
    [
        "〔二〇一四年三月二十日印发〕",
        "2014年3月20日发布",
        "（2014年3月20日公布）",
        "云屏市档案局 2014年3月20日",
        "2 0 1 4 年 3 月 2 0 日",
        "二○一四年三月二十日",
    ],
)
@pytest.mark.parametrize("form", ["{title}\n{line}\n\n{text}\n", "{title}\n\n{text}\n\n{line}\n"])
def test_the_day_of_issue_stands_alone(line, form):
    """A line that holds a date and little else, below the title or at the end, is the day of
    issue; dates in sentences are not."""
    text = "一、概述\n2013年5月6日召开会议。统计期限自2013年1月1日至12月31日。"
    assert _read(form.format(title=_TITLE, line=line, text=text))["issue_date"] == date(2014, 3, 20)


@pytest.mark.parametrize(
    "text",
    [
        "云屏市卫生和计划生育委员会\n2014年3月20日\n\n把门打开\n——云屏市卫计委2013年政府信息公开工作年报\n\n一、概述\n无。\n",
        "云屏市2013年政府信息公开工作年度报告\n\n云屏市卫生和计划生育委员会\n\n一、概述\n无。\n",
        "市卫计委2013年政府信息公开工作年度报告\n\n一、概述\n无。\n\n云屏市卫生和计划生育委员会\n2014年3月20日\n",
        "云屏市卫生和计划生育委员会门户网站\n首页 | 公开\n云屏市卫生和计划生育委员会政府信息公开2013年度报告\n\n一、概述\n无。\n",
    ],
)
def test_a_body_by_its_full_name(text):
    """A place alone or a name without its place gives way to the full name on a line of its own,
    and a web site is no body."""
    read = _read(text)
    assert read["agency"] == "云屏市卫生和计划生育委员会"
    assert read["level"] == "prefecture"


@pytest.mark.parametrize(
    ("year", "template"), [(2019, "table_2019"), (2020, "table_2019"), (2021, "table_2021")]
)
def test_words_of_a_form_in_prose_do_not_outweigh_the_year(year, template):
    """Without its tables a report of six sections has the form of its year."""
    text = (
        f"云屏市档案局{year}年政府信息公开工作年度报告\n\n一、总体情况\n无。\n"
        "三、收到和处理政府信息公开申请情况\n其他处理2件，均为申请人逾期不补正。\n"
    )
    assert _read(text)["template"] == template


_PROBLEMS = ("目录更新不及时，有的半年未动", "解读太少，群众不爱看")
_PLANS = ("目录按月更新，逐条核对", "解读篇数翻番，多用图表")


@pytest.mark.parametrize(
    "ahead", ["短处", "还差什么", "难处", "不回避", "自我检讨", "看得见的短板"]
)
@pytest.mark.parametrize(
    "behind", ["2014年干什么", "2014见", "明年怎么干", "下一程", "今后努力的方向", "展望"]
)
@pytest.mark.parametrize("mark", ["五、|六、", "第五折　|第六折　", "|"])
def test_shortcomings_and_plans_under_any_heading(ahead, behind, mark):
    """Headings that speak of what is wanting and of what comes next are known by their words, not
    by a fixed name."""
    marks = mark.split("|")
    text = f"{_TITLE}\n\n一切从头说起。\n\n"
    for head, items in ((marks[0] + ahead, _PROBLEMS), (marks[1] + behind, _PLANS)):
        text += (
            f"{head}\n\n" + "".join(f"{n}. {item}。\n" for n, item in enumerate(items, 1)) + "\n"
        )
    read = _read(text)
    assert [read.get(f"/problems/{n}") for n in (0, 1)] == list(_PROBLEMS)
    assert [read.get(f"/improvements/{n}") for n in (0, 1)] == list(_PLANS)


@pytest.mark.parametrize(
    "heading",
    [
        "监督保障措施",
        "困难群众救助信息公开",
        "热点难点问题回应",
        "云屏市自然资源和规划局",
        "公报补短板",
    ],
)
def test_headings_about_other_things(heading):
    """Words of shortcomings and plans in the headings of a report's other parts announce none."""
    read = _read(f"{_TITLE}\n\n二、{heading}\n1. 公开信息，共二十条。\n2. 印发手册，共三百册。\n")
    assert not [p for p in read if p.startswith(("/problems", "/improvements"))]


def test_a_citing_word_of_one_character_stands_right_ahead():
    """按 and 依 cite what is right behind them; in 按月 and 依申请公开 they cite nothing."""
    read = _read(
        f"{_TITLE}\n\n按《云屏市信息公开办法》编写。\n一、概述\n"
        "依申请公开方面，按月修订了内部用的《公开工作规程》。\n"
    )
    assert read["/legal_basis/0"] == {"title": "云屏市信息公开办法", "number": None}
    assert "/legal_basis/1" not in read
