"""records.jsonl: one JSON object a document, appended as documents finish.

The last whole line about a document counts.  Beside what `llmextract.record` puts into it, it
holds what was `rejected`, and a `key` that says under which settings and from which text it was
made.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from llmextract.plain import plain
from llmextract.record import to_json_line
from llmextract.runs.files import (
    LineWriter,
    json_text,
    lines_with_offsets,
    replacing,
    run_errors,
)
from llmextract.types import Extraction

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

    def append(self, extraction: Extraction, key: str) -> None:
        """Add the line about a document; it is on the disk when this returns."""
        offset, length = self._writer.append(record_line(extraction, key))
        self.entries.pop(extraction.document, None)
        entry = Entry(key, extraction.error is not None, offset, length)
        self.entries[extraction.document] = entry

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


def record_line(extraction: Extraction, key: str) -> str:
    """The line about a document: that of `to_json_line`, then `rejected` and `key`."""
    more = json_text({"rejected": plain(extraction.rejected), "key": key})
    return f"{to_json_line(extraction).rstrip()[:-1]}, {more[1:]}"
