"""`llmextract compile`: a model writes, once, in what words a schema's fields may be stated."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Annotated

import typer

from llmextract.cli.console import message


def compile_(
    schema: Annotated[
        str,
        typer.Argument(help="A bundled schema, or path/to/file.py:Model.", show_default=False),
    ],
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            "-o",
            help="The file to write (*.txt). Every run uses it if it lies in the folder "
            "FILE.phrasebook beside your schema FILE.py.",
            show_default=False,
        ),
    ],
    backend: Annotated[
        str, typer.Option("--backend", "-b", help="The model: see `llmextract backends`.")
    ] = "local",
    count: Annotated[int, typer.Option(min=1, max=50, help="Wordings a field.")] = 8,
    prompts: Annotated[
        Path | None,
        typer.Option(help="A folder of prompt files (compile/zh.md …) to use for the bundled."),
    ] = None,
    base_url: Annotated[
        str | None, typer.Option(help="An OpenAI-compatible server, for openai:MODEL.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Write over the file, and what was corrected in it.")
    ] = False,
) -> None:
    """Have a model write the wordings in which documents may state each field.

    One call a field, once a schema. The file is a phrasebook of labelled passages: read it, and
    correct or delete what is wrong; `link` and `rules` learn from it. docs/schemas.md tells how.

    Nothing is written before all fields are answered. A file that is there is left alone.
    """
    from llmextract.calls import CallOptions, connected
    from llmextract.cli.progress import counting
    from llmextract.compiling import asked_fields, compile_phrases
    from llmextract.runs.files import replacing, run_errors
    from llmextract.schema.load import load_schema, schema_file

    spec = load_schema(schema)
    with run_errors(out):
        _check(out, force=force)

    async def run() -> str:
        async with connected(backend, CallOptions(base_url=base_url)) as ready:
            with counting(len(asked_fields(spec))) as step:
                return await compile_phrases(
                    spec, ready, count=count, prompts=prompts, done=lambda field: step()
                )

    text = asyncio.run(run())
    with run_errors(out):
        _check(out, force=force)  # somebody may have written it since
        out.parent.mkdir(parents=True, exist_ok=True)
    with replacing(out) as file:
        file.write(text.encode())
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    message(f"{len(lines)} wordings written to {out}: read and correct them")
    used = schema_file(schema).with_suffix(".phrasebook")
    if out.parent.resolve() != used.resolve():
        message(f"runs use them once the file lies in {used}")


def _check(out: Path, *, force: bool) -> None:
    """Raise for a file that cannot, or should not, be written, before anything is asked."""
    from llmextract.errors import RunError, UsageError

    if out.suffix != ".txt":
        raise UsageError(
            "only text files of a phrasebook are read", where=str(out), hint="name it *.txt"
        )
    if out.is_dir():
        raise UsageError("this is a folder", where=str(out), hint="name a file in it with --out")
    if out.exists() and not force:
        raise UsageError(
            "there is such a file, perhaps with corrections in it",
            where=str(out),
            hint="name another with --out, or write over it with --force",
        )
    above = next(folder for folder in out.absolute().parents if folder.exists())
    if not above.is_dir() or not os.access(above, os.W_OK | os.X_OK):
        raise RunError(
            "nothing can be written there", where=str(above), hint="name another place with --out"
        )
