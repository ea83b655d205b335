"""Official table 2: normative documents and what else is made public, in its two forms."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from .amounts import Amounts
from .draft import Draft, Number
from .voice import Voice

_MADE_2021 = ("本年制发件数", "本年废止件数", "现行有效件数")
_MADE_2019 = ("本年新制作数量", "本年新公开数量", "对外公开总数量")
_DECIDED = "本年处理决定数量"
_CHANGED = ("上一年项目数量", "本年增/减", "处理决定数量")
_MARKS = ("/", "-", "—")


class Table2:
    """Writes the table; `voice` decides on marks, signs and units in cells."""

    def __init__(self, draft: Draft, voice: Voice, amounts: Amounts, rng: Random) -> None:
        self.draft, self.voice, self.amounts, self.rng = draft, voice, amounts, rng

    def form_2021(self) -> str:
        """第二十条 by its items: documents, licences, sanctions, charges.

        Returns a column head that only this form has."""
        fields, amounts = self.amounts.fields, self.amounts
        self._head("第二十条第（一）项", ("信息内容", *_MADE_2021))
        rules = amounts.extra["rules"]
        self._row("规章", _MADE_2021, (rules, 0, rules * 3) if rules else None)
        issued = int(fields["/disclosure/normative_issued"])
        documents = (issued, amounts.repealed, amounts.valid)
        self._row("行政规范性文件", _MADE_2021, documents, {0: "/disclosure/normative_issued"})
        self._head("第二十条第（五）项", ("信息内容", _DECIDED))
        self._row("行政许可", (_DECIDED,), (self._count(800),))
        self._head("第二十条第（六）项", ("信息内容", _DECIDED))
        self._row("行政处罚", (_DECIDED,), (self._count(300),))
        self._row("行政强制", (_DECIDED,), (self._count(20),))
        self._head("第二十条第（八）项", ("信息内容", "本年收费金额（单位：万元）"))
        self._row("行政事业性收费", ("本年收费金额",), (self._money(2000),))
        return _MADE_2021[0]

    def form_2019(self) -> str:
        """第二十条 by its items, with changes against the year before.  Returns as `form_2021`."""
        fields, amounts = self.amounts.fields, self.amounts
        self._head("第二十条第（一）项", ("信息内容", *_MADE_2019))
        rules = amounts.extra["rules"]
        self._row("规章", _MADE_2019, (rules, rules, rules * 3) if rules else None)
        issued = int(fields["/disclosure/normative_issued"])
        disclosed = int(fields["/disclosure/normative_disclosed"])
        pointers = {0: "/disclosure/normative_issued", 1: "/disclosure/normative_disclosed"}
        self._row("规范性文件", _MADE_2019, (issued, disclosed, amounts.valid), pointers)
        self._head("第二十条第（五）项", ("信息内容", *_CHANGED))
        self._row("行政许可", _CHANGED, self._changes(120, 800))
        self._row("其他对外管理服务事项", _CHANGED, self._changes(60, 300))
        self._head("第二十条第（六）项", ("信息内容", *_CHANGED))
        self._row("行政处罚", _CHANGED, self._changes(200, 300))
        self._row("行政强制", _CHANGED, self._changes(30, 20))
        self._head("第二十条第（八）项", ("信息内容", *_CHANGED[:2]))
        self._row("行政事业性收费", _CHANGED[:2], self._changes(12, 1)[:2])
        self._head("第二十条第（九）项", ("信息内容", "采购项目数量", "采购总金额"))
        purchases = self._count(40)
        bought = (purchases, self._money(3000) if purchases else Decimal(0))
        self._row("政府集中采购", ("采购项目数量", "采购总金额"), bought, unit="万元")
        return _MADE_2019[0]

    def _head(self, item: str, columns: tuple[str, ...]) -> None:
        if self.voice.often("table_2/items", 0.6):
            self.draft.write(f"{item}\n")
        self.draft.write("\t".join(columns) + "\n")

    def _row(
        self,
        row: str,
        columns: tuple[str, ...],
        numbers: tuple[Number, ...] | None,
        fields: dict[int, str] | None = None,
        unit: str = "",
    ) -> None:
        """A row of cells; None is a row that does not apply."""
        self.draft.write(row)
        mark = self.voice.choose("table_2/mark", (*_MARKS, "0"))
        for n, column in enumerate(columns):
            number = numbers[n] if numbers else (0 if mark == "0" else None)
            shown = mark if number is None else self._shown(column, number, unit)
            self.draft.write("\t")
            span = self.draft.cell(("table_2", row, column), number, shown)
            if fields and n in fields and number is not None:
                self.draft.prove(fields[n], number, span)
        self.draft.write("\n")

    def _shown(self, column: str, number: Number, unit: str) -> str:
        if column == "本年增/减" and number:
            up, down = self.voice.choose("table_2/sign", (("", "-"), ("+", "-"), ("增", "-")))
            return f"{up if number > 0 else down}{abs(number)}"
        if isinstance(number, Decimal):
            with_unit = number and self.voice.often("table_2/unit", 0.5 if unit else 0.15)
            return f"{number.normalize():f}" + ("万元" if with_unit else "")
        return str(number)

    def _changes(self, before: int, decided: int) -> tuple[Number, ...]:
        number = self._count(before)
        return number, self.rng.randint(-min(number, 9), 15), self._count(decided)

    def _count(self, mean: int) -> int:
        return 0 if self.rng.random() < 0.3 else int(self.rng.expovariate(1 / mean))

    def _money(self, mean: int) -> Decimal:
        return Decimal(self._count(mean * 100)) / 100
