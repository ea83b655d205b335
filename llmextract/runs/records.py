"""records.jsonl: one JSON object a document, appended as documents finish.

The last whole line about a document counts.  Its member `key` says under which settings and from
which text it was made.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from llmextract.runs.files import LineWriter, lines_with_offsets, replacing, run_errors

RECORDS = "records.jsonl"


@dataclass(frozen=True, slots=True)
class Entry:
    """Where the line about a document stands (bytes), and what it is."""

    key: str
    failed: bool
    offset: int
    length: int

    def holds(self, key: str) -> bool:
        """Whether the document is finished under `key`."""
        return not self.failed and self.key == key


class Records:
    """The records file of a folder whose lock the caller holds.

    Only the entries are kept in memory, in the order of the lines.  `unreadable` holds the
    offsets of lines that are no records.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / RECORDS
        self._index()
        self._writer = LineWriter(self._path)

    def append(self, name: str, line: str, key: str, *, failed: bool) -> None:
        """Add the line about a document; it is on the disk when this returns."""
        offset, length = self._writer.append(with_key(line, key))
        self.entries.pop(name, None)
        self.entries[name] = Entry(key, failed, offset, length)

    def lines(self, names: Iterable[str]) -> Iterator[bytes]:
        """The lines about `names`, without newlines."""
        with run_errors(self._path), self._path.open("rb") as file:
            for name in names:
                entry = self.entries[name]
                file.seek(entry.offset)
                yield file.read(entry.length)

    def rewrite(self, names: Iterable[str]) -> None:
        """Keep the lines about `names` only, in that order."""
        with replacing(self._path) as file:
            file.writelines(line + b"\n" for line in self.lines(names))
        self.close()
        self._index()
        self._writer = LineWriter(self._path)

    def close(self) -> None:
        self._writer.close()

    def _index(self) -> None:
        self.entries, self.unreadable = read_entries(self._path)


def read_entries(path: Path) -> tuple[dict[str, Entry], list[int]]:
    """The entries of a records file by document, and the offsets of lines that are no records."""
    entries: dict[str, Entry] = {}
    unreadable: list[int] = []
    for offset, line in lines_with_offsets(path):
        try:
            data = json.loads(line)
            entry = Entry(data["key"], data["error"] is not None, offset, len(line))
            entries.pop(data["document"], None)  # so that the order is that of the lines
            entries[data["document"]] = entry
        except (ValueError, KeyError, TypeError):
            unreadable.append(offset)
    return entries, unreadable


def with_key(line: str, key: str) -> str:
    """The JSON object in `line` with a last member `key`."""
    return f'{line.rstrip()[:-1]}, "key": {json.dumps(key)}}}'
