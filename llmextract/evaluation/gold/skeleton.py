"""`llmextract gold new`: what a run found in a document, for a person to correct into gold."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from llmextract.errors import UsageError
from llmextract.evaluation.gold.labels import Gold
from llmextract.evaluation.gold.write import gold_text
from llmextract.evaluation.predictions import Prediction, load_predictions
from llmextract.pointers import mapping_of
from llmextract.runs.names import text_file
from llmextract.runs.reading import RunReader
from llmextract.schema import SchemaSpec
from llmextract.types import Pointer, Qualifier, Span, Status


@dataclass(frozen=True, slots=True)
class Skeletons:
    """What was done: files written, files that were there already and were left alone, and
    documents of which the run has no record."""

    written: tuple[Path, ...]
    existing: tuple[Path, ...]
    failed: tuple[str, ...]


def new_gold(
    run: Path, out: Path, documents: Sequence[str] = (), schema: SchemaSpec | None = None
) -> Skeletons:
    """Write a gold file to correct for each of the run's documents, or for those named.

    `schema` tells tables from groups of fields.  A file that is there is never written to.
    Raises UsageError for a document that the run does not have, RunError for an unreadable run.
    """
    reader = RunReader(run)
    found = {prediction.document: prediction for prediction in load_predictions(run)}
    unknown = [name for name in documents if name not in found]
    if unknown:
        known = ", ".join(list(found)[:5])
        raise UsageError(f"no document {unknown[0]!r}", where=str(run), hint=f"there are: {known}")
    out.mkdir(parents=True, exist_ok=True)
    written, existing, failed = [], [], []
    for name in documents or found:
        if found[name].record is None:
            failed.append(name)
            continue
        file = out / f"{text_file(name).removesuffix('.txt')}.json"
        text = gold_text(skeleton(found[name], reader.text(name), schema))
        try:
            with file.open("x", encoding="utf-8", newline="\n") as opened:
                opened.write(text)
            written.append(file)
        except FileExistsError:
            existing.append(file)
    return Skeletons(tuple(written), tuple(existing), tuple(failed))


def skeleton(found: Prediction, text: str, schema: SchemaSpec | None = None) -> Gold:
    """The labels that a record would have, all of them unchecked: those with a value by their
    confidence, lowest first, then the fields that were left empty."""
    leaves = dict(found.leaves())
    cells = {p for p in leaves if schema is not None and mapping_of(p, schema)}
    stated = {p: v for p, v in leaves.items() if v is not None and v != [] and p not in cells}
    lists = {p: v for p, v in stated.items() if isinstance(v, list)}
    values = {p: v for p, v in stated.items() if p not in lists}
    spans = {p: span for p in values if (span := _span(found, p)) is not None}
    said = {p: _status(found, p, values) for p in found.evidence if p in leaves}
    empty = [p for p in leaves if p not in stated and p not in cells]
    return Gold(
        document=found.document,
        values=values,
        status={p: status for p, status in said.items() if status is not None},
        qualifiers={p: q for p in values if (q := _qualifier(found.evidence.get(p, {})))},
        spans={p: (span,) for p, span in spans.items()},
        items={p: tuple(items) for p, items in lists.items()},
        lists_complete=True,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        item_spans={p: _item_spans(found, p, len(items)) for p, items in lists.items()},
        tables=_tables(found, schema),
        unchecked=(*sorted(stated, key=lambda p: _confidence(found, p)), *empty),
    )


def _span(found: Prediction, pointer: Pointer) -> Span | None:
    span = found.span(pointer)
    return span if span is not None and span.start < span.end else None


def _item_spans(found: Prediction, pointer: Pointer, count: int) -> tuple[tuple[Span, ...], ...]:
    spans = [_span(found, f"{pointer}/{n}") for n in range(count)]
    return tuple((span,) if span else () for span in spans)


def _status(found: Prediction, pointer: Pointer, values: Mapping[Pointer, Any]) -> Status | None:
    """The status, where it is not the usual one of a field with or without a value."""
    status = Status(found.evidence[pointer].get("status", Status.STATED))
    usual = Status.STATED if pointer in values else Status.NOT_STATED
    return None if status in (usual, Status.STATED) else status


def _qualifier(evidence: Mapping[str, Any]) -> Qualifier | None:
    qualifier = Qualifier(evidence.get("qualifier") or Qualifier.EXACT)
    return None if qualifier is Qualifier.EXACT else qualifier


def _confidence(found: Prediction, pointer: Pointer) -> float:
    """The confidence of a value, or the least of a list's items; without one it comes first."""
    given = [
        proof.get("confidence")
        for place, proof in found.evidence.items()
        if place == pointer or place.startswith(f"{pointer}/")
    ]
    sure = [float(one) for one in given if one is not None]
    return min(sure) if sure and len(sure) == len(given) else -math.inf


def _tables(found: Prediction, schema: SchemaSpec | None) -> dict[str, Any]:
    pointers = schema.mappings if schema is not None else ()
    tables = {pointer.rpartition("/")[2]: found.value(pointer) for pointer in pointers}
    return {name: table for name, table in tables.items() if table}
