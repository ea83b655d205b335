"""Scoring list fields: items of gold and record paired one to one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from llmextract.evaluation.compare import similarity
from llmextract.evaluation.gold import Gold
from llmextract.evaluation.predictions import Prediction
from llmextract.evaluation.tally import Tally
from llmextract.schema import SchemaSpec
from llmextract.types import Pointer

ALIKE = 0.8


@dataclass(frozen=True, slots=True)
class ListCell:
    """One list field of one document; `missing` and `spurious` are the items left over."""

    document: str
    pointer: Pointer
    matched: int
    missing: tuple[Any, ...]
    spurious: tuple[Any, ...]

    @property
    def tally(self) -> Tally:
        return Tally(right=self.matched, missing=len(self.missing), spurious=len(self.spurious))


def score_lists(gold: Gold, prediction: Prediction, known: Sequence[Pointer]) -> list[ListCell]:
    """Score the list fields that the gold annotates, ordered by pointer; `known` are all list
    fields there are."""
    wanted = {_resolve(pointer, known): items for pointer, items in gold.items.items()}
    if gold.lists_complete:
        wanted = dict.fromkeys(known, ()) | wanted
    return [
        _cell(gold.document, pointer, wanted[pointer], prediction.value(pointer) or ())
        for pointer in sorted(set(wanted) - gold.not_annotated)
    ]


def list_pointers(
    predictions: Iterable[Prediction], schema: SchemaSpec | None
) -> tuple[Pointer, ...]:
    """The list fields of the schema, or those that any record has."""
    if schema is not None:
        return tuple(spec.pointer for spec in schema.fields if spec.kind.startswith("list"))
    leaves = (leaf for prediction in predictions for leaf in prediction.leaves())
    return tuple(sorted({pointer for pointer, value in leaves if isinstance(value, list)}))


def pair(gold: Sequence[Any], predicted: Sequence[Any]) -> list[tuple[int, int]]:
    """The one-to-one pairing (gold index, predicted index) with the most alike pairs, and among
    those the most similar; only pairs at least `ALIKE` count."""
    if not gold or not predicted:
        return []
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    alike = np.array([[similarity(g, p) for p in predicted] for g in gold])
    # An alike pair outweighs any sum of similarities, so their number is maximal.
    worth = np.where(alike >= ALIKE, 1 + alike / (len(gold) + 1), 0.0)
    rows, columns = linear_sum_assignment(worth, maximize=True)
    return [(int(g), int(p)) for g, p in zip(rows, columns, strict=True) if alike[g, p] >= ALIKE]


def _cell(document: str, pointer: Pointer, gold: Sequence[Any], found: Any) -> ListCell:
    predicted = found if isinstance(found, list | tuple) else [found]
    pairs = pair(gold, predicted)
    rows, columns = {g for g, _ in pairs}, {p for _, p in pairs}
    return ListCell(
        document,
        pointer,
        len(pairs),
        tuple(item for at, item in enumerate(gold) if at not in rows),
        tuple(item for at, item in enumerate(predicted) if at not in columns),
    )


def _resolve(pointer: Pointer, known: Sequence[Pointer]) -> Pointer:
    """The known list field that a bare name (`/name`) means."""
    if pointer in known:
        return pointer
    ends = [other for other in known if other.endswith(pointer)]
    return ends[0] if len(ends) == 1 else pointer
