"""Reading what a run found: `records.jsonl`, one line a document."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path, PurePath
from types import MappingProxyType, NoneType
from typing import Any, NamedTuple

from llmextract.errors import UsageError
from llmextract.pointers import split
from llmextract.types import Pointer, Qualifier, Span, Status

_SCALARS = (NoneType, int, str, list, Decimal, bool)  # what most values are; a quick look

_WORDS = ("status", "qualifier")
_KEPT = ("quote", "start", "end", "confidence", *_WORDS)


class Proof(NamedTuple):
    """The evidence of one value, as far as there is any.  `confidence` is the run's probability
    that the value is right, 0 to 1."""

    span: Span | None = None
    quote: str | None = None
    confidence: float | None = None
    status: Status | None = None
    qualifier: Qualifier | None = None


_NOTHING = Proof()
_STATUSES = MappingProxyType({status.value: status for status in Status})
_QUALIFIERS = MappingProxyType({qualifier.value: qualifier for qualifier in Qualifier})


@dataclass(frozen=True, slots=True)
class Prediction:
    """One document's record (None if it failed) and the evidence of its values.

    `lines` is how many lines of the file are about the document; the last one counts.
    """

    document: str
    record: Mapping[str, Any] | None
    evidence: Mapping[Pointer, Mapping[str, Any]] = field(default_factory=dict)
    error: str | None = None
    lines: int = 1

    def value(self, pointer: Pointer) -> Any:
        """The value at `pointer`; None if there is none."""
        return value_at(self.record, split(pointer))

    def proof(self, pointer: Pointer) -> Proof:
        """What the run says of the value at `pointer`; empty if it says nothing."""
        entry = self.evidence.get(pointer)
        return _proof(entry) if entry else _NOTHING

    def span(self, pointer: Pointer) -> Span | None:
        return self.proof(pointer).span

    def quote(self, pointer: Pointer) -> str | None:
        return self.proof(pointer).quote

    def leaves(self) -> Iterator[tuple[Pointer, Any]]:
        """Every field that is not an object, with its value; lists are leaves."""
        return _leaves(self.record or {}, "")


def load_predictions(path: str | Path) -> list[Prediction]:
    """Read a records file, or `records.jsonl` of a run folder.  The last line about a document
    counts.  Of the evidence only what evaluation needs is kept.  Raises UsageError for a missing
    file or a line that is not a record."""
    path = Path(path)
    file = path / "records.jsonl" if path.is_dir() else path
    found: dict[str, Prediction] = {}
    shared: dict[str, Mapping[str, Any]] = {}
    try:
        with file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    prediction = _prediction(line, f"{file}:{number}", shared)
                    before = found.pop(prediction.document, None)
                    if before is not None:
                        prediction = replace(prediction, lines=before.lines + 1)
                    found[prediction.document] = prediction
    except (OSError, UnicodeDecodeError) as error:
        what = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UsageError(
            f"cannot be read: {what}",
            where=str(file),
            hint="give a run folder or its records.jsonl",
        ) from error
    return list(found.values())


def by_document(names: Iterable[str], predictions: Sequence[Prediction]) -> dict[str, Prediction]:
    """The prediction for each gold document.  Names match whole, or without folder and
    extension (gold `a` and record `in/a.txt`); a whole match goes first, then the first name in
    order.  Of two predictions of one name the later counts."""
    whole = {prediction.document: prediction for prediction in predictions}
    stems = {_stem(name): whole[name] for name in sorted(whole, reverse=True)}
    found: dict[str, Prediction] = {}
    for name in names:
        match = whole.get(name) or stems.get(name) or stems.get(_stem(name))
        if match is not None:
            found[name] = match
    return found


def value_at(node: Any, tokens: Iterable[str]) -> Any:
    """What stands in nested objects at the path `tokens`; None if there is nothing."""
    for token in tokens:
        if type(node) is not dict and not isinstance(node, Mapping):
            return None
        node = node.get(token)
    return node


def _prediction(line: str, where: str, shared: dict[str, Mapping[str, Any]]) -> Prediction:
    try:
        data = json.loads(line, parse_float=Decimal, object_pairs_hook=_shared_keys)
        evidence = _evidence(data.get("evidence") or {}, shared)
        return Prediction(data["document"], data.get("record"), evidence, data.get("error"))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f"is not a record: {error}",
            where=where,
            hint="each line is an object with document and record",
        ) from error


def _shared_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys are kept once for all documents."""
    return {sys.intern(key): value for key, value in pairs}


def _evidence(
    entries: Mapping[Pointer, Any], shared: dict[str, Mapping[str, Any]]
) -> dict[Pointer, Mapping[str, Any]]:
    """What evaluation needs of the evidence.  Words that come again are kept once for all
    documents: 10,000 of them then take half the memory."""
    found: dict[Pointer, Mapping[str, Any]] = {}
    for pointer, entry in entries.items():
        kept = {key: value for key in _KEPT if (value := entry.get(key)) is not None}
        for key in _WORDS:
            if isinstance(kept.get(key), str):
                kept[key] = sys.intern(kept[key])
        alone = len(kept) == 1 and isinstance(kept.get("status"), str)
        found[pointer] = shared.setdefault(kept["status"], kept) if alone else kept
    return found


def _leaves(node: Mapping[str, Any], base: Pointer) -> Iterator[tuple[Pointer, Any]]:
    for key, value in node.items():
        token = key.replace("~", "~0").replace("/", "~1") if "~" in key or "/" in key else key
        pointer = f"{base}/{token}"
        if type(value) not in _SCALARS and isinstance(value, Mapping):
            yield from _leaves(value, pointer)
        else:
            yield pointer, value


def _proof(entry: Mapping[str, Any]) -> Proof:
    get = entry.get
    start, end, quote, sure = get("start"), get("end"), get("quote"), get("confidence")
    return Proof(
        Span(start, end) if isinstance(start, int) and isinstance(end, int) else None,
        quote if isinstance(quote, str) else None,
        float(sure) if isinstance(sure, int | float | Decimal) else None,
        _STATUSES.get(str(get("status"))),
        _QUALIFIERS.get(str(get("qualifier"))),
    )


def _stem(name: str) -> str:
    return PurePath(name).stem
