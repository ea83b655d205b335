"""Excel: one workbook, a sheet a table, and a legend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from llmextract.export.columns import Row, Table
from llmextract.export.formats import About
from llmextract.export.formats.comments import comment
from llmextract.export.formats.legend import LEGEND, fill_legend
from llmextract.export.formats.sheet import Sheet
from llmextract.export.formats.words import WORDS
from llmextract.export.panel import Mark
from llmextract.types import Qualifier, Status

GREY, ORANGE, RED = "D9D9D9", "FFD966", "F4B6B6"
COMMENTS = 30_000  # of a workbook: more make it slow to open, and are kept in memory till the end
_ABSENT = (Status.TABLE_MISSING, Status.NOT_APPLICABLE)


class WorkbookWriter:
    """A workbook, written row by row.  Cells of `panel` have their proof as a comment, and a colour
    if they want looking at; the sheet `legend` says what it means."""

    marked = True

    def __init__(self, path: Path, tables: Sequence[Table], about: About) -> None:
        self.notes: list[str] = []
        self._path, self._about = path, about
        self._comments = 0
        self._words = WORDS[about.language]
        self._fills = {c: PatternFill("solid", fgColor=c) for c in (GREY, ORANGE, RED)}
        self._book = Workbook(write_only=True)
        self._sheets: dict[str, Sheet] = {}
        self._tables = tuple(tables)
        first, *rest = tables
        self._add(first)
        self._legend = self._book.create_sheet(LEGEND)
        for table in rest:
            self._add(table)

    def write(
        self, table: Table, rows: Sequence[Row], marks: Sequence[Sequence[Mark | None]] = ()
    ) -> None:
        sheet = self._sheets[table.name]
        if not marks:
            sheet.add(rows)
            return
        for row, noted in zip(rows, marks, strict=True):
            sheet.append(self._cells(sheet, row, noted))

    def close(self) -> None:
        for sheet in self._sheets.values():
            sheet.finish()
            self._note(sheet)
        if self._comments > COMMENTS:
            self.notes.append(
                f"panel: the first {COMMENTS:,} of {self._comments:,} comments were written; "
                "all proofs are in `values`, which --long writes"
            )
        colours = {"grey": GREY, "unsure": ORANGE, "doubt": RED}
        fill_legend(self._legend, self._tables, self._about, colours, self.notes)
        self._book.save(self._path)

    def abandon(self) -> None:
        for sheet in self._book.worksheets:
            if not sheet.closed:
                sheet.close()

    def _add(self, table: Table) -> None:
        self._sheets[table.name] = Sheet(self._book, table, self._about.language)

    def _cells(self, sheet: Sheet, row: Row, marks: Sequence[Mark | None]) -> Iterator[Any]:
        for at, (value, mark) in enumerate(zip(row, marks, strict=True)):
            yield sheet.plain(value, at) if mark is None else self._cell(sheet, value, mark)

    def _cell(self, sheet: Sheet, value: Any, mark: Mark) -> Any:
        colour = _colour(value, mark)
        if value is None and colour is None:
            return None
        cell = sheet.cell(value, grouped=mark.counted)
        if colour is not None:
            cell.fill = self._fills[colour]
        if mark.evidence.qualifier is not Qualifier.EXACT:
            cell.font = Font("Calibri", 11, italic=True)
        if colour is not None or mark.numeric:
            self._remark(cell, comment(mark, self._words))
        return cell

    def _remark(self, cell: Any, words: str) -> None:
        self._comments += bool(words)
        if words and self._comments <= COMMENTS:
            cell.comment = _comment(words)

    def _note(self, sheet: Sheet) -> None:
        name = sheet.table.name
        if sheet.cut:
            self.notes.append(f"{name}: {sheet.cut} texts were cut to Excel's 32,767 characters")
        if sheet.replaced:
            self.notes.append(
                f"{name}: {sheet.replaced} texts have characters that no workbook may hold; "
                "they are shown as \ufffd"
            )


def _colour(value: Any, mark: Mark) -> str | None:
    if value is None and mark.evidence.status in _ABSENT:
        return GREY
    if mark.doubts:
        return RED
    return ORANGE if value is not None and mark.unsure else None


def _comment(words: str) -> Comment:
    lines = sum(1 + len(line) // 24 for line in words.split("\n"))
    return Comment(words, "llmextract", height=min(18 * lines + 14, 400), width=330)
