"""Which body a spelling means, as a person says."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from llmextract.errors import UsageError
from llmextract.runs.files import run_errors

_COLUMNS = ("spelling", "body")


def read_bodies(path: Path) -> Mapping[str, str]:
    """Spelling → body from a CSV file with the columns `spelling` and `body`, UTF-8 with or
    without a mark.  Raises UsageError for other columns, an empty cell, or a spelling given to
    two bodies, RunError for a file that cannot be read."""
    with run_errors(path):
        try:
            rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))
        except UnicodeDecodeError as error:
            raise UsageError(
                "is not UTF-8", where=str(path), hint="save it as “CSV UTF-8”"
            ) from error
    given: dict[str, str] = {}
    for number, row in enumerate(rows, 2):
        spelling, body = ((row.get(name) or "").strip() for name in _COLUMNS)
        where = f"{path}:{number}"
        if not spelling or not body:
            raise UsageError(
                "spelling or body is missing",
                where=where,
                hint="the first line names the columns: spelling,body",
            )
        if given.setdefault(spelling, body) != body:
            raise UsageError(
                f"{spelling} is given to {given[spelling]} and to {body}",
                where=where,
                hint="keep one of the lines",
            )
    return given
