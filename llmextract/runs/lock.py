"""One process at a time in a run folder.

The lock is the operating system's (flock): it ends with its holder, however that ends, so a lock
file that a dead process left behind is taken over without guessing from process numbers.
"""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path

from llmextract.errors import RunError
from llmextract.runs.files import run_errors

_BUSY = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)


class FolderLock:
    """Holds `folder/.lock` from construction until `release`.  Raises RunError if it is held."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / ".lock"
        with run_errors(self.path):
            self._handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            self._take(folder)
        except BaseException:
            os.close(self._handle)
            raise

    def _take(self, folder: Path) -> None:
        with run_errors(self.path):
            try:
                _lock(self._handle)
            except OSError as error:
                if error.errno not in _BUSY:
                    raise
                raise RunError(
                    f"process {self._holder()} is at work in this run folder",
                    where=str(folder),
                    hint="wait until it ends, stop it, or choose another folder with --out",
                ) from None
            os.ftruncate(self._handle, 0)
            os.lseek(self._handle, 0, os.SEEK_SET)
            os.write(self._handle, f"{os.getpid()}\n".encode())

    def _holder(self) -> str:
        with contextlib.suppress(OSError):
            os.lseek(self._handle, 0, os.SEEK_SET)
            return os.read(self._handle, 32).decode("ascii", "replace").strip() or "another"
        return "another"

    def release(self) -> None:
        """Let the next process in.  The file stays: deleting it would open a race."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


def _lock(handle: int) -> None:
    if os.name == "posix":
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    else:  # pragma: no cover  (byte 1024 lies behind the process number, which stays readable)
        import msvcrt

        os.lseek(handle, 1024, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
