"""Official table 2 as a table with merged cells, in its two forms."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from random import Random

from .amounts import Amounts
from .draft import Number
from .forms import Form

MADE_2021 = ("本年制发件数", "本年废止件数", "现行有效件数")
MADE_2019 = ("本年新制作数量", "本年新公开数量", "对外公开总数量")
CHANGED = ("上一年项目数量", "本年增/减", "处理决定数量")
DECIDED, CHARGED = "本年处理决定数量", "本年收费金额"
BOUGHT = ("采购项目数量", "采购总金额")


def table_2_2021(amounts: Amounts, rng: Random) -> Form:
    """第二十条 by its items: documents, licences, sanctions, charges."""
    form, fields = Form("table_2"), amounts.fields
    _item(form, "第二十条第（一）项", MADE_2021)
    rules = amounts.extra["rules"]
    _row(form, "规章", MADE_2021, (rules, 0, rules * 3))
    issued = int(fields["/disclosure/normative_issued"])
    _row(
        form, "行政规范性文件", MADE_2021, (issued, amounts.repealed, amounts.valid),
        {0: "/disclosure/normative_issued"},
    )  # fmt: skip
    _item(form, "第二十条第（五）项", (DECIDED,))
    _row(form, "行政许可", (DECIDED,), (_count(rng, 800),))
    _item(form, "第二十条第（六）项", (DECIDED,))
    _row(form, "行政处罚", (DECIDED,), (_count(rng, 300),))
    _row(form, "行政强制", (DECIDED,), (_count(rng, 20),))
    _item(form, "第二十条第（八）项", (f"{CHARGED}（单位：万元）",))
    _row(form, "行政事业性收费", (CHARGED,), (_money(rng, 2000),))
    return form


def table_2_2019(amounts: Amounts, rng: Random) -> Form:
    """第二十条 by its items, with changes against the year before and purchases."""
    form, fields = Form("table_2"), amounts.fields
    _item(form, "第二十条第（一）项", MADE_2019)
    rules = amounts.extra["rules"]
    _row(form, "规章", MADE_2019, (rules, rules, rules * 3))
    made = [int(fields[f"/disclosure/normative_{what}"]) for what in ("issued", "disclosed")]
    _row(
        form, "规范性文件", MADE_2019, (*made, amounts.valid),
        {0: "/disclosure/normative_issued", 1: "/disclosure/normative_disclosed"},
    )  # fmt: skip
    for item, rows in (
        ("第二十条第（五）项", (("行政许可", 120, 800), ("其他对外管理服务事项", 60, 300))),
        ("第二十条第（六）项", (("行政处罚", 200, 300), ("行政强制", 30, 20))),
    ):
        _item(form, item, CHANGED)
        for row, before, decided in rows:
            _row(form, row, CHANGED, (*_changes(rng, before), _count(rng, decided)))
    _item(form, "第二十条第（八）项", CHANGED[:2])
    _row(form, "行政事业性收费", CHANGED[:2], _changes(rng, 12))
    _item(form, "第二十条第（九）项", BOUGHT)
    purchases = _count(rng, 40)
    spent = _money(rng, 3000) if purchases else Decimal(0)
    _row(form, "政府集中采购", BOUGHT, (purchases, spent))
    return form


def _item(form: Form, item: str, columns: Sequence[str]) -> None:
    form.words(item, 0, columns=4)
    form.row += 1
    form.words("信息内容", 0, head=True)
    for n, column in enumerate(columns):
        form.words(column, n + 1, columns=_width(n, columns), head=True)
    form.row += 1


def _row(
    form: Form,
    row: str,
    columns: Sequence[str],
    numbers: Sequence[Number],
    states: dict[int, str] | None = None,
) -> None:
    form.words(row, 0)
    for n, (column, number) in enumerate(zip(columns, numbers, strict=True)):
        form.number(
            ("table_2", row, column), number, n + 1,
            columns=_width(n, columns), states=(states or {}).get(n, ""),
        )  # fmt: skip
    form.row += 1


def _width(n: int, columns: Sequence[str]) -> int:
    """The last column reaches to the table's edge."""
    return 4 - len(columns) if n == len(columns) - 1 else 1


def _changes(rng: Random, before: int) -> tuple[int, int]:
    number = _count(rng, before)
    return number, rng.randint(-min(number, 9), 15)


def _count(rng: Random, mean: int) -> int:
    return 0 if rng.random() < 0.3 else int(rng.expovariate(1 / mean))


def _money(rng: Random, mean: int) -> Decimal:
    return Decimal(_count(rng, mean * 100)) / 100
