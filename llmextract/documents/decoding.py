"""From bytes to text: byte order marks, UTF-8, GB18030, and what is no text at all."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from llmextract.errors import DocumentError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"%PDF", "a PDF", "name it .pdf"),
    (b"PK\x03\x04", "an Office document or ZIP archive", "name it .docx or .zip"),
    (b"\xd0\xcf\x11\xe0", "an old Office document", "convert it to .docx"),
    (b"\x89PNG", "an image", "run text recognition (OCR) on it"),
    (b"\xff\xd8\xff", "an image", "run text recognition (OCR) on it"),
    (b"\x1f\x8b", "a compressed file", "unpack it"),
)
_DECLARED = re.compile(
    rb"""(?:<meta[^>]{0,200}?charset|<\?xml[^>]{0,80}?encoding)\s*=\s*["']?([\w-]+)""", re.I
)
_DOUBTED = ("iso8859-1", "cp1252", "ascii")  # they decode anything, or next to nothing
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_PRIVATE = re.compile(r"[\ue000-\uf8ff]")
_CJK = re.compile(r"[\u3400-\u9fff]")
_OTHER = re.compile(r"[^\x00-\x7f\u3400-\u9fff]")
_SPOILT = 0.002  # share of replacement and control characters from which a text is not sense
_COMMON = 0.5  # share of GB2312's first level among hanzi below which they are not Chinese


def decode(
    data: bytes, where: str, *, markup: bool = False, declared: str | None = None
) -> tuple[str, str]:
    """The text of `data` and the encoding it was in; line ends become `\\n`.

    Tries a byte order mark, then the encoding that a header has `declared`, that which the text
    itself declares (for `markup`), UTF-8 and GB18030, each strictly.  Raises DocumentError for
    binary data and for text in none of these.
    """
    _refuse_binary(data, where)
    for encoding, body in _attempts(data, markup, declared):
        try:
            text = body.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if _sensible(text, encoding):
            return text.replace("\r\n", "\n").replace("\r", "\n"), encoding
    raise DocumentError(
        _trouble(data),
        where=where,
        hint="save the file as UTF-8, or convert it with iconv",
    )


def _attempts(data: bytes, markup: bool, header: str | None) -> Iterator[tuple[str, bytes]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            yield encoding, data[len(mark) :]
            return
    match = _DECLARED.search(data[:4096]) if markup else None
    own = match[1].decode("ascii") if match else None
    for declared in (header, own):
        name = _python_name(declared)
        if name:
            yield name, data
    yield "utf-8", data
    yield "gb18030", data


def _python_name(declared: str | None) -> str | None:
    """A declared encoding as Python names it; GB2312 and GBK are read as GB18030."""
    try:
        codec = codecs.lookup(declared or "")
    except (LookupError, ValueError):
        return None
    if codec.name in ("gb2312", "gbk", "hz"):
        return "gb18030"
    return None if codec.name in _DOUBTED or _is_no_text(codec) else codec.name


def _is_no_text(codec: codecs.CodecInfo) -> bool:
    """Whether it is one of Python's codecs from bytes to bytes (hex, zip)."""
    return not getattr(codec, "_is_text_encoding", True)


def _refuse_binary(data: bytes, where: str) -> None:
    for signature, kind, hint in _SIGNATURES:
        if data.startswith(signature):
            raise DocumentError(f"is {kind}, not text", where=where, hint=hint)
    marked = any(data.startswith(mark) for mark, encoding in _MARKS if encoding != "utf-8")
    if not marked and b"\x00" in data:
        raise DocumentError(
            f"is binary: NUL byte at offset {data.index(0)}",
            where=where,
            hint="give a text file; UTF-16 needs its byte order mark",
        )


def _sensible(text: str, encoding: str) -> bool:
    """Whether `text` reads like one that was decoded rightly.

    Any bytes of even number decode as GB18030; wrongly decoded ones give rare hanzi, while
    written Chinese keeps almost wholly to the 3,755 of GB2312's first level.
    """
    if "\x00" in text:  # UTF-16 or UTF-32 with a wrong mark
        return False
    spoilt = text.count("\ufffd") + len(_CONTROL.findall(text))
    if encoding == "gb18030":
        spoilt += len(_PRIVATE.findall(text))
        hanzi = _CJK.findall(text)
        common = sum(1 for c in hanzi if _in_rows(c, 0xB0, 0xD7))
        foreign = sum(1 for c in _OTHER.findall(text) if not _in_rows(c, 0xA1, 0xA9))
        if common < _COMMON * len(hanzi) or foreign > 4 + len(hanzi) // 4:
            return False
    return spoilt <= _SPOILT * len(text)


def _in_rows(character: str, first: int, last: int) -> bool:
    """Whether GB2312 has the character, in its rows `first` to `last` (lead bytes)."""
    code = character.encode("gb18030")
    return len(code) == 2 and first <= code[0] <= last and code[1] >= 0xA1


def _trouble(data: bytes) -> str:
    for mark, encoding in _MARKS[1:]:
        if data.startswith(mark):
            return f"is not the {encoding.upper()} that its byte order mark says"
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        place = f"byte 0x{data[error.start]:02x} at offset {error.start}"
        return f"neither UTF-8 nor GB18030: {place}"
    at = min((i for i in (text.find("\ufffd"), _control_at(text)) if i >= 0), default=0)
    return f"has replacement or control characters, first at character {at}"


def _control_at(text: str) -> int:
    match = _CONTROL.search(text)
    return match.start() if match else -1


__all__ = ["decode"]
