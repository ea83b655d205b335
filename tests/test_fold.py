"""The folded view."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.fold import fold

_TEXTS = st.text("甲乙二O一〇年12 ０　\n。，-", max_size=80)
_ANY = st.text(st.characters(codec="utf-8"), max_size=60)
_PLAIN = st.text("甲乙丙收到申请，。；：12345abc", max_size=60)
EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.txt"))


@given(_TEXTS, st.booleans())
def test_every_character_comes_from_its_place(text, keep):
    """The view has one origin a character, in order, and each is the same but for its width."""
    folded = fold(text, keep_blanks=keep)
    assert len(folded.text) == len(folded.origin)
    assert list(folded.origin) == sorted(set(folded.origin))
    for character, at in zip(folded.text, folded.origin, strict=True):
        assert character == text[at] or text[at] in "０O0" or (character, text[at]) == (" ", "\n")


def test_a_text_of_page_numbers_alone_is_empty():
    """Nothing but furniture leaves nothing."""
    assert fold("-1-").text == fold("- 1 -\n\n- 2 -").text == ""


@given(_TEXTS)
def test_kept_blanks_are_the_only_difference(text):
    """Keeping blanks changes nothing else in the view."""
    kept, plain = fold(text, keep_blanks=True), fold(text)
    assert set(plain.origin) <= set(kept.origin)
    gone = set(kept.origin) - set(plain.origin)
    assert all(text[at] in " 　" for at in gone)


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("二OO九年", "二〇〇九年"),
        ("二O一O年", "二〇一〇年"),
        ("二００八年", "二〇〇八年"),
        ("2009年", "2009年"),
        ("第二O", "第二O"),
    ],
)
def test_letters_for_zero_in_years(printed, folded):
    """The letter O and the digit 0 in a year of Chinese numerals are a zero."""
    assert fold(printed).text == folded


@given(_ANY, st.data())
def test_a_span_covers_the_characters_of_its_slice(text, data):
    """The original span of any slice of the view holds every character the slice came from."""
    folded = fold(text)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    span = folded.span(start, end)
    assert 0 <= span.start < span.end <= len(text)
    assert all(span.start <= at < span.end for at in folded.origin[start:end])
    assert folded.at(span.start) == start


@given(_PLAIN)
def test_a_text_without_oddities_is_unchanged(text):
    """One line of ASCII and Chinese characters without blanks is its own view."""
    folded = fold(text)
    assert folded.text == text
    assert list(folded.origin) == list(range(len(text)))


@given(st.text("甲乙二一〇年12０％ａ 　，。", max_size=60))
def test_folding_a_line_twice_changes_nothing_more(text):
    """The view of a line's view is that view."""
    once = fold(text).text
    assert fold(once).text == once


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_folding_a_document_twice_changes_nothing_more(path):
    """The view of a whole report's view is that view."""
    once = fold(path.read_text("utf-8")).text
    assert fold(once).text == once


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("收到 申请 １，２３件", "收到申请1，23件"),
        ("１，０２７条", "1,027条"),
        ("12，345件", "12，345件"),
        ("260 余次", "260余次"),
        ("公布 1,728 条", "公布1,728条"),
        ("1 900人", "1900人"),
        ("共 12 345 678 件", "共12345678件"),
        ("占 98.5 ％", "占98.5%"),
        ("2015 120件", "2015 120件"),
        ("12 34件", "12 34件"),
        ("计1, 900 人", "计1,900人"),
        ("12, 345, 678件", "12,345,678件"),
        ("15, 2人", "15, 2人"),
        ("in 3, 900 cases", "in 3, 900 cases"),
        ("1  900人", "1  900人"),
        ("New York 12 units", "New York 12 units"),
        ("QQ 群", "QQ 群"),
        ("收到\u200b申请3\ufeff件", "收到申请3件"),
        ("⼀百⼆⼗件", "一百二十件"),
        ("−35", "-35"),
    ],
)
def test_blanks_and_widths(printed, folded):
    """Blanks inside numbers and Chinese go, widths become plain, columns and words stay apart."""
    assert fold(printed).text == folded


def test_a_sentence_broken_by_the_page_width_is_joined():
    """Lines of one width are joined without a blank, the last of a paragraph is not."""
    lines = ["本年度共收到政府信息公开申请一百二十件，其中当面申请"] * 11
    text = "\n".join([*lines, "三件。", "第二段。"])
    assert fold(text).text == "".join(lines) + "三件。\n第二段。"


def test_a_number_that_did_not_fit_its_line_is_joined_to_its_words():
    """A line is full if the number that opens the next one had no room on it."""
    full = "本年度共收到政府信息公开申请一百二十件，其中当面申请"
    text = "\n".join([*[full] * 11, full[:-7], "12,345,678件。"])
    assert fold(text).text == full * 11 + full[:-7] + "12,345,678件。"


_PROSE = (
    "本年度，厅机关收到政府信息公开申请1,204件，其中以信函方式提交者763件，以网络方式提交者352件。"
    "办结1198件，其中在法定期限内按时办结的1131件，经批准延期办结的67件，占5.6%，结转下一年度的52件；"
    "公布规章12项、规范性文件13件（含废止2件）。二〇一七年门户网站的访问量为145.88万人次，日均3999人次。"
)


@pytest.mark.parametrize("width", [22, 30, 38, 45])
def test_lines_cut_at_a_number_of_characters_are_joined(width):
    """Wherever a line was cut, in a word, a number or before a blank, the sentence is whole."""
    prose = _PROSE * 3
    prose += "。" if len(prose) % width == 0 else ""
    lines = [prose[at : at + width] for at in range(0, len(prose), width)]
    assert fold("\n".join([*lines, "第二段。"])).text == f"{prose}\n第二段。"


def test_lines_of_one_printed_width_are_joined():
    """Digits are half as wide as Chinese characters, so full lines differ in length."""
    lines, width = [""], 0
    for word in re.findall(r"[\d,.%]+|.[，。；、）]?", _PROSE * 3):
        width += sum(1 if c.isascii() else 2 for c in word)
        if width > 60:
            lines, width = [*lines, ""], sum(1 if c.isascii() else 2 for c in word)
        lines[-1] += word
    assert len({len(line) for line in lines[:-1]}) > 4
    assert fold("\n".join([*lines, "第二段。"])).text == f"{_PROSE * 3}\n第二段。"


def test_columns_are_no_broken_sentence():
    """Full lines whose columns are parted by bars, tabs or blanks stay lines."""
    prose = _PROSE * 3
    lines = [prose[at : at + 38] for at in range(0, len(prose), 38)]
    row = "结果维持  结果纠正  其他结果  尚未审结  总计  结果维持  结果纠正"
    menu = "首页 | 机构职能 | 政策文件 | 信息公开 | 在线办事 | 公众参与 | 站内"
    for line in (row, menu):
        text = "\n".join([*lines, "", line, "1 0 0", "二段"])
        assert fold(text, keep_blanks=True).text.endswith(f"\n{line}\n1 0 0\n二段")


def test_a_heading_with_a_comma_is_no_broken_sentence():
    """In a text that was not broken into lines, a short line with a list mark ends where it ends."""
    text = "四、依申请公开再规范，群众诉求有回音\n一年来，我局收到申请2件。"
    assert fold(text).text == text


def test_a_heading_and_a_list_are_no_broken_sentence():
    """Lines that begin with a list mark begin something new."""
    text = "一、概述，说明\n（一）公开，情况\n1. 网站，数量\n- 其他"
    assert fold(text).text == text


@pytest.mark.parametrize(
    "between", ["- 2 -", "－2－", "第 2 页 共 9 页", "第2页", "Page 2 of 9", "\n\n— 2 —\n"]
)
def test_page_numbers_go_and_the_sentence_closes_over_them(between):
    """A page number and the blank lines around it are no part of the view."""
    assert (
        fold(f"收到申请12件，其中当\n{between}\n面申请3件。").text
        == "收到申请12件，其中当面申请3件。"
    )


def test_running_heads_go_when_they_count_pages():
    """A repeated line that ends in growing page numbers is furniture."""
    text = "甲县政府公报 第2期 18\n收到申请，共\n甲县政府公报 第2期 19\n12件。"
    assert fold(text).text == "收到申请，共12件。"


def test_rows_that_differ_in_their_number_are_no_running_heads():
    """Equal labels with any numbers are data."""
    text = "依申请公开信息数 12\n说明\n依申请公开信息数 5\n说明"
    assert fold(text).text.count("依申请公开信息数") == 2


def test_a_sentence_that_begins_like_a_page_number_stays():
    """第3页 with more behind it is no page number."""
    assert fold("第3页所列表格共有12件\n").text == "第3页所列表格共有12件\n"


def test_latin_lines_are_joined_with_a_blank():
    """A long line that goes on in lower case is one sentence, its words kept apart."""
    text = "The total amount that was agreed upon by both of\nthe parties is due in\nMay."
    assert fold(text).text == text.replace("of\nthe", "of the")


def test_rows_of_numbers_stay_rows():
    """A long row of figures is not run together with the next."""
    text = "120 340 560 780 900 110 220 330 440 550 660 770\n1 2 3"
    assert fold(text).text == text


@given(
    st.lists(
        st.sampled_from(["收到申请，", "12件。", "一、概述", "", "甲\t3", "abc def"]), max_size=12
    )
)
def test_no_word_is_lost_or_moved(lines):
    """But for blanks and line ends, the view of lines without furniture is the text."""
    text = "\n".join(lines)
    assert "".join(fold(text).text.split()) == "".join(text.split())
