"""A text PDF as lines of text: a line a paragraph, a line a table row."""

from __future__ import annotations

from llmextract.documents.pdf.columns import stretches
from llmextract.documents.pdf.furniture import without_furniture
from llmextract.documents.pdf.opening import open_sheets
from llmextract.documents.pdf.overleaf import joined
from llmextract.documents.pdf.paragraphs import blocks_of
from llmextract.documents.pdf.ruled import ruled_tables
from llmextract.documents.pdf.words import paper_of
from llmextract.documents.pdf.writing import Writer
from llmextract.paper import Printed


def read_pdf(data: bytes, where: str) -> tuple[str, tuple[Printed, ...]]:
    """The text of a PDF, and where its lines and cells stand on paper.

    Paragraphs are joined over lines, columns and pages; page numbers and running heads are left
    out.  A table row is a line with its cells between tabs: a cell's text at the first row and
    column that it spans.  `Printed` are in order; every character but the blanks between lines,
    tabs and line ends is in one.  Characters without Unicode are U+FFFD, never a guess.

    Raises DocumentError for a PDF that is encrypted, damaged, empty or too long, for a scan, and
    for fonts that do not say which characters they show.
    """
    papers = [paper_of(sheet) for sheet in open_sheets(data, where)]
    found = [ruled_tables(paper) for paper in papers]
    kept = without_furniture([(words, tables) for tables, words in found])
    read = [
        stretch
        for paper, (tables, _), words in zip(papers, found, kept, strict=True)
        for stretch in stretches(paper, words, tables)
    ]
    writer = Writer(papers)
    writer.write(joined(blocks_of(read)))
    return writer.written()


__all__ = ["read_pdf"]
