"""`llmextract matrix`: schema × strategy × model × prompts, run and measured in one table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from llmextract.cli.console import data, json_data, message

if TYPE_CHECKING:
    from llmextract.matrix import Measured, Plan

SOME_FAILED = 8
NOT_AS_MEASURED = 10


def matrix(
    file: Annotated[
        Path | None, typer.Argument(help="A TOML file that describes the matrix.")
    ] = None,
    out: Annotated[
        Path,
        typer.Option("--out", "-o", help="Where the run folders go. Name it again to go on."),
    ] = Path("runs/matrix"),
    documents: Annotated[
        list[str] | None, typer.Option(help="Files, folders or globs; may be given again.")
    ] = None,
    gold: Annotated[Path | None, typer.Option(help="A folder of gold files, or one.")] = None,
    schema: Annotated[
        list[str] | None,
        typer.Option("--schema", "-s", help="A schema name, or file.py:Model; again for more."),
    ] = None,
    strategy: Annotated[list[str] | None, typer.Option(help="A strategy; again for more.")] = None,
    backend: Annotated[
        list[str] | None, typer.Option("--backend", "-b", help="A model; again for more.")
    ] = None,
    prompts: Annotated[
        list[str] | None,
        typer.Option(help="A folder of prompts, or `bundled` for those there are; again for more."),
    ] = None,
    cassette: Annotated[
        str | None,
        typer.Option(help="Replay calls from here: a path with {strategy}, {model} … in it."),
    ] = None,
    record: Annotated[
        bool, typer.Option("--record", help="Make calls that the cassettes lack, and add them.")
    ] = False,
    jobs: Annotated[int, typer.Option(min=1, help="Setups at a time, each a process.")] = 1,
    table: Annotated[
        bool, typer.Option("--table", help="Run nothing; make the table from what is there.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    markdown: Annotated[
        Path | None, typer.Option(help="Also write the tables to this file, in Markdown.")
    ] = None,
    update: Annotated[
        list[Path] | None,
        typer.Option(
            help="Put the figures between the markers of this file, <!-- figures: … -->; again "
            "for more."
        ),
    ] = None,
    check: Annotated[
        bool,
        typer.Option("--check", help="With --update: change nothing; exit code 10 if it would."),
    ] = False,
    seed: Annotated[int, typer.Option(min=0, help="Seed of intervals and tests.")] = 0,
) -> None:
    """Run and measure every combination of schemas, strategies, models and prompts.

    Options add to what FILE says, or take its place.  Each combination is a run folder under
    --out; what is finished is not run again, and one that fails does not stop the others.
    """
    from llmextract.matrix import measure, run_matrix
    from llmextract.matrix.table import as_markdown, as_text

    given = {
        "documents": documents,
        "gold": str(gold) if gold else None,
        "schemas": schema,
        "strategies": strategy,
        "backends": backend,
        "prompts": prompts,
        "cassette": cassette,
        "record": record or None,
    }
    todo = _plan(file, {name: value for name, value in given.items() if value})
    if todo.missing:
        message(f"skipped: {todo.name}: the documents are not here: {', '.join(todo.documents)}")
        return
    for line in todo.left_out:
        message(f"left out: {line}")
    if not table:
        run_matrix(todo, out, jobs=jobs, say=message)
    found = measure(todo, out, seed=seed)
    if as_json:
        from llmextract.matrix.as_json import as_json as for_programs

        json_data(for_programs(found))
    else:
        data(as_text(found))
    if markdown is not None:
        _write(markdown, as_markdown(found) + "\n")
    code = _exit_code(found)
    if not code:
        code = max((_update(page, found, check=check) for page in update or ()), default=0)
    if code:
        raise typer.Exit(code)


def _plan(file: Path | None, given: dict[str, Any]) -> Plan:
    from llmextract.matrix import MatrixFile, plan, read_matrix

    matrix = read_matrix(file) if file is not None else MatrixFile(name="matrix")
    return plan(matrix.model_copy(update=given))


def _exit_code(found: Measured) -> int:
    """That of the first failure if all failed."""
    from llmextract.cli.running import code_of

    left = found.unfinished
    if len(left) < len(found.rows):
        return SOME_FAILED if left else 0
    return code_of(left[0].reason) if left[0].reason else SOME_FAILED


def _update(path: Path, found: Measured, *, check: bool) -> int:
    from llmextract.matrix.figures import changes, read_text, with_figures

    old = read_text(path)
    new = with_figures(old, found, str(path))
    for line in changes(old, new, str(path)):
        message(line)
    if old == new:
        message(f"{path}: the figures of {found.plan.name} are as measured")
    elif check:
        message(f"{path}: the figures of {found.plan.name} are not what was measured")
        return NOT_AS_MEASURED
    else:
        _write(path, new)
        message(f"{path}: the figures of {found.plan.name} are made anew")
    return 0


def _write(path: Path, text: str) -> None:
    from llmextract.errors import UsageError

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    except OSError as error:
        what = f"cannot be written: {error.strerror}"
        raise UsageError(what, where=str(path), hint="choose another file") from error
