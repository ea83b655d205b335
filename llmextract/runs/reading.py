"""Reading a run folder back: extractions, texts, items."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from llmextract.errors import RunError
from llmextract.runs.files import run_errors
from llmextract.runs.names import text_file
from llmextract.runs.records import RECORDS, Entry, read_entries
from llmextract.types import (
    Evidence,
    Extraction,
    Finding,
    Qualifier,
    Rejected,
    Span,
    Status,
    Usage,
)

DOCUMENTS = "documents"


class RunReader:
    """A run folder to look at; needs no lock, and works while a run goes on.

    Raises RunError if `folder` holds no records.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        path = folder / RECORDS
        with run_errors(path):
            if not path.exists():
                raise RunError(
                    "is no run folder: it has no records.jsonl", where=str(folder),
                    hint="give a folder that `llmextract extract --out` made",
                )  # fmt: skip
        self._entries = read_entries(path)[0]

    @property
    def names(self) -> list[str]:
        """The documents, in order of their records."""
        return list(self._entries)

    def extractions(self) -> Iterator[Extraction]:
        """All extractions, read one by one."""
        with run_errors(self.folder), (self.folder / RECORDS).open("rb") as file:
            for entry in self._entries.values():
                file.seek(entry.offset)
                yield extraction_of(file.read(entry.length).decode())

    def extraction(self, name: str) -> Extraction:
        """The extraction of one document.  Raises RunError for an unknown name."""
        entry = self._entry(name)
        with run_errors(self.folder), (self.folder / RECORDS).open("rb") as file:
            file.seek(entry.offset)
            return extraction_of(file.read(entry.length).decode())

    def text(self, name: str) -> str:
        """A document's text as read.  Raises RunError if it is missing."""
        path = self.folder / DOCUMENTS / text_file(name)
        with run_errors(path):
            return path.read_bytes().decode()

    def _entry(self, name: str) -> Entry:
        if name not in self._entries:
            some = ", ".join(self.names[:5]) or "none"
            raise RunError(
                f"no document {name!r} in this run",
                where=str(self.folder),
                hint=f"there are: {some}",
            )
        return self._entries[name]


def extraction_of(line: str) -> Extraction:
    """The extraction that a line of records.jsonl holds."""
    data = json.loads(line)
    return Extraction(
        document=data["document"],
        record=data["record"],
        evidence={pointer: _evidence(item) for pointer, item in data["evidence"].items()},
        rejected=tuple(_rejected(item) for item in data.get("rejected", ())),
        findings=tuple(_finding(item) for item in data["findings"]),
        usage=Usage(**data["usage"]),
        error=data["error"],
    )


def _evidence(item: Mapping[str, Any]) -> Evidence:
    data = {"quote": "", "start": 0, "end": 0, **item}
    data["status"] = Status(data["status"])
    if "qualifier" in data:
        data["qualifier"] = Qualifier(data["qualifier"])
    if data.get("cell"):
        data["cell"] = Span(**data["cell"])
    if data.get("box"):
        data["box"] = tuple(data["box"])
    data["also"] = tuple(Span(**span) for span in data.get("also", ()))
    return Evidence(**data)


def _rejected(item: Mapping[str, Any]) -> Rejected:
    span = item["span"]
    return Rejected(**{**item, "span": Span(**span) if span else None})


def _finding(item: Mapping[str, Any]) -> Finding:
    return Finding(**{**item, "pointers": tuple(item["pointers"])})
