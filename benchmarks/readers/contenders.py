"""How each library reads a file: its tables, as rows of the cells that it shows.

A cell that spans others stands once, at its first place; what a library repeats or leaves blank for
the others is left out, so that no convention costs anybody a cell.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

Rows: TypeAlias = list[list[str]]
Reader: TypeAlias = Callable[[Path], Rows]


def llmextract(path: Path) -> Rows:
    """The text as read: a line a table row, its cells between tabs."""
    from llmextract.documents import read_document

    return [line.split("\t") for line in read_document(path).text.split("\n")]


def trafilatura(path: Path) -> Rows:
    """`extract` with tables, as XML."""
    from lxml import etree
    from trafilatura import extract

    found = extract(path.read_bytes(), output_format="xml", include_tables=True)
    if not found:
        return []
    root = etree.fromstring(found.encode())
    return [["".join(cell.itertext()) for cell in row.iter("cell")] for row in root.iter("row")]


def pdfplumber(path: Path) -> Rows:
    """`extract_text` and `extract_tables` of each page, with the library's own settings."""
    from pdfplumber import open as open_pdf

    rows: Rows = []
    with open_pdf(path) as pdf:
        for page in pdf.pages:
            page.extract_text()
            rows += [[cell or "" for cell in row] for t in page.extract_tables() for row in t]
    return rows


def python_docx(path: Path) -> Rows:
    """The text of paragraphs and the cells of rows; merged cells once."""
    from docx import Document

    document = Document(str(path))
    for paragraph in document.paragraphs:
        _ = paragraph.text
    rows = []
    for table in document.tables:
        seen: set[Any] = set()  # elements: their proxies are made anew
        for row in table.rows:
            new = [c for c in row.cells if c._tc not in seen and not seen.add(c._tc)]
            rows.append([cell.text for cell in new])
    return rows


def docling_html(path: Path) -> Rows:
    """Docling's HTML backend; no model has a part in it."""
    from docling.backend.html_backend import HTMLDocumentBackend
    from docling.datamodel.base_models import InputFormat

    return _docling(path, InputFormat.HTML, HTMLDocumentBackend)


def docling_docx(path: Path) -> Rows:
    """Docling's Word backend; no model has a part in it."""
    from docling.backend.msword_backend import MsWordDocumentBackend
    from docling.datamodel.base_models import InputFormat

    return _docling(path, InputFormat.DOCX, MsWordDocumentBackend)


def docling_parse(path: Path) -> Rows:
    """The lines of docling's PDF parser.  Tables would be its models' work, which are left out."""
    parser = _parser()
    document = parser.load(str(path))
    rows = []
    for _, page in document.iterate_pages():
        rows += [[line.text] for line in page.textline_cells]
    document.unload()
    return rows


READERS: Mapping[str, Mapping[str, Reader]] = MappingProxyType(
    {
        "html": {
            "llmextract": llmextract, "trafilatura": trafilatura, "docling, HTML": docling_html,
        },
        "docx": {
            "llmextract": llmextract, "python-docx": python_docx, "docling, Word": docling_docx,
        },
        "pdf": {
            "llmextract": llmextract, "pdfplumber": pdfplumber,
            "docling-parse, lines": docling_parse,
        },
    }
)  # fmt: skip


@cache
def _parser() -> Any:
    from docling_parse.pdf_parser import DoclingPdfParser

    return DoclingPdfParser(loglevel="fatal")


def _docling(path: Path, form: Any, backend: Any) -> Rows:
    from docling.datamodel.document import InputDocument

    stream = io.BytesIO(path.read_bytes())
    given = InputDocument(path_or_stream=stream, format=form, backend=backend, filename=path.name)
    document = given._backend.convert()
    document.export_to_text()
    return [row for table in document.tables for row in _anchors(table)]


def _anchors(table: Any) -> Iterator[list[str]]:
    """The cells of a docling table where they begin."""
    for number in range(table.data.num_rows):
        cells = [c for c in table.data.table_cells if c.start_row_offset_idx == number]
        yield [c.text for c in sorted(cells, key=lambda c: c.start_col_offset_idx)]
