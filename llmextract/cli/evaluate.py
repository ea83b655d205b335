"""`llmextract eval`: score a run against gold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def evaluate(
    run: Annotated[Path, typer.Argument(help="A run folder, or its records.jsonl.")],
    gold: Annotated[Path, typer.Option(help="A folder of gold files, or one.")],
    documents: Annotated[
        Path | None, typer.Option(help="The labelled texts (*.txt), to place gold quotes.")
    ] = None,
    schema: Annotated[
        str | None, typer.Option(help="Whose fields count: a schema name, or file.py:Model.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    errors: Annotated[
        bool, typer.Option("--errors", help="List every wrong, missing and spurious cell.")
    ] = False,
    seed: Annotated[int, typer.Option(help="Seed of the bootstrap interval.")] = 0,
) -> None:
    """Score a run against hand-labelled gold."""
    from llmextract.evaluation.run import render, score_run

    scores = score_run(run, gold, documents, schema)
    typer.echo(render(scores, json_out=as_json, errors=errors, seed=seed))
