"""PDFs of known content: prose, and the official tables with their spans, printed in many ways."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from llmextract.schema import Block, Layout
from tests.tables.making import Made

FONT = "STSong-Light"
CN = "一二三四五六七八九十"


@dataclass(frozen=True)
class Style:
    """How a document is set."""

    size: float = 12
    leading: float = 20
    indent: float = 2  # em of first lines
    after: float = 0  # points between paragraphs
    columns: int = 1
    head: str = ""  # running head
    foot: str = ""  # {n} is the page
    page: tuple[float, float] = A4
    margin: float = 28 * mm
    turn: int = 0  # /Rotate
    latin: bool = False


@dataclass
class Form:
    """A table: `rows` as they are read (a spanning cell's text at its first place), `spans` as
    (row, column, last row, last column), `widths` of columns in points."""

    rows: list[list[str]]
    spans: list[tuple[int, int, int, int]]
    widths: list[float]
    heads: int = 1
    centred: set[int] = field(default_factory=set)  # columns

    def text(self) -> str:
        return "\n".join("\t".join(row) for row in self.rows)


def font(name: str = FONT) -> str:
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(name))
    return name


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def paragraph(text: str, style: Style, *, align: int = 0, size: float | None = None) -> Paragraph:
    size = size or style.size
    plain = text.strip("\u3000 ")
    return Paragraph(
        escaped(plain),
        ParagraphStyle(
            "body",
            fontName="Helvetica" if style.latin else font(),
            fontSize=size,
            leading=style.leading * size / style.size,
            firstLineIndent=style.indent * size if align == 0 else 0,
            spaceAfter=style.after,
            alignment=align,
            wordWrap=None if style.latin else "CJK",
        ),
    )


def prose(text: str, style: Style) -> list[Flowable]:
    """A paragraph for every line of `text`; the first is the title, in the middle."""
    lines = [line for line in text.split("\n") if line.strip()]
    title = paragraph(lines[0], style, align=1, size=style.size * 1.5)
    return [title, *(paragraph(line, style) for line in lines[1:])]


def pdf(flow: Sequence[Flowable], style: Style = Style()) -> bytes:
    """The PDF of what is to be set."""
    out = io.BytesIO()
    width, height = style.page
    gap = 8 * mm
    column = (width - 2 * style.margin - gap * (style.columns - 1)) / style.columns
    frames = [
        Frame(style.margin + n * (column + gap), style.margin, column,
              height - 2 * style.margin, 0, 0, 0, 0)
        for n in range(style.columns)
    ]  # fmt: skip

    def furnish(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont(font(), 9)
        if style.head:
            canvas.drawCentredString(width / 2, height - style.margin / 2,
                                     style.head.format(n=canvas.getPageNumber()))  # fmt: skip
        if style.foot:
            canvas.drawCentredString(width / 2, style.margin / 2,
                                     style.foot.format(n=canvas.getPageNumber()))  # fmt: skip
        if style.turn:
            canvas.setPageRotation(style.turn)

    document = BaseDocTemplate(out, pagesize=style.page, invariant=1)
    document.addPageTemplates(PageTemplate(frames=frames, onPage=furnish))
    document.build(list(flow))
    return out.getvalue()


def drawn(draw: Callable[[Canvas], None], page: tuple[float, float] = A4) -> bytes:
    """A PDF of what `draw` puts on a canvas."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=page, invariant=1)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def flowable(
    form: Form, first: int = 0, last: int | None = None, *, ruled: bool = True, heads: bool = False,
    size: float = 9, pad: float = 3, wrap: bool = True,
) -> Table:  # fmt: skip
    """Rows `first` to `last` of a form, with its heads again before them if `heads`."""
    last = len(form.rows) if last is None else last
    picked = [*(range(form.heads) if heads else ()), *range(first, last)]
    at = {row: n for n, row in enumerate(picked)}
    style: list[tuple] = [
        ("FONT", (0, 0), (-1, -1), font(), size),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), pad),
        ("BOTTOMPADDING", (0, 0), (-1, -1), pad),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ]
    style += [("ALIGN", (c, 0), (c, -1), "CENTER") for c in form.centred]
    if ruled:
        style.append(("GRID", (0, 0), (-1, -1), 0.5, "black"))
    for row, column, end, right in form.spans:
        covered = [at[r] for r in range(row, end + 1) if r in at]
        if covered:
            style.append(("SPAN", (column, covered[0]), (right, covered[-1])))
    cells = [[_cell(form, r, c, size, wrap) for c in range(len(form.widths))] for r in picked]
    return Table(cells, colWidths=form.widths, style=style)


def _cell(form: Form, row: int, column: int, size: float, wrap: bool) -> Paragraph | str:
    text = form.rows[row][column]
    if not wrap or len(text) < 4:
        return text
    middle = row < form.heads or column in form.centred
    style = ParagraphStyle("cell", fontName=font(), fontSize=size, leading=size * 1.15,
                           wordWrap="CJK", alignment=1 if middle else 0)  # fmt: skip
    return Paragraph(escaped(text), style)


def over_pages(form: Form, cut: int, *, heads: bool, **how) -> list[Flowable]:
    """The form with a new page before the row `cut`."""
    return [
        flowable(form, 0, cut, **how),
        PageBreak(),
        flowable(form, cut, heads=heads, **how),
    ]


def form_of(made: Made) -> Form:
    """The official form of a made table, with its printed spans."""
    block = made.layout.blocks[0]
    if any(column.under for column in block.columns):
        return _table_3(made, block)
    if block.wide:
        return _table_4(made, block)
    return _sheet(made) if len(made.layout.blocks) == 1 else _table_2(made)


def _value(made: Made, row: str, column: str) -> str:
    value = made.truth[row, column]
    return "/" if value is None else str(value)


def _table_3(made: Made, block: Block) -> Form:
    blank = [""] * 10
    rows = [list(blank) for _ in range(3)]
    rows[0][0] = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    rows[0][3], rows[1][3], rows[1][4], rows[1][9] = (
        "申请人情况",
        "自然人",
        "法人或其他组织",
        "总计",
    )
    rows[2][4:9] = [column.name for column in block.columns[1:6]]
    spans = [(0, 0, 2, 2), (0, 3, 0, 9), (1, 3, 2, 3), (1, 4, 1, 8), (1, 9, 2, 9)]
    group: int | None = None  # the row in which the label of the present group stands
    section = start = number = 0
    for row in block.rows:
        here = len(rows)
        label = row.labels[0]
        if row.head and row.name == "本年度办理结果":
            start, pending = here, label
            continue
        if row.head:
            section, number = section + 1, 0
            group, held = here, f"（{CN[section - 1]}）{label}"
            continue
        values = [_value(made, row.name, column.name) for column in block.columns]
        rows.append([*blank[:3], *values])
        if not start or row is block.rows[-1]:
            rows[here][0] = f"{CN[min(here - 3, 2) if not start else 3]}、{label}"
            spans.append((here, 0, here, 2))
            continue
        if here == start:
            rows[here][0] = f"三、{pending}"
        ungrouped = group is None or row.name == "总计" or row.name == "其他处理"
        if ungrouped:
            section += 1
            rows[here][1] = f"（{CN[section - 1]}）{label}"
            spans.append((here, 1, here, 2))
            group = None
            continue
        number += 1
        if here == group:
            rows[here][1] = held
            size = 1 + _under(block, row.name)
            spans.append((here, 1, here + size - 1, 1))
        rows[here][2] = f"{number}.{label}"
    spans.append((start, 0, len(rows) - 2, 0))
    return Form(rows, spans, [34, 54, 120, *[36] * 7], 3, set(range(3, 10)))


def _under(block: Block, name: str) -> int:
    """How many rows follow in the group of the row `name`."""
    names = [row.name for row in block.rows]
    count = 0
    for row in block.rows[names.index(name) + 1 :]:
        if row.head or row.name in ("总计", "其他处理"):
            break
        count += 1
    return count


def _table_2(made: Made) -> Form:
    width = 1 + max(len(block.columns) for block in made.layout.blocks)
    rows: list[list[str]] = []
    spans: list[tuple[int, int, int, int]] = []
    for n, block in enumerate(made.layout.blocks):
        spans.append((len(rows), 0, len(rows), width - 1))
        rows.append([f"第二十条第（{CN[n * 2]}）项", *[""] * (width - 1)])
        for cells in (
            ["信息内容", *(column.labels[0] for column in block.columns)],
            *([row.labels[0], *(_value(made, row.name, c.name) for c in block.columns)]
              for row in block.rows),
        ):  # fmt: skip
            if len(cells) < width:
                spans.append((len(rows), len(cells) - 1, len(rows), width - 1))
            rows.append([*cells, *[""] * (width - len(cells))])
    return Form(rows, spans, [120, *[300 / (width - 1)] * (width - 1)], 0, set(range(1, width)))


def _table_4(made: Made, block: Block) -> Form:
    rows = [[""] * 15 for _ in range(4)]
    rows[0][0], rows[0][5] = "行政复议", "行政诉讼"
    rows[1][5], rows[1][10] = "未经复议直接起诉", "复议后起诉"
    rows[2] = [column.name for column in block.columns] * 3
    rows[3] = [_value(made, row.name, c.name) for row in block.rows for c in block.columns]
    spans = [(0, 0, 1, 4), (0, 5, 0, 14), (1, 5, 1, 9), (1, 10, 1, 14)]
    return Form(rows, spans, [29.0] * 15, 3, set(range(15)))


def _sheet(made: Made) -> Form:
    rows = [["统计指标", "单位", "统计数"]]
    for n, row in enumerate(made.layout.blocks[0].rows):
        label = f"{n % 9 + 1}．{row.labels[0]}"
        if row.head:
            rows.append([label, "——", "——"])
        else:
            rows.append([label, row.unit or "件", _value(made, row.name, "统计数")])
    return Form(rows, [], [290, 50, 90], 1, {1, 2})


def report(form: Form, layout: Layout, style: Style, **how) -> list[Flowable]:
    """A short report with the table under its heading."""
    rng = random.Random(len(form.rows))
    said = f"本年共办理各类事项{rng.randrange(3, 90)}件，均在期限之内答复。"
    return [
        *prose(
            f"某某局某年度报告\n一、总体情况\n{said}\n二、{layout.headings[0]}\n见下表。", style
        ),
        flowable(form, **how),
        Spacer(1, 20),
        *(
            paragraph(line, style)
            for line in ("三、存在的主要问题", "一是人手不足；二是更新不快。")
        ),
    ]


def raw(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of objects 1, 2, …, of which the first is the catalogue."""
    body = b"%PDF-1.4\n"
    offsets = []
    for n, one in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n" % n + one + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % at for at in offsets)
    return body + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, table, len(objects) + 1, trailer, len(body))
    )


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d %s>>\nstream\n%s\nendstream" % (len(content), entries, content)


def one_page(content: bytes, resources: bytes, *more: bytes, entries: bytes = b"") -> bytes:
    """A page of 600 × 800 points; `more` are objects 5, 6, …"""
    return raw([
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources <<%s>>>>"
        % resources,
        stream(content, entries),
        *more,
    ])  # fmt: skip


def scan(pages: int = 1) -> bytes:
    """Pages that are nothing but an image."""
    kids = b" ".join(b"%d 0 R" % (n + 5) for n in range(pages))
    page = (
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 3 0 R"
        b" /Resources <</XObject <</I 4 0 R>>>>>>"
    )
    image = b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
    return raw([
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Kids [%s] /Count %d>>" % (kids, pages),
        stream(b"q 600 0 0 800 0 0 cm /I Do Q"),
        stream(b"\x80", image),
        *[page] * pages,
    ])  # fmt: skip
