"""Word files made part by part, and one report written as text, page and Word file."""

import io
import re
import zipfile
from html import escape
from pathlib import Path

EXAMPLES = Path(__file__).parents[2] / "examples"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.'
    'openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_MARK = re.compile(r"([一二三四五六七八九十]{1,2}、)|(（[一二三四五六七八九十]{1,2}）)")


def docx(body: str, **parts: str) -> bytes:
    """A Word file with `body` in its document part; `parts` are the inner XML of others
    (`styles`, `numbering`, `footnotes`, `endnotes`)."""
    roots = {"styles": "styles", "numbering": "numbering"}
    texts = {f"word/{name}.xml": part(roots.get(name, name), xml) for name, xml in parts.items()}
    rels = "".join(relation(n, name, f"{name}.xml") for n, name in enumerate(parts))
    return packed(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": relations(relation(0, "officeDocument", "word/document.xml")),
            "word/_rels/document.xml.rels": relations(rels),
            "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
            **texts,
        }
    )


def part(root: str, inner: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<w:{root} {_SPACES}>{inner}</w:{root}>'


def relations(inner: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def relation(n: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{n}" Type="{R}/{kind}" Target="{target}"/>'


def packed(files: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def t(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def r(text: str, properties: str = "") -> str:
    """A run."""
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{t(text)}</w:r>"


def p(*runs: str, properties: str = "") -> str:
    """A paragraph of runs; plain text becomes one."""
    inner = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def item(text: str, num: int = 1, level: int = 0) -> str:
    """A list item."""
    numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'
    return p(text, properties=numbered)


def tc(inner: str, properties: str = "") -> str:
    content = inner if inner.startswith("<") else p(inner)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def tbl(*rows: str, columns: int = 0) -> str:
    grid = '<w:gridCol w:w="900"/>' * columns
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def tr(*cells: str, properties: str = "") -> str:
    inner = "".join(c if c.startswith("<w:tc>") else tc(c) for c in cells)
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{inner}</w:tr>"


def levels(*forms: tuple[str, str], name: int = 0) -> str:
    """An abstract list with a level for each (format, text)."""
    inner = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text) in enumerate(forms)
    )
    return f'<w:abstractNum w:abstractNumId="{name}">{inner}</w:abstractNum>'


def num(name: int = 1, abstract: int = 0, overrides: str = "") -> str:
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{abstract}"/>{overrides}</w:num>'


CHINESE_LIST = levels(
    ("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3.")
)


def report_blocks(text: str) -> list[str | list[list[str]]]:
    """The lines of a report, and its tables as rows of cells."""
    blocks: list[str | list[list[str]]] = []
    for line in text.split("\n"):
        if "\t" not in line:
            blocks += [line.strip()] if line.strip() else []
        elif blocks and isinstance(blocks[-1], list):
            blocks[-1].append(line.split("\t"))
        else:
            blocks.append([line.split("\t")])
    return blocks


def spans(rows: list[list[str]]) -> dict[tuple[int, int], tuple[int, int]]:
    """Height and width of cells that together tile the table: each that has text, over the empty
    places right of it and then below it."""
    width = max(map(len, rows))
    grid = [(row + [""] * width)[:width] for row in rows]
    free = {(r, c) for r in range(len(grid)) for c in range(width)}
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for at in sorted(free):
        if at not in free:
            continue
        row, column = at
        wide, high = 1, 1
        if grid[row][column]:
            while (row, column + wide) in free and not grid[row][column + wide]:
                wide += 1
            below = range(column, column + wide)
            while all((row + high, c) in free and not grid[row + high][c] for c in below):
                high += 1
        found[at] = (high, wide)
        free -= {(row + i, column + j) for i in range(high) for j in range(wide)}
    return found


def table_xml(rows: list[list[str]]) -> str:
    """A Word table whose cells are merged where places are empty."""
    found = spans(rows)
    lines = []
    for n, row in enumerate(rows):
        cells = []
        for (top, column), (high, wide) in sorted(found.items(), key=lambda cell: cell[0][1]):
            if not top <= n < top + high:
                continue
            merge = "" if high == 1 else "<w:vMerge/>" if n > top else '<w:vMerge w:val="restart"/>'
            span = f'<w:tcW w:w="{900 * wide}" w:type="dxa"/><w:gridSpan w:val="{wide}"/>'
            text = row[column] if n == top and column < len(row) else ""
            cells.append(tc(text, span + merge))
        lines.append(tr(*cells))
    return tbl(*lines, columns=max(map(len, rows)))


def table_html(rows: list[list[str]]) -> str:
    found = spans(rows)
    lines = []
    for n, row in enumerate(rows):
        cells = (
            f'<td rowspan="{high}" colspan="{wide}">{escape(row[c]) if c < len(row) else ""}</td>'
            for (top, c), (high, wide) in sorted(found.items())
            if top == n
        )
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(lines)}</table>"


def report_docx(text: str, *, numbered: bool = False) -> bytes:
    """A report as a Word file; if `numbered`, 一、 and （一） before lines are Word's own."""
    body = []
    for block in report_blocks(text):
        mark = _MARK.match(block) if numbered and isinstance(block, str) else None
        if isinstance(block, list):
            body.append(table_xml(block))
        elif mark:
            body.append(item(block[mark.end() :], level=0 if mark[1] else 1))
        else:
            body.append(p(block))
    return docx("".join(body), numbering=CHINESE_LIST + num())


def report_html(text: str) -> str:
    body = "".join(
        table_html(block) if isinstance(block, list) else f"<p>{escape(block)}</p>"
        for block in report_blocks(text)
    )
    return f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'
