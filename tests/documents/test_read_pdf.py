"""PDFs of known content, read back."""

import re
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Spacer

from llmextract.documents.pdf import opening, read_pdf
from llmextract.documents.pdf.opening import open_sheets
from llmextract.errors import DocumentError
from tests.documents import pdf_making as making
from tests.documents.pdf_making import Form, Style, drawn, font, form_of, one_page, paragraph, pdf
from tests.tables.checking import layouts, read
from tests.tables.making import make

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.txt"))
STYLES = {
    "plain": Style(),
    "official": Style(size=16, leading=28, head="某某省人民政府办公厅", foot="- {n} -"),
    "blocks": Style(indent=0, after=10, foot="第{n}页"),
    "columns": Style(size=10.5, leading=15, columns=2, foot="{n}"),
    "turned": Style(size=14, leading=21, turn=90, foot="{n} / 99"),
    "wide": Style(page=landscape(A4), head="某某厅年度报告　第{n}页"),
}
MIDDLE_DOT = str.maketrans("·", "・")  # reportlab's encoding of Chinese has no ·
FORMS = [layout for layout in layouts() if layout.name != "table_4" or layout.blocks[0].wide]
NAMES = [f"{n}-{layout.name}" for n, layout in enumerate(FORMS)]


def text_of(data: bytes) -> str:
    return read_pdf(data, "made.pdf")[0]


def bare(text: str) -> str:
    return "".join(text.split()).replace("・", "·")


def lines_of(path: Path) -> list[str]:
    """The paragraphs of an example, without its tables and lines set by hand."""
    lines = path.read_text().translate(MIDDLE_DOT).split("\n")
    return [line for line in lines if line.strip() and not re.search(r"\t|\S {2,}\S", line)]


def rows_of(form: Form) -> list[str]:
    """The rows of a form as lines, as wide as its last column with text."""
    width = max(n + 1 for row in form.rows for n, cell in enumerate(row) if cell)
    return ["\t".join(row[:width]) for row in form.rows]


def cells_right(text: str, made) -> tuple[int, int]:
    """The cells of a made table that are read right, and wrong."""
    _, tables, _ = read(text)
    found = {(c.row, c.column): c.value for c in tables.cells if c.table == made.layout.name}
    right = sum(found.get(place) == value for place, value in made.truth.items())
    return right, sum(found.get(p) not in (v, None) for p, v in made.truth.items())


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_prose_comes_back_whole(path, style):
    """Every character of an example's prose is read, in order, and nothing of head and foot."""
    lines = lines_of(path)
    text = text_of(pdf(making.prose("\n".join(lines), STYLES[style]), STYLES[style]))
    assert bare(text) == bare("".join(lines))


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_paragraphs_are_lines_again(path, style):
    """Paragraphs broken over lines, columns and pages come back as the lines they were."""
    lines = lines_of(path)
    if path.stem.startswith("yuanting"):
        pytest.skip("its lines are broken by hand at the width of a page")
    text = text_of(pdf(making.prose("\n".join(lines), STYLES[style]), STYLES[style]))
    assert [bare(line) for line in text.split("\n")] == [bare(line) for line in lines]


@pytest.mark.parametrize("how", [{}, {"size": 7}, {"pad": 1}, {"size": 8, "pad": 6}], ids=str)
@pytest.mark.parametrize("layout", FORMS, ids=NAMES)
def test_ruled_tables_are_exact(layout, how):
    """Every cell of an official table with rulings stands in its place, and is found there."""
    made = make(layout, 3)
    style = Style(foot="- {n} -")
    text = text_of(pdf(making.report(form_of(made), layout, style, **how), style))
    rows = rows_of(form_of(made))
    assert [line for line in text.split("\n") if line in rows] == rows
    assert cells_right(text, made) == (len(made.truth), 0)


@pytest.mark.parametrize("layout", FORMS, ids=NAMES)
def test_tables_without_rulings_are_read_by_alignment(layout):
    """Without a single ruling all values are found in their rows and columns."""
    made = make(layout, 5)
    style = Style(foot="- {n} -")
    text = text_of(pdf(making.report(form_of(made), layout, style, ruled=False, pad=6), style))
    assert cells_right(text, made) == (len(made.truth), 0)


@pytest.mark.parametrize("heads", [True, False])
@pytest.mark.parametrize("ruled", [True, False])
@pytest.mark.parametrize("layout", [f for f in FORMS if f.name in ("table_3", "stat_2014")])
def test_a_table_goes_on_overleaf(layout, ruled, heads):
    """A table cut by the end of the page is one again, with its head once; spans stay open."""
    made = make(layout, 7)
    form = form_of(made)
    style = Style(head="某某省某某厅文件", foot="- {n} -")
    for cut in (form.heads + 2, len(form.rows) // 2, len(form.rows) - 1):
        flow = [
            *making.prose(f"某某局报告\n二、{layout.headings[0]}", style),
            *making.over_pages(form, cut, heads=heads, ruled=ruled, size=8),
            Spacer(1, 20),
            paragraph("三、存在的主要问题", style),
        ]
        text = text_of(pdf(flow, style))
        assert cells_right(text, made) == (len(made.truth), 0)
        if ruled:
            assert text.split("\n")[2:-1] == rows_of(form)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_spans_that_tile_a_grid_put_each_cell_at_its_corner(data):
    """Any tiling of a grid by spanning cells is read back with every text at its place."""
    height, width = data.draw(st.integers(2, 5)), data.draw(st.integers(2, 6))
    free = {(r, c) for r in range(height) for c in range(width)}
    expected = [[""] * width for _ in range(height + 1)]
    spans = []
    for r in range(height):
        for c in range(width):
            if (r, c) not in free:
                continue
            w = data.draw(st.integers(1, width - c))
            while any((r, c + i) not in free for i in range(w)):
                w -= 1
            h = data.draw(st.integers(1, height - r))
            free -= {(r + i, c + j) for i in range(h) for j in range(w)}
            expected[r][c] = f"x{r}y{c}"
            spans.append((r, c, r + h - 1, c + w - 1))
    expected[height] = [f"e{c}" for c in range(width)]  # so that every column and row is ruled
    for r in range(height):
        expected[r].append(f"r{r}")
    expected[height].append("end")
    form = Form(expected, spans, [60.0] * (width + 1), 0)
    text = text_of(pdf([paragraph("表", Style()), making.flowable(form)]))
    assert text.split("\n")[1:] == ["\t".join(row) for row in expected]


MIXED = pdf(
    [
        *making.prose("某某局报告\n" + "全年收到申请1,385件，其中网络申请1 204件。" * 9, Style()),
        making.flowable(form_of(make(FORMS[2], 1))),
        PageBreak(),
        *making.prose("Annual report\nIn 2021 we had 14 requests, and 3 more by letter. " * 9, Style(latin=True)),
    ],
    Style(head="某某厅", foot="第{n}页"),
)  # fmt: skip


def _sideways(canvas: Canvas) -> None:
    canvas.translate(500, 100)
    canvas.rotate(90)
    canvas.setFont(font(), 12)
    canvas.drawString(0, 0, "第一行，全年收到12件，")
    canvas.drawString(0, -20, "第二行345件。")


@pytest.mark.parametrize(
    "data",
    [MIXED, pdf(making.prose("题目\n" + "正文第二行。" * 40, STYLES["turned"]), STYLES["turned"]),
     drawn(_sideways)],
    ids=["mixed", "turned page", "turned text"],
)  # fmt: skip
def test_printed_says_what_stands_in_a_box(data):
    """The characters of a `Printed` are those, and only those, whose glyphs stand in its box."""
    text, printed = read_pdf(data, "made.pdf")
    sheets = {sheet.number: sheet for sheet in open_sheets(data, "made.pdf")}
    for one in printed:
        x0, top, x1, bottom = one.box
        inside = [
            glyph.text
            for glyph in sheets[one.page].glyphs
            if x0 <= (glyph.x0 + glyph.x1) / 2 <= x1
            and top <= (glyph.top + glyph.bottom) / 2 <= bottom
        ]
        assert sorted(bare("".join(inside))) == sorted(bare(text[one.start : one.end]))


@pytest.mark.parametrize("data", [MIXED], ids=["mixed"])
def test_every_character_is_printed_somewhere(data):
    """What is in no `Printed` is a blank, a tab or a line end; they are in order and apart."""
    text, printed = read_pdf(data, "made.pdf")
    at = 0
    for one in printed:
        assert one.start >= at
        assert not text[at : one.start].strip()
        at = one.end
    assert not text[at:].strip()


def test_text_drawn_sideways_is_read():
    """A page whose text was drawn turned is read as one that is upright."""
    assert text_of(drawn(_sideways)) == "第一行，全年收到12件，\n第二行345件。"


def test_latin_lines_join_with_a_blank():
    """Words at line ends are parted, also where a number begins the next line."""
    words = "In 2021 the office received 114 requests and 2021 letters from the public. " * 12
    style = Style(latin=True, columns=2, size=10, leading=13)
    text = text_of(pdf([paragraph(words, style), paragraph(words, style)], style))
    assert text.split("\n") == [words.strip()] * 2


@pytest.mark.parametrize(
    ("foot", "pages"),
    [("- {n} -", 3), ("第{n}页 共3页", 3), ("{n} / 3", 3), ("{n}", 3), ("— {n} —", 1), ("{n}", 1)],
)
def test_page_numbers_are_no_text(foot, pages):
    """Page numbers of every form are left out, on one page or several."""
    style = Style(foot=foot, head="某某市人民政府")
    lines = [
        f"{word * 9}共有{n + 40}件。" for n, word in enumerate(("收到", "办结", "结转")[:pages])
    ]
    flow = [part for line in lines for part in (paragraph(line, style), PageBreak())]
    text = text_of(pdf(flow, style)).split("\n")
    assert text[-pages:] == lines
    assert len(text) == pages + (pages == 1)  # one page does not show that its head recurs


def test_a_number_at_the_foot_that_counts_no_pages_stays():
    """Last lines that are numbers stay if they do not count the pages; so do headings that do."""

    def draw(canvas: Canvas) -> None:
        for n in range(3):
            canvas.setFont(font(), 12)
            canvas.drawString(100, 700, f"附件{n + 1}")
            canvas.drawString(100, 100, str(700 + 31 * n * n))
            canvas.showPage()

    lines = ["附件1", "700", "附件2", "731", "附件3", "824"]
    assert text_of(drawn(draw)).split("\n") == lines


def test_letters_drawn_twice_are_read_once():
    """Bold letters made by drawing them again a little aside do not double numbers."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(font(), 12)
        for shift in (0, 0.3, 0.6):
            canvas.drawString(100 + shift, 700, "共1122件")

    assert text_of(drawn(draw)) == "共1122件"


def test_a_footnote_mark_does_not_become_a_digit_of_the_number():
    """Raised digits stay apart from the number before them."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(font(), 12)
        canvas.drawString(100, 700, "收到15")
        canvas.setFont(font(), 7)
        canvas.drawString(100 + canvas.stringWidth("收到15", font(), 12), 705, "1")
        canvas.setFont(font(), 12)
        canvas.drawString(104 + canvas.stringWidth("收到15", font(), 12), 700, "件")

    assert text_of(drawn(draw)) == "收到15¹件"


def test_a_watermark_is_no_text():
    """Slanted letters over the page are left out."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(font(), 12)
        canvas.drawString(100, 700, "全年收到申请13件。")
        canvas.rotate(45)
        canvas.setFont(font(), 60)
        canvas.drawString(300, 100, "内部资料99")

    assert text_of(drawn(draw)) == "全年收到申请13件。"


def test_full_width_characters_are_kept():
    """Full-width digits and signs are read as printed."""
    assert (
        text_of(pdf([paragraph("收到申请１３件（１）％。", Style())])) == "收到申请１３件（１）％。"
    )


def _grid(canvas: Canvas, xs, ys, texts) -> None:
    canvas.setFont(font(), 10)
    for y, row in zip(ys, texts, strict=False):
        for x, text in zip(xs, row, strict=False):
            for n, line in enumerate(text.split("\n")):
                canvas.drawString(x + 4, y - 14 - 12 * n, line)


def test_a_table_open_at_its_sides_has_all_its_columns():
    """Tables without an outer frame keep their first and last columns."""

    def draw(canvas: Canvas) -> None:
        for y in (700, 680, 660, 640):
            canvas.line(100, y, 400, y)
        for x in (200, 300):
            canvas.line(x, 640, x, 700)
        _grid(canvas, (100, 200, 300), (700, 680, 660),
              [("项目", "数量", "单位"), ("收到", "13", "件"), ("办结", "", "件")])  # fmt: skip

    assert text_of(drawn(draw)) == "项目\t数量\t单位\n收到\t13\t件\n办结\t\t件"


def test_rows_without_rulings_between_them_are_told_apart():
    """Under upright rulings only, figures one below the other are rows of their own."""

    def draw(canvas: Canvas) -> None:
        for y in (700, 680, 620):
            canvas.line(100, y, 400, y)
        for x in (100, 200, 300, 400):
            canvas.line(x, 620, x, 700)
        _grid(canvas, (100, 200, 300), (700, 680),
              [("项目", "上年", "本年"), ("收到\n办结\n结转", "13\n12\n1", "24\n/\n0")])  # fmt: skip

    assert text_of(drawn(draw)) == "项目\t上年\t本年\n收到\t13\t24\n办结\t12\t/\n结转\t1\t0"


def test_a_number_broken_within_a_cell_is_whole():
    """Digits that found no room in a narrow cell join; what has room does not."""

    def draw(canvas: Canvas) -> None:
        for y in (700, 650):
            canvas.line(100, y, 300, y)
        for x in (100, 200, 225, 300):
            canvas.line(x, 650, x, 700)
        _grid(canvas, (100, 200, 225), (700,), [("行政\n许可", "103\n38", "增\n10")])

    assert text_of(drawn(draw)) == "行政许可\t10338\t增10"


def _ruled(canvas: Canvas, xs, ys) -> None:
    for y in ys:
        canvas.line(xs[0], y, xs[-1], y)
    for x in xs:
        canvas.line(x, ys[-1], x, ys[0])


def test_a_row_broken_by_the_end_of_the_page_is_one():
    """Words of a cell that found no room on a page join those before them; a new row does not."""

    def draw(canvas: Canvas) -> None:
        _ruled(canvas, (100, 200, 250), (140, 120, 100))
        _grid(canvas, (100, 200), (140, 120), [("项目", "数量"), ("申请人无正当理由", "13")])
        canvas.showPage()
        _ruled(canvas, (100, 200, 250), (780, 760, 740, 720))
        rest = [("项目", "数量"), ("逾期不补正", ""), ("其他", "")]
        _grid(canvas, (100, 200), (780, 760, 740), rest)

    assert text_of(drawn(draw)) == "项目\t数量\n申请人无正当理由逾期不补正\t13\n其他\t"


def test_a_label_that_runs_sideways_is_read():
    """Text turned within a cell is read in its direction."""

    def draw(canvas: Canvas) -> None:
        _ruled(canvas, (100, 130, 250), (700, 600))
        _grid(canvas, (100, 130), (700,), [("", "收到申请13件")])
        canvas.rotate(90)
        canvas.drawString(610, -120, "依申请公开")

    assert text_of(drawn(draw)) == "依申请公开\t收到申请13件"


def test_words_across_the_columns_of_prose_come_in_between():
    """A heading over both columns parts what stands above it from what stands below."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(font(), 10)
        for half, top in (("上", 760), ("下", 600)):
            for side, x in (("左", 60), ("右", 320)):
                for n in range(6):
                    canvas.drawString(
                        x, top - 15 * n, f"{half}{side}{n}" + "一二三四五六七八九十" * 2
                    )
        canvas.drawString(60, 640, "横跨两栏的标题" * 6)

    found = re.findall(r"[上下][左右](?=0)|(?<!标题)横", text_of(drawn(draw)))
    assert found == ["上左", "上右", "横", "下左", "下右"]


def test_a_frame_is_no_table():
    """A box round a paragraph, and a line under words, make no cells of it."""

    def draw(canvas: Canvas) -> None:
        canvas.rect(90, 600, 400, 150)
        canvas.line(100, 697, 200, 697)
        canvas.setFont(font(), 12)
        canvas.drawString(100, 700, "全年收到申请13件，其中网络申请4件，")
        canvas.drawString(100, 680, "信函申请9件。")

    assert (
        text_of(drawn(draw)).replace("\n", "") == "全年收到申请13件，其中网络申请4件，信函申请9件。"
    )


@pytest.mark.parametrize("pages", [1, 3])
def test_a_scan_is_refused_with_advice(pages):
    """Images without text are no empty document: the user is told to recognise the text."""
    with pytest.raises(DocumentError, match=r"scan\.pdf: is a scan: .* → recognise .*ocrmypdf"):
        read_pdf(making.scan(pages), "scan.pdf")


def test_a_page_without_text_or_image_is_refused():
    """A PDF that draws only lines has nothing to read."""
    with pytest.raises(DocumentError, match="has no text on its pages"):
        text_of(drawn(lambda canvas: canvas.line(1, 1, 99, 99)))


def _encrypted(user: str) -> bytes:
    lock = StandardEncryption(user, ownerPassword="owner", canCopy=0, strength=128)
    out = making.io.BytesIO()
    canvas = Canvas(out, encrypt=lock)
    canvas.drawString(100, 700, "13 requests")
    canvas.save()
    return out.getvalue()


def test_a_password_is_asked_for():
    """A PDF that only a password opens is refused; one that opens without is read."""
    with pytest.raises(DocumentError, match=r"needs a password.*qpdf"):
        read_pdf(_encrypted("secret"), "locked.pdf")
    assert text_of(_encrypted("")) == "13 requests"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4\n", b"no PDF at all", MIXED[:700]])
def test_what_is_no_pdf_is_refused(data):
    """Empty, foreign and cut-off files are named as damaged."""
    with pytest.raises(DocumentError, match=r"f\.pdf: is damaged .*→"):
        read_pdf(data, "f.pdf")


def test_damaged_content_is_refused():
    """A page whose content cannot be unpacked whole is not read in part."""
    packed = zlib.compress(b"BT /F 12 Tf 100 700 Td (13) Tj ET" * 50)
    fonts = b"/Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>"
    assert "13" in text_of(one_page(packed, fonts, entries=b"/Filter /FlateDecode"))
    for spoilt in (packed[:-9], packed[:20] + b"\xff\x00" + packed[22:]):
        with pytest.raises(DocumentError, match="damaged"):
            text_of(one_page(spoilt, fonts, entries=b"/Filter /FlateDecode"))


def test_lost_pages_are_noticed():
    """A PDF that says it has more pages than there are is damaged."""
    data = making.scan(3).replace(b"/Count 3", b"/Count 5")
    with pytest.raises(DocumentError, match="says it has 5 pages, and has 3"):
        text_of(data)


def test_the_number_of_pages_is_limited(monkeypatch):
    """No page and too many pages are refused."""
    with pytest.raises(DocumentError, match="has no pages"):
        text_of(making.scan(0))
    monkeypatch.setattr(opening, "MAX_PAGES", 2)
    with pytest.raises(DocumentError, match="more than 2 pages  → split"):
        text_of(making.scan(3))


IDENTITY = (
    b"/Font <</F <</Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H"
    b" /DescendantFonts [<</Type /Font /Subtype /CIDFontType2 /BaseFont /X"
    b" /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>>>>]>>"
    b" /G <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>"
)


def test_fonts_without_unicode_are_refused():
    """Characters that a font does not name are refused, never read as digits."""
    with pytest.raises(DocumentError, match="do not say which characters"):
        text_of(one_page(b"BT /F 12 Tf 100 700 Td <001400150016> Tj ET", IDENTITY))


def test_a_few_characters_without_unicode_are_shown_as_such():
    """A sign that no font names is U+FFFD, so that numbers beside it do not join."""
    words = b"BT /G 12 Tf 14 TL 50 700 Td (%s) ' (%s 6) ' /F 12 Tf <0014> Tj /G 12 Tf (19) Tj ET"
    line = b"word " * 12
    assert text_of(one_page(words % (line, line), IDENTITY)).endswith("6\ufffd19")


def test_a_code_that_the_encoding_lacks_is_shown_as_such():
    """pdfminer passes over codes that a CMap lacks; 6·19 must not become 619."""
    words = "全年收到政府信息公开申请并在期限之内答复，其中网络申请和信函申请" * 3
    text = text_of(pdf([paragraph(f"{words}“6·19”洪水", Style())]))
    assert "6\ufffd19" in text


def test_radicals_are_the_characters_they_look_like():
    """Browsers name the radical that a glyph also is: ⻚ is 页."""
    cmap = (
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff>"
        b" endcodespacerange 2 beginbfchar <01> <2EDA> <02> <2F00> endbfchar endcmap end"
    )
    fonts = b"/Font <</F <</Type /Font /Subtype /Type1 /BaseFont /X /ToUnicode 5 0 R>>>>"
    data = one_page(b"BT /F 12 Tf 100 700 Td <0102> Tj ET", fonts, stream_of(cmap))
    assert text_of(data) == "页一"


def stream_of(content: bytes) -> bytes:
    return making.stream(content)
