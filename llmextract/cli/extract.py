"""`llmextract extract`: documents in, a run folder or JSON lines out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from llmextract.cli.console import message

STDOUT = Path("-")
STOPPED = 130


def extract(
    documents: Annotated[
        list[str], typer.Argument(help="Files, folders or globs (txt, html).", show_default=False)
    ],
    schema: Annotated[
        str,
        typer.Option(
            "--schema", "-s", help="A bundled schema, or path/to/file.py:Model.", show_default=False
        ),
    ],
    backend: Annotated[
        str, typer.Option("--backend", "-b", help="The model: see `llmextract backends`.")
    ] = "local",
    strategy: Annotated[
        str,
        typer.Option(
            help="How the model is asked: link, point, direct, direct-groups; rules asks none."
        ),
    ] = "link",
    prompts: Annotated[
        Path | None,
        typer.Option(help="A folder of prompt files (link/zh.md …) to use for the bundled ones."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            help="The run folder, or - for JSON lines on stdout. Name an "
            "earlier run's folder to go on with it. Default: runs/TIME-SCHEMA-STRATEGY.",
        ),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Only so many documents, from the first.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Ask nothing; print what the run would spend.")
    ] = False,
    base_url: Annotated[
        str | None, typer.Option(help="An OpenAI-compatible server, for openai:MODEL.")
    ] = None,
    concurrency: Annotated[
        int | None,
        typer.Option(min=1, help="Documents and calls at a time. Default: what suits the backend."),
    ] = None,
    tries: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Tries of a call whose failure can pass (no connection, 429, 5xx). Default: 5.",
        ),
    ] = None,
    calibration: Annotated[
        str | None,
        typer.Option(
            help="A calibration file for confidences, or none. Default: the one beside the schema."
        ),
    ] = None,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Neither use nor fill the response cache.")
    ] = False,
    cassette: Annotated[
        Path | None, typer.Option(help="Replay calls from this file, and make no others.")
    ] = None,
    record: Annotated[
        bool, typer.Option("--record", help="Make calls that the cassette lacks, and add them.")
    ] = False,
    digests: Annotated[
        bool,
        typer.Option("--digests", help="Record no words of the documents: digests and places."),
    ] = False,
) -> None:
    """Extract proved records from documents.

    The same command with the same --out goes on where it stopped.

    Prints the path of the records to stdout (with --out - the records, as they finish), and a
    summary to stderr.
    """
    from llmextract.calls import CallOptions
    from llmextract.cli import running

    order = running.Order(
        documents=documents,
        schema=schema,
        backend=backend,
        strategy=strategy,
        calls=CallOptions(
            base_url=base_url,
            cache=not no_cache,
            cassette=cassette,
            record=record,
            digests=digests,
            concurrency=concurrency,
            tries=tries,
        ),
        concurrency=concurrency,
        limit=limit,
        calibration=calibration,
        prompts=prompts,
        out=None if out == STDOUT else out or running.default_out(schema, strategy),
    )
    if dry_run:
        running.forecast(order)
        return
    try:
        code = running.extract(order)
    except KeyboardInterrupt:
        message("stopped")
        raise typer.Exit(STOPPED) from None
    if code:
        raise typer.Exit(code)
