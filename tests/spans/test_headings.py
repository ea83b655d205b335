"""Headings as list fields need them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.spans.headings import headed
from llmextract.spans.view import view_of
from tests.spans.making import REPORT, analysis_of, values

_MARKS = ("第{}折　", "第{}章 ", "{}｜", "关键词{}：", "之{}：", "【{}】", "# {}. ")
_CN = "一二三四五六七八九"


def _texts(text):
    view = view_of(text)
    found = headed(view, analysis_of(text).sections)
    return {p.heading: view.text[p.start : p.end].strip() for p in found}


@pytest.mark.parametrize("mark", _MARKS)
@pytest.mark.parametrize("numbers", [_CN, "123456789"])
def test_marks_of_the_documents_own(mark, numbers):
    """Whatever a document numbers its headings with, each reaches to the next of its kind."""
    names = ("人与钱", "短处", "明年怎么做")
    heads = [f"{mark.format(n)}{name}" for n, name in zip(numbers, names, strict=False)]
    text = "甲局年报\n\n" + "".join(f"{head}\n\n甲。\n\n乙。\n\n" for head in heads)
    found = _texts(text)
    for name in names:
        assert "".join(found[name].split()) == "甲。乙。"


@given(st.sampled_from(["短处", "来年", "问题", "打算", "不足之处"]), st.integers(1, 3))
def test_a_short_line_without_a_stop_is_a_heading(name, blanks):
    """A line of a few words behind a finished sentence heads what follows, up to the next."""
    text = f"甲局年报\n\n话说完了。{chr(10) * (blanks + 1)}{name}\n一、甲事。\n二、乙事。\n\n别的\n丙。\n"
    found = _texts(text)
    assert found[name] == "一、甲事。\n二、乙事。"


@pytest.mark.parametrize(
    "line",
    [
        "问题，还有。",
        "问题：",
        "1．问题不少",
        "（一）问题不少",
        "一是问题不少",
        "· 问题不少",
        "2014年3月5日",
        "问题3件",
        "这一行里写了很多很多字所以不会是什么标题而是没有写完的一句问题话",
    ],
)
def test_what_is_no_heading_of_its_own(line):
    """Sentences, items, dates, counts and long lines head nothing unless they are sections'."""
    view = view_of(f"甲局年报\n\n话说完了。\n\n{line}\n\n丙。\n")
    assert [p.heading for p in headed(view, ()) if "问题" in p.heading or "月" in p.heading] == []


def test_a_numbered_section_ends_what_stands_above_it():
    """A heading without a mark reaches to the next numbered section, not only to its like."""
    text = "短处\n\n更新较慢；形式单一。\n\n二、其他事项\n\n印发手册；召开会议。\n"
    assert _texts(text)["短处"] == "更新较慢；形式单一。"


def test_items_under_such_headings_are_found():
    """What stands under them is a field's, as under a section's."""
    text = "甲局年报\n\n6｜存在的问题\n\n× 更新较慢。\n× 形式单一。\n\n7｜改进\n\n√ 提速。\n√ 拓宽渠道。\n"
    assert values(text, REPORT, "/problems") == ["更新较慢", "形式单一"]
    assert values(text, REPORT, "/plans") == ["提速", "拓宽渠道"]
