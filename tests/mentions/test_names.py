"""Titles and reference numbers."""

import pytest

from llmextract.mentions.names import find_references, find_titles


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        (
            "依据《中华人民共和国政府信息公开条例》和《办法》",
            ["中华人民共和国政府信息公开条例", "办法"],
        ),
        ("《转发〈条例〉的通知》", ["转发〈条例〉的通知"]),
        ("《关于贯彻《条例》的意见》", ["关于贯彻《条例》的意见"]),
        ("《没有结尾", []),
        ("《跨\n行》", []),
    ],
)
def test_titles(text, titles):
    """Titles come without their marks; nested ones stay whole."""
    found = list(find_titles(text))
    assert [title for _, _, title in found] == titles
    assert all(text[start:end] == f"《{title}》" for start, end, title in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("国办发〔2017〕24号", "国办发〔2017〕24号"),
        ("吉政办函[2016]3号文", "吉政办函[2016]3号"),
        ("省政府令（2008）第12号", "省政府令（2008）第12号"),
    ],
)
def test_references(text, expected):
    """Reference numbers in the brackets in use."""
    assert [reference for _, _, reference in find_references(text)] == [expected]


def test_a_count_behind_a_year_is_no_reference():
    """Without brackets there is no reference number."""
    assert list(find_references("2017年收到24件")) == []
