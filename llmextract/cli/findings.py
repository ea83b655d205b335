"""`llmextract findings`: what to look at first in one run or several."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from llmextract.cli.console import data, message, on_stdout

if TYPE_CHECKING:
    from rich.console import Console

    from llmextract.cli.ranking import Item, Number
    from llmextract.reconcile import Across
    from llmextract.schema import SchemaSpec
    from llmextract.types import Extraction

_NUMBERS = 6  # of an item that are shown
_LONGEST = 48  # characters of a quote
_WIDEST = 200  # characters of a message


def findings(
    runs: Annotated[list[Path], typer.Argument(help="Run folders.", show_default=False)],
    every: Annotated[
        bool,
        typer.Option(
            "--all", help="Also sums that hold, rivals of sure values, and sums that are explained."
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Only so many, from the gravest document on.")
    ] = None,
    schema: Annotated[
        str | None,
        typer.Option(
            "--schema", "-s", help="The runs' schema, if it is your own: path/to/file.py:Model."
        ),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            help="Only these: contradiction, suspect, rivals, table, unsure, years, failed, other, "
            "holds, or a finding's own kind. May be given several times."
        ),
    ] = None,
) -> None:
    """Print what a reader should look at first: contradictions, doubts, lost tables, breaks
    between the years of a body."""
    found, totals = _found(runs, schema, every=every)
    known = {item.rank for item in found} | {item.kind for item in found}
    _check_kinds(kind or (), known)
    wanted = [item for item in found if not kind or item.rank in kind or item.kind in kind]
    shown = _by_document(wanted)[:limit]
    if as_json:
        for item in shown:
            data(_json(item))
    else:
        _print(on_stdout(), shown)
    if len(shown) < len(wanted):
        message(f"{len(wanted) - len(shown)} more: --limit {len(wanted)} shows all")
    message(_summary(found, totals))


def _found(runs: Sequence[Path], given: str | None, *, every: bool) -> tuple[list[Item], _Totals]:
    from llmextract.cli.ranking import item_across, items_of, namer
    from llmextract.runs import RunReader

    items: list[Item] = []
    totals = _Totals()
    by_schema: dict[str, tuple[SchemaSpec, list[Path]]] = {}
    for run in runs:
        schema = _schema(run, given)
        if schema is not None:
            by_schema.setdefault(schema.name, (schema, []))[1].append(run)
        for extraction in RunReader(run).extractions():
            totals.add(extraction)
            items += items_of(extraction, schema, every=every)
    for schema, folders in by_schema.values():
        for across in _years(schema, folders):
            totals.add_across(across)
            if every or across.finding.judgement != "holds":
                items.append(item_across(across, namer(schema)))
    return items, totals


class _Totals:
    """Documents, and identities that were checked in and between them."""

    def __init__(self) -> None:
        self.documents = self.held = self.broken = 0

    def add(self, extraction: Extraction) -> None:
        kinds = [finding.kind for finding in extraction.findings]
        self.documents += 1
        self.held += kinds.count("identity_holds")
        self.broken += kinds.count("identity_broken") + kinds.count("identity_with_blanks")

    def add_across(self, across: Across) -> None:
        self.held += across.finding.kind == "years_hold"
        self.broken += across.finding.kind == "years_broken"


def _years(schema: SchemaSpec, runs: Iterable[Path]) -> list[Across]:
    from llmextract.reconcile import reconcile_years
    from llmextract.runs import RunReader

    extractions = (found for run in runs for found in RunReader(run).extractions())
    return reconcile_years(schema, extractions)


def _schema(run: Path, given: str | None) -> SchemaSpec | None:
    """The schema that a run was made with, as it is today; None if it is not known."""
    from llmextract.errors import RunError, SchemaError
    from llmextract.runs import read_manifest
    from llmextract.schema import load_schema

    if given is not None:
        return load_schema(given)
    try:
        return load_schema(read_manifest(run)["schema"])
    except (RunError, SchemaError) as error:
        message(
            f"note: {run}: without its schema, fields are shown by their pointers and years are "
            f"not held against one another; name it with --schema ({error})"
        )
        return None


def _check_kinds(kinds: Iterable[str], known: set[str]) -> None:
    from llmextract.cli.ranking import CLASSES
    from llmextract.errors import UsageError

    for name in kinds:
        if name not in known and name not in CLASSES:
            there = ", ".join(sorted(known | set(CLASSES)))
            raise UsageError(
                "no such kind here", where=f"--kind {name}", hint=f"use one of {there}"
            )


def _by_document(items: Iterable[Item]) -> list[Item]:
    """Documents with the gravest findings first, each with its own in order."""
    gravest: dict[str, int] = {}
    items = list(items)
    for item in items:
        gravest[item.document] = min(item.order, gravest.get(item.document, item.order))
    return sorted(items, key=lambda item: (gravest[item.document], item.document, item.order))


def _print(console: Console, items: Iterable[Item]) -> None:
    from rich.text import Text

    colours = {"source": "yellow", "suspect": "red", "holds": "green"}
    document = None
    for item in items:
        if item.document != document:
            document = item.document
            console.print(Text(document, "bold"))
        line = Text(f"  {item.rank:<13} ", colours.get(item.judgement, "cyan"))
        console.print(line.append(_shortened(item.message, _WIDEST)))
        if item.why:
            console.print(Text(f"{'':16}{item.why}", "dim"))
        for number in _telling(item.numbers):
            console.print(_line(number, item.document))
        for words in item.sums:
            console.print(Text(f"{'':16}broken: {_shortened(words, _WIDEST)}", "dim"))


def _telling(numbers: Sequence[Number]) -> Sequence[Number]:
    """The numbers to show: of many, those that are not 0."""
    if len(numbers) > _NUMBERS:
        numbers = [number for number in numbers if number.value]
    return numbers[:_NUMBERS]


def _line(number: Number, document: str) -> object:
    from rich.text import Text

    line = Text(f"{'':16}")
    line.append(f"{number.name} ", "cyan").append(str(number.value), "bold")
    if number.implied is not None:
        line.append(f" → {number.implied}", "bold green")
    if number.quote:
        line.append("  ").append(_shortened(number.quote, _LONGEST), "black on yellow")
    if number.end:
        place = f"{number.start}:{number.end}" + (f", p. {number.page}" if number.page else "")
        elsewhere = f" {number.document}" if number.document not in ("", document) else ""
        line.append(f"  [{place}]{elsewhere}", "dim")
    if number.confidence is not None:
        line.append(f"  {number.confidence:.0%}", "dim")
    return line


def _json(item: Item) -> str:
    from llmextract.plain import plain

    return json.dumps(plain(item), ensure_ascii=False)


def _summary(items: Sequence[Item], totals: _Totals) -> str:
    from llmextract.cli.ranking import counted

    counts = {rank: n for rank, n in counted(items).items() if rank != "holds"}
    said = ", ".join(f"{n} {rank}" for rank, n in counts.items()) or "nothing to look at"
    return (
        f"{totals.documents} documents; {totals.held:,} identities hold, {totals.broken} broken; "
        f"to look at: {said}"
    )


def _shortened(words: str, longest: int) -> str:
    """One line; of what is too long, beginning and end."""
    flat = " ".join(words.split())
    if len(flat) <= longest:
        return flat
    return f"{flat[: longest * 2 // 3]} … {flat[-longest // 3 :]}"
