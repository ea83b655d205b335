"""`llmextract export`: runs in, one panel out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from llmextract.cli.console import data, message, pairs


def export(
    runs: Annotated[list[Path], typer.Argument(help="Run folders.", show_default=False)],
    to: Annotated[str, typer.Option(help="xlsx, csv, parquet, duckdb or jsonl.")] = "xlsx",
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            help="A file (xlsx, duckdb), or a folder that gets one file a table. "
            "Default: panel.xlsx, panel.duckdb or panel-FORMAT.",
        ),
    ] = None,
    wide: Annotated[
        bool, typer.Option("--wide", help="Only one row a document, not one a value.")
    ] = False,
    long: Annotated[
        bool, typer.Option("--long", help="Only one row a value, not one a document.")
    ] = False,
    schema: Annotated[
        str | None,
        typer.Option(
            "--schema", "-s", help="The runs' schema, if it is your own: path/to/file.py:Model."
        ),
    ] = None,
    bodies: Annotated[
        Path | None,
        typer.Option(
            help="A CSV file with the columns spelling and body: which body a spelling means, "
            "where the table `bodies` has it wrong."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over what is there.")] = False,
) -> None:
    """Write runs as one panel: bodies, years and fields, each value with its proof.

    Tables: panel (one row a document), values (one row a value, with its quote), codebook,
    findings, documents, bodies, errors. docs/export.md explains every column.

    Prints the path of the panel to stdout.
    """
    from llmextract.export import export as write
    from llmextract.export.given import read_bodies
    from llmextract.schema import load_schema

    done = write(
        runs,
        out or Path(_default(to)),
        to=to,
        wide=wide or not long,
        long=long or not wide,
        schema=load_schema(schema) if schema else None,
        bodies=read_bodies(bodies) if bodies else None,
        force=force,
    )
    for note in done.notes:
        message(f"note: {note}")
    pairs((table, f"{count:,} rows") for table, count in done.rows.items())
    data(str(done.path))


def _default(to: str) -> str:
    return f"panel.{to}" if to in ("xlsx", "duckdb") else f"panel-{to}"
