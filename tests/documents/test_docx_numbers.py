import pytest

from llmextract.documents.docx import read_docx
from llmextract.documents.docx.formats import printed_number
from tests.documents.docx_making import CHINESE_LIST, docx, item, levels, num, p


def lines(body: str, numbering: str = CHINESE_LIST + num(), styles: str = "") -> list[str]:
    return read_docx(docx(body, numbering=numbering, styles=styles), "r.docx").split("\n")


@pytest.mark.parametrize(
    ("n", "form", "printed"),
    [
        (1, "chineseCountingThousand", "一"),
        (10, "chineseCounting", "十"),
        (12, "chineseCountingThousand", "十二"),
        (20, "chineseCountingThousand", "二十"),
        (105, "chineseCountingThousand", "一百零五"),
        (110, "chineseCountingThousand", "一百一十"),
        (1005, "chineseCountingThousand", "一千零五"),
        (2020, "ideographDigital", "二〇二〇"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (3, "decimal", "3"),
        (3, "decimalZero", "03"),
        (14, "upperRoman", "XIV"),
        (28, "lowerLetter", "bb"),
        (2, "upperLetter", "B"),
        (21, "decimalEnclosedCircleChinese", "㉑"),
        (60, "decimalEnclosedCircle", "60"),
        (3, "decimalEnclosedParen", "⑶"),
        (2, "ideographTraditional", "乙"),
        (13, "ideographZodiac", "13"),
        (12, "decimalFullWidth", "１２"),
        (5, "of the future", "5"),
        (0, "chineseCounting", "0"),
        (123456, "upperRoman", "123456"),
        (5, "none", ""),
    ],
)
def test_numbers_are_printed_as_word_prints_them(n, form, printed):
    """Each format gives its signs, and plain digits where it has none."""
    assert printed_number(n, form) == printed


def test_levels_count_on_and_begin_anew_below_a_higher_one():
    """一、（一）1. count through, and inner levels restart under each outer item."""
    body = (
        item("总体情况")
        + item("组织", level=1)
        + item("人员", level=2)
        + item("2020年", level=2)
        + item("培训", level=1)
        + p("正文")
        + item("公开")
        + item("数量", level=1)
    )
    assert lines(body) == [
        "一、总体情况", "（一）组织", "1.人员", "2. 2020年", "（二）培训", "正文", "二、公开", "（一）数量",
    ]  # fmt: skip


def test_an_inner_level_names_the_outer_ones():
    """1.1 takes its first number from the level above, which begins where nothing has."""
    forms = levels(("decimal", "%1"), ("decimal", "%1.%2"), ("upperRoman", "%1.%2.%3"))
    body = item("x", level=1) + item("总则") + item("范围", level=1) + item("a", level=2)
    assert lines(body, forms + num()) == ["1.1 x", "2 总则", "2.1 范围", "2.1.I a"]


def test_bullets_print_nothing_and_a_list_can_be_left():
    """Bullets are no numbers; numId 0 takes a paragraph out of its style's list."""
    styles = (
        '<w:style w:type="paragraph" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        "</w:pPr></w:style>"
    )
    out = '<w:pStyle w:val="L"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = (
        p("甲", properties='<w:pStyle w:val="L"/>')
        + p("乙", properties=out)
        + item("丙", num=2)
        + item("丁", num=77)
        + p("戊", properties='<w:pStyle w:val="L"/>')
    )
    bullets = levels(("bullet", "\uf0b7"), name=5)
    numbering = CHINESE_LIST + bullets + num() + num(2, 5)
    assert lines(body, numbering, styles) == ["一、甲", "乙", "丙", "丁", "二、戊"]


def test_a_heading_style_has_the_level_that_its_list_gives_it():
    """Headings are numbered through their styles, by the level that names the style."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}">{based}<w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        for name, based in (("H1", ""), ("H2", '<w:basedOn w:val="H1"/>'))
    )
    numbering = CHINESE_LIST.replace("<w:numFmt", '<w:pStyle w:val="H1"/><w:numFmt', 1)
    numbering = numbering.replace('w:ilvl="1">', 'w:ilvl="1"><w:pStyle w:val="H2"/>', 1) + num()
    body = "".join(p(h, properties=f'<w:pStyle w:val="{h}"/>') for h in ("H1", "H2", "H2", "H1"))
    assert lines(body, numbering, styles) == ["一、H1", "（一）H2", "（二）H2", "二、H1"]


def test_a_list_can_begin_anew_and_two_can_go_on_with_one():
    """A num without override goes on with its list; one with a start begins there, once."""
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = CHINESE_LIST + num(1) + num(2) + num(3, 0, anew)
    body = item("a") + item("b", 2) + item("c", 3) + item("d", 3) + item("e", 1)
    assert lines(body, numbering) == ["一、a", "二、b", "五、c", "六、d", "七、e"]


def test_a_list_through_a_numbering_style_is_found():
    """A list that only names a numbering style has that style's levels."""
    linked = CHINESE_LIST.replace("<w:lvl ", '<w:styleLink w:val="S"/><w:lvl ', 1)
    link = '<w:abstractNum w:abstractNumId="9"><w:numStyleLink w:val="S"/></w:abstractNum>'
    styles = (
        '<w:style w:type="numbering" w:styleId="S"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        "</w:pPr></w:style>"
    )
    assert lines(item("a", 2), linked + link + num(1) + num(2, 9), styles) == ["一、a"]


def test_deleted_items_are_not_counted_and_empty_ones_are():
    """An item whose paragraph is gone takes no number; one without text takes its own."""
    gone = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr>'
    body = item("a") + p(properties=gone) + item("b") + item("") + item("c")
    assert lines(body) == ["一、a", "二、b", "四、c"]


def test_a_legal_level_prints_all_numbers_in_decimal():
    """isLgl turns 第一章's number into 1 in 1.1."""
    forms = levels(("chineseCounting", "第%1章"), ("decimal", "%1.%2"))
    forms = forms.replace('w:ilvl="1">', 'w:ilvl="1"><w:isLgl/>')
    assert lines(item("a") + item("b", level=1), forms + num()) == ["第一章 a", "1.1 b"]
