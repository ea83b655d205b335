"""`llmextract cache`: the answers that are kept so that nothing is paid for twice."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from llmextract.cli.console import data, json_data, message

app = typer.Typer(help="Look at or clear the response cache.", no_args_is_help=True)

Folder = Annotated[Path | None, typer.Option("--folder", help="A cache elsewhere than the user's.")]


@app.command()
def path(folder: Folder = None) -> None:
    """Print where the cache is."""
    data(str(_folder(folder)))


@app.command()
def stats(folder: Folder = None) -> None:
    """Print how much the cache holds, as JSON."""
    from llmextract.cache import ResponseCache

    where = _folder(folder)
    if not where.is_dir():
        json_data({"folder": str(where), "entries": 0, "bytes": 0})
        return
    with ResponseCache(where) as cache:
        found = cache.stats()
    json_data({"folder": str(where), "entries": found.entries, "bytes": found.bytes})


@app.command()
def clear(
    folder: Folder = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Remove every answer; they would have to be paid for again."""
    from llmextract.cache import ResponseCache

    where = _folder(folder)
    if not where.is_dir():
        message(f"there is no cache at {where}")
        return
    with ResponseCache(where) as cache:
        if not yes:
            typer.confirm(
                f"Remove {cache.stats().entries} answers from {where}?", abort=True, err=True
            )
        message(f"removed {cache.clear()} answers from {where}")


def _folder(folder: Path | None) -> Path:
    from llmextract.calls import default_cache

    return folder or default_cache()
