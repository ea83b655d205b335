"""Text PDF files: ruled tables, or tables whose columns only line up; several pages."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from html import escape
from random import Random
from typing import Any

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import PageBreak, SimpleDocTemplate, Spacer
from reportlab.platypus import Paragraph as Printed
from reportlab.platypus import Table as PrintedTable
from reportlab.platypus.doctemplate import LayoutError

from ..page import Block, Cell, Page, Paragraph, Table

FONT = "STSong-Light"  # comes with every PDF reader, and no file with it
WAYS = ("ruled", "ruled", "plain")
_PAGES = ("- {n} -", "第{n}页", "{n}", "")
_MARGIN = 56  # points
_WIDTH = A4[0] - 2 * _MARGIN


@dataclass(frozen=True, slots=True)
class _Look:
    """How a file looks: ruled tables or not, the size of letters, the rows that a page takes, and
    whether heads are printed again where a table goes on."""

    ruled: bool
    size: float
    rows: int
    again: bool
    page: str
    head: str


def write(page: Page, rng: Random) -> bytes:
    """The file's bytes."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    look = _Look(
        ruled=rng.choice(WAYS) == "ruled",
        size=rng.choice((10.5, 12)),
        rows=rng.randint(18, 26),
        again=rng.random() < 0.3,
        page=rng.choice(_PAGES),
        head=page.body if rng.random() < 0.3 else "",
    )
    for rows in (look.rows, 12, 6, 3, 1):  # tall labels may leave no room for more
        try:
            return _built(page, replace(look, rows=rows))
        except LayoutError:
            continue
    raise ValueError(f"{page.name}: a row of a table is taller than a page")


def _built(page: Page, look: _Look) -> bytes:
    story = [part for block in page.blocks for part in _story(block, look)]
    target = io.BytesIO()
    document = SimpleDocTemplate(
        target, pagesize=A4, invariant=1, title=page.name, leftMargin=_MARGIN, rightMargin=_MARGIN,
        topMargin=72, bottomMargin=72,
    )  # fmt: skip
    around = partial(_around, look=look)
    document.build(story, onFirstPage=around, onLaterPages=around)
    return target.getvalue()


def _around(canvas: Any, document: Any, *, look: _Look) -> None:
    canvas.setFont(FONT, 9)
    canvas.drawCentredString(A4[0] / 2, 40, look.page.format(n=document.page))
    canvas.drawString(_MARGIN, A4[1] - 44, look.head)


def _story(block: Block, look: _Look) -> Iterator[Any]:
    if isinstance(block, Paragraph):
        yield Printed(escape(block.text), _style(look, block.kind))
        yield Spacer(1, 4)
        return
    for n, part in enumerate(_parts(block, look.rows, again=look.again)):
        if n:
            yield PageBreak()
        yield _table(part, look)
    yield Spacer(1, 8)


def _style(look: _Look, kind: str) -> ParagraphStyle:
    size = {"title": look.size + 6, "heading": look.size + 2}.get(kind, look.size)
    return ParagraphStyle(
        kind, fontName=FONT, fontSize=size, leading=size * 1.5, wordWrap="CJK",
        firstLineIndent=2 * size if kind == "text" else 0,
        alignment=TA_CENTER if kind == "title" else 0,
    )  # fmt: skip


def _table(table: Table, look: _Look) -> Any:
    size = look.size - 2.5
    style = ParagraphStyle(
        "cell",
        fontName=FONT,
        fontSize=size,
        leading=size * 1.2,
        wordWrap="CJK",
        alignment=TA_CENTER,
    )
    grid: list[list[Any]] = [[""] * table.width for _ in range(table.height)]
    spans = []
    for cell in table.cells:
        words = "<br/>".join(escape(line) for line in cell.text.split("\n"))
        grid[cell.row][cell.column] = Printed(words, style) if cell.text else ""
        if cell.rows > 1 or cell.columns > 1:
            spans.append(("SPAN", (cell.column, cell.row), (cell.beyond - 1, cell.below - 1)))
    lines = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)] if look.ruled else []
    commands = [*spans, *lines, ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    return PrintedTable(grid, colWidths=_widths(table), style=commands)


def _widths(table: Table) -> list[float]:
    """Narrow columns of numbers, what is left for the labels, more of it for those on the right."""
    if not table.labels:
        return [_WIDTH / table.width] * table.width
    if table.name == "stat_2014" and table.width == 3:
        return [_WIDTH * share for share in (0.62, 0.14, 0.24)]
    share = 0.4 if table.width - table.labels > 4 else 0.28
    shares = [0.6 + 0.7 * n for n in range(table.labels)]
    labels = [share * one / sum(shares) for one in shares]
    rest = table.width - table.labels
    return [_WIDTH * one for one in (*labels, *[(1 - share) / max(rest, 1)] * rest)]


def _parts(table: Table, rows: int, *, again: bool) -> Iterator[Table]:
    """The table in parts of so many rows; a cell that spans a cut goes on without words."""
    heads = min(table.value_rows(), default=0)
    top = [cell for cell in table.cells if cell.below <= heads] if again else []
    for start in range(0, table.height, rows):
        part = table.changed(_between(table, start, start + rows))
        if start and top:
            moved = [replace(cell, row=cell.row + heads) for cell in part.cells]
            part = table.changed((*top, *moved))
        yield part


def _between(table: Table, start: int, end: int) -> Iterator[Cell]:
    for cell in table.cells:
        if cell.row < end and cell.below > start:
            first, last = max(cell.row, start), min(cell.below, end)
            text = cell.text if cell.row >= start else ""
            yield replace(cell, row=first - start, rows=last - first, text=text)
