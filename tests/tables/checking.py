"""What a reading of a made table comes to, cell by cell."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from functools import cache

from llmextract.analyse import analyse
from llmextract.ground import prove_cells
from llmextract.reconcile import reconcile
from llmextract.schema import Layout, SchemaSpec, load_schema
from llmextract.tables import TablesRead, read_tables
from llmextract.types import Analysis, Document, Finding
from tests.tables.making import Made


@cache
def schema() -> SchemaSpec:
    return load_schema("disclosure_report")


def layouts() -> list[Layout]:
    return [layout for table in schema().tables for layout in table.layouts]


def read(text: str) -> tuple[Analysis, TablesRead, list[Finding]]:
    """The tables of a text, and every finding about them."""
    sha = hashlib.sha256(text.encode()).hexdigest()
    analysis = analyse(Document("made", text, sha))
    tables = read_tables(analysis, schema())
    proved, rejected = prove_cells(tables.cells, analysis, schema())
    assert not rejected
    checked = reconcile(schema(), proved, analysis, identities=tables.identities)
    return analysis, tables, [*tables.findings, *(f for f in checked if f.judgement != "holds")]


def outcome(made: Made, seed: int) -> tuple[Counter[str], list[str], str]:
    """Counts of right, missing, flagged (wrong, and a finding says so) and wrong cells; the
    wrong ones in words; the text."""
    text = made.text(random.Random(seed))
    _, tables, findings = read(text)
    suspects = {pointer for finding in findings for pointer in finding.pointers}
    found = {(c.row, c.column): c for c in tables.cells if c.table == made.layout.name}
    counts: Counter[str] = Counter()
    wrong = []
    for place, value in made.truth.items():
        cell = found.get(place)
        if cell is None or cell.value is None:
            counts["right" if value is None else "missing"] += 1
        elif cell.value == value:
            counts["right"] += 1
        elif {cell.pointer, cell.field} & suspects:
            counts["flagged"] += 1
        else:
            counts["wrong"] += 1
            wrong.append(f"{place}: {cell.value}, not {value}")
    for place in found.keys() - made.truth.keys():
        counts["wrong"] += 1
        wrong.append(f"{place}: no such cell")
    return counts, wrong, text
