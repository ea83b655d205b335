"""One sheet of a workbook: a head of two rows, rows of any number, and what Excel can hold."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from llmextract.export.columns import Column, Kind, Row, Table
from llmextract.export.formats.excel import (
    HEAD,
    ILLEGAL,
    ROWS,
    UNITS,
    clipped,
    columns_of,
    full,
    harmless,
    too_precise,
)
from llmextract.export.numbers import digits, exact
from llmextract.export.tables import KEYS

BETWEEN = "; "
_CENTRED = Alignment(horizontal="center")
_FONT = "Calibri"
_FIRST_DAY = date(1900, 3, 1)  # before it Excel counts days otherwise than the calendar
_BANDS = ("DDEBF7", "E2EFDA", "FFF2CC", "FCE4D6", "EDEDED", "D9E1F2")
_WIDTHS = {
    Kind.INTEGER: 12, Kind.NUMBER: 13, Kind.DOUBLE: 10, Kind.DATE: 12, Kind.BOOLEAN: 9,
    Kind.TEXT: 18, Kind.TEXTS: 28,
}  # fmt: skip
_WIDE = {
    "body": 30, "document": 28, "document_sha256": 14, "quote": 60, "message": 70, "reason": 80,
    "hint": 60, "pointers": 40, "numbers": 40, "title": 46, "spelling": 30, "field": 34,
    "pointer": 40, "label": 26, "value_text": 30, "spellings": 50, "note": 70, "text": 34,
    "identities": 40, "year": 8, "body_id": 14, "item": 7, "start": 8, "end": 8, "page": 7,
}  # fmt: skip


_KEYS = frozenset(column.name for column in KEYS)


class Sheet:
    """A sheet that takes rows one by one.  `cut`, `replaced` count cells that could not be written
    as they are: too long, or with characters that no workbook may hold."""

    def __init__(self, book: Any, table: Table, language: str) -> None:
        self.table = table
        self.cut = self.replaced = 0
        self._rows = HEAD
        self.sheet = book.create_sheet(table.name)
        self._prepare(language)
        self._head(language)

    def cell(self, value: Any, *, grouped: bool = False) -> Any:
        """A cell that holds `value`, with its number format (`grouped`: with thousands
        separators); texts are never formulas."""
        made = WriteOnlyCell(self.sheet)
        number = exact(value)
        if isinstance(value, float):
            made.value, made.number_format = value, "0.000"
        elif number is not None:
            self._number(made, number, grouped=grouped)
        elif isinstance(value, date) and value >= _FIRST_DAY:
            made.value, made.number_format = value, "yyyy-mm-dd"
        elif isinstance(value, bool):
            made.value = value
        elif value is not None:
            self._text(made, BETWEEN.join(value) if isinstance(value, list) else str(value))
        return made

    def plain(self, value: Any, at: int) -> Any:
        """`value` itself where a bare value will do, which is quicker; else its cell.  `at` is
        its column, from 0."""
        if self.table.columns[at].name == "year" and value is not None:
            made = self.cell(value)
            made.alignment = _CENTRED
            return made
        if value is None or (type(value) is int and abs(value) < 10_000):
            return value
        if type(value) is str and len(value) < UNITS // 2 and harmless(value):
            return value
        return self.cell(value)

    def append(self, cells: Iterable[Any]) -> None:
        """Add a row.  Raises UsageError if the sheet is full."""
        self._rows += 1
        if self._rows > ROWS:
            raise full(self.table.name)
        self.sheet.append(cells)

    def add(self, rows: Iterable[Row]) -> None:
        """Add rows of plain values."""
        for row in rows:
            self.append([self.plain(value, at) for at, value in enumerate(row)])

    def finish(self) -> None:
        """Put filters on the rows that there are."""
        last = get_column_letter(len(self.table.columns))
        self.sheet.auto_filter.ref = f"A{HEAD}:{last}{max(self._rows, HEAD)}"

    def _number(self, made: Any, number: Decimal, *, grouped: bool) -> None:
        shown = digits(number)
        if too_precise(number):
            self._text(made, shown)
            return
        behind = len(shown.partition(".")[2])
        made.value = number if behind else int(number)
        made.number_format = ("#,##0" if grouped else "0") + ("." + "0" * behind if behind else "")

    def _text(self, made: Any, text: str) -> None:
        legal, count = ILLEGAL.subn("\ufffd", text)
        self.replaced += count > 0
        fitting = clipped(legal)
        self.cut += fitting != legal
        made.value = fitting
        made.data_type = "s"  # not what openpyxl takes “=…” and “#N/A” for
        made.quotePrefix = not harmless(text)

    def _prepare(self, language: str) -> None:
        """What the file format wants before the rows."""
        sheet, table = self.sheet, self.table
        sheet.freeze_panes = f"{get_column_letter(table.keys + 1)}{HEAD + 1}"
        for number, column in enumerate(table.columns, 1):
            sheet.column_dimensions[get_column_letter(number)].width = _width(table, column)
        labels = [self._label(column, language) for column in table.columns]
        sheet.row_dimensions[1].height = 5 + 15 * self._lines(labels)
        sheet.row_dimensions[2].height = 3 + 12 * self._lines(table.names, small=True)
        sheet.page_setup.orientation = "landscape"
        sheet.print_title_rows = f"1:{HEAD}"

    def _head(self, language: str) -> None:
        top, low = [], []
        for column, band in zip(self.table.columns, bands(self.table), strict=True):
            fill = PatternFill("solid", fgColor=band)
            top.append(self._headed(self._label(column, language), Font(_FONT, bold=True), fill))
            low.append(self._headed(column.name, Font(_FONT, 9, color="595959"), fill))
        self.sheet.append(top)
        self.sheet.append(low)

    def _label(self, column: Column, language: str) -> str:
        """A heading: the field's own label in `panel`; for other columns the name in words, if
        the fields are not labelled in Chinese."""
        given = self.table.name == "panel" and column.name not in _KEYS
        return column.label if given or language == "zh" else column.name.replace("_", " ")

    def _lines(self, texts: Sequence[str], *, small: bool = False) -> int:
        """Lines that the longest of the columns' headings takes."""
        widths = [
            _width(self.table, column) * (1.15 if small else 0.9) for column in self.table.columns
        ]
        return max(
            sum(math.ceil(columns_of(line) / width) for line in text.split("\n"))
            for text, width in zip(texts, widths, strict=True)
        )

    def _headed(self, text: str, font: Font, fill: PatternFill) -> Any:
        made = WriteOnlyCell(self.sheet)
        self._text(made, text)
        made.font, made.fill = font, fill
        made.alignment = Alignment(wrap_text=True, vertical="center")
        made.border = Border(bottom=Side("thin", color="A6A6A6"))
        return made


def bands(table: Table) -> Sequence[str]:
    """The colour of each column's head: fields of one group have one."""
    if table.name != "panel":
        return [_BANDS[0] if n < table.keys else _BANDS[4] for n in range(len(table.columns))]
    groups: dict[str, str] = {}
    found = []
    for name in table.names:
        group = name.rpartition(".")[0]
        found.append(groups.setdefault(group, _BANDS[len(groups) % len(_BANDS)]))
    return found


def _width(table: Table, column: Column) -> int:
    if table.name == "panel" and column.name in ("body_id", "document_sha256", "run"):
        return 11
    if table.name == "panel" and column.kind is not Kind.TEXT:
        return _WIDE.get(column.name, 13)
    return _WIDE.get(column.name.rpartition(".")[2], _WIDTHS[column.kind])
