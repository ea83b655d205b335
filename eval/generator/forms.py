"""The official forms as tables with merged heads: the sheet, and tables 3 and 4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from .amounts import Amounts
from .cases import KINDS, counts
from .draft import Number
from .page import Cell, Place, Table, shown
from .voice import Voice
from .wording import wording

COUNT, ALL = "统计数", "总计"
SHEET = "stat_2014"
_SHEET_HEADS = (
    ("统计指标", "单位", "统计数"),
    ("指标名称", "单位", "数量"),
    ("指标", "单位", "数值"),
)
_RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", ALL)
_PARTS = ("upheld", "corrected", "other", "pending", "total")
_BLOCKS = ("行政复议", "行政诉讼未经复议直接起诉", "行政诉讼复议后起诉")
_FIELDS = {  # rows of table 3 whose total is a field's value
    "本年新收政府信息公开申请数量": "received", "上年结转政府信息公开申请数量": "carried_over",
    "予以公开": "granted", "部分公开": "partly_granted", "属于国家秘密": "refused_state_secret",
    "危及“三安全一稳定”": "refused_security", ALL: "concluded",
    "结转下年度继续办理": "carried_forward",
}  # fmt: skip


@dataclass(slots=True)
class Form:
    """A table being filled in, from top to bottom."""

    name: str
    labels: int = 1
    row: int = 0
    cells: list[Cell] = field(default_factory=list)
    numbers: dict[Place, Number | None] = field(default_factory=dict)
    fields: dict[Place, str] = field(default_factory=dict)

    def words(
        self, text: str, column: int, *, rows: int = 1, columns: int = 1, head: bool = False
    ) -> None:
        """A head or a label in the current row."""
        self.cells.append(Cell(self.row, column, text, rows, columns, None, head))

    def number(
        self,
        place: Place,
        number: Number,
        column: int,
        *,
        columns: int = 1,
        text: str = "",
        states: str = "",
    ) -> None:
        """A gold cell in the current row, which may state a field."""
        self.cells.append(Cell(self.row, column, text or shown(number), 1, columns, place))
        self.numbers[place] = number
        if states:
            self.fields[place] = states

    @property
    def table(self) -> Table:
        return Table(self.name, (), self.labels).changed(self.cells)


def sheet_form(amounts: dict[str, Number], voice: Voice) -> Form:
    """The statistics sheet, its nine blocks in three columns."""
    form = Form(SHEET, labels=2)
    for column, text in enumerate(voice.choose("sheet/heads", _SHEET_HEADS)):
        form.words(text, column, head=True)
    form.row += 1
    for line in wording().of("sheet", "rows"):
        label, _, rest = line.partition("|")
        unit, _, pointer = rest.partition("|")
        form.words(label, 0)
        if rest:
            number = amounts.get(pointer, 0)
            text = shown(Decimal(number) / 10000) if unit == "万元" else ""
            form.words(unit, 1)
            form.number((SHEET, pointer, COUNT), number, 2, text=text, states=pointer)
        form.row += 1
    return form


def table_3_form(amounts: Amounts, voice: Voice, *, long: bool) -> Form:
    """Table 3 with 25 rows (`long`) or 23 below heads of three lines."""
    numbers = counts(amounts.cases)
    if not long:
        others = [row for row in numbers if row.startswith("其他处理/")]
        numbers["其他处理"] = {
            kind: sum(numbers[one][kind] for one in others) for kind in (*KINDS, ALL)
        }
    form = Form("table_3", labels=3)
    _table_3_heads(form, voice)
    lines = [line.split("|") for line in wording().of("table_3", "long" if long else "short")]
    for n, (*labels, row) in enumerate(lines):
        for column, label in enumerate(labels):
            if label:
                last = column == len(labels) - 1
                rows = 1 if last else _height(lines, n, column)
                form.words(label, column, rows=rows, columns=3 - column if last else 1)
        for column, kind in enumerate((*KINDS, ALL), 3):
            states = f"/applications/{_FIELDS[row]}" if kind == ALL and row in _FIELDS else ""
            form.number(("table_3", row, kind), numbers[row][kind], column, states=states)
        form.row += 1
    return form


def table_4_form(amounts: Amounts, voice: Voice) -> Form:
    """Table 4: the three blocks beside one another, or below one another."""
    numbers = _disputes(amounts)
    form = Form("table_4", labels=0)
    if voice.often("table_4/wide", 0.8):
        _table_4_heads(form, split=voice.often("table_4/split", 0.5))
        for block in _BLOCKS:
            _dispute(form, block, numbers[block], len(form.numbers))
    else:
        form.labels = 1
        for column, head in enumerate(("类别", *_RESULTS)):
            form.words(head, column, head=True)
        for block in _BLOCKS:
            form.row += 1
            form.words(block, 0)
            _dispute(form, block, numbers[block], 1)
    return form


def _height(lines: Sequence[Sequence[str]], row: int, column: int) -> int:
    """The rows that a label covers: those below that have none in its column."""
    height = 1
    for *labels, _ in lines[row + 1 :]:
        if len(labels) <= column or any(labels[: column + 1]):
            break
        height += 1
    return height


def _table_3_heads(form: Form, voice: Voice) -> None:
    form.words(voice.choose("table_3/lead", wording().of("table_3", "leads")), 0, rows=3, columns=3)
    form.words("申请人情况", 3, columns=7, head=True)
    form.row += 1
    form.words("自然人", 3, rows=2, head=True)
    form.words("法人或其他组织", 4, columns=5, head=True)
    form.words(ALL, 9, rows=2, head=True)
    form.row += 1
    for column, kind in enumerate(tuple(KINDS)[1:], 4):
        form.words(kind, column, head=True)
    form.row += 1


def _table_4_heads(form: Form, *, split: bool) -> None:
    """Heads of three lines; `split`: the reviews' own stand in the third, not in two together."""
    form.words("行政复议", 0, rows=2 if split else 1, columns=5, head=True)
    form.words("行政诉讼", 5, columns=10, head=True)
    form.row += 1
    form.words("未经复议直接起诉", 5, columns=5, head=True)
    form.words("复议后起诉", 10, columns=5, head=True)
    if not split:
        for column, result in enumerate(_RESULTS):
            form.words(result, column, rows=2, head=True)
    form.row += 1
    for column, result in enumerate(_RESULTS * 3):
        if split or column >= 5:
            form.words(result, column, head=True)
    form.row += 1


def _dispute(form: Form, block: str, numbers: Sequence[int], first: int) -> None:
    for n, (result, part) in enumerate(zip(_RESULTS, _PARTS, strict=True)):
        states = f"/review/{part}" if block == "行政复议" else ""
        form.number(("table_4", block, result), numbers[n], first + n, states=states)


def _disputes(amounts: Amounts) -> dict[str, tuple[int, ...]]:
    review = tuple(int(amounts.fields[f"/review/{part}"]) for part in _PARTS)
    lawsuits = [int(amounts.fields[f"/litigation/{part}"]) for part in _PARTS[:-1]]
    after = [number // 3 for number in lawsuits]
    direct = [number - less for number, less in zip(lawsuits, after, strict=True)]
    rows = (review, (*direct, sum(direct)), (*after, sum(after)))
    return dict(zip(_BLOCKS, rows, strict=True))
