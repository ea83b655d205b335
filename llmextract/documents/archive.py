"""Archives: their members as virtual paths (`reports.zip/2019/a.html`), read where they lie."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import threading
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from llmextract.documents.kinds import ARCHIVES, HIDDEN, MEDIA_TYPES
from llmextract.documents.zipped import list_zip, read_member
from llmextract.errors import DocumentError

MOST_BYTES = 1_000_000_000  # of an archive
MOST_MEMBERS = 100_000
MOST_UNPACKED = 20_000_000_000  # bytes, all documents of an archive together
_UTF8_NAME = 0x800
_DRIVE = re.compile(r"[A-Za-z]:")
_UNIX = 3  # the system whose file modes an entry can hold


@dataclass(frozen=True, slots=True)
class Member:
    """A document in an archive.  `name` is as it is written there, decoded; `path` is that name
    made harmless, so that as a path it never leads out of the archive; `danger` says why it must
    not be read, if it must not."""

    name: str
    path: str
    danger: str
    info: zipfile.ZipInfo


def split_path(path: Path) -> tuple[Path, str] | None:
    """The archive that `path` leads into, and the rest of it; None if it leads into none."""
    if path.exists():
        return None
    for parent in path.parents:
        if parent.suffix.lower() in ARCHIVES and parent.is_file():
            return parent, path.as_posix()[len(parent.as_posix()) + 1 :]
    return None


def member_paths(archive: Path) -> list[Path]:
    """The documents of an archive as virtual paths, sorted.

    Hidden files, `__MACOSX`, files of other types and archives in archives are passed over;
    members that must not be read are listed, so that reading them says why.  Raises DocumentError
    for an archive that is damaged or too large.
    """
    return sorted(archive / path for path in _listed(archive))


class Archives:
    """Reads members of archives; threads can share it.

    It knows the members of the archive that it read from last: listing them takes a large archive
    seconds, and documents of one archive are read one after another.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: tuple[object, Mapping[str, Member]] = (None, {})

    def read(self, archive: Path, path: str, limit: int) -> bytes:
        """The bytes of the member that a virtual path leads to, at most `limit`.

        Raises DocumentError, with archive and member, for one that is not there, too large,
        encrypted, damaged or dangerous.
        """
        where = f"{archive}/{path}"
        member = self._members(archive).get(path)
        if member is None:
            raise DocumentError(
                "the archive has no such member", where=where, hint="check the spelling of the path"
            )
        if member.danger:
            raise DocumentError(
                f"{member.danger} ({member.name!r}), and is not read",
                where=where,
                hint="do not trust this archive; pack the file anew under a plain name",
            )
        with _opened(archive) as file:
            return read_member(file, member.info, limit, where)

    def _members(self, archive: Path) -> Mapping[str, Member]:
        with self._lock:
            with _opened(archive) as file:
                state = os.fstat(file.fileno())
            key = (archive.absolute(), state.st_size, state.st_mtime_ns)
            if self._last[0] != key:
                self._last = (key, _listed(archive))
            return self._last[1]


@contextlib.contextmanager
def _opened(archive: Path) -> Iterator[IO[bytes]]:
    try:
        file = archive.open("rb")
    except OSError as error:
        raise DocumentError(
            f"cannot be read: {error.strerror}", where=str(archive), hint="give a readable file"
        ) from error
    with file:
        yield file


def _listed(archive: Path) -> dict[str, Member]:
    """The documents of an archive by virtual path; of several of one path the last, which is what
    unpacking would leave."""
    with _opened(archive) as file:
        size = os.fstat(file.fileno()).st_size
        if size > MOST_BYTES:
            raise DocumentError(
                f"is larger than {MOST_BYTES:,} bytes", where=str(archive), hint="split the archive"
            )
        infos = list_zip(file, str(archive), MOST_MEMBERS)
    members = {member.path: member for member in _members(infos)}
    _refuse_bomb(infos, members.values(), size, archive)
    return members


def _refuse_bomb(
    infos: Sequence[zipfile.ZipInfo], members: Iterable[Member], size: int, archive: Path
) -> None:
    """Refuse an archive whose members overlap, or come to too much: no member is read further
    than its header says it goes, so the headers bound the whole."""
    packed = sum(info.compress_size for info in infos)
    unpacked = sum(member.info.file_size for member in members)
    if packed > size or unpacked > MOST_UNPACKED:
        raise DocumentError(
            "unpacks to more than it can hold (a ZIP bomb)",
            where=str(archive),
            hint="do not trust this archive",
        )


def _members(infos: Iterable[zipfile.ZipInfo]) -> Iterator[Member]:
    for info in infos:
        name = _name(info)
        parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]
        if not parts or name.endswith(("/", "\\")) or _is_passed_over(parts):
            continue
        path = "/".join(_harmless(part) for part in parts)
        yield Member(name, path, _danger(name, parts, info), info)


def _is_passed_over(parts: list[str]) -> bool:
    if PurePosixPath(parts[-1].partition("\0")[0]).suffix.lower() not in MEDIA_TYPES:
        return True
    return "__MACOSX" in parts or any(p.startswith(HIDDEN) and p != ".." for p in parts)


def _name(info: zipfile.ZipInfo) -> str:
    """A member's name: without a mark of UTF-8, its bytes are often UTF-8 or GBK all the same."""
    if info.flag_bits & _UTF8_NAME:
        return info.orig_filename
    data = info.orig_filename.encode("cp437", errors="replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.orig_filename


def _harmless(part: str) -> str:
    """A part of a path that stays in its folder, and can be written down."""
    part = "%2E%2E" if part == ".." else part
    return re.sub(r"[\x00-\x1f\x7f:]", lambda match: f"%{ord(match[0]):02X}", part)


def _danger(name: str, parts: list[str], info: zipfile.ZipInfo) -> str:
    if ".." in parts:
        return "leads out of the archive"
    if name.startswith(("/", "\\")) or _DRIVE.match(name):
        return "names a place outside the archive"
    if "\0" in name:
        return "has a NUL in its name"
    if info.create_system == _UNIX and stat.S_ISLNK(info.external_attr >> 16):
        return "is a link to another file"
    return ""


__all__ = ["Archives", "member_paths", "split_path"]
