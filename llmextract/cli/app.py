"""All commands in one place.  Each imports what it needs when it runs, so that help is fast."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

from llmextract.cli import (
    cache,
    calibrate,
    compare,
    compile_,
    doctor,
    evaluate,
    export,
    extract,
    findings,
    gate,
    gold,
    matrix,
    schema,
    show,
)
from llmextract.cli.console import message, show_warnings
from llmextract.errors import LLMExtractError

STOPPED = 130
EPILOG = "\n".join(
    (
        "Data goes to stdout, messages and progress to stderr.  Exit codes:",
        "0  all documents done",
        "1  an error in the program",
        "2  a wrong option, name or combination",
        "3  the schema or a prompt cannot be used",
        "4  a document cannot be read",
        "5  no usable answer from the model",
        "6  a call that is not in the cassette",
        "7  the run folder: locked, cannot be written, disk full",
        "8  some documents failed, the others are done",
        "9  the gold has faults",
        "10  a figure is not what it has to be",
        "130  stopped with Ctrl-C; the same command with --out goes on",
        "If all documents failed, the code is that of the first.",
    )
)


class _Commands(TyperGroup):
    """Turns llmextract's errors into a message and an exit code, for every command."""

    def invoke(self, ctx: Any) -> Any:
        show_warnings()
        try:
            return super().invoke(ctx)
        except LLMExtractError as error:
            message(f"error: {error}")
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt:
            message("stopped")
            raise typer.Exit(STOPPED) from None


app = typer.Typer(
    cls=_Commands,
    help="Documents in, proved records out: every value points at the characters it came from.",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(extract.extract)
app.command()(show.show)
app.command()(findings.findings)
app.command()(export.export)
app.command("eval")(evaluate.evaluate)
app.command()(gate.gate)
app.command()(compare.compare)
app.command()(matrix.matrix)
app.command()(calibrate.calibrate)
app.add_typer(gold.app, name="gold")
app.command()(schema.schema)
app.command("compile")(compile_.compile_)
app.command()(doctor.backends)
app.add_typer(cache.app, name="cache")
app.command()(doctor.doctor)
app.command()(doctor.version)
