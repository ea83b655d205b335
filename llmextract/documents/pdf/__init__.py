"""Text PDFs: paragraphs and tables as lines of text, with page and box."""

from __future__ import annotations

from llmextract.paper import Printed


def read_pdf(data: bytes, where: str) -> tuple[str, tuple[Printed, ...]]:
    """`reading.read_pdf`, in this process: for files that are trusted."""
    from llmextract.documents.pdf.reading import read_pdf as read

    return read(data, where)


def read_pdf_confined(data: bytes, where: str) -> tuple[str, tuple[Printed, ...]]:
    """`read_pdf` in a process of its own, whose time and memory are limited.

    Raises DocumentError also where reading takes too long or too much memory, or crashes.
    """
    from llmextract.documents.confined import read_confined

    return read_confined("pdf", data, where)


__all__ = ["read_pdf", "read_pdf_confined"]
