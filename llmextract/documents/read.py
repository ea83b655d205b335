"""One file, or one member of an archive, as a `Document`."""

from __future__ import annotations

import hashlib
from pathlib import Path

from llmextract.documents.archive import Archives, member_paths, split_path
from llmextract.documents.decoding import decode
from llmextract.documents.kinds import (
    ARCHIVES,
    DOCX,
    HTML,
    LIMITS,
    MHTML,
    PDF,
    TEXT,
    media_type_of,
    true_type,
)
from llmextract.documents.placed import placed
from llmextract.errors import DocumentError
from llmextract.paper import Printed
from llmextract.types import Document

MAX_BYTES = LIMITS[TEXT]


def read_document(
    path: str | Path,
    *,
    name: str | None = None,
    max_bytes: int | None = None,
    archives: Archives | None = None,
) -> Document:
    """Read a file, or a member of an archive (`reports.zip/2019/a.html`); `name` defaults to the
    file's name, `max_bytes` to what LIMITS has for its type.  Calls that read many members of one
    archive share `archives`, so that its list is read once.

    Text (.txt) is UTF-8, UTF-16 with a mark, or GB18030; line ends become `\\n` and nothing else
    is changed.  Pages (.html .htm .mht .mhtml), Word files (.docx) and PDF become lines: one a
    block, one a table row with cells between tabs; those of a PDF have their places on paper in
    `printed`.  A Word file's name can stand for what is in truth a page or a PDF: the document's
    media type is the true one.
    Raises DocumentError for a file that is missing, unreadable, empty, too large, damaged,
    encrypted, without text (scanned), of a type that is not read or in an unknown encoding, and
    for an archive, which is no document itself.
    """
    path = Path(path)
    inside = split_path(path)
    where = str(path)
    if path.suffix.lower() in ARCHIVES:
        raise _archive_itself(path)
    promised = media_type_of(path)
    limit = LIMITS[promised] if max_bytes is None else max_bytes
    members = archives or Archives()
    data = _bytes(path, limit) if inside is None else members.read(*inside, limit)
    if not data:
        raise DocumentError("is empty", where=where, hint="give a file with text")
    media_type = true_type(data, promised, where)
    with placed(where):
        text, encoding, printed = _content(data, media_type, where)
    if not text.strip("\ufeff\u200b \t\n\f\v\u00a0\u3000"):
        raise DocumentError("has no text", where=where, hint=_without_text(media_type))
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Document(name or path.name, text, sha256, media_type, encoding, where, printed)


def _content(data: bytes, media_type: str, where: str) -> tuple[str, str, tuple[Printed, ...]]:
    """Text, encoding and places on paper.  Readers are loaded when they are needed."""
    if media_type == DOCX:
        from llmextract.documents.docx import read_docx

        return read_docx(data, where), "utf-8", ()
    if media_type == PDF:
        from llmextract.documents.pdf import read_pdf_confined

        text, printed = read_pdf_confined(data, where)
        return text, "utf-8", printed
    declared = None
    if media_type == MHTML:
        from llmextract.documents.mhtml import page_of

        data, declared = page_of(data, where)
    text, encoding = decode(data, where, markup=media_type != TEXT, declared=declared)
    if media_type != TEXT:
        from llmextract.documents.html import html_to_text

        text = html_to_text(text)
    return text, encoding, ()


def _without_text(media_type: str) -> str:
    if media_type in (DOCX, HTML, MHTML):
        return "if it shows pictures of text, run text recognition (OCR) on them first"
    return "give a file with text, or leave it out"


def _archive_itself(path: Path) -> DocumentError:
    """Why an archive is no document: it cannot be read, or it has documents."""
    try:
        members = member_paths(path)
    except DocumentError as error:
        return error
    example = f", such as {members[0]}" if members else ""
    return DocumentError(
        f"is an archive of {len(members):,} documents",
        where=str(path),
        hint=f"use find_documents, or name one of its members{example}",
    )


def _bytes(path: Path, max_bytes: int) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise DocumentError(
            "no such file", where=str(path), hint="check the spelling of the path"
        ) from error
    except PermissionError as error:
        raise DocumentError(
            "may not be read", where=str(path), hint="change the file's permissions"
        ) from error
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise DocumentError(
            f"cannot be read: {said}", where=str(path), hint="give a readable file"
        ) from error
    if len(data) > max_bytes:
        raise DocumentError(
            f"is larger than {max_bytes:,} bytes",
            where=str(path),
            hint="split it, or leave it out (in Python: read_document with max_bytes)",
        )
    return data


__all__ = ["MAX_BYTES", "read_document"]
