"""Where a panel goes: made beside its place, and put there whole."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from llmextract.errors import UsageError
from llmextract.runs.files import run_errors, sync_folder

_SUFFIXES = (".csv", ".parquet", ".jsonl", ".xlsx", ".duckdb")
_NAMES = ("panel", "values", "codebook", "findings", "documents", "bodies", "errors")


def check_name(out: Path, to: str, *, folder: bool) -> None:
    """Raise UsageError if `out` is named as something else than what is written."""
    if folder and out.suffix in _SUFFIXES and not out.is_dir():
        raise UsageError(
            f"{to} is written as a folder of one file a table",
            where=str(out),
            hint=f"name a folder: --out {out.with_suffix('')}",
        )
    if to == "xlsx" and out.suffix != ".xlsx":
        raise UsageError(
            "Excel opens workbooks by their ending",
            where=str(out),
            hint=f"--out {out.with_name(f'{out.name}.xlsx')}",
        )


def check_place(out: Path, *, folder: bool, force: bool) -> None:
    """Raise UsageError if a panel should not take the place of what is at `out`.

    With `force` a file is written over, and a folder if it holds nothing but tables.
    """
    with run_errors(out):
        if not out.exists():
            return
        if out.is_dir() != folder:
            what = "a file" if folder else "a folder"
            raise UsageError(
                f"this is {what}", where=str(out), hint="name another place with --out"
            )
        if not force:
            raise UsageError(
                "there is something already",
                where=str(out),
                hint="name another place with --out, or write over it with --force",
            )
        others = sorted(p.name for p in out.iterdir() if not _is_table(p)) if folder else []
    if others:
        raise UsageError(
            f"the folder holds other files: {', '.join(others[:3])}",
            where=str(out),
            hint="name another place with --out",
        )


@contextlib.contextmanager
def placed(out: Path, *, folder: bool) -> Iterator[Path]:
    """A path to write to that takes the place of `out` at the end: what was there stays until the
    new one is whole, and no part of it is left if anything is raised.

    For a folder the path is an empty folder, else there is nothing at it yet.
    """
    new, old = out.with_name(f".{out.name}.new"), out.with_name(f".{out.name}.old")
    with run_errors(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        for left in (new, old):
            _remove(left)
        if folder:
            new.mkdir()
        try:
            yield new
            if folder and out.exists():
                out.rename(old)
            new.replace(out)
        except BaseException:
            if old.exists() and not out.exists():
                old.rename(out)
            _remove(new)
            raise
        _remove(old)
        sync_folder(out.parent)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _is_table(path: Path) -> bool:
    return path.is_file() and path.stem in _NAMES and path.suffix in _SUFFIXES
