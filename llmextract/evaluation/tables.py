"""Scoring the cells of mapping fields (tables by row and column), where the gold has the table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from llmextract.evaluation.cells import Cell, plain_cell
from llmextract.evaluation.compare import Comparison
from llmextract.evaluation.gold import Gold
from llmextract.evaluation.listfields import resolve
from llmextract.evaluation.predictions import Prediction
from llmextract.evaluation.wording import folded
from llmextract.pointers import join
from llmextract.types import Pointer

Path: TypeAlias = tuple[str, str]
"""Row and column."""


def table_pointers(
    golds: Iterable[Gold], predictions: Iterable[Prediction], mappings: Iterable[Pointer] | None
) -> dict[str, Pointer]:
    """Where in a record the tables that the gold names stand: by the schema's mapping fields, or
    without a schema (None) as the records have them.  Tables that stand nowhere are left out."""
    names = {name for gold in golds for name, table in gold.tables.items() if _is_table(table)}
    if not names:
        return {}
    known = set(mappings) if mappings is not None else set(_objects(predictions))
    found = {name: resolve(name if name[:1] == "/" else f"/{name}", known) for name in names}
    return {name: pointer for name, pointer in sorted(found.items()) if pointer in known}


def score_tables(
    gold: Gold, prediction: Prediction, places: Mapping[str, Pointer], compare: Comparison
) -> Iterator[Cell]:
    """A cell for each that the gold or the record has; row and column names are compared in one
    form of width, without white space."""
    for name, base in places.items():
        if base in gold.not_annotated or not _is_table(gold.tables.get(name)):
            continue
        wanted = dict(_cells(gold.tables[name]))
        found = dict(_cells(prediction.value(base)))
        for path in sorted(wanted.keys() | found.keys()):
            shown, value = wanted.get(path) or found[path]
            pointer = base + join(shown)
            if pointer in gold.not_annotated:
                continue
            value = value if path in wanted else None
            accepted = () if value is None else (value, *gold.accepted.get(pointer, ()))
            predicted = found[path][1] if path in found else None
            yield plain_cell(
                gold.document,
                pointer,
                accepted,
                predicted,
                compare,
                gold_spans=gold.spans.get(pointer, ()),
                proof=prediction.proof(base + join(found[path][0])) if path in found else None,
            )


def _is_table(node: Any) -> bool:
    """Rows by name, each with its cells by name; otherwise nothing says where a cell stands."""
    return isinstance(node, Mapping) and all(
        row is None or isinstance(row, Mapping) for row in node.values()
    )


def _cells(table: Any) -> Iterator[tuple[Path, tuple[Path, Any]]]:
    """Each cell by row and column in one form, with these as written.  What stands where a table
    or a row should be is a cell without a name."""
    rows = table if isinstance(table, Mapping) else {"": table}
    for row, cells in rows.items():
        columns = cells if isinstance(cells, Mapping) else {"": cells}
        for column, value in columns.items():
            if value is not None or (row and column):
                path = (str(row), str(column))
                yield (folded(path[0]), folded(path[1])), (path, value)


def _objects(predictions: Iterable[Prediction]) -> Iterator[Pointer]:
    """Every place of an object in the records, or of a null, which may stand for one."""
    for prediction in predictions:
        for pointer, value in prediction.leaves():
            if value is None:
                yield pointer
            above = pointer.rpartition("/")[0]
            while above:
                yield above
                above = above.rpartition("/")[0]
