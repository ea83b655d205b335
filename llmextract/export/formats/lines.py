"""CSV and JSON lines: one file a table."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, ClassVar

from llmextract.export.columns import Row, Table
from llmextract.export.numbers import digits
from llmextract.export.panel import Mark
from llmextract.plain import plain
from llmextract.runs.files import json_text

BETWEEN = "; "  # the texts of a list
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


class _Files:
    """An open file a table."""

    suffix: ClassVar[str]
    encoding: ClassVar[str] = "utf-8"
    marked = False

    def __init__(self, folder: Path, tables: Sequence[Table]) -> None:
        self.notes: list[str] = []
        self._files: dict[str, IO[str]] = {}
        for table in tables:
            path = folder / f"{table.name}{self.suffix}"
            self._files[table.name] = path.open("w", encoding=self.encoding, newline="")

    def close(self) -> None:
        for file in self._files.values():
            file.close()

    abandon = close


class CsvFiles(_Files):
    """Comma-separated values as Excel reads them: UTF-8 with a mark, CRLF, a head.

    A text that a spreadsheet would take for a formula gets an apostrophe in front.
    """

    suffix = ".csv"
    encoding = "utf-8-sig"

    def __init__(self, folder: Path, tables: Sequence[Table]) -> None:
        super().__init__(folder, tables)
        self._writers = {name: csv.writer(file) for name, file in self._files.items()}
        for table in tables:
            self._writers[table.name].writerow(table.names)

    def write(
        self, table: Table, rows: Sequence[Row], marks: Sequence[Sequence[Mark | None]] = ()
    ) -> None:
        self._writers[table.name].writerows([csv_text(value) for value in row] for row in rows)


class JsonFiles(_Files):
    """One JSON object a row; absent values are null."""

    suffix = ".jsonl"

    def write(
        self, table: Table, rows: Sequence[Row], marks: Sequence[Sequence[Mark | None]] = ()
    ) -> None:
        self._files[table.name].writelines(
            json_text(plain(dict(zip(table.names, row, strict=True)))) + "\n" for row in rows
        )


def csv_text(value: Any) -> str:
    """A value as a CSV file has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return digits(value)
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return shielded(BETWEEN.join(value) if isinstance(value, list) else str(value))


def shielded(text: str) -> str:
    """`text`, with an apostrophe in front if a spreadsheet would take it for a formula.  Taking
    one off what begins with apostrophes and one of = + - @, tab or CR gives back the text."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text
