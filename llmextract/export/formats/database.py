"""DuckDB: one database with all tables, and views that answer what is asked most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from llmextract.errors import RunError
from llmextract.export.columns import Row, Table
from llmextract.export.formats.arrow import arrow_schema, arrow_table
from llmextract.export.panel import Mark

_MEMORY = "512MB"  # what the database keeps of itself while it is made

VIEWS = {
    "numbers": """
        SELECT body, year, field, label, value_number AS value, unit, status, qualifier,
               confidence, quote, document, run, body_id
        FROM "values" WHERE value_number IS NOT NULL AND item IS NULL AND field = pointer""",
    "cells": """
        SELECT body, year, field, "table" AS table_name, "row" AS row_name,
               "column" AS column_name, value_number AS value, unit, status, raw, confidence,
               quote, document, run, body_id
        FROM "values" WHERE field <> pointer AND item IS NULL AND "row" IS NOT NULL""",
}
"""Views over `values`: numbers of fields, and cells of official tables by row and column."""


class DatabaseWriter:
    """A DuckDB file, closed and whole after `close`."""

    marked = False

    def __init__(self, path: Path, tables: Sequence[Table]) -> None:
        self.notes: list[str] = []
        self._path = path
        self._schemas = {table.name: arrow_schema(table) for table in tables}
        with _errors(path):
            self._connection = duckdb.connect(str(path), config={"memory_limit": _MEMORY})
            for table in tables:
                self._make(table)

    def write(
        self, table: Table, rows: Sequence[Row], marks: Sequence[Sequence[Mark | None]] = ()
    ) -> None:
        with _errors(self._path):
            batch = arrow_table(table, self._schemas[table.name], rows)
            self._connection.register("batch", batch)
            self._connection.execute(f"INSERT INTO {_name(table.name)} SELECT * FROM batch")  # noqa: S608 - a name of ours
            self._connection.unregister("batch")

    def close(self) -> None:
        with _errors(self._path):
            if "values" in self._schemas:
                for name, query in VIEWS.items():
                    self._connection.execute(f"CREATE VIEW {_name(name)} AS {query}")
            self._connection.execute("CHECKPOINT")
        self.abandon()

    def abandon(self) -> None:
        self._connection.close()
        self._path.with_name(f"{self._path.name}.wal").unlink(missing_ok=True)

    def _make(self, table: Table) -> None:
        self._connection.register("batch", self._schemas[table.name].empty_table())
        self._connection.execute(f"CREATE TABLE {_name(table.name)} AS SELECT * FROM batch")  # noqa: S608 - a name of ours
        self._connection.unregister("batch")
        self._comment(f"TABLE {_name(table.name)}", table.about)
        for column in table.columns:
            self._comment(f"COLUMN {_name(table.name)}.{_name(column.name)}", column.about)

    def _comment(self, what: str, words: str) -> None:
        quoted = words.replace("'", "''")
        self._connection.execute(f"COMMENT ON {what} IS '{quoted}'")


@contextmanager
def _errors(path: Path) -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        raise RunError(
            f"cannot be written: {error}",
            where=str(path),
            hint="make room, or name another place with --out",
        ) from error


def _name(name: str) -> str:
    """A quoted identifier."""
    return '"' + name.replace('"', '""') + '"'
