"""From glyphs to words: upright pages, runs without blanks, letters drawn twice taken once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from llmextract.documents.pdf.shapes import Glyph, Paper, Ruling, Sheet, Word, turned
from llmextract.paper import Box

_NEAR = 0.2  # em between glyphs of one word, at most
_BACK = 0.4  # em by which a glyph may lie over the one before
_LEVEL = 0.15  # em by which glyphs of one word may stand higher or lower
_BLANK = 0.1  # em that a blank glyph is wide, if it parts words
_TWICE = 2.0  # points: twice the distance of the copies of a letter drawn twice to look bold
_RESIZED = 0.1  # difference of size that parts words (raised footnote marks)


def paper_of(sheet: Sheet) -> Paper:
    """The page turned so that most of its text is upright, with its words in drawn order."""
    turns = Counter(glyph.turn for glyph in sheet.glyphs)
    turn = turns.most_common(1)[0][0] if turns else 0
    width, height = (sheet.width, sheet.height) if turn % 2 == 0 else (sheet.height, sheet.width)
    words: list[Word] = []
    for direction in sorted(turns, key=lambda one: (one - turn) % 4):
        glyphs = [glyph for glyph in sheet.glyphs if glyph.turn == direction]
        for word in _words(_upright(glyphs, direction, sheet), sheet.number):
            sideways = (direction - turn) % 4
            words.append(_placed(word, direction, turn, sheet) if sideways else word)
    rulings = [_ruling(ruling, turn, sheet) for ruling in sheet.rulings] if turn else sheet.rulings
    return Paper(sheet.number, width, height, words, rulings, turn)


def as_printed(box: Box, paper: Paper) -> Box:
    """A box of the page as read, on the page as it is shown: turned back."""
    return turned(box, -paper.turn, paper.width, paper.height) if paper.turn else box


def _upright(glyphs: Sequence[Glyph], turn: int, sheet: Sheet) -> Sequence[Glyph]:
    if turn == 0:
        return glyphs
    return [
        Glyph(g.text, *turned(g[1:5], turn, sheet.width, sheet.height), g.size, g.font, turn)
        for g in glyphs
    ]


def _placed(word: Word, direction: int, turn: int, sheet: Sheet) -> Word:
    """A word that runs sideways, where it stands on the page turned by `turn`."""
    width, height = sheet.width, sheet.height
    own = (width, height) if direction % 2 == 0 else (height, width)
    drawn = turned((word.x0, word.top, word.x1, word.bottom), -direction, *own)
    x0, top, x1, bottom = turned(drawn, turn, width, height)
    return replace(word, x0=x0, top=top, x1=x1, bottom=bottom, turn=(direction - turn) % 4)


def _ruling(ruling: Ruling, turn: int, sheet: Sheet) -> Ruling:
    box = (ruling.low, ruling.at, ruling.high, ruling.at)
    if not ruling.horizontal:
        box = (ruling.at, ruling.low, ruling.at, ruling.high)
    x0, top, x1, bottom = turned(box, turn, sheet.width, sheet.height)
    if bottom - top < x1 - x0:
        return Ruling(True, top, x0, x1, ruling.filled)
    return Ruling(False, x0, top, bottom, ruling.filled)


def _words(glyphs: Sequence[Glyph], page: int) -> Iterator[Word]:
    run: list[Glyph] = []
    spaced = blank = False
    last: Glyph | None = None  # of any kind
    for glyph in _once(glyphs):
        if glyph.text.isspace():
            wide = glyph.x1 - glyph.x0 > _BLANK * glyph.size
            blank = blank or wide or last is None
            continue
        if run and (blank or not _goes_on(run[-1], glyph)):
            yield _word(run, page, spaced)
            run = []
        if not run:
            spaced = blank
        run.append(glyph)
        last, blank = glyph, False
    if run:
        yield _word(run, page, spaced)


def _goes_on(before: Glyph, glyph: Glyph) -> bool:
    size = max(before.size, glyph.size)
    gap = glyph.x0 - before.x1
    return (
        -_BACK * size <= gap <= _NEAR * size
        and abs(glyph.bottom - before.bottom) <= _LEVEL * size
        and abs(glyph.size - before.size) <= _RESIZED * size
    )


def _word(run: Sequence[Glyph], page: int, spaced: bool) -> Word:
    return Word(
        text="".join(glyph.text for glyph in run),
        x0=run[0].x0,
        top=min(glyph.top for glyph in run),
        x1=max(glyph.x1 for glyph in run),
        bottom=max(glyph.bottom for glyph in run),
        size=run[0].size,
        font=run[0].font,
        page=page,
        spaced=spaced,
    )


def _once(glyphs: Sequence[Glyph]) -> Iterator[Glyph]:
    """Without the copies of letters that are drawn again in the same place to look bold."""
    seen: dict[tuple[str, int, int], Glyph] = {}
    for glyph in glyphs:
        if not glyph.text.isspace():
            x, y = round(glyph.x0 / _TWICE), round(glyph.top / _TWICE)
            others = _near(glyph.x0, x), _near(glyph.top, y)
            if any(
                _again(seen.get((glyph.text, a, b)), glyph)
                for a in (x, others[0])
                for b in (y, others[1])
            ):
                continue
            seen[glyph.text, x, y] = glyph
        yield glyph


def _near(at: float, place: int) -> int:
    """The neighbour of the place to which `at` is rounded that is next nearest."""
    return place + 1 if at > place * _TWICE else place - 1


def _again(before: Glyph | None, glyph: Glyph) -> bool:
    if before is None:
        return False
    near = min(_TWICE / 2, 0.2 * glyph.size)
    return abs(before.x0 - glyph.x0) < near and abs(before.top - glyph.top) < near


__all__ = ["as_printed", "paper_of"]
