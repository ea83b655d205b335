"""A page as a file: text, HTML, Word, PDF; each in variants that are drawn by the page's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from types import MappingProxyType

from ..page import Page

FORMATS = ("text", "html", "docx", "pdf")
SUFFIXES: Mapping[str, str] = MappingProxyType(
    {"text": ".txt", "html": ".html", "docx": ".docx", "pdf": ".pdf"}
)


def written(page: Page, form: str, seed: int) -> bytes:
    """The file's bytes; the same page and seed give the same.

    python-docx and reportlab are needed for `docx` and `pdf` only.
    """
    return _writer(form)(page, rng_for(page, form, seed))


def rng_for(page: Page, form: str, seed: int) -> Random:
    """What draws the variant of a page's file."""
    return Random(f"{seed}/{page.name}/{form}")  # noqa: S311 - invented reports, no secrets


def _writer(form: str) -> Callable[[Page, Random], bytes]:
    if form == "text":
        from .text import write as write_text

        return write_text
    if form == "html":
        from .html import write as write_html

        return write_html
    if form == "docx":
        from .docx import write as write_docx

        return write_docx
    if form == "pdf":
        from .pdf import write as write_pdf

        return write_pdf
    raise ValueError(f"{form} is none of {', '.join(FORMATS)}")
