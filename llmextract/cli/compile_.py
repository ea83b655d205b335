"""`llmextract compile`: a model writes, once, in what words a schema's fields may be stated."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from llmextract.cli.console import message


def compile_(
    schema: Annotated[str, typer.Argument(help="A bundled schema, or path/to/file.py:Model.")],
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            "-o",
            help="The file to write; in the folder FILE.phrasebook beside your schema FILE.py it "
            "is used by every run.",
            show_default=False,
        ),
    ],
    backend: Annotated[
        str, typer.Option("--backend", "-b", help="The model: see `llmextract backends`.")
    ] = "local",
    count: Annotated[int, typer.Option(min=1, max=50, help="Wordings a field.")] = 8,
    prompts: Annotated[
        Path | None, typer.Option(help="A folder of prompt files to use for the bundled ones.")
    ] = None,
) -> None:
    """Have a model write the wordings in which documents may state each field.

    One call a field, once a schema. The file is a phrasebook of labelled passages: read it, and
    correct or delete what is wrong; `link` and `rules` learn from it. docs/schemas.md tells how.
    """
    from llmextract.calls import CallOptions, connected
    from llmextract.compiling import compile_phrases
    from llmextract.schema.load import load_schema

    spec = load_schema(schema)

    async def run() -> str:
        async with connected(backend, CallOptions()) as ready:
            return await compile_phrases(
                spec,
                ready,
                count=count,
                prompts=prompts,
                done=lambda field: message(f"  {field.pointer}"),
            )

    text = asyncio.run(run())
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text, "utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    message(f"{len(lines)} wordings written to {out}")
