"""What is made anew from records.jsonl when a run ends: lists for reading, and the totals."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from llmextract.plain import plain
from llmextract.runs.files import json_text, lines_with_offsets, replacing
from llmextract.runs.reading import extraction_of
from llmextract.types import Extraction, Status

REJECTED, FINDINGS, ERRORS = "rejected.jsonl", "findings.jsonl", "errors.jsonl"
_STATED = (Status.STATED, Status.STATED_ZERO)


@dataclass(slots=True)
class Totals:
    """Counted over records.jsonl.  `values` are those with proof; `findings` leave out the
    identities that hold."""

    documents: int = 0
    done: int = 0
    failed: int = 0
    values: int = 0
    rejected: int = 0
    findings: int = 0

    def add(self, found: Extraction) -> None:
        """Count one document."""
        self.documents += 1
        self.failed += found.error is not None
        self.done += found.error is None
        self.values += sum(item.status in _STATED for item in found.evidence.values())
        self.rejected += len(found.rejected)
        self.findings += sum(item.judgement != "holds" for item in found.findings)


@dataclass(slots=True)
class Spent:
    """Counted over rows of ledger.jsonl.  Tokens and seconds are those of calls that were sent;
    cached calls cost nothing."""

    calls: int = 0
    cached: int = 0
    failed: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0

    def add(self, row: Mapping[str, Any]) -> None:
        """Count one row of the ledger."""
        if row["cached"]:
            self.cached += 1
            return
        self.calls += 1
        self.failed += row["error"] is not None
        self.prompt_tokens += row["prompt_tokens"]
        self.completion_tokens += row["completion_tokens"]
        self.seconds += row["seconds"]


def write_views(folder: Path, lines: Iterable[bytes]) -> Totals:
    """Write rejected.jsonl, findings.jsonl and errors.jsonl from the lines of records.jsonl."""
    totals = Totals()
    with (
        replacing(folder / REJECTED) as rejected,
        replacing(folder / FINDINGS) as findings,
        replacing(folder / ERRORS) as errors,
    ):
        for line in lines:
            found = extraction_of(line.decode())
            totals.add(found)
            rejected.writelines(_line(found, item) for item in found.rejected)
            findings.writelines(_line(found, item) for item in found.findings)
            if found.error is not None:
                errors.write(_line(found, {"error": found.error}))
    return totals


def spent(ledger: Path, *, since: int = 0) -> Spent:
    """What the calls in a ledger cost, from byte `since` on.  A damaged row is passed over."""
    total = Spent()
    for offset, line in lines_with_offsets(ledger):
        if offset >= since:
            try:
                total.add(json.loads(line))
            except (ValueError, KeyError, TypeError):
                continue
    total.seconds = round(total.seconds, 3)
    return total


def _line(found: Extraction, item: Any) -> bytes:
    return json_text({"document": found.document, **plain(item)}).encode() + b"\n"
