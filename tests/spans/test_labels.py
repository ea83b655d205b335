"""Labels of numbers."""

import re

import pytest

from llmextract.spans.labels import label_of


def _labels(text):
    """The label of each number in `text`, as if what leads in began with it."""
    numbers = [m.span() for m in re.finditer(r"\d+条", text)]
    found = []
    for n, (start, end) in enumerate(numbers):
        since = numbers[n - 1][1] if n else 0
        until = numbers[n + 1][0] if n + 1 < len(numbers) else len(text)
        place = label_of(text, since, start, end, until, first=n == 0)
        found.append(text[slice(*place)] if place else None)
    return found


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("其中规章类2条、动态类3条。", ["规章类", "动态类"]),
        ("按内容看，规章类：2条；动态类：3条。", ["规章类", "动态类"]),
        ("其中“双随机、一公开”2条，机构、人事3条。", ["“双随机、一公开”", "机构、人事"]),
        ("规章2条，机构、人事、会议3条。", ["规章", "机构、人事、会议"]),
        ("其中规章2条和动态3条。", ["规章", "动态"]),
        ("2条是规章，占去大半；3条属机构、人事一类。", ["规章", "机构、人事"]),
        ("规章2条，其余3条。", ["规章", "其余"]),
        ("规章2条，余下3条，是动态。", ["规章", "动态"]),
        ("行政行为2条，规划统计3条。", ["行政行为", "规划统计"]),
    ],
)
def test_labels_stand_before_or_behind(text, labels):
    """A label is what stands between the marks ahead of a number, or behind 是, 属, 为 …"""
    assert _labels(text) == labels


def test_a_number_without_words_has_no_label():
    """Numbers in a row, and numbers that say another year's or a growth, have none."""
    assert _labels("2条3条") == [None, None]
    assert _labels("上年的2条，多了3条。") == [None, None]
