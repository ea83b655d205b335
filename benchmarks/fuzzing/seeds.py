"""Small sound files of every format, of the bundled examples' prose and tables."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from html import escape
from pathlib import Path

EXAMPLES = Path(__file__).parents[2] / "examples"
FORMATS = ("txt", "html", "docx", "pdf", "zip")
_LINES = 12  # of prose in a seed
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def seeds(format_: str) -> list[bytes]:
    """Sound files of a format."""
    texts = [path.read_text("utf-8") for path in sorted(EXAMPLES.glob("*.txt"))]
    return {"txt": _text, "html": _page, "docx": _word, "pdf": _pdf, "zip": _archive}[format_](
        [_part(text, n) for n, text in enumerate(texts)], [_rows(text) for text in texts]
    )


def packed(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def _part(text: str, n: int) -> list[str]:
    lines = [line.strip() for line in text.split("\n") if line.strip() and "\t" not in line]
    at = n * 7 % max(1, len(lines) - _LINES)
    return lines[at : at + _LINES]


def _rows(text: str) -> list[list[str]]:
    """The first rows of the report's tables; a plain table where it has none."""
    rows = [line.split("\t") for line in text.split("\n") if "\t" in line][:8]
    return rows or [["项目", "数量", ""], ["网络", "4", "件"], ["信函", "9", ""]]


def _text(parts: list[list[str]], tables: list[list[list[str]]]) -> list[bytes]:
    found = []
    for n, (lines, rows) in enumerate(zip(parts, tables, strict=True)):
        text = "\r\n".join([*lines, *("\t".join(row) for row in rows)])
        found.append(text.encode(("utf-8", "gb18030", "utf-8-sig", "utf-16")[n % 4]))
    return found


def _page(parts: list[list[str]], tables: list[list[list[str]]]) -> list[bytes]:
    found = []
    for n, (lines, rows) in enumerate(zip(parts, tables, strict=True)):
        encoding = ("utf-8", "gbk")[n % 2]
        cells = (
            "".join(
                f'<td colspan="{1 + (not i and not n % 3)}">{escape(c)}</td>'
                for i, c in enumerate(row)
            )
            for row in rows
        )
        table = "".join(f"<tr>{row}</tr>" for row in cells)
        menu = "".join(f"<li><a href='#{i}'>栏目{i}</a></li>" for i in range(6))
        body = "".join(f"<p class=MsoNormal><span>{escape(line)}</span></p>\n" for line in lines)
        page = (
            f"<!DOCTYPE html><html><head><meta charset='{encoding}'><title>{lines[0]}</title>"
            f"<script>var a='<p>';</script></head><body><div class=nav><ul>{menu}</ul></div>"
            f"<div id=main>{body}<table border=1>{table}</table><sup>1</sup></div></body></html>"
        )
        found.append(page.encode(encoding, "xmlcharrefreplace"))
    return found


def _word(parts: list[list[str]], tables: list[list[list[str]]]) -> list[bytes]:
    return [word_file(lines, rows) for lines, rows in zip(parts, tables, strict=True)]


def word_file(lines: list[str], rows: list[list[str]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A Word file with numbered headings, a table with merged cells, a note, a field and a box."""
    numbered = '<w:pPr><w:pStyle w:val="H"/></w:pPr>'
    body = "".join(
        f'<w:p>{numbered if n % 3 == 0 else ""}<w:r><w:t xml:space="preserve">{escape(line)}</w:t>'
        '</w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
        for n, line in enumerate(lines)
    )
    extras = (
        "<w:p><w:ins><w:r><w:t>增</w:t></w:r></w:ins><w:del><w:r><w:delText>删</w:delText></w:r>"
        '</w:del><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText>'
        '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>3</w:t></w:r><w:r>'
        '<w:fldChar w:fldCharType="end"/></w:r><w:sdt><w:sdtContent><w:r><w:pict>'
        "<w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
        "</w:sdtContent></w:sdt></w:p>"
    )
    table = "".join(
        "<w:tr>"
        + "".join(
            f'<w:tc><w:tcPr><w:gridSpan w:val="{1 + (c == 0)}"/>{_merge(n) if c == 1 else ""}'
            f"</w:tcPr><w:p><w:r><w:t>{escape(cell)}</w:t></w:r></w:p></w:tc>"
            for c, cell in enumerate(row)
        )
        + "</w:tr>"
        for n, row in enumerate(rows)
    )
    return packed({name: xml.encode() for name, xml in {
        "_rels/.rels": _relations(("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": _relations(
            ("styles", "styles.xml"), ("numbering", "numbering.xml"), ("footnotes", "footnotes.xml")
        ),
        "word/document.xml": _xml(
            "document", f"<w:body>{body}{extras}<w:tbl>{table}</w:tbl></w:body>"
        ),
        "word/styles.xml": _xml(
            "styles",
            '<w:style w:type="paragraph" w:styleId="H"><w:basedOn w:val="H"/><w:pPr><w:numPr>'
            '<w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>',
        ),
        "word/numbering.xml": _xml(
            "numbering",
            '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
        ),
        "word/footnotes.xml": _xml(
            "footnotes", '<w:footnote w:id="2"><w:p><w:r><w:t>注</w:t></w:r></w:p></w:footnote>'
        ),
    }.items()}, method)  # fmt: skip


def _merge(n: int) -> str:
    return '<w:vMerge w:val="restart"/>' if n % 2 == 0 else "<w:vMerge/>"


def _xml(root: str, inner: str) -> str:
    return f'<?xml version="1.0"?><w:{root} xmlns:w="{_W}" xmlns:r="{_R}">{inner}</w:{root}>'


def _relations(*targets: tuple[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="r{n}" Type="{_R}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{inner}</Relationships>'


def _pdf(parts: list[list[str]], tables: list[list[list[str]]]) -> list[bytes]:
    from reportlab.lib import colors
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("a", fontName="STSong-Light", wordWrap="CJK", leading=16)
    found = []
    for n, (lines, rows) in enumerate(zip(parts, tables, strict=True)):
        data = io.BytesIO()
        made = SimpleDocTemplate(data, pageCompression=n % 2, invariant=1)
        width = max(map(len, rows))
        table = Table([(row + [""] * width)[:width] for row in rows])
        table.setStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
                ("FONT", (0, 0), (-1, -1), "STSong-Light", 6),
            ]
        )
        made.build([*(Paragraph(escape(line), style) for line in lines[: 2 + n]), table])
        found.append(data.getvalue())
    return found


def _archive(parts: list[list[str]], tables: list[list[list[str]]]) -> list[bytes]:
    texts, pages, files = _text(parts, tables), _page(parts, tables), _word(parts, tables)
    return [
        packed(
            {
                f"2019/{n}.txt": texts[n],
                f"年报/{n}.html": pages[n],
                f"{n}.docx": files[n],
                "b.jpg": b"x",
            },
            (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED)[n % 2],
        )
        for n in range(len(parts))
    ]


__all__ = ["FORMATS", "packed", "seeds", "word_file"]
