"""Sections by headings."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.fold import fold
from llmextract.segment import segment

LINES = st.lists(
    st.sampled_from(
        [
            *(
                "一、总体情况",
                "（一）公开",
                "1. 网站",
                "（1）专栏",
                "## 附注",
                "收到申请12件。",
                "",
            ),
            *("  二、其他", "第三章 总则", "2.1 Scope", "Terms of Payment"),
        ]
    ),
    max_size=14,
)


def sections_of(text):
    return segment(fold(text))


def paths(text):
    return [section.path for section in sections_of(text)]


@given(LINES)
def test_sections_nest_and_cover(lines):
    """Spans begin at their headings in the order of the text, and lie within their parents, which
    the path names; every character behind the first heading is in a section."""
    text = "\n".join(lines)
    whole, *rest = sections_of(text)
    assert (whole.index, whole.level, whole.path) == (0, 0, ())
    open_ = [whole]
    for n, section in enumerate(rest, 1):
        assert section.index == n
        assert section.span.covers(section.heading_span)
        assert section.span.start == section.heading_span.start
        assert section.heading in section.heading_span.of(text)
        while not open_[-1].span.covers(section.span):
            assert open_[-1].span.end <= section.span.start
            open_.pop()
        open_.append(section)
        assert section.path == tuple(s.heading for s in open_[1:])
    starts = [section.span.start for section in rest]
    assert starts == sorted(set(starts))


@given(LINES)
def test_levels_have_no_gaps(lines):
    """Levels count from 1 over the kinds of headings that there are."""
    levels = {section.level for section in sections_of("\n".join(lines))}
    assert levels == set(range(len(levels)))


def test_paths_hold_headings_without_their_numbers():
    """Each mark stands at its own level, whatever marks the document uses."""
    text = """某局年度报告
第一章　总则
一、概述
（一）公开情况。本年度公开信息12条。
1. 网站
（1）专栏
二、申请
## 三、附注
"""
    assert paths(text) == [
        (),
        ("总则",),
        ("总则", "概述"),
        ("总则", "概述", "公开情况"),
        ("总则", "概述", "公开情况", "网站"),
        ("总则", "概述", "公开情况", "网站", "专栏"),
        ("总则", "申请"),
        ("附注",),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "一、全年共收到申请12件",
        "1. 健全制度，明确责任。再次，加强督查。",
        "一、" + "很长的句子没有停顿" * 5,
        "2017年工作情况",
        "1.5万元用于网站",
        "一级文件",
        "3. Widget, blue 2 $5.00",
        "2. payment is due within ten days.",
        "Total due: $500",
        "Thanks go to all of our customers",
        "一、",
    ],
)
def test_sentences_are_no_headings(line):
    """List items with counts, commas or too many words, and lines without a mark, are text."""
    assert paths(f"题\n\n{line}\n后文") == [()]


@pytest.mark.parametrize(
    ("lines", "path"),
    [
        ("Terms of Payment\nNet 30.", ("Terms of Payment",)),
        ("Open issues\n1. Two boxes.", ("Open issues",)),
        ("BILL TO:\nAcme", ("BILL TO",)),
        ("1. Scope of Work\nAll.", ("Scope of Work",)),
        ("2.1 Fees\nAll.", ("Fees",)),
        ("Section 4: Deliveries\nAll.", ("Deliveries",)),
        ("### 2. Returns\nAll.", ("Returns",)),
    ],
)
def test_latin_headings(lines, path):
    """Capitalised lines behind a blank one, numbered ones, and Markdown."""
    assert paths(f"INVOICE\n\n{lines}")[1:] == [path]


def test_an_indented_heading_and_broken_lines_keep_their_places():
    """Heading spans are of the text as read, though the view has folded it."""
    text = "题\n　　一、 主动 公开\n正文，第一\n行。"
    section = sections_of(text)[1]
    assert section.heading == "主动公开"
    assert re.sub(r"\s", "", section.heading_span.of(text)) == "一、主动公开"
    assert section.span.end == len(text)


def test_an_empty_text_is_one_section():
    """Nothing in, the whole out."""
    assert [s.span.end for s in sections_of("")] == [0]
