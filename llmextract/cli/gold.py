"""`llmextract gold`: hand labels, checked and begun."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from llmextract.cli.console import data, json_data, message

if TYPE_CHECKING:
    from llmextract.evaluation.gold import Checked
    from llmextract.schema import SchemaSpec

FAULTY = 9
app = typer.Typer(help="Check hand labels, or begin them from a run.", no_args_is_help=True)


@app.command()
def check(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH...", help="Gold files, or folders of them.", show_default=False
        ),
    ],
    documents: Annotated[
        Path | None,
        typer.Option(help="The labelled texts: hashes and proofs are checked against them."),
    ] = None,
    schema: Annotated[
        str | None,
        typer.Option("--schema", "-s", help="Whose fields are labelled: a name, or file.py:Model."),
    ] = None,
    complete: Annotated[
        bool,
        typer.Option(
            "--complete", help="Ask for a span of every value and item, and who and when."
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Check gold files: one line a fault, with what to do; exit code 9 if there are any."""
    from llmextract.evaluation.gold import check_gold

    checked = check_gold(paths, documents=documents, schema=_schema(schema), complete=complete)
    if as_json:
        _as_json(checked)
    else:
        for fault in checked.faults:
            data(str(fault))
    looked = f"{checked.files} gold files, {checked.values} values, {checked.items} list items"
    found = f"{len(checked.faults)} faults in {checked.faulty} of them" if checked.faults else ""
    message(f"{looked}: {found or 'no faults'}")
    for option, given, what in (
        ("--documents", documents, "hashes, spans and proofs"),
        ("--schema", schema, "pointers, kinds of values and the schema's sums"),
    ):
        if given is None:
            message(f"not checked without {option}: {what}")
    if checked.faults:
        raise typer.Exit(FAULTY)


@app.command()
def new(
    run: Annotated[Path, typer.Argument(help="A run folder.", show_default=False)],
    out: Annotated[Path, typer.Option(help="The folder for the gold files.", show_default=False)],
    documents: Annotated[
        list[str] | None,
        typer.Argument(metavar="[DOCUMENT]...", help="Documents of it; without one, all."),
    ] = None,
    schema: Annotated[
        str | None,
        typer.Option(
            "--schema",
            "-s",
            help="Which fields are tables; by default the bundled schema of the run.",
        ),
    ] = None,
) -> None:
    """Write gold files from a run, for a person to correct; files that are there are left alone.

    Every label stands under `unchecked`, the likeliest errors first, and is taken out of it by
    the person who has compared it with the document.
    """
    from llmextract.evaluation.gold import new_gold

    done = new_gold(run, out, documents or (), _schema(schema or _bundled(run)))
    for file in done.written:
        data(str(file))
    for file in done.existing:
        message(f"{file} is there already and was left alone")
    for document in done.failed:
        message(f"{document} has no record in this run: nothing to correct")
    if done.written:
        message(
            f"{len(done.written)} files to correct; sign them (annotator, date) and empty "
            "unchecked, then: llmextract gold check"
        )


def _schema(name: str | None) -> SchemaSpec | None:
    from llmextract.schema.load import load_schema

    return load_schema(name) if name else None


def _bundled(run: Path) -> str | None:
    """The schema that a run names, if it is one that can be found by its name."""
    from llmextract.runs import read_manifest
    from llmextract.schema.load import bundled_schemas

    name = str(read_manifest(run).get("schema"))
    return name if name in bundled_schemas() else None


def _as_json(checked: Checked) -> None:
    json_data(
        {
            "files": checked.files,
            "values": checked.values,
            "items": checked.items,
            "faults": [
                {"file": f.file, "where": f.where, "what": f.what, "hint": f.hint}
                for f in checked.faults
            ],
        }
    )
