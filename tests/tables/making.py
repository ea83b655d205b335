"""Tables with known cells, made from a declared layout by a seed, printed in every way, and
damaged by kind.  All numbers and words of damage are drawn by rule."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from llmextract.schema import Block, Layout, Row

HAN = "甲乙丙丁戊己庚辛子丑寅卯辰巳午未申酉戌亥"
WAYS = ("tabs", "bars", "wide", "single", "cells", "broken")
NUMBERING = ("none", "（{cn}）", "{n}.", "{n}．", "{n}、", "{cn}、")
_CN = "一二三四五六七八九十"


@dataclass(frozen=True)
class Line:
    """A printed line: labels in front, cells behind.  `row` is None for heads."""

    labels: tuple[str, ...]
    cells: tuple[str, ...] = ()
    block: int = 0
    row: Row | None = None
    tail: str = ""  # words that a break put behind the cells


@dataclass
class Made:
    """`truth` has every declared cell: its number, or None where none is printed."""

    layout: Layout
    lines: list[Line]
    truth: dict[tuple[str, str], Decimal | None] = field(default_factory=dict)
    way: str = "tabs"
    joined: bool = False
    twice: bool = False

    def text(self, rng: random.Random) -> str:
        words = "\n".join(printed for line in self.lines for printed in _printed(line, self, rng))
        if self.joined:
            words = words.replace("\n", " ")
        table = f"{words}\n\n见上表。\n\n{words}" if self.twice else words
        count = rng.randrange(3, 90)
        return (
            f"某某局某年度报告\n\n一、总体情况\n\n全年办理事项{count}件，均按期答复。\n\n"
            f"二、{self.layout.headings[0]}\n\n全年合计{count}件，具体见下表。\n{table}\n\n"
            f"三、存在的主要问题\n\n一是人手不足，只有{count % 7 + 1}人；二是更新不够及时。\n"
        )


def make(layout: Layout, seed: int, way: str = "tabs") -> Made:
    """A whole table whose numbers satisfy the declared sums."""
    rng = random.Random(seed)
    made = Made(layout, [], way=way)
    style = rng.choice(NUMBERING)
    for index, block in enumerate(layout.blocks):
        numbers = _numbers(block, rng)
        made.truth |= numbers
        made.lines += list(_heads(block, index, layout))
        if block.wide:
            printed = [_cell(numbers[r.name, c.name], c.name, rng)
                       for r in block.rows for c in block.columns]  # fmt: skip
            made.lines.append(Line((), tuple(printed), index, block.rows[0]))
            continue
        for n, row in enumerate(block.rows):
            cells = tuple(_cell(numbers[row.name, c.name], c.name, rng) for c in block.columns
                          if not row.head)  # fmt: skip
            label = _numbered(row.labels[0], n, style)
            marks = (rng.choice(layout.marks[:2]),) if layout.marks and not row.head else ()
            if layout.marks and row.unit:
                marks = (row.unit,)
            made.lines.append(Line((label, *marks), cells, index, row))
    return made


def _heads(block: Block, index: int, layout: Layout) -> Iterator[Line]:
    if index == 0 or layout.captions:
        yield Line(layout.captions[:1], (), index)
    names = tuple(c.labels[0] for c in block.columns)
    if block.wide:
        yield Line((layout.captions or ("",))[:2], (), index)
        yield Line(tuple(row.labels[0] for row in block.rows[1:]), (), index)
        yield Line(names * len(block.rows), (), index)
    elif any(c.under for c in block.columns):
        first = [c for c in block.columns if c.under is None]
        under = tuple(c.labels[0] for c in block.columns if c.under)
        upper = (first[0].labels[0], next(c.under for c in block.columns if c.under) or "")
        yield Line((*upper, *(c.labels[0] for c in first[1:])), (), index)
        yield Line(under, (), index)
    else:
        yield Line(names, (), index)


def _numbers(block: Block, rng: random.Random) -> dict[tuple[str, str], Decimal | None]:
    """Draw parts, add up totals: over rows first, then over columns."""
    rows = [row.name for row in block.value_rows]
    columns = [c.name for c in block.columns]
    table: dict[tuple[str, str], Decimal | None] = {
        (r, c): Decimal(rng.choice((0, 0, 0, 1, 2, 3, 5, 8, 13, 41))) for r in rows for c in columns
    }
    if not block.across and not block.down and len(columns) <= 3:
        for at in table:
            table[at] = rng.choice((table[at], Decimal(rng.randrange(0, 30_000)), None))
            if "增" in at[1] and table[at] is not None:
                table[at] = Decimal(rng.randrange(-40, 40))
    for total in sorted(block.down, key=lambda s: -len(s.right)):
        for c in columns:
            if len(total.left) == 1:
                table[total.left[0], c] = sum((_at(table, r, c) for r in total.right), Decimal(0))
            else:  # new + over = total + forward
                whole = _at(table, total.right[0], c)
                over = Decimal(rng.randrange(0, 3))
                forward = Decimal(rng.randrange(0, 3)) + over
                table[total.left[1], c], table[total.right[1], c] = over, forward
                table[total.left[0], c] = whole + forward - over
    for total in block.across:
        for r in rows:
            table[r, total.left[0]] = sum((_at(table, r, c) for c in total.right), Decimal(0))
    return table


def _at(table: dict[tuple[str, str], Decimal | None], row: str, column: str) -> Decimal:
    return table[row, column] or Decimal(0)


def _cell(value: Decimal | None, column: str, rng: random.Random) -> str:
    if value is None:
        return rng.choice("/-—")
    if "增" in column and value > 0:
        return rng.choice((f"增{value}", f"+{value}", str(value)))
    if "增" in column and value < 0:
        return rng.choice((str(value), f"减{-value}"))
    if "增" in column:
        return rng.choice(("0", "+(0) -(0)", "0"))
    if "金额" in column:
        return f"{value:,}万元" if rng.random() < 0.5 else str(value)
    return f"{value:,}" if value >= 1000 and rng.random() < 0.4 else str(value)


def _numbered(label: str, n: int, style: str) -> str:
    if style == "none":
        return label
    return style.format(n=n % 9 + 1, cn=_CN[n % 10]) + label


def _printed(line: Line, made: Made, rng: random.Random) -> Iterator[str]:
    labels, cells = list(line.labels), list(line.cells)
    if made.way == "tabs":
        yield "\t".join((*labels, *cells, *([line.tail] if line.tail else [])))
    elif made.way == "bars":
        yield "| " + " | ".join((*labels, *cells, *([line.tail] if line.tail else []))) + " |"
    elif made.way in ("wide", "single"):
        gap = "   " if made.way == "wide" else " "
        yield gap.join(part for part in (*labels, *cells) if part)
        if line.tail:
            yield line.tail
    elif made.way == "cells":
        yield from (part for part in (*labels, *cells, line.tail) if part)
    else:
        cut = rng.randrange(0, len(cells) + 1)
        yield "  ".join(part for part in (*labels, *cells[:cut]) if part)
        if cells[cut:]:
            yield "  ".join(part for part in cells[cut:] if part)
        if line.tail:
            yield line.tail


Damage = Callable[[Made, random.Random], None]


def _rows(made: Made) -> list[int]:
    return [n for n, line in enumerate(made.lines) if line.cells]


def _labelled(made: Made) -> list[int]:
    return [n for n in _rows(made) if made.lines[n].labels]


def _some(indices: list[int], rng: random.Random) -> list[int]:
    return rng.sample(indices, max(1, len(indices) // 6)) if indices else []


def _relabel(made: Made, n: int, label: str, tail: str = "") -> None:
    line = made.lines[n]
    made.lines[n] = replace(line, labels=(label, *line.labels[1:]), tail=tail)


def _forget(made: Made, line: Line, cell: int | None = None) -> None:
    """The truth no longer holds what is not printed."""
    block = made.layout.blocks[line.block]
    rows = block.rows if block.wide else (line.row,)
    places = [(r.name, c.name) for r in rows for c in block.columns if r is not None]
    for k, place in enumerate(places):
        if cell is None or cell == k:
            made.truth[place] = None


def split_label(made: Made, rng: random.Random) -> None:
    """Labels broken over two lines, the second half before or behind the cells."""
    for n in sorted(_some(_labelled(made), rng), reverse=True):
        label = made.lines[n].labels[0]
        cut = rng.randrange(max(1, len(label) // 2), max(2, len(label)))
        if rng.random() < 0.5:
            _relabel(made, n, label[:cut], label[cut:])
        else:
            _relabel(made, n, label[cut:] or label[-1:])
            made.lines.insert(n, Line((label[:cut],), (), made.lines[n].block))


def cut_label(made: Made, rng: random.Random) -> None:
    for n in _some(_labelled(made), rng):
        label = made.lines[n].labels[0]
        _relabel(made, n, label[: max(3, int(len(label) * rng.uniform(0.5, 0.9)))])


def drifting_numbers(made: Made, rng: random.Random) -> None:
    for n in _labelled(made):
        line = made.lines[n]
        assert line.row is not None
        _relabel(made, n, _numbered(line.row.labels[0], rng.randrange(9), rng.choice(NUMBERING)))


def bracketed(made: Made, rng: random.Random) -> None:
    for n in _some(_labelled(made), rng):
        words = "".join(rng.choice(HAN) for _ in range(rng.randrange(2, 18)))
        _relabel(made, n, f"{made.lines[n].labels[0]}（{words}）")


def garbled(made: Made, rng: random.Random) -> None:
    """One or two characters of some labels read wrongly."""
    for n in _some(_labelled(made), rng):
        letters = list(made.lines[n].labels[0])
        for _ in range(rng.randrange(1, 3)):
            letters[rng.randrange(len(letters))] = rng.choice(HAN)
        _relabel(made, n, "".join(letters))


def wide_digits(made: Made, rng: random.Random) -> None:
    table = str.maketrans("0123456789", "０１２３４５６７８９")
    for n in _rows(made):
        line = made.lines[n]
        made.lines[n] = replace(line, cells=tuple(c.translate(table) for c in line.cells))


def lost_row(made: Made, rng: random.Random) -> None:
    for n in sorted(_some(_rows(made), rng), reverse=True):
        _forget(made, made.lines[n])
        del made.lines[n]


def lost_label(made: Made, rng: random.Random) -> None:
    for n in _some(_labelled(made), rng):
        made.lines[n] = replace(made.lines[n], labels=("",))


def lost_heads(made: Made, rng: random.Random) -> None:
    made.lines = [line for line in made.lines if line.row is not None]


def split_heads(made: Made, rng: random.Random) -> None:
    lines: list[Line] = []
    for line in made.lines:
        if line.row is None and line.labels and len(line.labels[-1]) > 3:
            last = line.labels[-1]
            lines.append(replace(line, labels=(*line.labels[:-1], last[:2])))
            lines.append(Line((last[2:],), (), line.block))
        else:
            lines.append(line)
    made.lines = lines


def blanks(made: Made, rng: random.Random) -> None:
    """Zeros not printed: their places show only where separators do."""
    for n in _some(_rows(made), rng):
        line = made.lines[n]
        empty = [k for k, cell in enumerate(line.cells) if cell == "0"]
        for k in empty:
            _forget(made, line, k)
        made.lines[n] = replace(
            line, cells=tuple("" if k in empty else c for k, c in enumerate(line.cells))
        )


def lost_cell(made: Made, rng: random.Random) -> None:
    for n in _some(_rows(made), rng):
        line = made.lines[n]
        k = rng.randrange(len(line.cells))
        _forget(made, line, k)
        made.lines[n] = replace(line, cells=(*line.cells[:k], *line.cells[k + 1 :]))


def extra_cell(made: Made, rng: random.Random) -> None:
    for n in _some(_rows(made), rng):
        line = made.lines[n]
        k = rng.randrange(len(line.cells) + 1)
        cells = (*line.cells[:k], str(rng.randrange(99)), *line.cells[k:])
        made.lines[n] = replace(line, cells=cells)


def marks(made: Made, rng: random.Random) -> None:
    for n in _some(_rows(made), rng):
        line = made.lines[n]
        k = rng.randrange(len(line.cells))
        _forget(made, line, k)
        mark = rng.choice(("/", "-", "—", "——", "／"))
        made.lines[n] = replace(line, cells=(*line.cells[:k], mark, *line.cells[k + 1 :]))


def page_break(made: Made, rng: random.Random) -> None:
    page = rng.randrange(2, 30)
    line = rng.choice((f"- {page} -", f"— {page} —", f"第{page}页", str(page)))
    made.lines.insert(rng.randrange(1, len(made.lines)), Line((line,)))


def lost_end(made: Made, rng: random.Random) -> None:
    keep = len(made.lines) * 2 // 3
    for line in made.lines[keep:]:
        if line.cells:
            _forget(made, line)
    made.lines = made.lines[:keep]


def twice(made: Made, rng: random.Random) -> None:
    made.twice = True


def one_line(made: Made, rng: random.Random) -> None:
    made.way, made.joined = "single", True


def swapped_columns(made: Made, rng: random.Random) -> None:
    """The last column is printed first, with its head."""
    for n, line in enumerate(made.lines):
        block = made.layout.blocks[line.block]
        if block.wide or len(block.columns) < 2:
            continue
        names = {name for c in block.columns for name in c.labels}
        if line.cells:
            made.lines[n] = replace(line, cells=(line.cells[-1], *line.cells[:-1]))
        elif len(line.labels) > 1 and line.labels[-1] in names:
            made.lines[n] = replace(line, labels=(line.labels[-1], *line.labels[:-1]))


DAMAGES: tuple[Damage, ...] = (
    *(split_label, cut_label, drifting_numbers, bracketed, garbled, wide_digits, lost_row),
    *(lost_label, lost_heads, split_heads, blanks, lost_cell, extra_cell, marks, page_break),
    *(lost_end, twice, one_line, swapped_columns),
)
