"""Text by key in a folder: diskcache, cut down to what cannot run code.

diskcache's own ways of keeping values run pickles found in its database (CVE-2025-69872,
without a fixed release; its JSONDisk does not help).  Here keys and values are text inside the
database: no pickles, no files, whatever a row says.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class StoreError(Exception):
    """The store cannot be opened, read or written: the disk is full, the file damaged, …"""


class RefusedRowError(Exception):
    """A row that a TextStore cannot have written."""


class TextStore:
    """Nothing is ever evicted.  Several processes may share a folder.  Raises StoreError."""

    def __init__(self, folder: Path) -> None:
        with _translated():
            import diskcache

            self._cache = diskcache.Cache(
                str(folder), disk=_text_disk(), eviction_policy="none", cull_limit=0
            )

    def __len__(self) -> int:
        with _translated():
            return len(self._cache)

    def get(self, key: str) -> str | None:
        """The text under `key`.  Raises RefusedRowError if the row is not ours."""
        with _translated():
            found = self._cache.get(key)
        assert found is None or isinstance(found, str)
        return found

    def set(self, key: str, text: str) -> None:
        with _translated():
            self._cache.set(key, text)

    def delete(self, key: str) -> None:
        with _translated():
            self._cache.delete(key)

    def clear(self) -> int:
        """Remove everything; returns the number of entries."""
        with _translated():
            return int(self._cache.clear())

    def volume(self) -> int:
        """Bytes on disk."""
        with _translated():
            return int(self._cache.volume())

    def close(self) -> None:
        self._cache.close()


@contextmanager
def _translated() -> Iterator[None]:
    import diskcache

    try:
        yield
    # A damaged or tampered settings table shows as any of the last three.
    except (sqlite3.Error, OSError, diskcache.Timeout, TypeError, ValueError, KeyError) as error:
        raise StoreError(str(error) or type(error).__name__) from error


def _text_disk() -> type:
    import diskcache

    class TextDisk(diskcache.Disk):  # type: ignore[misc]
        def __init__(self, directory: str, **_ignored: Any) -> None:
            super().__init__(directory)

        def put(self, key: object) -> tuple[str, bool]:
            return _text(key), True

        def get(self, key: object, raw: object) -> str:
            if not raw:
                raise RefusedRowError
            return _text(key)

        def store(
            self, value: object, read: bool, key: object = None
        ) -> tuple[int, int, None, str]:
            return 0, diskcache.core.MODE_RAW, None, _text(value)

        def fetch(self, mode: object, filename: object, value: object, read: bool) -> str:
            if mode != diskcache.core.MODE_RAW or filename is not None:
                raise RefusedRowError
            return _text(value)

        def remove(self, file_path: object) -> None:
            """Nothing: no file is ours, and a row may name any file."""

    return TextDisk


def _text(value: object) -> str:
    if type(value) is not str:
        raise RefusedRowError
    return value
