"""Which fields are scored, and what of gold and records is not: nothing goes unsaid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from llmextract.evaluation.gold import Gold
from llmextract.evaluation.listfields import resolve
from llmextract.evaluation.predictions import Prediction
from llmextract.schema import SchemaSpec
from llmextract.types import Pointer


def scalar_pointers(
    golds: Iterable[Gold], predictions: Iterable[Prediction], schema: SchemaSpec | None
) -> list[Pointer]:
    """The fields to score, in order: the schema's, or those that gold and records name, within
    the groups that the gold knows."""
    if schema is not None:
        return [spec.pointer for spec in schema.fields if not spec.kind.startswith("list")]
    named = {pointer for gold in golds for pointer in gold.values}
    groups = {pointer.split("/", 2)[1] for pointer in named}
    lists: set[Pointer] = set()
    for prediction in predictions:
        for pointer, value in prediction.leaves():
            if isinstance(value, list):
                lists.add(pointer)
            elif pointer.split("/", 2)[1] in groups:
                named.add(pointer)
    return sorted(named - lists)


def unscored(
    golds: Iterable[Gold],
    scalars: Collection[Pointer],
    lists: Collection[Pointer],
    tables: Collection[str],
) -> tuple[Pointer, ...]:
    """What the gold labels and the schema does not have."""
    left: set[Pointer] = set()
    for gold in golds:
        left |= gold.values.keys() - scalars
        left |= {name for name in gold.items if resolve(name, lists) not in lists}
        left |= {name if name[:1] == "/" else f"/{name}" for name in gold.tables.keys() - tables}
    return tuple(sorted(left))


def unknown(
    predictions: Iterable[Prediction], scored: Collection[Pointer], mappings: Collection[Pointer]
) -> dict[Pointer, int]:
    """The fields that records fill and that are not scored, since the schema (or, without one,
    the gold) does not know them: in how many records each."""
    counts: Counter[Pointer] = Counter()
    for prediction in predictions:
        counts.update(
            pointer
            for pointer, value in prediction.leaves()
            if value is not None and pointer not in scored
        )
    return {name: counts[name] for name in sorted(counts) if not within(name, mappings)}


def repeated(predictions: Iterable[Prediction]) -> dict[str, int]:
    """The documents with several records, of which the last was scored: how many each has."""
    counts: Counter[str] = Counter()
    for prediction in predictions:
        counts[prediction.document] += prediction.lines
    return {name: counts[name] for name in sorted(counts) if counts[name] > 1}


def within(pointer: Pointer, above: Iterable[Pointer]) -> bool:
    """Whether `pointer` stands below any of `above`."""
    return any(pointer.startswith(f"{base}/") for base in above)
