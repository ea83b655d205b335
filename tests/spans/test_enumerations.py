"""Enumerations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.spans.enumerations import find_runs, outermost, sentences

_CN = "一二三四五六七八九"
_STYLES = (
    [f"{n}是" for n in _CN],
    [f"{n}要" for n in _CN],
    [f"第{n}，" for n in _CN],
    [f"其{n}，" for n in _CN],
    [f"（{n}）" for n in _CN],
    [f"（{n}）" for n in range(1, 10)],
    [f"({n})" for n in range(1, 10)],
    [f"{n}. " for n in range(1, 10)],
    [f"{n}、" for n in range(1, 10)],
    [f"{n}．" for n in range(1, 10)],
    [f"{n}) " for n in range(1, 10)],
    [f"第{n}个是" for n in _CN],
    [f"{n}则" for n in _CN],
    [f"{n}来" for n in _CN],
    [f"{n}、" for n in "甲乙丙丁戊己庚辛"],
    [f"问题{n}：" for n in _CN],
    list("①②③④⑤⑥⑦⑧⑨"),
    list("⑴⑵⑶⑷⑸⑹⑺⑻⑼"),
    list("⒈⒉⒊⒋⒌⒍⒎⒏⒐"),
    list("㈠㈡㈢㈣㈤㈥㈦㈧㈨"),
    list("❶❷❸❹❺❻❼❽❾"),
    ["First, ", "second, ", "third, ", "finally, "],
    ["首先，", "其次，", "再次，", "最后，"],
)


def _items(text: str) -> list[list[str]]:
    runs = outermost(find_runs(text, 0, len(text)))
    return [[text[a:b].strip("；;。. \n") for a, b in run.items] for run in runs]


@given(
    st.sampled_from(_STYLES),
    st.lists(st.text("甲乙丙丁", min_size=3, max_size=12), min_size=2, max_size=4),
    st.sampled_from(("；", "。", "。\n", "；\n")),
)
def test_items_come_back_in_every_style(style, words, mark):
    """What is written as an enumeration is read as one, whatever numbers and marks it uses."""
    text = "如下：" + "".join(f"{n}{word}{mark}" for n, word in zip(style, words, strict=False))
    assert _items(text) == [words]


def test_bullets_are_items():
    """Lines that begin with a bullet are items."""
    assert _items("- one thing\n- another\n") == [["one thing", "another"]]


@pytest.mark.parametrize(
    "text",
    [
        "统一是必要的，二是空话",
        "第二十条第（一）项和第（二）项",
        "占3.1%和3.2%",
        "一是一，说到做到",
    ],
)
def test_words_with_numbers_are_no_items(text):
    """Numerals inside words, articles of a law and decimals enumerate nothing."""
    assert _items(text) == []


def test_numbers_count_on_from_one():
    """A run begins at one, and another one begins a new run."""
    assert _items("一是甲；二是乙。另外，一是丙；二是丁。") == [["甲", "乙"], ["丙", "丁"]]


def test_nested_runs_stay_in_their_item():
    """An enumeration inside an item is part of it."""
    text = "一是完善目录，包括：（1）规章；（2）文件。二是加强培训。"
    assert _items(text) == [["完善目录，包括：（1）规章；（2）文件", "加强培训"]]


def test_last_item_has_as_many_sentences_as_the_longest():
    """Where an enumeration shares its line with other text, that text is not in its last item."""
    assert _items("一是甲；二是乙。此外还有别的。") == [["甲", "乙"]]
    assert _items("（一）甲。细说。（二）乙。也细说。后话。") == [["甲。细说", "乙。也细说"]]


def test_last_item_ends_with_its_line():
    """A line behind the last item is not part of it."""
    assert _items("1. 甲。\n2. 乙。细说。\n某局\n") == [["甲", "乙。细说"]]


def test_sentences_cover_the_text():
    """Sentences follow one another, and only white space lies between them."""
    text = "Pay by 3.5 percent. Now! 好。\n\n是？"
    found = [text[a:b].strip() for a, b in sentences(text, 0, len(text))]
    assert found == ["Pay by 3.5 percent.", "Now!", "好。", "是？"]


@given(
    st.sampled_from(("→{} ", "@{} ", "【{}】", "#{} ", "※{}：", "● ", "×", "√ ", "◇", "—— ", "☆")),
    st.lists(st.text("申酉戌亥", min_size=3, max_size=12), min_size=2, max_size=4),
    st.booleans(),
)
def test_signs_at_the_start_of_lines(sign, words, stopped):
    """Any sign, with a number or without, that begins one line after the other lists them."""
    stop = "。" if stopped else ""
    lines = [f"{sign.format(n)}{word}{stop}\n" for n, word in enumerate(words, 1)]
    assert _items("如下。\n" + "".join(lines)) == [words]


def test_bullets_apart_are_no_list():
    """Signs of different kinds, and equal ones with other text between, list nothing together."""
    assert _items("● 申申申。\n○ 酉酉酉。\n") == []
    assert _items("● 申申申。\n\n酉酉酉酉。\n\n别的话。\n● 戌戌戌。\n") == []
