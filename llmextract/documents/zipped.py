"""ZIP archives opened and read with limits that do not trust what their headers say."""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import IO, Any, cast

from llmextract.errors import DocumentError

_ENTRY_BYTES = 150  # of an archive's directory for each member, at least: names can be long
_ENCRYPTED = 0x1
_HEAD, _PIECE = 30, 65_536  # bytes: of a member's own header, and read at once
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


def list_zip(file: IO[bytes], where: str, most: int) -> list[zipfile.ZipInfo]:
    """The members of the archive in `file`, at most `most`.  Raises DocumentError."""
    try:
        bounded = cast("IO[bytes]", _Bounded(file, most * _ENTRY_BYTES))
        with zipfile.ZipFile(bounded) as archive:
            members = archive.infolist()
    except _BROKEN as error:
        raise DocumentError(
            f"is damaged: not a whole ZIP archive ({_said(error)})",
            where=where,
            hint=_SAVE_AGAIN,
        ) from error
    if len(members) > most:
        raise DocumentError(
            f"has more than {most:,} members", where=where, hint="split the archive"
        )
    return members


def read_member(file: IO[bytes], info: zipfile.ZipInfo, limit: int, where: str) -> bytes:
    """The bytes of a member of the archive in `file`, unpacked to no more than `limit`, nor than
    its header says.  Raises DocumentError if it has more, is encrypted, damaged, or packed in a
    way whose unpacking cannot be bounded."""
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
        data = _unpacked(file, info, min(limit, info.file_size) + 1)
        if len(data) <= limit and (len(data), zlib.crc32(data)) != (info.file_size, info.CRC):
            raise zipfile.BadZipFile("size or checksum differ")
    except _BROKEN as error:
        raise DocumentError(
            f"is damaged in its archive ({_said(error)})", where=where, hint=_SAVE_AGAIN
        ) from error
    if len(data) > limit:
        raise DocumentError(
            f"is larger than {limit:,} bytes", where=where, hint="split it, or leave it out"
        )
    return data


def _unpacked(file: IO[bytes], info: zipfile.ZipInfo, most: int) -> bytes:
    """The first `most` bytes of a member.

    `zipfile` itself would read the whole directory of the archive again for each of its members.
    """
    file.seek(info.header_offset)
    head = file.read(_HEAD)
    if len(head) < _HEAD or not head.startswith(b"PK\x03\x04"):
        raise zipfile.BadZipFile("no member where the directory says")
    file.seek(sum(struct.unpack("<HH", head[-4:])), 1)  # past its name and its extra field
    if info.compress_type == zipfile.ZIP_STORED:
        return file.read(min(info.compress_size, most))
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    data, left = bytearray(), info.compress_size
    while left > 0 and len(data) < most and not unpacker.eof:
        piece = file.read(min(left, _PIECE))
        if not piece:
            raise EOFError("cut short")
        left -= len(piece)
        data += unpacker.decompress(piece, most - len(data))
    return bytes(data)


def _said(error: Exception) -> str:
    return str(error)[:200] or type(error).__name__


__all__ = ["list_zip", "read_member"]
