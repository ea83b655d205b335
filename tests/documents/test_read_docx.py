import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.documents import read_document
from llmextract.documents.docx import read_docx
from llmextract.documents.html import html_to_text
from llmextract.errors import DocumentError
from tests.documents.docx_making import (
    EXAMPLES,
    docx,
    p,
    packed,
    part,
    r,
    report_docx,
    report_html,
    t,
    table_xml,
    tbl,
    tc,
    tr,
)

BOX = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>{0}"
    "</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
    "<w:txbxContent>{0}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    "</w:r>"
)
FIELD = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>"


def text(body: str, **parts: str) -> str:
    return read_docx(docx(body, **parts), "r.docx")


def field(code: str, result: str) -> str:
    instruction = f"<w:r><w:instrText>{code}</w:instrText></w:r>"
    return (
        FIELD.format("begin")
        + instruction
        + FIELD.format("separate")
        + result
        + FIELD.format("end")
    )


@pytest.mark.parametrize("numbered", [False, True])
@pytest.mark.parametrize(
    "name", ["linlan-2019", "yanzhou-yiyuanju-2018", "qingyan-2017", "lanxi-shuiliting-2013"]
)
def test_a_report_says_the_same_as_word_file_and_as_text(name, numbered):
    """Every line and cell of a report comes back, merged cells and Word's own numbers included."""
    source = (EXAMPLES / f"{name}.txt").read_text("utf-8")
    lines = read_docx(report_docx(source, numbered=numbered), "r.docx").split("\n")
    expected = [line.strip(" \u3000").rstrip("\t") for line in source.split("\n")]
    assert [line.rstrip("\t") for line in lines] == [line for line in expected if line]


@pytest.mark.parametrize("name", ["linlan-2019", "qiaochuan-nongye-2020"])
def test_a_report_says_the_same_as_word_file_and_as_page(name):
    """The two formats give one text, tables with spans included."""
    source = (EXAMPLES / f"{name}.txt").read_text("utf-8")
    assert read_docx(report_docx(source), "r.docx") == html_to_text(report_html(source))


@given(st.data())
def test_merged_cells_keep_every_text_in_its_row_and_column(data):
    """Whatever cells a table is tiled with, each text stands at its first row and column."""
    height, width = data.draw(st.integers(1, 5)), data.draw(st.integers(2, 6))
    cells = st.sampled_from(["", "", "x"])
    rows = [[data.draw(cells) and f"x{r}y{c}" for c in range(width)] for r in range(height)]
    rows[0][0], rows[0][-1] = "head", "end"
    got = read_docx(docx(table_xml(rows)), "r.docx").split("\n")
    assert [line.split("\t") for line in got] == [row for row in rows if any(row)]


def test_a_covered_cell_says_nothing_and_one_that_covers_nothing_is_a_cell():
    """What stands in a merged-away cell is not printed; a continuation of nothing is a cell."""
    on, start = "<w:vMerge/>", '<w:vMerge w:val="restart"/>'
    table = tbl(
        tr(tc("甲", start), "1", tc("9", on)),
        tr(tc("乙", on), "2", tc("8", on)),
        tr(tc("丙"), "3", "7"),
        tr(tc("丁", on), "4", "6"),
    )
    assert text(table) == "甲\t1\t9\n\t2\t\n丙\t3\t7\n丁\t4\t6"


def test_columns_too_narrow_to_be_seen_are_none():
    """Edges that do not quite meet leave slivers in the grid, which put no cell aside."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in (2000, 15, 900, 30, 870, 8))
    rows = (
        tr(tc("甲", '<w:gridSpan w:val="2"/>'), tc("乙", '<w:gridSpan w:val="2"/>'), tc("丙")),
        tr("1", tc("2", '<w:gridSpan w:val="2"/>'), tc("3", '<w:gridSpan w:val="3"/>')),
        tr("4", "5", properties='<w:gridBefore w:val="2"/>'),
    )
    table = tbl(*rows).replace("<w:tblGrid>", f"<w:tblGrid>{grid}")
    assert text(table) == "甲\t乙\t丙\n1\t2\t3\n\t4\t5"


def test_rows_that_begin_late_or_are_gone_keep_the_columns():
    """Columns left out before a row are empty; deleted and hidden rows are not there."""
    table = tbl(
        tr("甲", "乙", "丙"),
        tr("2", "3", properties='<w:gridBefore w:val="1"/>'),
        tr("4", "5", "6", properties="<w:del/>"),
        tr("4", "5", "6", properties="<w:hidden/>"),
        tr(tc("7", '<w:hMerge w:val="restart"/>'), tc("x", "<w:hMerge/>"), "8"),
    )
    assert text(table) == "甲\t乙\t丙\n\t2\t3\n7\t\t8"


def test_cells_of_several_paragraphs_are_one_line():
    """A cell's paragraphs, breaks and tabs become one text; Chinese closes up."""
    cell = tc(p("总") + p("计") + p("a", "<w:r><w:tab/></w:r>", "b") + p("1"))
    assert text(tbl(tr(cell, "2"))) == "总计 a b 1\t2"


def test_a_table_that_lays_out_the_page_is_read_as_blocks():
    """Tables of one cell, with tables or long prose in them, are not rows; the inner ones are."""
    inner = tbl(tr("网络", "4"), tr("信函", "9"))
    assert (
        text(tbl(tr(tc(p("第一段。") + inner + p("末段。")))))
        == "第一段。\n网络\t4\n信函\t9\n末段。"
    )
    prose = tc(p("甲" * 150) + p("乙" * 150))
    assert text(tbl(tr(prose, "侧栏"))) == "甲" * 150 + "\n" + "乙" * 150 + "\n侧栏"


def test_tables_nested_without_end_are_refused():
    """Nesting beyond any real document is an error and no crash, by reader or by parser."""
    for depth in (25, 10_000):
        body = "<w:tbl><w:tr><w:tc>" * depth + p("x") + "</w:tc></w:tr></w:tbl>" * depth
        with pytest.raises(DocumentError, match="nested"):
            text(body)


def test_tracked_changes_are_taken_as_accepted():
    """Insertions are in, deletions and what was moved away are out, joined paragraphs are one."""
    deleted = "<w:del><w:r><w:delText>12</w:delText></w:r></w:del>"
    moved = f"<w:moveFrom>{r('旧')}</w:moveFrom><w:moveTo>{r('新')}</w:moveTo>"
    body = p("收到", deleted, f"<w:ins>{r('13')}</w:ins>", "件", moved)
    joined = p("办结", properties="<w:rPr><w:del/></w:rPr>") + p("9件")
    assert text(body + joined) == "收到13件新\n办结9件"


def test_fields_show_their_results():
    """Codes of fields are not text, nested ones neither; results and links are."""
    inner = field("PAGE", r("4"))
    body = p("见", field(" REF x ", r("13")), "件", "<w:hyperlink>" + r("链接") + "</w:hyperlink>")
    nested = p(FIELD.format("begin"), inner, FIELD.format("separate"), r("5"), FIELD.format("end"))
    unclosed = p(FIELD.format("begin"), "不见") + p("还在")
    simple = p('<w:fldSimple w:instr="DATE">' + r("2020年") + "</w:fldSimple>")
    assert text(body + nested + simple + unclosed) == "见13件链接\n5\n2020年\n还在"


def test_hidden_text_is_out():
    """Text that is hidden itself or by its style is not there; what a run shows again is."""
    styles = (
        '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="P"><w:basedOn w:val="Q"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Q"><w:basedOn w:val="P"/><w:rPr><w:vanish/></w:rPr>'
        "</w:style>"
    )
    body = p(
        "甲",
        r("乙", "<w:vanish/>"),
        r("丙", '<w:rStyle w:val="H"/>'),
        r("丁", '<w:vanish w:val="0"/>'),
    )
    styled = p("戊", r("己", '<w:vanish w:val="false"/>'), properties='<w:pStyle w:val="P"/>')
    assert text(body + styled, styles=styles) == "甲丁\n己"


def test_raised_digits_do_not_join_a_number():
    """Footnotes and raised or lowered digits stay apart from digits; notes stand at the end."""
    note = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    body = p("收到15", note.format(3), "件") + p(
        "共7", note.format(2), r("2", '<w:vertAlign w:val="superscript"/>')
    )
    notes = (
        f'<w:footnote w:id="-1" w:type="separator">{p("x")}</w:footnote>'
        f'<w:footnote w:id="2">{p("<w:r><w:footnoteRef/></w:r>", "含上年")}</w:footnote>'
        f'<w:footnote w:id="3">{p("不含", "信访")}{p("续")}</w:footnote>'
    )
    assert text(body, footnotes=notes) == "收到15¹件\n共7²²\n¹ 不含信访续\n² 含上年"


def test_breaks_are_lines_and_tabs_part_columns():
    """Soft breaks end a line; leading blanks go, a tab behind a list mark too, other tabs stay."""
    body = p(t("　　甲").replace("<w:t", "<w:r><w:t", 1) + "<w:br/>" + t("乙") + "<w:cr/></w:r>")
    tabs = p("一、", "<w:r><w:tab/></w:r>", "概述") + p("目录", "<w:r><w:tab/></w:r>", "1")
    values = p("26", "<w:r><w:tab/></w:r>", "3")
    assert text(body + tabs + values) == "甲\n乙\n一、概述\n目录\t1\n26\t3"


def test_text_boxes_stand_once_behind_their_paragraph():
    """A text box with its older form beside it is read once, in either form alone too."""
    old = "<w:r><w:pict><v:shape><v:textpath string='红头文件'/></v:shape></w:pict></w:r>"
    assert text(p("正文", BOX.format(p("框一") + p("框二")), "尾") + p(old)) == (
        "正文尾\n框一\n框二\n红头文件"
    )


def test_content_controls_are_transparent_and_prompts_are_not_text():
    """Controls round runs, paragraphs, rows and cells are looked through, unless unfilled."""

    def control(inner: str, properties: str = "") -> str:
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    row = f"<w:tr>{tc('甲')}{control(tc('1'))}</w:tr>"
    body = control(p("收到", control(r("13")), control(r("单击此处"), "<w:showingPlcHdr/>"), "件"))
    assert text(body + tbl(row, control(row))) == "收到13件\n甲\t1\n甲\t1"


def test_characters_by_other_names_are_themselves():
    """No-break hyphens, soft hyphens, symbols, phonetic guides and formulas come out as read."""
    ruby = f"<w:r><w:ruby><w:rt>{r('yún')}</w:rt><w:rubyBase>{r('云')}</w:rubyBase></w:ruby></w:r>"
    odd = (
        "<w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>3</w:t><w:softHyphen/>"
        '<w:sym w:font="S" w:char="00B1"/><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
    )
    half = "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"
    assert text(p(ruby, odd, half)) == "云A-3±1/2"


def test_a_page_put_into_the_document_is_read():
    """An HTML chunk is read where it stands; chunks in other formats are not lost in silence."""
    files = {
        "word/document.xml": part(
            "document", f'<w:body>{p("前")}<w:altChunk r:id="rId0"/></w:body>'
        ),
        "word/_rels/document.xml.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="rId0" Type="x/aFChunk" Target="/word/a.NAME"/></Relationships>'
        ),
        "word/a.html": "<p>收到13件</p>",
        "word/a.rtf": "{}",
    }
    rels = files["word/_rels/document.xml.rels"]
    files["word/_rels/document.xml.rels"] = rels.replace("NAME", "html")
    assert read_docx(packed(files), "r.docx") == "前\n收到13件"
    files["word/_rels/document.xml.rels"] = rels.replace("NAME", "rtf")
    with pytest.raises(DocumentError, match="format that is not read"):
        read_docx(packed(files), "r.docx")


def test_the_strict_form_of_the_format_is_read():
    """Names are known in the namespaces of ISO's strict form as well."""
    xml = part("document", f"<w:body>{p('收到13件')}</w:body>")
    strict = xml.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert read_docx(packed({"word/document.xml": strict}), "r.docx") == "收到13件"


def test_python_docx_and_this_reader_agree(tmp_path):
    """A document that python-docx writes, with merged cells and a header, is read as it was made."""
    make = pytest.importorskip("docx").Document()
    make.sections[0].header.paragraphs[0].text = "页眉99件"
    make.add_heading("一、总体情况", 1)
    make.add_paragraph("收到13件。")
    table = make.add_table(3, 3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(0, 0).merge(table.cell(1, 0)).text = "甲"
    table.cell(2, 1).merge(table.cell(2, 2)).text = "乙"
    make.save(str(tmp_path / "r.docx"))
    document = read_document(tmp_path / "r.docx")
    assert document.text == "一、总体情况\n收到13件。\n甲\t01\t02\n\t11\t12\n20\t乙\t"
    assert document.media_type.endswith("wordprocessingml.document")


ENTITIES = '<!DOCTYPE w:document [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
@pytest.mark.parametrize(
    "doctype", [ENTITIES, '<!DOCTYPE w:document [<!ENTITY b SYSTEM "file:///etc/passwd">]>']
)
def test_entities_are_refused(encoding, doctype):
    """A part that declares entities is refused before any is expanded or fetched."""
    xml = part("document", "<w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body>")
    xml = xml.replace("UTF-8", encoding.removesuffix("-be")).replace("\n", doctype, 1)
    with pytest.raises(DocumentError) as raised:
        read_docx(packed({"word/document.xml": xml.encode(encoding)}), "r.docx")
    assert "type of its own" in raised.value.what or "damaged" in raised.value.what


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (docx(p("x"))[:-30], "is damaged"),
        (packed({"word/document.xml": "<w:document"}), "is damaged"),
        (packed({"a.txt": "x"}), "no Word file"),
        (packed({"word/document.xml": "<workbook/>"}), "main part is a workbook"),
        (packed({"word/document.xml": b"<a>" + b" " * 40_000_000}), "larger than 32,000,000"),
        (packed({"word/document.xml": part("document", "<w:body/>")}), ""),
    ],
)
def test_what_is_no_sound_word_file_is_refused_with_cause_and_remedy(tmp_path, data, what):
    """Cut, broken, foreign, swollen and empty files raise DocumentError with place and remedy."""
    path = tmp_path / "r.docx"
    path.write_bytes(data)
    with pytest.raises(DocumentError, match=what or "has no text") as raised:
        read_document(path)
    assert str(path) in raised.value.where
    assert raised.value.hint
