"""Reading what a run found: `records.jsonl`, one line a document."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path, PurePath
from typing import Any

from llmextract.errors import UsageError
from llmextract.types import Pointer, Span


@dataclass(frozen=True, slots=True)
class Prediction:
    """One document's record (None if it failed) and the evidence of its values."""

    document: str
    record: Mapping[str, Any] | None
    evidence: Mapping[Pointer, Mapping[str, Any]] = field(default_factory=dict)
    error: str | None = None

    def value(self, pointer: Pointer) -> Any:
        """The value at `pointer`; None if there is none."""
        at: Any = self.record
        for part in pointer.split("/")[1:]:
            at = at.get(part.replace("~1", "/").replace("~0", "~")) if _is_map(at) else None
        return at

    def span(self, pointer: Pointer) -> Span | None:
        proof = self.evidence.get(pointer, {})
        start, end = proof.get("start"), proof.get("end")
        return Span(start, end) if isinstance(start, int) and isinstance(end, int) else None

    def quote(self, pointer: Pointer) -> str | None:
        quote = self.evidence.get(pointer, {}).get("quote")
        return quote if isinstance(quote, str) else None

    def leaves(self) -> Iterator[tuple[Pointer, Any]]:
        """Every field that is not an object, with its value; lists are leaves."""
        return _leaves(self.record or {}, "")


def load_predictions(path: str | Path) -> list[Prediction]:
    """Read a records file, or `records.jsonl` of a run folder.  The last line about a document
    counts.  Raises UsageError for a missing file or a line that is not a record."""
    path = Path(path)
    file = path / "records.jsonl" if path.is_dir() else path
    try:
        lines = file.read_text("utf-8").split("\n")
    except OSError as error:
        raise UsageError(
            f"cannot be read: {error.strerror}",
            where=str(file),
            hint="give a run folder or its records.jsonl",
        ) from error
    found: dict[str, Prediction] = {}
    for number, line in enumerate(lines, 1):
        if line.strip():
            prediction = _prediction(line, f"{file}:{number}")
            found[prediction.document] = prediction
    return list(found.values())


def by_document(names: Iterable[str], predictions: Sequence[Prediction]) -> dict[str, Prediction]:
    """The prediction for each gold document.  Names match whole, or without folder and
    extension (gold `a` and record `in/a.txt`); a whole match goes first."""
    whole = {prediction.document: prediction for prediction in predictions}
    stems = {_stem(prediction.document): prediction for prediction in predictions}
    found: dict[str, Prediction] = {}
    for name in names:
        match = whole.get(name) or stems.get(name) or stems.get(_stem(name))
        if match is not None:
            found[name] = match
    return found


def _prediction(line: str, where: str) -> Prediction:
    try:
        data = json.loads(line, parse_float=Decimal)
        return Prediction(
            data["document"], data.get("record"), data.get("evidence") or {}, data.get("error")
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f"is not a record: {error}",
            where=where,
            hint="each line is an object with document and record",
        ) from error


def _leaves(node: Mapping[str, Any], base: Pointer) -> Iterator[tuple[Pointer, Any]]:
    for key, value in node.items():
        pointer = f"{base}/{key.replace('~', '~0').replace('/', '~1')}"
        if _is_map(value):
            yield from _leaves(value, pointer)
        else:
            yield pointer, value


def _stem(name: str) -> str:
    return PurePath(name).stem


def _is_map(node: Any) -> bool:
    return isinstance(node, Mapping)
