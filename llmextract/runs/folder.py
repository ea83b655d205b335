"""The run folder: everything a run made, on the disk as soon as it is made.

    manifest.json     what ran, with what, when, and the totals
    documents/        each document's text as read; every offset counts in it
    records.jsonl     one object a document: record, evidence, rejected, findings, usage, error
    ledger.jsonl      every call, in the order of their ends
    rejected.jsonl    lists made from records.jsonl, one line an item, anew when a run ends
    findings.jsonl
    errors.jsonl

`records.jsonl` alone says what is finished, so running again goes on where the last run stopped.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any

from llmextract.ledger import LedgerRow
from llmextract.runs.files import LineWriter, json_text, mend_tail, replacing, run_errors
from llmextract.runs.lock import FolderLock
from llmextract.runs.manifest import now, write_manifest
from llmextract.runs.names import text_file
from llmextract.runs.reading import DOCUMENTS
from llmextract.runs.records import RECORDS, Records
from llmextract.runs.settings import Settings
from llmextract.runs.views import spent, write_views
from llmextract.types import Document, Extraction

LEDGER = "ledger.jsonl"
_log = logging.getLogger(__name__)


class RunFolder:
    """A run folder held by this process, for documents called `names`, in order.

    A context manager: leaving it puts lists, totals and manifest in order and lets go.  `options`
    are for the manifest.  `notes` says what had to be mended.  Raises RunError if the folder is
    locked or cannot be written.
    """

    def __init__(
        self, path: Path, settings: Settings, options: Mapping[str, Any], names: Sequence[str]
    ) -> None:
        self.path, self.settings = path, settings
        self.notes: list[str] = []
        self._options, self._names, self._started = options, names, now()
        self._sha256: dict[str, str] = {}
        self._sources: dict[str, str] = {}
        self._complete = False
        with run_errors(path):
            (path / DOCUMENTS).mkdir(parents=True, exist_ok=True)
        self._lock = FolderLock(path)
        try:
            self._open()
        except BaseException:
            self._lock.release()
            raise

    def __enter__(self) -> RunFolder:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self._finish()
        finally:
            self._records.close()
            self._ledger.close()
            self._lock.release()

    def finished(self, document: Document) -> str | None:
        """The line about `document` if one was made without error from the same text under the
        same settings."""
        self._sha256[document.name] = document.sha256
        if document.source:
            self._sources[document.name] = document.source
        entry = self._records.entries.get(document.name)
        if entry is None or not entry.holds(self.settings.key_of(document.sha256)):
            return None
        return next(self._records.lines([document.name])).decode()

    def add(self, document: Document, extraction: Extraction) -> None:
        """Store what was found; it is on the disk when this returns."""
        with replacing(self.path / DOCUMENTS / text_file(document.name)) as file:
            file.write(document.text.encode())
        self._records.append(extraction, self.settings.key_of(document.sha256))

    def add_unread(self, extraction: Extraction) -> None:
        """Store the error of a document that could not be read."""
        self._records.append(extraction, "")

    def log_call(self, row: LedgerRow) -> None:
        """Store a row of the ledger; one that comes after the end is dropped."""
        if not self._ledger.closed:
            self._ledger.append(json_text(asdict(row)))

    def complete(self) -> None:
        """Every document of this run has been dealt with."""
        self._complete = True

    def _open(self) -> None:
        for file in sorted(self.path.glob("*.jsonl")):
            if dropped := mend_tail(file):
                self._note(f"{file.name}: dropped a torn last line ({dropped} bytes)")
        self._records = Records(self.path)
        for offset in self._records.unreadable:
            self._note(f"{RECORDS}: passed over an unreadable line at byte {offset}")
        self._ledger = LineWriter(self.path / LEDGER)
        self._write_manifest("running")

    def _finish(self) -> None:
        if self._complete:
            self._records.rewrite(self._kept())
        totals = write_views(self.path, self._records.lines(self._records.entries))
        calls = spent(self.path / LEDGER)
        state = "finished" if self._complete else "stopped"
        self._write_manifest(state, {**asdict(totals), "spent": asdict(calls)})

    def _kept(self) -> list[str]:
        """This run's documents in order, then those of earlier runs under the same settings."""
        entries = self._records.entries
        wanted = dict.fromkeys(self._names)
        others = [name for name in entries if name not in wanted]
        same = [n for n in others if entries[n].key.startswith(f"{self.settings.key}-")]
        if dropped := len(others) - len(same):
            self._note(
                f"{RECORDS}: left out {dropped} records that other settings made of documents "
                "not in this run; their calls are still in the response cache"
            )
        return [name for name in (*wanted, *same) if name in entries]

    def _note(self, text: str) -> None:
        self.notes.append(text)
        _log.warning("%s: %s", self.path, text)

    def _write_manifest(self, state: str, totals: Mapping[str, Any] | None = None) -> None:
        documents = [
            {"name": name, "sha256": self._sha256.get(name)}
            | ({"source": self._sources[name]} if name in self._sources else {})
            for name in self._names
        ]
        write_manifest(
            self.path, self.settings, self._options, documents,
            started=self._started, state=state, notes=self.notes, totals=totals,
        )  # fmt: skip
