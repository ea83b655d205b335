"""Parquet: one file a table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq

from llmextract.export.columns import Row, Table
from llmextract.export.formats.arrow import arrow_schema, arrow_table
from llmextract.export.panel import Mark

_GROUP = 50_000  # rows that are written at a time: a reader skips whole groups


class ParquetFiles:
    """A Parquet file a table, compressed with zstd."""

    marked = False

    def __init__(self, folder: Path, tables: Sequence[Table]) -> None:
        self.notes: list[str] = []
        self._tables = {table.name: table for table in tables}
        self._schemas = {table.name: arrow_schema(table) for table in tables}
        self._waiting: dict[str, list[Row]] = {table.name: [] for table in tables}
        self._files = {
            name: pq.ParquetWriter(folder / f"{name}.parquet", schema, compression="zstd")
            for name, schema in self._schemas.items()
        }

    def write(
        self, table: Table, rows: Sequence[Row], marks: Sequence[Sequence[Mark | None]] = ()
    ) -> None:
        waiting = self._waiting[table.name]
        waiting.extend(rows)
        if len(waiting) >= _GROUP:
            self._flush(table.name)

    def close(self) -> None:
        for name in self._files:
            self._flush(name)
        self.abandon()

    def abandon(self) -> None:
        for file in self._files.values():
            file.close()

    def _flush(self, name: str) -> None:
        rows, self._waiting[name] = self._waiting[name], []
        if rows:
            self._files[name].write_table(
                arrow_table(self._tables[name], self._schemas[name], rows)
            )
