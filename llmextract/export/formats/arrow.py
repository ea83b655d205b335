"""Rows as Arrow tables: what Parquet files and the database are filled with."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from llmextract.export.columns import PRECISION, SCALE, Kind, Row, Table


def arrow_schema(table: Table) -> pa.Schema:
    """The Arrow schema of a table; each column says what it holds."""
    return pa.schema(
        [
            pa.field(column.name, _type(column.kind), metadata={"description": column.about})
            for column in table.columns
        ],
        metadata={"description": table.about},
    )


def arrow_table(table: Table, schema: pa.Schema, rows: Sequence[Row]) -> pa.Table:
    """`rows` as an Arrow table."""
    columns = list(zip(*rows, strict=True)) or [()] * len(table.columns)
    arrays = [
        pa.array(values, type=field.type) for values, field in zip(columns, schema, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _type(kind: Kind) -> pa.DataType:
    types = {
        Kind.TEXT: pa.string(),
        Kind.TEXTS: pa.list_(pa.string()),
        Kind.INTEGER: pa.int64(),
        Kind.NUMBER: pa.decimal128(PRECISION, SCALE),
        Kind.DOUBLE: pa.float64(),
        Kind.DATE: pa.date32(),
        Kind.BOOLEAN: pa.bool_(),
    }
    return types[kind]
