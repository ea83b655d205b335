"""What a workbook can hold."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from llmextract.errors import UsageError
from llmextract.export.numbers import digits

ROWS, COLUMNS, UNITS = 1_048_576, 16_384, 32_767  # of a sheet; UTF-16 units of a cell
HEAD = 2  # rows: labels, names
ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PRECISE = 15  # digits that Excel keeps of a number


def check_rows(table: str, rows: int) -> None:
    """Raise UsageError if `rows` rows are too many for a sheet."""
    if rows > ROWS - HEAD:
        raise full(table)


def check_columns(table: str, columns: int) -> None:
    """Raise UsageError if `columns` columns are too many for a sheet."""
    if columns > COLUMNS:
        raise UsageError(
            f"Excel has {COLUMNS:,} columns a sheet, `{table}` needs more",
            where="--to xlsx",
            hint="use --to duckdb or parquet",
        )


def clipped(text: str) -> str:
    """`text`, cut with an ellipsis if it is longer than a cell can hold."""
    if len(text) * 2 <= UNITS or len(text.encode("utf-16-le")) // 2 <= UNITS:
        return text
    kept = text.encode("utf-16-le")[: (UNITS - 1) * 2].decode("utf-16-le", "ignore")
    return f"{kept}…"


def full(table: str) -> UsageError:
    """The error of a sheet that is full."""
    return UsageError(
        f"Excel has {ROWS:,} rows a sheet, `{table}` needs more",
        where="--to xlsx",
        hint="use --to duckdb or parquet" + ("; or --wide alone" if table == "values" else ""),
    )


def harmless(text: str) -> bool:
    """Whether openpyxl and Excel take `text` for a text, as it is."""
    return bool(text) and text[0] not in "=+-@#\t\r'" and not ILLEGAL.search(text)


def columns_of(text: str) -> int:
    """Columns that `text` takes: two a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def too_precise(number: Decimal) -> bool:
    """Whether Excel would lose digits of `number`."""
    return len(digits(number).lstrip("-0.").replace(".", "").rstrip("0")) > _PRECISE
