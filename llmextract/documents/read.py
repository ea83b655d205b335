"""One file as a `Document`."""

from __future__ import annotations

import hashlib
from pathlib import Path

from llmextract.documents.decoding import decode
from llmextract.documents.find import KNOWN, MEDIA_TYPES
from llmextract.errors import DocumentError
from llmextract.types import Document

MAX_BYTES = 5_000_000


def read_document(
    path: str | Path, *, name: str | None = None, max_bytes: int = MAX_BYTES
) -> Document:
    """Read a text file or an HTML page; `name` defaults to the file's name.

    Text is UTF-8, UTF-16 with a mark, or GB18030; line ends become `\\n` and nothing else is
    changed.  A page becomes lines: one a block, one a table row with cells between tabs.
    Raises DocumentError for a file that is missing, unreadable, empty, too large, binary, of an
    unknown type or in an unknown encoding.
    """
    path = Path(path)
    media_type = MEDIA_TYPES.get(path.suffix.lower())
    if media_type is None:
        raise DocumentError(
            f"files of type “{path.suffix or path.name}” are not read",
            where=str(path),
            hint=f"give one of {KNOWN}; convert other formats first",
        )
    data = _bytes(path, max_bytes)
    text, encoding = decode(data, str(path), markup=media_type == "text/html")
    if media_type == "text/html":
        from llmextract.documents.html import html_to_text

        text = html_to_text(text)
    if not text.strip("\ufeff\u200b \t\n\f\v\u00a0\u3000"):
        raise DocumentError(
            "has no text", where=str(path), hint="give a file with text, or leave it out"
        )
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Document(name or path.name, text, sha256, media_type, encoding, str(path))


def _bytes(path: Path, max_bytes: int) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except FileNotFoundError as error:
        raise DocumentError(
            "no such file", where=str(path), hint="check the spelling of the path"
        ) from error
    except PermissionError as error:
        raise DocumentError(
            "may not be read", where=str(path), hint="change the file's permissions"
        ) from error
    except OSError as error:
        raise DocumentError(
            f"cannot be read: {error.strerror}", where=str(path), hint="give a readable file"
        ) from error
    if len(data) > max_bytes:
        raise DocumentError(
            f"is larger than {max_bytes:,} bytes",
            where=str(path),
            hint="split it, or leave it out (in Python: read_document with max_bytes)",
        )
    if not data:
        raise DocumentError("is empty", where=str(path), hint="give a file with text")
    return data
