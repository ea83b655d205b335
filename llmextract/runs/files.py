"""Files that survive a kill: appended lines, atomic replacement, mended tails.

A line counts once its newline is on the disk.  Every OSError becomes a RunError that names the
file and says what to do.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from llmextract.errors import RunError

_HINTS = {
    errno.ENOSPC: "free some disk space and run again: everything finished so far is kept",
    errno.EDQUOT: "your disk quota is used up; make room and run again: finished work is kept",
    errno.EROFS: "the file system is read-only; choose another folder with --out",
    errno.EACCES: "you may not write there; choose another folder with --out",
    errno.EPERM: "you may not write there; choose another folder with --out",
    errno.ENOTDIR: "a file stands where a folder should be; choose another folder with --out",
    errno.EEXIST: "a file stands where a folder should be; choose another folder with --out",
}


@contextlib.contextmanager
def run_errors(path: Path) -> Iterator[None]:
    """Turn an OSError about `path` into a RunError."""
    try:
        yield
    except OSError as error:
        what = error.strerror or type(error).__name__
        hint = _HINTS.get(error.errno or 0, "see to it and run again: finished work is kept")
        raise RunError(f"cannot be written or read: {what}", where=str(path), hint=hint) from error


class LineWriter:
    """Appends whole lines to a file, each on the disk before `append` returns."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with run_errors(path):
            self._file: IO[bytes] = path.open("ab", buffering=0)

    def append(self, line: str) -> tuple[int, int]:
        """Write `line` and return its (offset, length) in bytes, without the newline.

        If the disk is full the file is cut back to its last whole line before RunError is raised.
        """
        if "\n" in line:
            raise ValueError("a line holds no newline")
        data = line.encode()
        start = self._file.seek(0, os.SEEK_END)
        with run_errors(self.path):
            try:
                _write_all(self._file, data + b"\n")
                os.fsync(self._file.fileno())
            except OSError:
                with contextlib.suppress(OSError):
                    self._file.truncate(start)
                raise
        return start, len(data)

    @property
    def closed(self) -> bool:
        return self._file.closed

    def close(self) -> None:
        self._file.close()


def _write_all(file: IO[bytes], data: bytes) -> None:
    """Unbuffered writes may be short: write until all is out."""
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file to write that takes the place of `path` at the end: readers see the old one or the
    new one, never a part.

    The caller holds the folder's lock: the temporary name is fixed, so that a kill leaves one
    file at most, which the next call writes over.
    """
    temporary = path.with_name(f".{path.name}.new")
    with run_errors(path):
        try:
            with temporary.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make names in `folder` durable (where the platform can open a folder)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def mend_tail(path: Path) -> int:
    """Cut a last line that has no newline (a kill tore it) and return the bytes dropped."""
    with run_errors(path):
        if not path.exists():
            return 0
        with path.open("r+b") as file:
            size = file.seek(0, os.SEEK_END)
            keep = _last_newline(file, size)
            if keep < size:
                file.truncate(keep)
                os.fsync(file.fileno())
            return size - keep


def _last_newline(file: IO[bytes], size: int) -> int:
    """The offset just after the last newline, 0 if there is none."""
    end, block = size, 1 << 16
    while end > 0:
        start = max(0, end - block)
        file.seek(start)
        found = file.read(end - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0


def lines_with_offsets(path: Path) -> Iterator[tuple[int, bytes]]:
    """Each whole line with its byte offset, without the newline; nothing if there is no file."""
    with run_errors(path):
        if not path.exists():
            return
        with path.open("rb") as file:
            offset = 0
            for line in file:
                if line.endswith(b"\n"):
                    yield offset, line[:-1]
                offset += len(line)


def json_text(value: Any) -> str:
    """`value` as JSON on one line, whatever a reader takes for the end of a line."""
    text = json.dumps(value, ensure_ascii=False)
    return text.replace("\x85", r"\u0085").replace("\u2028", r"\u2028").replace("\u2029", r"\u2029")
