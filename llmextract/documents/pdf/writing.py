"""Blocks as text, with the place on paper of every line and cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, pairwise

from llmextract.documents.pdf.lines import fills, has_wide, joint
from llmextract.documents.pdf.paragraphs import Block, Paragraph
from llmextract.documents.pdf.shapes import Cell, Line, Paper, Row, Table, box_round
from llmextract.documents.pdf.words import as_printed
from llmextract.paper import Box, Printed


class Writer:
    """Collects text; every line of a paragraph and every cell gets a `Printed`."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        self._papers: Mapping[int, Paper] = {paper.number: paper for paper in papers}
        self._text: list[str] = []
        self._length = 0
        self._printed: list[Printed] = []

    def written(self) -> tuple[str, tuple[Printed, ...]]:
        return "".join(self._text), tuple(self._printed)

    def write(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            if isinstance(block, Table):
                self._table(block)
            else:
                self._end_line()
                self._paragraph(block)

    def _end_line(self) -> None:
        if self._length:
            self._add("\n")

    def _add(self, text: str) -> None:
        self._text.append(text)
        self._length += len(text)

    def _print(self, text: str, page: int, box: Box) -> None:
        start = self._length
        self._add(text)
        x0, top, x1, bottom = (round(side, 2) for side in as_printed(box, self._papers[page]))
        self._printed.append(Printed(start, self._length, page, (x0, top, x1, bottom)))

    def _paragraph(self, lines: Paragraph) -> None:
        solid = has_wide("".join(line.text for line in lines))
        self._print(lines[0].text, lines[0].page, lines[0].box)
        for before, line in pairwise(lines):
            self._add(joint(before.text, line.text, solid=solid))
            self._print(line.text, line.page, line.box)

    def _table(self, table: Table) -> None:
        rows = [row for row in table.rows if any(cell.lines for cell in row)]
        width = max((n + 1 for row in rows for n, cell in enumerate(row) if cell.lines), default=0)
        for row in rows:
            self._end_line()
            self._row(row[:width])

    def _row(self, row: Row) -> None:
        for n, cell in enumerate(row):
            if n:
                self._add("\t")
            before: Line | None = None
            for page, lines in groupby(cell.lines, key=lambda line: line.page):
                part = list(lines)
                if before is not None:
                    self._add(_joint(cell, before, part[0]))
                self._print(_cell_text(cell, part), page, box_round(line.box for line in part))
                before = part[-1]


def _cell_text(cell: Cell, lines: Sequence[Line]) -> str:
    text = lines[0].text
    for before, line in pairwise(lines):
        text += _joint(cell, before, line) + line.text
    return text


def _joint(cell: Cell, before: Line, line: Line) -> str:
    return joint(before.text, line.text, solid=fills(before, cell.room))


__all__ = ["Writer"]
