"""The statistics sheet of 2014–2018 (政府信息公开情况统计表), line by line at a report's end."""

from __future__ import annotations

from decimal import Decimal

from .amounts import Number
from .draft import Draft
from .numerals import printed
from .voice import Voice
from .wording import wording

_FORMS = (  # a line of the sheet, its number being {n}
    "{label}\t{unit}\t{n}",
    "{label}\t{unit}\t{n}",
    "{label}（单位：{unit}） {n}",
    "{label} {unit} {n}",
    "{label}\n{unit}\n{n}",
)
_TITLES = (
    "政府信息公开情况统计表",
    "附表：政府信息公开情况统计表",
    "{year}年政府信息公开情况统计表",
)
_HEADS = ("统计指标\t单位\t统计数", "指标名称\t单位\t数量", "")


def sheet(draft: Draft, voice: Voice, amounts: dict[str, Number], year: int) -> None:
    """All rows of the sheet, with the numbers of `amounts` (0 where there is none)."""
    title = voice.choose("sheet/title", _TITLES).format(year=year)
    draft.state("/report/template", "stat_2014", title)
    form = voice.choose("sheet/form", _FORMS)
    head = voice.choose("sheet/head", _HEADS) if "\t" in form else ""
    draft.write(f"\n（{year}年度）\n" + (f"{head}\n" if head else ""))
    for line in wording().of("sheet", "rows"):
        label, _, rest = line.partition("|")
        if not rest:
            draft.write(f"{label}\n")
            continue
        unit, pointer = rest.split("|")
        _row(draft, form.format(label=label, unit=unit, n="{n}"), pointer, amounts.get(pointer, 0))


def _row(draft: Draft, line: str, pointer: str, number: Number) -> None:
    shown = Decimal(number) / 10000 if "万元" in line else number
    before, _, _ = line.partition("{n}")
    own_line = "\n" in before
    start = draft.length + (before.index("\n") + 1 if own_line else 0)
    _, end = draft.write(line.replace("{n}", printed(shown, "plain")))
    draft.prove(pointer, number, [start, end])
    draft.write("\n")
