"""`llmextract gate`: hold a run against a baseline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from llmextract.cli.console import data, json_data, message

if TYPE_CHECKING:
    from llmextract.evaluation.gate import Check, Turned, Verdict

NOT_PASSED = 10


def gate(
    run: Annotated[Path, typer.Argument(help="A run folder, or its records.jsonl.")],
    baseline: Annotated[
        Path | None, typer.Option(help="The baseline to hold the run against.")
    ] = None,
    write: Annotated[
        Path | None,
        typer.Option(help="Make a baseline from the run instead, and write it to this file."),
    ] = None,
    gold: Annotated[
        Path | None,
        typer.Option(help="A folder of gold files, or one. Default: where the baseline says."),
    ] = None,
    schema: Annotated[
        str | None,
        typer.Option(help="A schema name, or file.py:Model. Default: the baseline's."),
    ] = None,
    margin: Annotated[
        float | None,
        typer.Option(
            min=0.0,
            max=1.0,
            help="With --write: set the minima so much lower. Default: as in the file, or 0.",
        ),
    ] = None,
    figures_only: Annotated[
        bool,
        typer.Option(
            "--figures-only", help="With --write: do not keep which cells were not right."
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Hold a run's figures against a baseline; exit code 10 if one is not reached.

    Prints each figure with what is wanted, and which cells turned since the baseline was written.
    Other labels, fields or documents than the baseline's are an error (exit code 2): figures on
    them say nothing about each other.
    """
    from llmextract.errors import UsageError

    if write is not None and baseline is None:
        _write(run, write, gold, schema, margin, cells=not figures_only)
        return
    if baseline is None or write is not None:
        raise UsageError("give either a baseline to hold or a file to write one to",
                         where="gate", hint="--baseline FILE or --write FILE")  # fmt: skip
    from llmextract.evaluation.baseline import read_baseline
    from llmextract.evaluation.gate import gate as hold

    verdict = hold(run, read_baseline(baseline), baseline, gold=gold, schema=schema)
    if as_json:
        json_data(_as_json(verdict))
    else:
        data("\n".join(_lines(verdict)))
    missed = [check.name for check in verdict.checks if not check.reached]
    message(f"{baseline.stem}: " + (f"not reached: {', '.join(missed)}" if missed else "reached"))
    if missed:
        raise typer.Exit(NOT_PASSED)


def _write(
    run: Path,
    path: Path,
    gold: Path | None,
    schema: str | None,
    margin: float | None,
    *,
    cells: bool,
) -> None:
    """What is not given is taken from the file that is there; its floors by group and field are
    kept, and cells are not if it keeps none."""
    from llmextract.errors import UsageError
    from llmextract.evaluation.baseline import read_baseline, schema_of, write_baseline
    from llmextract.evaluation.gate import make_baseline

    old = read_baseline(path) if path.exists() else None
    if old is not None:
        gold, schema = gold or path.parent / old.gold, schema or schema_of(old, path)
        margin, cells = old.margin if margin is None else margin, cells and old.errors is not None
    if gold is None or schema is None:
        raise UsageError("a new baseline needs --gold and --schema", where=str(path))
    made = make_baseline(run, path, gold=gold, schema=schema, margin=margin or 0.0, cells=cells)
    if old is not None:
        made = made.model_copy(update={"groups": old.groups, "fields_": old.fields_})
    write_baseline(path, made)
    for name, least in made.minimum.items():
        message(f"  {name:<16} ≥ {least:.4f}")
    for name, most in made.maximum.items():
        message(f"  {name:<16} ≤ {most}")
    data(str(path))


def _lines(verdict: Verdict) -> Iterator[str]:
    width = max(len(check.name) for check in verdict.checks)
    yield f"{'figure':<{width}}  {'wanted':>8}  {'found':>7}  {'difference':>10}"
    for check in verdict.checks:
        yield _line(check, width)
    if verdict.turned is None:
        return
    broke = [turned for turned in verdict.turned if turned.broke]
    mended = [turned for turned in verdict.turned if turned.mended and not turned.broke]
    other = [turned for turned in verdict.turned if not turned.broke and not turned.mended]
    for name, cells in (("broke", broke), ("mended", mended), ("wrong in another way", other)):
        if cells:
            yield f"{name}: {len(cells)}"
            yield from _cells(cells)


def _line(check: Check, width: int) -> str:
    sign, places = ("≥", 4) if check.least else ("≤", 0)
    found = "–" if check.found is None else f"{check.found:.{places}f}"
    difference = "" if check.difference is None else f"{check.difference:+.{places}f}"
    verdict = "" if check.reached else "  not reached"
    wanted = f"{sign} {check.wanted:.{places}f}"
    return f"{check.name:<{width}}  {wanted:>8}  {found:>7}  {difference:>10}{verdict}"


def _cells(turned: Iterable[Turned]) -> Iterator[str]:
    for item in turned:
        cell = item.cell
        yield (
            f"  {cell.document} {cell.pointer}  {item.before.value} → {cell.outcome.value}  "
            f"gold={cell.gold} predicted={cell.predicted}"
        )


def _as_json(verdict: Verdict) -> dict[str, Any]:
    from llmextract.plain import plain

    turned = verdict.turned
    return {
        "passed": verdict.passed,
        "checks": [
            {
                "name": check.name,
                "least" if check.least else "most": check.wanted,
                "found": check.found,
                "difference": check.difference,
                "reached": check.reached,
            }
            for check in verdict.checks
        ],
        "turned": None if turned is None else [
            {
                "document": item.cell.document,
                "pointer": item.cell.pointer,
                "before": item.before.value,
                "now": item.cell.outcome.value,
                "gold": plain(item.cell.gold),
                "predicted": plain(item.cell.predicted),
            }
            for item in turned
        ],
    }  # fmt: skip
