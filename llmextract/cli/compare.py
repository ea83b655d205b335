"""`llmextract compare`: two runs against gold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from llmextract.cli.console import json_data, on_stdout


def compare(
    run_a: Annotated[
        Path, typer.Argument(help="A run folder, or its records.jsonl.", show_default=False)
    ],
    run_b: Annotated[Path, typer.Argument(help="The run to hold it against.", show_default=False)],
    gold: Annotated[Path, typer.Option(help="A folder of gold files, or one.")],
    documents: Annotated[
        Path | None, typer.Option(help="The labelled texts (*.txt), to place gold quotes.")
    ] = None,
    schema: Annotated[
        str | None, typer.Option(help="Whose fields count: a schema name, or file.py:Model.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    alike: Annotated[
        bool,
        typer.Option("--all/--changed-only", help="Also cells that both runs have equally wrong."),
    ] = False,
    draws: Annotated[
        int, typer.Option(min=1, help="Draws of the bootstrap and of the randomisation test.")
    ] = 10_000,
    seed: Annotated[int, typer.Option(min=0, help="Seed of both.")] = 0,
) -> None:
    """Show every cell that changed from one run to another, and whether one is really better."""
    from rich.text import Text

    from llmextract.evaluation import versus

    found = versus.compare_runs(run_a, run_b, gold, documents, schema, draws=draws, seed=seed)
    if as_json:
        json_data(versus.as_json(found, run_a, run_b, alike=alike))
        return
    console = on_stdout()
    for line, heading in versus.as_lines(found, run_a, run_b, alike=alike):
        console.print(Text(line, "bold" if heading else ""))
