"""Word files: headings as styles or as words, numbered by Word or by hand; merged cells."""

from __future__ import annotations

import io
import re
import zipfile
from random import Random
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from ..page import Cell, Page, Paragraph, Table

WAYS = ("styles", "numbered", "words")
_NUMBER = re.compile(r"^[一二三四五六七八九十]+、")
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # what zip files can say at the earliest


def write(page: Page, rng: Random) -> bytes:
    """The file's bytes, without the time of writing."""
    way, header = rng.choice(WAYS), rng.random() < 0.4
    document = Document()
    if header:
        document.sections[0].header.paragraphs[0].text = page.body
    numbering = _numbering(document) if way == "numbered" and _is_counted(page) else None
    for block in page.blocks:
        if isinstance(block, Table):
            document.element.body.insert(-1, _table(block))  # ahead of the section's properties
            document.add_paragraph()
        else:
            _paragraph(document, block, way, numbering)
    return _bytes(document)


def _is_counted(page: Page) -> bool:
    """Whether Word would count the headings as they are numbered."""
    headings = [b.text for b in page.blocks if isinstance(b, Paragraph) and b.kind == "heading"]
    numbers = [match[0][:-1] for match in map(_NUMBER.match, headings) if match]
    return numbers == list("一二三四五六七八九十")[: len(numbers)] and len(numbers) > 1


def _paragraph(document: Any, block: Paragraph, way: str, numbering: int | None) -> None:
    if block.kind == "text":
        document.add_paragraph(block.text)
        return
    counted = numbering is not None and block.kind == "heading" and _NUMBER.match(block.text)
    text = _NUMBER.sub("", block.text) if counted else block.text
    if way == "words":
        document.add_paragraph().add_run(text).bold = True
        return
    paragraph = document.add_heading(text, level=0 if block.kind == "title" else 1)
    if counted:
        properties = paragraph._p.get_or_add_pPr()
        counter = properties.get_or_add_numPr()
        counter.get_or_add_ilvl().val = 0
        counter.get_or_add_numId().val = numbering


def _numbering(document: Any) -> int:
    """A list whose numbers Word writes itself: 一、 二、 三、"""
    root = document.part.numbering_part.element
    number = 1 + max(int(n) for n in root.xpath("./w:abstractNum/@w:abstractNumId"))
    abstract = _element("w:abstractNum", abstractNumId=number)
    level = _element("w:lvl", ilvl=0)
    for name, value in (
        ("start", 1), ("numFmt", "chineseCounting"), ("suff", "nothing"), ("lvlText", "%1、"),
    ):  # fmt: skip
        level.append(_element(f"w:{name}", val=value))
    abstract.append(level)
    root.insert(0, abstract)  # all of them stand ahead of the lists that use them
    return int(root.add_num(number).numId)


def _table(table: Table) -> Any:
    """`w:tbl` with a grid, `w:gridSpan` and `w:vMerge`."""
    element = _element("w:tbl")
    properties = _element("w:tblPr")
    properties.append(_element("w:tblStyle", val="TableGrid"))
    properties.append(_element("w:tblW", w=0, type="auto"))
    element.append(properties)
    grid = _element("w:tblGrid")
    for _ in range(table.width):
        grid.append(_element("w:gridCol", w=9000 // table.width))
    element.append(grid)
    for row in range(table.height):
        line = _element("w:tr")
        for cell, first in _across(table, row):
            line.append(_cell(cell, first=first))
        element.append(line)
    return element


def _across(table: Table, row: int) -> list[tuple[Cell, bool]]:
    """The cells of a row; those that began above come without words."""
    above = [c for c in table.cells if c.row < row < c.below]
    cells = [(cell, True) for cell in table.row(row)] + [(cell, False) for cell in above]
    return sorted(cells, key=lambda one: one[0].column)


def _cell(cell: Cell, *, first: bool) -> Any:
    element = _element("w:tc")
    properties = _element("w:tcPr")
    if cell.columns > 1:
        properties.append(_element("w:gridSpan", val=cell.columns))
    if cell.rows > 1:
        properties.append(_element("w:vMerge", val="restart") if first else _element("w:vMerge"))
    element.append(properties)
    for line in cell.text.split("\n") if first else [""]:
        paragraph = _element("w:p")
        if line:
            run, text = _element("w:r"), _element("w:t")
            text.text = line
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            run.append(text)
            paragraph.append(run)
        element.append(paragraph)
    return element


def _element(name: str, **attributes: object) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), str(value))
    return element


def _bytes(document: Any) -> bytes:
    """The same bytes at all times: members without their date."""
    first, last = io.BytesIO(), io.BytesIO()
    document.save(first)
    with zipfile.ZipFile(first) as given, zipfile.ZipFile(last, "w", zipfile.ZIP_DEFLATED) as new:
        for member in given.infolist():
            info = zipfile.ZipInfo(member.filename, _LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, given.read(member))
    return last.getvalue()
