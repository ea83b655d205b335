"""`llmextract calibrate`: fit confidences to gold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def calibrate(
    runs: Annotated[
        list[Path],
        typer.Argument(help="Run folders of one strategy and model.", show_default=False),
    ],
    gold: Annotated[
        list[Path],
        typer.Option(help="A folder of gold files, or one; may be repeated.", show_default=False),
    ],
    schema: Annotated[
        str,
        typer.Option(
            "--schema", "-s", help="A bundled schema, or path/to/file.py:Model.", show_default=False
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            help="Put the calibrator into this file. `extract` reads NAME.calibration.json beside "
            "the schema's NAME.py.",
        ),
    ] = None,
    note: Annotated[
        str, typer.Option(help="What else to say in the file about what it was fitted on.")
    ] = "",
) -> None:
    """Fit the confidence of a strategy and model to gold, and show what that is worth.

    Every figure is of documents left out of the fit, one by one. The simplest method that is not
    worse than the best is marked, and goes into the file. The documents must not be those that
    the strategy's own weights were fitted on.
    """
    from datetime import UTC, datetime

    from llmextract.cli.console import message
    from llmextract.evaluation.calibration.calibrate import LEAST, calibrator_of, save, table
    from llmextract.evaluation.calibration.calibrate import calibrate as fit
    from llmextract.schema.load import load_schema

    spec = load_schema(schema)
    made, choices = fit(runs, gold, spec)
    for choice in choices:
        typer.echo("\n".join([*table(choice), ""]))
    if not choices:
        message(f"nothing is fitted: fewer than {LEAST} labelled values of any origin")
    if out is not None and choices:
        day = datetime.now(UTC).date()
        save(calibrator_of(made, choices, day, note), spec.name, out)
        typer.echo(str(out))
