"""What a file is: by its name, and by its first bytes, for names often do not tell the truth."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from llmextract.errors import DocumentError

TEXT, HTML, MHTML = "text/plain", "text/html", "multipart/related"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {
        ".txt": TEXT,
        ".html": HTML,
        ".htm": HTML,
        ".mht": MHTML,
        ".mhtml": MHTML,
        ".docx": DOCX,
        ".pdf": PDF,
    }
)
ARCHIVES = (".zip",)
KNOWN = " ".join((*MEDIA_TYPES, *ARCHIVES))
HIDDEN = (".", "~$")  # what names of hidden files begin with; Word's locks are no documents
MAY_BE = (".doc", ".wps", ".docm")  # read if they are in truth a .docx or a page

LIMITS: Mapping[str, int] = MappingProxyType(
    {
        TEXT: 5_000_000,
        HTML: 5_000_000,
        MHTML: 50_000_000,
        DOCX: 50_000_000,
        PDF: 50_000_000,
    }
)  # bytes of a file

_CONVERT = "convert it first: soffice --headless --convert-to docx FILE"
_OTHERS: Mapping[str, str] = MappingProxyType(
    {
        ".doc": "old Word",
        ".wps": "WPS",
        ".rtf": "RTF",
        ".odt": "OpenDocument",
        ".ofd": "OFD",
    }
)
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?><!--.*?-->\s*)*+"
    rb"<(?:!doctype\s+html|html|head|meta|body|table|div|p)\b",
    re.I | re.S,
)
_SAVED_PAGE = re.compile(rb"\s*(?:MIME-Version|From|Date|Subject|Content-Type|X-[\w-]+):", re.I)
_WORD_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml.{0,500}?(?:Word\.Document|<pkg:package)", re.S)


def media_type_of(path: Path) -> str:
    """The type that a file's name promises; raises DocumentError for one that is not read."""
    suffix = path.suffix.lower()
    if suffix in MAY_BE:
        return DOCX
    if suffix in MEDIA_TYPES:
        return MEDIA_TYPES[suffix]
    if suffix == ".ofd":
        hint = "convert it first: open it in WPS or an OFD reader and save it as PDF"
    elif suffix in _OTHERS:
        hint = _CONVERT
    else:
        hint = f"give one of {KNOWN}; convert other formats first"
    kind = _OTHERS.get(suffix)
    what = f"{kind} files" if kind else f"files of type “{path.suffix or path.name}”"
    raise DocumentError(f"{what} are not read", where=str(path), hint=hint)


def true_type(data: bytes, promised: str, where: str) -> str:
    """The type that the bytes have, if it can be read in place of what the name promised.

    A Word file's name can stand for a page or a PDF; other names must keep to their type.  Raises
    DocumentError for what is read by no reader, and for names that promise something else.
    """
    found = _recognised(data, where) if promised in (DOCX, PDF, MHTML) else promised
    if found is None:
        raise DocumentError(
            f"is not {_said(promised)}",
            where=where,
            hint="open it to see what it is, and give it the ending of its type",
        )
    if promised == PDF and found != PDF:
        raise DocumentError(
            f"is not a PDF but {_said(found)}", where=where, hint="give it the ending of its type"
        )
    return found


def _recognised(data: bytes, where: str) -> str | None:
    if data.startswith(_ZIP):
        return DOCX
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith(_OLE):
        raise DocumentError(_old(data), where=where, hint=_hint(data))
    if data.lstrip()[:5] == b"{\\rtf":
        raise DocumentError("is an RTF file", where=where, hint=_CONVERT)
    if _WORD_XML.match(data[:2000]):
        raise DocumentError("is a Word file in plain XML", where=where, hint=_CONVERT)
    if _PAGE.match(data[:4096]):
        return HTML
    return MHTML if _SAVED_PAGE.match(data[:1024]) else None


def _old(data: bytes) -> str:
    if _is_encrypted(data):
        return "is encrypted: a Word file with a password"
    if "WordDocument".encode("utf-16-le") in data:
        return "is an old Word file (.doc), whatever its name says"
    return "is an old Office file, and no .docx"


def _hint(data: bytes) -> str:
    return "open it with its password and save it without" if _is_encrypted(data) else _CONVERT


def _is_encrypted(data: bytes) -> bool:
    return "EncryptedPackage".encode("utf-16-le") in data


def _said(media_type: str) -> str:
    names = {DOCX: "a Word file", PDF: "a PDF", HTML: "a page", MHTML: "a saved page"}
    return names.get(media_type, media_type)


__all__ = [
    "ARCHIVES",
    "HIDDEN",
    "KNOWN",
    "LIMITS",
    "MAY_BE",
    "MEDIA_TYPES",
    "media_type_of",
    "true_type",
]
