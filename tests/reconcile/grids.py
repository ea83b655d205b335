"""Whole tables of 25 × 7 numbers that satisfy the declared sums, as proved cells."""

from __future__ import annotations

import random
from collections.abc import Mapping
from functools import cache

from llmextract.pointers import join, split
from llmextract.reconcile import reconcile
from llmextract.schema import Identity, SchemaSpec, TableSpec, load_schema
from llmextract.tables.named import identities_of
from llmextract.types import (
    Analysis,
    Document,
    Evidence,
    Finding,
    Pointer,
    Proved,
    Span,
    TableCell,
)
from tests.making import analysis

Grid = dict[tuple[str, str], int | None]
NOWHERE = Analysis(Document("table", "x" * 2000, ""), (), ())


@cache
def schema() -> SchemaSpec:
    return load_schema("disclosure_report")


@cache
def table() -> TableSpec:
    return next(table for table in schema().tables if table.name == "table_3")


@cache
def names() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Rows and columns; the last column and the last row but one are totals."""
    block = table().layouts[0].blocks[0]
    return tuple(r.name for r in block.value_rows), tuple(c.name for c in block.columns)


@cache
def identities() -> tuple[Identity, ...]:
    rows, columns = names()
    cells = [TableCell("table_3", r, c, None, None, None) for r in rows for c in columns]
    return tuple(identities_of(table().layouts[:1], schema().tables, cells))


def grid(seed: int, filled: float = 0.3) -> Grid:
    """Numbers whose sums hold."""
    rng = random.Random(seed)
    rows, columns = names()
    new, over, *leaves, total, forward = rows
    made: Grid = {}
    for c in columns[:-1]:
        parts = [rng.choice((1, 2, 3, 5, 12, 40)) * (rng.random() < filled) for _ in leaves]
        made |= {(row, c): part for row, part in zip(leaves, parts, strict=True)}
        made[total, c] = sum(parts)
        made[forward, c] = rng.randrange(4)
        made[over, c] = rng.randrange(min(3, sum(parts)) + 1)
        made[new, c] = sum(parts) + made[forward, c] - made[over, c]
    for row in rows:
        made[row, columns[-1]] = sum(made[row, c] or 0 for c in columns[:-1])
    return {(row, c): made[row, c] for row in rows for c in columns}


def pointer(row: str, column: str) -> Pointer:
    return join((*split(table().mapping or ""), row, column))


def findings(
    grid: Mapping[tuple[str, str], int | None], text: str = "", **more: object
) -> list[Finding]:
    """What reconciling the cells comes to; `text` stands around the table."""
    cells = [_proved(row, c, value, n) for n, ((row, c), value) in enumerate(grid.items())]
    found = analysis(text) if text else NOWHERE
    return reconcile(schema(), cells, found, identities=identities(), **more)


def blamed(finding: Finding) -> list[dict[Pointer, object]]:
    """Each explanation as pointer → implied value."""
    return [
        {change["pointer"]: change["implied"] for change in cause["changes"]}
        for cause in finding.detail["explanations"]
    ]


def _proved(row: str, column: str, value: int | None, at: int) -> Proved:
    span = Span(2 * at, 2 * at + 1) if value is not None else None
    evidence = Evidence(
        "x", 2 * at, 2 * at + 1, confidence=0.98, row=row, column=column, cell=span, raw=str(value)
    )
    return Proved(pointer(row, column), value, evidence)
