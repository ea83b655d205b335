"""Answers kept as JSON lines, so that a run goes on where it stopped."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from meter import Spent

from llmextract.evaluation import Prediction


@dataclass(frozen=True, slots=True)
class Result:
    """What one contender made of one document; `record` is None if it failed with `error`."""

    contender: str
    document: str
    record: Mapping[str, Any] | None
    evidence: Mapping[str, Mapping[str, Any]]
    error: str | None
    spent: Spent

    @property
    def prediction(self) -> Prediction:
        return Prediction(self.document, self.record, self.evidence, self.error)


class Store:
    """One file of results; of two with one key the later counts."""

    def __init__(self, path: Path, *, retry_failed: bool = False) -> None:
        self._path = path
        self._found: dict[str, Result] = {}
        path.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text("utf-8", errors="replace") if path.exists() else ""
        self._torn = bool(text) and not text.endswith("\n")
        for line in text.split("\n"):
            try:
                data = json.loads(line)
                key, data["spent"] = data.pop("key"), Spent(**data["spent"])
                result = Result(**data)
            except (ValueError, KeyError, TypeError):
                continue  # a line cut off by a kill: its document is done again
            self._found[key] = result
        if retry_failed:
            self._found = {k: one for k, one in self._found.items() if one.error is None}

    def get(self, key: str) -> Result | None:
        return self._found.get(key)

    def add(self, key: str, result: Result) -> None:
        line = json.dumps({"key": key, **asdict(result)}, ensure_ascii=False, default=str)
        with self._path.open("a", encoding="utf-8") as file:
            file.write("\n" * self._torn + f"{line}\n")
        self._torn = False
        self._found[key] = result


def key_of(contender: str, settings: Mapping[str, Any], model: str, text_sha256: str) -> str:
    """Names all that an answer depends on."""
    text = json.dumps([contender, dict(settings), model, text_sha256], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
