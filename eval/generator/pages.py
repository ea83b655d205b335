"""Reports as pages: prose as `reports` writes it, and the official tables as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from .amounts import Amounts, history
from .bodies import bodies, rng_of, template_of
from .forms import Form, sheet_form, table_3_form, table_4_form
from .forms_2 import table_2_2019, table_2_2021
from .outline import Writing
from .page import Block, Page, Paragraph
from .prose import Prose

FORMS = ("narrative", "stat_2014", "table_2019", "table_2021-25", "table_2021-23")
"""The templates, table_2021 with the 25-row and with the 23-row form of table 3."""

_SHEET_TITLES = ("政府信息公开情况统计表", "{year}年政府信息公开情况统计表")


def pages(count: int, seed: int, forms: Sequence[str] = FORMS) -> Iterator[Page]:
    """`count` reports, of each of `forms` in turn, one a body.  A larger count begins alike."""
    drawn = {form: _drawn(form, seed) for form in forms}
    for n in range(count):
        yield next(drawn[forms[n % len(forms)]])


def _drawn(form: str, seed: int) -> Iterator[Page]:
    template, _, rows = form.partition("-")
    own = f"{seed}/{form}"  # bodies of its own
    number = int.from_bytes(own.encode(), "big") % 1_000_003
    for body in bodies(number):
        years = [
            year for year in history(body, number) if template_of(body, year[0], number) == template
        ]
        if not years:
            continue
        year, amounts = rng_of(number, "year", body.index).choice(years)
        long = rows == "25"
        writing = PageWriting(
            body, year, template, number, _printable(amounts, template), long=long
        )
        writing.write()
        yield writing.page(
            f"{form}-{body.index:04}-{year}", rows or "23" * (template == "table_2019")
        )


def _printable(amounts: Amounts, template: str) -> Amounts:
    """The sheet has no row for cases that are pending: they count among its others."""
    if template != "stat_2014":
        return amounts
    fields = dict(amounts.fields)
    for group in ("/review", "/litigation"):
        fields[f"{group}/other"] += fields[f"{group}/pending"]
        fields[f"{group}/pending"] = 0
    return replace(amounts, fields=fields)


@dataclass
class PageWriting(Writing):
    """Writes prose into `draft`, and keeps tables and headings with their places in it."""

    long: bool = False
    forms: list[tuple[int, Form]] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)

    def page(self, name: str, form: str) -> Page:
        """The report as blocks."""
        numbers = {place: n for _, form in self.forms for place, n in form.numbers.items()}
        fields = {place: p for _, form in self.forms for place, p in form.fields.items()}
        self.draft.values["/report/template"] = self.template
        return Page(
            name, self.template, form, self.body.name, self.year, tuple(self._blocks()),
            self.draft, numbers, fields,
        )  # fmt: skip

    def _blocks(self) -> Iterator[Block]:
        tables = list(self.forms)
        title = self.draft.spans["/report/title"][0][0]
        at = 0
        for line in self.draft.text.split("\n"):
            while tables and tables[0][0] <= at:
                yield tables.pop(0)[1].table
            kind = "title" if at == title else "heading" if at in self.headings else "text"
            if line:
                yield Paragraph(line, kind, at)
            at += len(line) + 1
        yield from (form.table for _, form in tables)

    def _heading(self, text: str) -> None:
        self.headings.append(self.draft.length)
        super()._heading(text)

    def _table_2(self, prose: Prose) -> None:
        form = table_2_2019 if self.template == "table_2019" else table_2_2021
        self._place(form(self.amounts, prose.rng))

    def _table_3(self) -> None:
        self._place(table_3_form(self.amounts, self.voice, long=self.long))

    def _table_4(self) -> None:
        self._place(table_4_form(self.amounts, self.voice))

    def _sheet(self) -> None:
        if self.draft.last not in ("", "\n"):
            self.draft.write("\n")
        title = self.voice.choose("sheet/title", _SHEET_TITLES).format(year=self.year)
        self._heading(title)
        if self.voice.often("sheet/year", 0.4):
            self.draft.write(f"（{self.year}年度）\n")
        self._place(sheet_form(self.amounts.fields, self.voice))

    def _place(self, form: Form) -> None:
        self.forms.append((self.draft.length, form))
