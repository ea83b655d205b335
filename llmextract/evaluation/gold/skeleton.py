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
from llmextract.runs.names import text_file
from llmextract.runs.reading import RunReader
from llmextract.schema import SchemaSpec
from llmextract.types import Evidence, Pointer, Qualifier, Span, Status


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
        labels = skeleton(found[name], reader.extraction(name).evidence, reader.text(name), schema)
        try:
            with file.open("x", encoding="utf-8", newline="\n") as opened:
                opened.write(gold_text(labels))
            written.append(file)
        except FileExistsError:
            existing.append(file)
    return Skeletons(tuple(written), tuple(existing), tuple(failed))


def skeleton(
    found: Prediction,
    evidence: Mapping[Pointer, Evidence],
    text: str,
    schema: SchemaSpec | None = None,
) -> Gold:
    """The labels that a record with this evidence would have, all of them unchecked: those with a
    value by their confidence, lowest first, then the fields that were left empty."""
    mappings = schema.mappings if schema is not None else ()
    leaves = dict(found.leaves())
    cells = {p for p in leaves if any(p.startswith(f"{table}/") for table in mappings)}
    stated = {p: v for p, v in leaves.items() if v is not None and v != [] and p not in cells}
    lists = {p: v for p, v in stated.items() if isinstance(v, list)}
    values = {p: v for p, v in stated.items() if p not in lists}
    tables = {pointer: found.value(pointer) for pointer in mappings if found.value(pointer)}
    proved = [p for p in leaves if p in values or (p in cells and leaves[p] is not None)]
    spans = {p: places for p in proved if (places := _spans(evidence.get(p)))}
    said = {p: _status(evidence[p], leaves[p]) for p in evidence if p in leaves}
    fields = [p for p in leaves if p not in cells] + [p for p in tables if p not in leaves]
    likely = sorted((*stated, *tables), key=lambda p: _confidence(evidence, p))
    return Gold(
        document=found.document,
        values=values,
        status={
            p: status
            for p, status in said.items()
            if status is not None and not (p in cells and status is Status.STATED_ZERO)
        },
        qualifiers={p: evidence[p].qualifier for p in values if _qualified(evidence.get(p))},
        spans=spans,
        items={p: tuple(items) for p, items in lists.items()},
        lists_complete=True,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        item_spans={
            p: tuple(_spans(evidence.get(f"{p}/{n}")) for n in range(len(items)))
            for p, items in lists.items()
        },
        tables={pointer.rpartition("/")[2]: table for pointer, table in tables.items()},
        unchecked=(*likely, *(p for p in fields if p not in likely)),
    )


def _spans(proof: Evidence | None) -> tuple[Span, ...]:
    """The places of a value, each once: in a table that of the cell, not of its row."""
    if proof is None or proof.start >= proof.end:
        return ()
    return tuple(dict.fromkeys((proof.cell or Span(proof.start, proof.end), *proof.also)))


def _status(proof: Evidence, value: Any) -> Status | None:
    """The status, where it is not the usual one of a field with or without a value."""
    usual = Status.NOT_STATED if value is None else Status.STATED
    return None if proof.status in (usual, Status.STATED) else proof.status


def _qualified(proof: Evidence | None) -> bool:
    return proof is not None and proof.qualifier is not Qualifier.EXACT


def _confidence(evidence: Mapping[Pointer, Evidence], pointer: Pointer) -> float:
    """The confidence of a value, or the least of a list's items or a table's cells; without one
    it comes first."""
    given = [
        proof.confidence
        for place, proof in evidence.items()
        if (place == pointer or place.startswith(f"{pointer}/")) and proof.start < proof.end
    ]
    sure = [one for one in given if one is not None]
    return min(sure) if sure and len(sure) == len(given) else -math.inf
