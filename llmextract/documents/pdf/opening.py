"""From bytes to pages as drawn; what is no readable PDF is refused."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import Any

from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import LITERALS_FLATE_DECODE, PDFStream, resolve1

from llmextract.documents.pdf.drawing import UNMAPPED, Drawing
from llmextract.documents.pdf.shapes import Sheet
from llmextract.errors import DocumentError

MAX_PAGES = 2_000
_MOST_GLYPHS = 10_000_000  # of a document
_MOST_CONTENT = 100_000_000  # bytes of one content stream, decompressed
_LOST = 0.02  # share of characters without Unicode from which the text is not worth reading
_SCANNED = 0.4  # of a page: an image that large, with little text, is the page itself
_FEW = 50  # glyphs: a stamp or a page number
_AGAIN = "open it in a viewer and print it to PDF again, or give another format"


def open_sheets(data: bytes, where: str) -> list[Sheet]:
    """The pages of a PDF.  Raises DocumentError for one that is encrypted, damaged, empty, too
    long, a scan, or set in fonts without a map to Unicode."""
    try:
        sheets = list(_sheets(data, where))
    except DocumentError:
        raise
    except PDFPasswordIncorrect as error:
        raise DocumentError(
            "is encrypted and needs a password",
            where=where,
            hint="save a copy without password, for example with qpdf --decrypt",
        ) from error
    except MemoryError as error:
        raise DocumentError("needs too much memory to read", where=where, hint=_AGAIN) from error
    except RecursionError as error:
        raise DocumentError("is nested too deeply", where=where, hint=_AGAIN) from error
    except Exception as error:  # pdfminer lets any exception through that damage brings about
        said = f"{type(error).__name__}: {error}".removesuffix(": ")[:200]
        raise DocumentError(f"is damaged ({said})", where=where, hint=_AGAIN) from error
    _refuse_scan(sheets, where)
    _refuse_unmapped(sheets, where)
    return sheets


def _sheets(data: bytes, where: str) -> Iterator[Sheet]:
    document = PDFDocument(PDFParser(io.BytesIO(data)), caching=True)
    resources = PDFResourceManager(caching=True)
    glyphs = 0
    number = 0
    for number, page in enumerate(PDFPage.create_pages(document), start=1):
        if number > MAX_PAGES:
            raise DocumentError(
                f"has more than {MAX_PAGES:,} pages", where=where, hint="split it into parts"
            )
        _check_contents(page, number, where)
        drawing = Drawing(resources, number)
        PDFPageInterpreter(resources, drawing).process_page(page)
        sheet = drawing.sheet()
        glyphs += len(sheet.glyphs)
        if glyphs > _MOST_GLYPHS:
            raise DocumentError(
                f"has more than {_MOST_GLYPHS:,} characters",
                where=where,
                hint="split it into parts",
            )
        yield sheet
    declared = _declared_pages(document)
    if number < declared:
        raise DocumentError(
            f"is damaged (it says it has {declared:,} pages, and has {number:,})",
            where=where,
            hint=_AGAIN,
        )
    if number == 0:
        raise DocumentError("has no pages", where=where, hint=_AGAIN)


def _declared_pages(document: PDFDocument) -> int:
    pages = resolve1(document.catalog.get("Pages"))
    count = resolve1(pages.get("Count")) if isinstance(pages, dict) else 0
    return count if isinstance(count, int) else 0


def _check_contents(page: PDFPage, number: int, where: str) -> None:
    """Refuse damaged content: pdfminer would pass over the rest of it without a word."""
    for content in page.contents:
        stream: Any = resolve1(content)
        if not isinstance(stream, PDFStream) or stream.rawdata is None or stream.decipher:
            continue
        filters = stream.get_filters()
        if not filters or filters[0][0] not in LITERALS_FLATE_DECODE:
            continue
        unpacking = zlib.decompressobj()
        try:
            size = len(unpacking.decompress(stream.rawdata, _MOST_CONTENT))
        except zlib.error as error:
            raise DocumentError(
                f"is damaged (the content of page {number}: {error})", where=where, hint=_AGAIN
            ) from error
        if size >= _MOST_CONTENT:
            raise DocumentError(
                f"has more than {_MOST_CONTENT:,} bytes on page {number}", where=where, hint=_AGAIN
            )
        if not unpacking.eof:
            raise DocumentError(
                f"is damaged (the content of page {number} is cut off)", where=where, hint=_AGAIN
            )


def _refuse_scan(sheets: list[Sheet], where: str) -> None:
    hint = "recognise its text first, for example with ocrmypdf -l chi_sim"
    scans = [s.number for s in sheets if s.pictured > _SCANNED and len(s.glyphs) < _FEW]
    if len(scans) * 2 > len(sheets):
        raise DocumentError(
            f"is a scan: {len(scans)} of {len(sheets)} pages are images without text",
            where=where,
            hint=hint,
        )
    if not any(glyph.text.strip() for sheet in sheets for glyph in sheet.glyphs):
        raise DocumentError("has no text on its pages", where=where, hint=hint)


def _refuse_unmapped(sheets: list[Sheet], where: str) -> None:
    count = sum(len(sheet.glyphs) for sheet in sheets)
    lost = sum(glyph.text == UNMAPPED for sheet in sheets for glyph in sheet.glyphs)
    if lost > _LOST * count:
        raise DocumentError(
            f"its fonts do not say which characters they show ({lost:,} of {count:,})",
            where=where,
            hint="recognise its text with ocrmypdf --force-ocr, or give another format",
        )


__all__ = ["MAX_PAGES", "open_sheets"]
