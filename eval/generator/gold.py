"""Gold of a generated report: what its passages state, and which of its sums hold."""

from __future__ import annotations

from decimal import Decimal
from hashlib import sha256
from typing import Any

from .amounts import ENDS, OUTCOMES, REASONS, WAYS
from .draft import Draft

SUMS: tuple[tuple[str, tuple[str, ...]], ...] = (  # a total and its parts
    ("/applications/received", tuple(f"/applications/{way}" for way in WAYS)),
    ("/applications/concluded", ("/applications/on_time", "/applications/extended")),
    ("/applications/replied", tuple(f"/applications/{name}" for name in OUTCOMES)),
    ("/applications/refused", tuple(f"/applications/refused_{name}" for name in REASONS)),
    ("/review/total", tuple(f"/review/{end}" for end in ENDS)),
    ("/litigation/total", tuple(f"/litigation/{end}" for end in ENDS)),
    ("/capacity/staff", ("/capacity/staff_full_time", "/capacity/staff_part_time")),
    ("/proposals/total", ("/proposals/npc", "/proposals/cppcc")),
    ("/proposals/npc", ("/proposals/npc_lead", "/proposals/npc_assist")),
    ("/proposals/cppcc", ("/proposals/cppcc_lead", "/proposals/cppcc_assist")),
    ("/proposals/lead", tuple(f"/proposals/grade_{grade}" for grade in "abcd")),
)  # fmt: skip
ANNOTATOR = "generator"


def gold_of(draft: Draft, document: str, day: str, broken_table: str) -> dict[str, Any]:
    """The gold file's content, with whole numbers as ints and other decimals as floats."""
    holding, broken = sums_of(draft)
    gold: dict[str, Any] = {
        "document": document,
        "sha256": sha256(draft.text.encode()).hexdigest(),
        "annotator": ANNOTATOR,
        "date": day,
        "values": {pointer: _plain(value) for pointer, value in draft.values.items()},
        "status": draft.status,
        "qualifiers": draft.qualifiers,
        "spans": {p: spans[0] if len(spans) == 1 else spans for p, spans in draft.spans.items()},
        "items": draft.items,
        "item_spans": draft.item_spans,
        "identities": holding,
    }
    broken = [*broken, broken_table] if broken_table else broken
    if broken:
        gold["broken_identities"] = broken
    if draft.tables:
        gold["tables"] = {
            table: {
                row: {column: _plain(cell) for column, cell in cells.items()}
                for row, cells in rows.items()
            }
            for table, rows in draft.tables.items()
        }
    return gold


def complete_sums(draft: Draft) -> list[tuple[str, tuple[str, ...]]]:
    """The sums of which the text states every number, none of them 0 in all."""
    values = draft.values
    return [
        (total, parts)
        for total, parts in SUMS
        if values.get(total) and all(part in values for part in parts)
    ]


def sums_of(draft: Draft) -> tuple[list[str], list[str]]:
    """The stated sums that hold, and those that do not, as gold writes them."""
    holding: list[str] = []
    broken: list[str] = []
    for total, parts in complete_sums(draft):
        numbers = [draft.values[part] for part in parts]
        holds = draft.values[total] == sum(numbers)
        words = f"{draft.values[total]} {'=' if holds else '≠'} {' + '.join(map(str, numbers))}"
        (holding if holds else broken).append(words)
    return holding, broken


def _plain(value: Any) -> Any:
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)
