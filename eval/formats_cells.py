"""What the reading of a generated report comes to: its cells, its planted errors, its alarms."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from generator.page import Page, Place

from llmextract.backends.base import Backend
from llmextract.backends.scripted import ScriptedBackend
from llmextract.documents import read_document
from llmextract.pipeline import process
from llmextract.pointers import join
from llmextract.schema import SchemaSpec, load_schema
from llmextract.strategies.base import Estimate, Outcome
from llmextract.strategies.registry import make_strategy
from llmextract.types import Analysis, Extraction, Finding, Status

RIGHT, TOLD, WRONG, MISSING_TOLD, MISSING = "right", "told", "wrong", "missing told", "missing"
"""`told`: wrong, and a finding names the cell; `missing told`: a finding names it, or its row."""

SHEET = "stat_2014"


@dataclass(slots=True)
class Reading:
    """One file read.

    `cells` counts outcomes; `wrong` names the cells that are wrong in silence or missing; `planted`
    says how a planted error came out, `named` whether what explains it names its cell; `alarms`
    and `false` are broken sums that are none, by judgement and in words; `lost` says how many
    tables are lost, and of how many a finding tells; `values` are the record's; `quotes` counts
    those that do not hold.
    """

    page: str
    form: str
    format: str
    damage: str
    cells: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    planted: str = ""
    named: bool = False
    alarms: Counter[str] = field(default_factory=Counter)
    false: list[str] = field(default_factory=list)
    lost: tuple[int, int] = (0, 0)
    values: dict[str, Any] = field(default_factory=dict)
    quotes: int = 0
    error: str = ""


class TablesOnly:
    """A strategy that reads no prose."""

    name = "tables"
    prompts: Mapping[str, str] = MappingProxyType({})

    async def extract(self, analysis: Analysis, schema: SchemaSpec, backend: Backend) -> Outcome:
        return Outcome(())

    def estimate(self, analysis: Analysis, schema: SchemaSpec) -> Estimate:
        return Estimate()


@cache
def _schema() -> SchemaSpec:
    return load_schema("disclosure_report")


def read(path: Path, page: Page, form: str, format_: str, strategy: str = "rules") -> Reading:
    """Read a file with the strategy that needs no model, or (`tables`) its tables alone, and hold
    it against the page."""
    reading = Reading(page.name, form, format_, page.damage)
    try:
        document = read_document(path)
    except Exception as error:
        reading.error = f"{type(error).__name__}: {error}"
        reading.cells[MISSING] = sum(n is not None for n in page.cells.values())
        return reading
    way = TablesOnly() if strategy == "tables" else make_strategy(strategy)
    found = asyncio.run(process(document, _schema(), way, ScriptedBackend(())))
    if found.error or found.record is None:
        reading.error = found.error or "no record"
        return reading
    findings = [finding for finding in found.findings if finding.judgement != "holds"]
    _cells(reading, page, found, findings)
    broken = [finding for finding in findings if finding.kind == "identity_broken"]
    reading.planted = _planted(page, broken)
    reading.named = any(_names(finding, page) for finding in findings)
    if not page.planted:
        reading.alarms = Counter(finding.judgement for finding in broken)
        reading.false = [finding.message for finding in broken]
    reading.lost = _lost(page, findings)
    reading.values = dict(_leaves(found.record))
    reading.quotes = sum(
        document.text[e.start : e.end] != e.quote for e in found.evidence.values() if e.quote
    )
    return reading


def pointer_of(place: Place, page: Page) -> str:
    """Where the record has a gold cell."""
    return page.fields[place] if place[0] == SHEET else join(("tables", *place))


def _cells(reading: Reading, page: Page, found: Extraction, findings: list[Finding]) -> None:
    named = {pointer for finding in findings for pointer in finding.pointers}
    read = dict(_read_cells(found))
    for place, number in page.cells.items():
        pointer = pointer_of(place, page)
        value = read.pop(pointer, None)
        told = bool({pointer, page.fields.get(place)} & named)
        if value == number:
            outcome = RIGHT
        elif value is None:
            outcome = MISSING_TOLD if told or _in_named_row(place, named, page) else MISSING
        else:
            outcome = TOLD if told else WRONG
        reading.cells[outcome] += 1
        if outcome not in (RIGHT, TOLD):
            reading.wrong.append(f"{outcome}: {' × '.join(place)} is {number}, read {value}")
    for pointer, value in read.items():
        if value is not None:
            reading.cells[WRONG] += 1
            reading.wrong.append(f"{WRONG}: no cell {pointer}, read {value}")


def _read_cells(found: Extraction) -> Iterator[tuple[str, Decimal | None]]:
    """The values that stand in a table, by pointer; of fields, those of the sheet alone."""
    values = dict(_leaves(found.record))
    for pointer, evidence in found.evidence.items():
        if evidence.row is None:
            continue
        if pointer.startswith("/tables/") or evidence.origin.startswith(f"{SHEET}:"):
            value = values.get(pointer)
            yield pointer, None if value is None else Decimal(str(value))


def _in_named_row(place: Place, named: set[str], page: Page) -> bool:
    """Whether a finding names a cell of the same row, or its whole table."""
    row = [one for one in page.cells if one[:2] == place[:2]]
    pointers = {pointer_of(one, page) for one in row} | {page.fields.get(one) for one in row}
    return bool(pointers & named) or join(("tables", place[0])) in named


def _planted(page: Page, broken: list[Finding]) -> str:
    """`source` or `suspect`, as a finding judges that names the planted cell; `missed`."""
    if not page.planted:
        return ""
    pointers = {pointer_of(place, page) for place in page.planted}
    judgements = {f.judgement for f in broken if pointers & set(f.pointers)}
    return "source" if "source" in judgements else "suspect" if judgements else "missed"


def _names(finding: Finding, page: Page) -> bool:
    """Whether a finding explains broken sums by a planted cell, alone or among others."""
    pointers = {pointer_of(place, page) for place in page.planted}
    return finding.kind == "explained" and bool(pointers & set(finding.pointers))


def _lost(page: Page, findings: list[Finding]) -> tuple[int, int]:
    told = [finding for finding in findings if finding.kind == Status.TABLE_MISSING]
    seen = [name for name in page.lost if any(f.message.startswith(f"{name}:") for f in told)]
    return len(page.lost), len(seen)


def _leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """The record's scalars and lists by JSON Pointer."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, str(key)))
    else:
        yield join(path), value
