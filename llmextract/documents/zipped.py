"""ZIP archives opened and read with limits that do not trust what their headers say."""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import IO, Any, cast

from llmextract.errors import DocumentError

_ENTRY_BYTES = 150  # of an archive's directory for each member, at least: names can be long
_ENCRYPTED = 0x1
_SAVE_AGAIN = "get it anew, or pack its files again"
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError,
    RuntimeError, ValueError, OverflowError,
)  # fmt: skip


class _Bounded:
    """A file of which no more than `limit` bytes are read at once.

    `zipfile` reads the directory at once, and makes an object of each of its entries.
    """

    def __init__(self, file: IO[bytes], limit: int) -> None:
        self._file, self._limit = file, limit

    def read(self, size: int = -1) -> bytes:
        if size > self._limit:
            raise ValueError("too many members")
        return self._file.read(self._limit if size < 0 else size)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def open_zip(file: IO[bytes], where: str, most: int) -> zipfile.ZipFile:
    """The archive in `file`, of at most `most` members.  Raises DocumentError."""
    try:
        bounded = cast("IO[bytes]", _Bounded(file, most * _ENTRY_BYTES))
        archive = zipfile.ZipFile(bounded)
    except _BROKEN as error:
        raise DocumentError(
            f"is damaged: not a whole ZIP archive ({_said(error)})",
            where=where,
            hint=_SAVE_AGAIN,
        ) from error
    if len(archive.infolist()) > most:
        raise DocumentError(
            f"has more than {most:,} members", where=where, hint="split the archive"
        )
    return archive


def read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int, where: str) -> bytes:
    """A member's bytes, unpacked to no more than `limit`.  Raises DocumentError if it has more,
    is encrypted, damaged, or packed in a way whose unpacking cannot be bounded."""
    if info.flag_bits & _ENCRYPTED:
        raise DocumentError(
            "is encrypted", where=where, hint="unpack the archive with its password first"
        )
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise DocumentError(
            f"is packed by a method that is not read (number {info.compress_type})",
            where=where,
            hint="pack it again as an ordinary ZIP archive (deflate)",
        )
    try:
        with archive.open(info) as member:
            data = member.read(limit + 1)
    except _BROKEN as error:
        raise DocumentError(
            f"is damaged in its archive ({_said(error)})", where=where, hint=_SAVE_AGAIN
        ) from error
    if len(data) > limit:
        raise DocumentError(
            f"is larger than {limit:,} bytes", where=where, hint="split it, or leave it out"
        )
    return data


def _said(error: Exception) -> str:
    return str(error)[:200] or type(error).__name__


__all__ = ["open_zip", "read_member"]
