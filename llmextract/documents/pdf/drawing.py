"""A pdfminer device that keeps glyphs and straight lines, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextDevice, PDFTextSeq
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFResourceManager, PDFTextState
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream
from pdfminer.utils import (
    Matrix,
    PathSegment,
    Rect,
    apply_matrix_pt,
    apply_matrix_rect,
    mult_matrix,
)

from llmextract.documents.pdf.fonts import RADICALS, whole
from llmextract.documents.pdf.shapes import Glyph, Ruling, Sheet
from llmextract.paper import Box

UNMAPPED = "\ufffd"  # stands for a character whose font does not say what it is
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200d\u2060\ufeff]")
_NO_TEXT = re.compile(r"\(cid:|.*[\ud800-\udfff]", re.S)
_THIN = 3.0  # points: a filled area no wider is a line
_SLANT = 0.05  # tangent up to which text or a line counts as straight
_MOST_RULINGS = 50_000  # of a page: more are a drawing
_SMALLEST, _LARGEST = 1.0, 14_400.0  # points: letters that can be read, and the largest page


class Drawing(PDFTextDevice):
    """Takes one page.  Slanted text (watermarks) and what lies off the page are left out."""

    def __init__(self, resources: PDFResourceManager, number: int) -> None:
        super().__init__(resources)
        self._number = number
        self._width = self._height = 0.0
        self._visible: Box = (0.0, 0.0, 0.0, 0.0)
        self._glyphs: list[Glyph] = []
        self._rulings: list[Ruling] = []
        self._pictured = 0.0
        self._figures: list[Box] = []
        self._fonts: dict[PDFFont, Any] = {}

    def sheet(self) -> Sheet:
        return Sheet(
            self._number, self._width, self._height, self._glyphs, self._rulings, self._pictured
        )

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        x0, y0, x1, y1 = apply_matrix_rect(ctm, page.mediabox)
        self._width = min(abs(x1 - x0), _LARGEST)
        self._height = min(abs(y1 - y0), _LARGEST)
        self._visible = self._flipped(apply_matrix_rect(ctm, page.cropbox))

    def begin_figure(self, name: str, bbox: Rect, matrix: Matrix) -> None:
        assert self.ctm is not None
        corners = apply_matrix_rect(mult_matrix(matrix, self.ctm), bbox)
        self._figures.append(self._flipped(corners))

    def end_figure(self, name: str) -> None:
        self._figures.pop()

    def render_image(self, name: str, stream: PDFStream) -> None:
        x0, top, x1, bottom = self._figures[-1]
        area = max(0.0, min(x1, self._width) - max(x0, 0)) * max(
            0.0, min(bottom, self._height) - max(top, 0)
        )
        self._pictured = max(self._pictured, area / max(self._width * self._height, 1.0))

    def render_string(
        self,
        textstate: PDFTextState,
        seq: PDFTextSeq,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> None:
        font = textstate.font
        if font is None:
            return
        if font not in self._fonts:
            self._fonts[font] = whole(font)
        textstate.font = self._fonts[font]
        try:
            super().render_string(textstate, seq, ncs, graphicstate)
        finally:
            textstate.font = font

    def render_char(
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> float:
        advance: float = font.char_width(cid) * fontsize * scaling
        if font.is_vertical():
            shift, above = font.char_disp(cid)  # type: ignore[misc]
            left = -(fontsize * 0.5 if shift is None else shift * fontsize * 0.001)
            upper = (1000 - above) * fontsize * 0.001 + rise
            corners = (left, upper + advance, left + fontsize, upper)
        else:
            low = font.get_descent() * fontsize + rise
            corners = (0.0, low, advance, low + fontsize)
        turn = _turn(matrix, fontsize * scaling)
        box = self._flipped(apply_matrix_rect(matrix, corners))
        text = _INVISIBLE.sub("", _unicode(font, cid))
        if turn is not None and text and self._shows(box):
            size = box[2] - box[0] if turn % 2 or font.is_vertical() else box[3] - box[1]
            if size >= _SMALLEST:
                self._glyphs.append(Glyph(text, *box, size, str(font.fontname), turn))
        return advance

    def paint_path(
        self,
        graphicstate: PDFGraphicState,
        stroke: bool,
        fill: bool,
        evenodd: bool,
        path: Sequence[PathSegment],
    ) -> None:
        points: list[tuple[float, float]] = []
        for operator, *numbers in path:
            if operator == "m":
                self._draw(points, stroke, fill)
                points = []
            if operator == "h":
                points.extend(points[:1])
            elif len(numbers) < 2 or operator not in "ml":
                self._draw(points, stroke, fill)  # curves are no rulings
                points = []
            if operator in "mlcvy" and len(numbers) >= 2:
                points.append(self._at(numbers[-2], numbers[-1]))
        self._draw(points, stroke, fill)

    def _draw(self, points: Sequence[tuple[float, float]], stroke: bool, fill: bool) -> None:
        if len(points) < 2 or len(self._rulings) > _MOST_RULINGS or not (stroke or fill):
            return
        xs, ys = [x for x, _ in points], [y for _, y in points]
        x0, x1, top, bottom = min(xs), max(xs), min(ys), max(ys)
        if fill and min(x1 - x0, bottom - top) <= _THIN:
            flat = x1 - x0 >= bottom - top
            middle = (top + bottom) / 2 if flat else (x0 + x1) / 2
            self._rule(flat, middle, *((x0, x1) if flat else (top, bottom)), filled=False)
            return
        for (ax, ay), (bx, by) in pairwise(points):
            across, down = abs(bx - ax), abs(by - ay)
            if down <= _SLANT * across:
                self._rule(True, (ay + by) / 2, min(ax, bx), max(ax, bx), filled=not stroke)
            elif across <= _SLANT * down:
                self._rule(False, (ax + bx) / 2, min(ay, by), max(ay, by), filled=not stroke)

    def _rule(self, flat: bool, at: float, low: float, high: float, *, filled: bool) -> None:
        x0, top, x1, bottom = self._visible
        first, last, start, end = (top, bottom, x0, x1) if flat else (x0, x1, top, bottom)
        if first - _THIN <= at <= last + _THIN and min(high, end) > max(low, start):
            self._rulings.append(Ruling(flat, at, max(low, start), min(high, end), filled))

    def _shows(self, box: Box) -> bool:
        x0, top, x1, bottom = self._visible
        inside = x0 <= (box[0] + box[2]) / 2 <= x1 and top <= (box[1] + box[3]) / 2 <= bottom
        return inside and box[2] - box[0] <= self._width

    def _at(self, x: Any, y: Any) -> tuple[float, float]:
        assert self.ctm is not None
        x, y = apply_matrix_pt(self.ctm, (float(x), float(y)))
        return x, self._height - y

    def _flipped(self, rect: Rect) -> Box:
        """PDF counts heights from below."""
        x0, y0, x1, y1 = rect
        return min(x0, x1), self._height - max(y0, y1), max(x0, x1), self._height - min(y0, y1)


def _turn(matrix: Matrix, size: float) -> int | None:
    """Quarter turns to the left of text; None if it is slanted."""
    across, up = matrix[0] * size, matrix[1] * size
    if abs(up) <= _SLANT * abs(across):
        return 0 if across > 0 else 2
    if abs(across) <= _SLANT * abs(up):
        return 1 if up > 0 else 3
    return None


def _unicode(font: PDFFont, cid: int) -> str:
    try:
        text = font.to_unichr(cid)
    except PDFUnicodeNotDefined:
        return UNMAPPED
    if not isinstance(text, str) or not text.strip("\x00") or _NO_TEXT.match(text):
        return UNMAPPED
    if text.isspace():
        return " "
    return "".join(text.split()).replace("\x00", "").translate(RADICALS)


__all__ = ["UNMAPPED", "Drawing"]
