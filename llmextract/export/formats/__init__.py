"""The formats that a panel is written in, each behind one interface; libraries come late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from llmextract.errors import UsageError
from llmextract.export.columns import Row, Table
from llmextract.export.panel import Mark

FORMATS = ("xlsx", "csv", "parquet", "duckdb", "jsonl")
FOLDERS = ("csv", "parquet", "jsonl")  # one file a table; the others are one file in all
_NEEDS = {"xlsx": ("openpyxl",), "parquet": ("pyarrow",), "duckdb": ("duckdb", "pyarrow")}


@dataclass(frozen=True, slots=True)
class About:
    """What a legend says of the panel.  `runs` are (label, strategy, model)."""

    language: str  # zh, en
    schema: str
    version: str
    runs: tuple[tuple[str, str | None, str | None], ...]


class Writer(Protocol):
    """Takes the rows of tables, batch by batch.  `marked`: it wants to know what cells of `panel`
    rest on.  `notes` says what could not be written as it is."""

    marked: bool
    notes: list[str]

    def write(
        self, table: Table, rows: Sequence[Row], marks: Sequence[Sequence[Mark | None]] = ()
    ) -> None: ...

    def close(self) -> None:
        """Finish: everything is in the file afterwards."""
        ...

    def abandon(self) -> None:
        """Let go of the files; they will be removed."""
        ...


def check_format(to: str) -> None:
    """Raise UsageError for an unknown format, or one whose libraries are not installed."""
    if to not in FORMATS:
        raise UsageError(
            f"no format {to!r}", where="--to", hint=f"use one of: {', '.join(FORMATS)}"
        )
    from importlib.util import find_spec

    missing = [name for name in _NEEDS.get(to, ()) if find_spec(name) is None]
    if missing:
        raise UsageError(
            f"{to} needs {' and '.join(missing)}, which is not installed",
            where="--to",
            hint="pip install 'llmextract[export]', or use csv or jsonl",
        )


def make_writer(to: str, path: Path, tables: Sequence[Table], about: About) -> Writer:
    """A writer of `tables` to `path`: an empty folder, or a file that is not there yet."""
    if to == "xlsx":
        from llmextract.export.formats.workbook import WorkbookWriter

        return WorkbookWriter(path, tables, about)
    if to == "duckdb":
        from llmextract.export.formats.database import DatabaseWriter

        return DatabaseWriter(path, tables)
    if to == "parquet":
        from llmextract.export.formats.parquet import ParquetFiles

        return ParquetFiles(path, tables)
    from llmextract.export.formats.lines import CsvFiles, JsonFiles

    return CsvFiles(path, tables) if to == "csv" else JsonFiles(path, tables)
