"""What a run was and spent, and what gold it is held against."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from llmextract.evaluation.gold import Gold
from llmextract.runs.manifest import read_manifest


@dataclass(frozen=True, slots=True)
class RunFacts:
    """A run's settings and its spending.

    Calls, tokens and seconds (of the model, summed over calls) are those of the documents scored,
    as when each call was made: an answer from the cache counts as if it had been asked for, so
    that figures do not depend on what was asked before.  Settings are empty for a bare records
    file.
    """

    name: str
    schema: str = ""
    strategy: str = ""
    model: str = ""
    prompts: Mapping[str, str] = field(default_factory=dict)
    started: str = ""
    version: str = ""
    documents: int = 0
    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0

    def a_document(self, figure: float) -> float:
        """`figure` divided by the number of documents."""
        return figure / self.documents if self.documents else 0.0


@dataclass(frozen=True, slots=True)
class GoldFacts:
    """What gold says how much; `sha256` changes when any label does."""

    name: str
    documents: int
    values: int
    sha256: str


def run_facts(run: Path, documents: Sequence[str]) -> RunFacts:
    """Facts of the run folder or records file `run`, spending counted over `documents`, which
    are names as the records have them."""
    folder = run if run.is_dir() else run.parent
    manifest: Mapping[str, Any] = {}
    if (folder / "manifest.json").is_file():
        manifest = read_manifest(folder)
    spent = _usage(run / "records.jsonl" if run.is_dir() else run)
    scored = [spent[name] for name in documents if name in spent]
    return RunFacts(
        name=folder.name,
        schema=str(manifest.get("schema", "")),
        strategy=str(manifest.get("strategy", "")),
        model=str(manifest.get("model", "")),
        prompts=dict(manifest.get("prompts", {})),
        started=str(manifest.get("started", "")),
        version=str(manifest.get("llmextract", "")),
        documents=len(scored),
        calls=sum(usage.get("calls", 0) for usage in scored),
        prompt_tokens=sum(usage.get("prompt_tokens", 0) for usage in scored),
        completion_tokens=sum(usage.get("completion_tokens", 0) for usage in scored),
        seconds=sum(usage.get("seconds", 0.0) for usage in scored),
    )


def gold_facts(name: str, golds: Sequence[Gold], sha256: str) -> GoldFacts:
    values = sum(value is not None for gold in golds for value in gold.values.values())
    return GoldFacts(name, len(golds), values, sha256)


def _usage(records: Path) -> dict[str, Mapping[str, Any]]:
    """Usage by document; the last line about one counts."""
    spent: dict[str, Mapping[str, Any]] = {}
    with records.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                data = json.loads(line)
                spent[data["document"]] = data.get("usage") or {}
    return spent
