"""Plain text: a line a paragraph, a line a table row; and where everything stands in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from ..draft import Draft
from ..page import Cell, Page, Paragraph, Place, Table

WAYS = ("tabs", "copied", "aligned", "bars")
"""Tabs with a place for each column; tabs without blank places, as browsers copy; blanks; bars."""


def write(page: Page, rng: Random) -> bytes:
    """The text in UTF-8."""
    return composed(page, rng).text.encode()


def composed(page: Page, rng: Random) -> Draft:
    """The text with all that is stated in it, and where."""
    writing = _Writing(rng.choice(WAYS), rng.choice(("", "\n")))
    for block in page.blocks:
        if isinstance(block, Paragraph):
            writing.paragraph(block, page)
        else:
            writing.table(block, page)
    writing.carry_over(page.prose)
    return writing.draft


@dataclass(slots=True)
class _Writing:
    """`moved` are stretches of the page's prose: where each began and ended, and begins now."""

    way: str
    gap: str  # ahead of headings
    draft: Draft = field(default_factory=Draft)
    moved: list[tuple[int, int, int]] = field(default_factory=list)
    words: tuple[int, ...] = ()  # where the last two began

    def paragraph(self, block: Paragraph, page: Page) -> None:
        if block.kind == "heading" and self.draft.length:
            self.draft.write(self.gap)
        if block.at >= 0:
            self.moved.append((block.at, block.at + len(block.text), self.draft.length))
        self._words(block.text, block.place, page)
        self.draft.write("\n")
        if block.kind == "title":
            self.draft.write(self.gap)

    def table(self, table: Table, page: Page) -> None:
        way = self.way
        if way in ("bars", "aligned") and any("\n" in cell.text for cell in table.cells):
            way = "tabs"
        widths = _widths(table)
        for row in range(table.height):
            self._row(table, row, way, widths, page)

    def carry_over(self, prose: Draft) -> None:
        """Note what the prose states, where it stands now."""
        for pointer, spans in prose.spans.items():
            for span in spans:
                self.draft.prove(
                    pointer, prose.values[pointer], self._new(span), prose.qualifiers.get(pointer)
                )
        for pointer, items in prose.items.items():
            for item, span in zip(items, prose.item_spans[pointer], strict=True):
                self.draft.item(pointer, item, self._new(span))
        for pointer, value in prose.values.items():
            self.draft.values.setdefault(pointer, value)

    def _new(self, span: list[int]) -> list[int]:
        for start, end, now in self.moved:
            if start <= span[0] and span[1] <= end:
                return [span[0] - start + now, span[1] - start + now]
        raise ValueError(f"{span} is in no paragraph")

    def _row(self, table: Table, row: int, way: str, widths: list[int], page: Page) -> None:
        cells = {cell.column: cell for cell in table.row(row)}
        shown = [column for column in range(table.width) if column in cells]
        if way == "copied":
            # A place under a cell that spans rows is none; a blank cell is one.
            columns = shown
        elif way == "aligned":
            columns = [column for column in shown if cells[column].text]
        else:
            columns = _trimmed(cells, table.width)
        if way == "bars":
            self.draft.write("| ")
        done = 0
        for n, column in enumerate(columns):
            if way == "aligned":
                start = sum(widths[:column])
                self.draft.write(" " * max(start - done, 2 if n else 0))
                done = max(start, done + 2 if n else 0)
            elif n:
                self.draft.write(" | " if way == "bars" else "\t")
            cell = cells.get(column)
            if cell is not None:
                self._words(cell.text, cell.place, page)
                done += _columns(cell.text)
        self.draft.write(" |\n" if way == "bars" else "\n")

    def _words(self, text: str, place: Place | None, page: Page) -> None:
        """Words, or a gold cell.  A cell of the sheet is proved with its label and unit."""
        if place is None:
            if text:
                self.words = (*self.words[-1:], self.draft.length)
            self.draft.write(text)
            return
        number, pointer = page.cells[place], page.fields.get(place)
        if place[0] == "stat_2014":
            span = [self.words[0], self.draft.write(text)[1]]
        elif text.strip():
            span = self.draft.cell(place, number, text)
        else:  # a blank proves nothing
            table, row, column = place
            self.draft.tables.setdefault(table, {}).setdefault(row, {})[column] = None
            return
        if pointer and number is not None:
            self.draft.prove(pointer, number, span)


def _trimmed(cells: dict[int, Cell], width: int) -> range:
    """All columns, blank ones at the end of the row left out."""
    return range(max((c + 1 for c in range(width) if c in cells and cells[c].text), default=0))


def _widths(table: Table) -> list[int]:
    """How wide each column must be on a typewriter, cells that span several aside."""
    widths = [4] * table.width
    for cell in table.cells:
        if cell.columns == 1:
            widths[cell.column] = max(widths[cell.column], _columns(cell.text) + 2)
    return widths


def _columns(text: str) -> int:
    return len(text.encode("gb18030", "replace"))
