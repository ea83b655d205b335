"""A whole report: head, sections in the style's order, official tables, end."""

from __future__ import annotations

from dataclasses import dataclass, field

from .amounts import Amounts
from .bodies import Body, rng_of
from .draft import Draft
from .frame import Frame
from .numerals import chinese
from .outlook import items
from .prose import Prose
from .sheet import sheet
from .table_2 import Table2
from .table_3 import table_3, table_4
from .voice import Voice, fraction
from .wording import wording

_ORDERS = (
    "disclosure response applications fees remedies capacity proposals",
    "capacity disclosure response applications fees remedies proposals",
    "disclosure applications fees remedies response proposals capacity",
    "disclosure capacity applications remedies fees response proposals",
    "capacity disclosure applications fees remedies proposals response",
    "response disclosure applications fees remedies proposals capacity",
)
_NUMBERS = (
    "{zh}、{title}",
    "{zh}、{title}",
    "（{zh}）{title}",
    "第{zh}部分 {title}",
    "{n}. {title}",
    "【{title}】",
)
_SIX = (
    "总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况", "存在的主要问题及改进情况", "其他需要报告的事项",
)  # fmt: skip
_LOST = 0.03  # share of official tables that got lost under their heading


@dataclass(slots=True)
class Writing:
    """One report being written.  `broken` is an official table's sum that is printed wrong."""

    body: Body
    year: int
    template: str
    seed: int
    amounts: Amounts
    wrong_table: bool = False
    draft: Draft = field(default_factory=Draft)
    broken: str = ""

    def write(self) -> None:
        """The whole report, into `draft`."""
        voice, rng = self.voice, rng_of(self.seed, "text", self.body.index, self.year)
        we = voice.choose("we", wording().of("head", "we"))
        frame = Frame(self.body, self.year, voice, rng, we)
        prose = Prose(self.draft, voice, self.amounts.fields, self.year, rng, we, self._exact())
        frame.head(self.draft)
        if self.template.startswith("table"):
            self._six(frame, prose)
        else:
            self._free(frame, prose)
        frame.end(self.draft)
        if self.template == "stat_2014":
            self._sheet()

    @property
    def voice(self) -> Voice:
        return Voice(self.seed, self.body.style, self.body.index, self.year)

    def _exact(self) -> frozenset[str]:
        """Fields that are not rounded: what the sheet repeats, and totals that are broken down."""
        found = set()
        if self.template == "stat_2014":
            found = {p for p in self.amounts.fields if p.startswith("/disclosure/")}
            found -= {"/disclosure/site_visits"}
            found -= {"/disclosure/weibo_followers", "/disclosure/wechat_followers"}
        if self.voice.often("categories", 0.35):
            found.add("/disclosure/total")
        return frozenset(found)

    def _free(self, frame: Frame, prose: Prose) -> None:
        """Prose alone, with headings and order of the style."""
        titles = _NumberedTitles(self)
        frame.introduction(self.draft)
        if self.voice.often("overview", 0.6):
            titles.write("overview")
            prose.section("overview")
        for group in self.voice.choose("order", _ORDERS).split():
            if group != "proposals" or self.voice.often("report/proposals", 0.5):
                titles.write(group)
                prose.section(group)
        if self.voice.often("outlook/both", 0.5):
            titles.write("both")
            self._outlook(prose)
        else:
            self._outlook(prose, titles)
        if self.template == "narrative":
            self.draft.prove("/report/template", "narrative", self.draft.spans["/report/title"][0])

    def _outlook(self, prose: Prose, titles: _NumberedTitles | None = None) -> None:
        """Both lists, each below a heading of its own or behind a sentence that announces it."""
        for group in ("problems", "improvements"):
            if titles:
                titles.write(group)
            if not titles or self.voice.often(f"announce/{group}", 0.5):
                prose.announce(group)
            items(self.draft, self.voice, group)

    def _six(self, frame: Frame, prose: Prose) -> None:
        """The six sections since 2019."""
        self._six_title(1)
        frame.introduction(self.draft)
        prose.section("overview")
        prose.section("disclosure")
        for group in ("response", "capacity"):
            prose.section(group)
        if self.voice.often("applications in overview", 0.4):
            prose.section("applications", without=self._only_in_sheet())
        self._six_title(2)
        self._table_2(prose)
        self._six_title(3)
        self._table_3()
        self._six_title(4)
        self._table_4()
        self._six_title(5)
        self._outlook(prose)
        self._six_title(6)
        prose.section("fees")
        prose.section("remedies", without=("/review/total", "/litigation/total"))
        if self.voice.often("report/proposals", 0.4):
            prose.section("proposals")
        prose.section("other")

    def _only_in_sheet(self) -> tuple[str, ...]:
        wrong = ("/applications/concluded",) if self.wrong_table else ()
        return ("/applications/replied", "/applications/refused", *wrong)

    def _table_2(self, prose: Prose) -> None:
        table = Table2(self.draft, self.voice, self.amounts, prose.rng)
        start = self.draft.length
        column = table.form_2019() if self.template == "table_2019" else table.form_2021()
        at = self.draft.text.index(column, start)
        self.draft.prove("/report/template", self.template, [at, at + len(column)])

    def _table_3(self) -> None:
        if fraction(self.seed, "lost", self.body.index, self.year) < _LOST and not self.wrong_table:
            self.draft.status["/tables/table_3"] = "table_missing"
            return
        long = self.template == "table_2021" and self.voice.often("table_3/long", 0.85)
        self.broken = table_3(self.draft, self.voice, self.amounts, long, self.wrong_table)

    def _table_4(self) -> None:
        table_4(self.draft, self.voice, self.amounts)

    def _sheet(self) -> None:
        sheet(self.draft, self.voice, self.amounts.fields, self.year)

    def _heading(self, text: str) -> None:
        self.draft.write(f"{text}\n")

    def _six_title(self, number: int) -> None:
        self._heading(f"{chinese(number)}、{_SIX[number - 1]}")


@dataclass(slots=True)
class _NumberedTitles:
    """Headings of sections, numbered as they come."""

    writing: Writing
    count: int = 0

    def write(self, group: str) -> None:
        voice = self.writing.voice
        self.count += 1
        title = voice.choose(f"heading/{group}", wording().of("headings", group))
        form = voice.choose("heading", _NUMBERS)
        self.writing._heading(form.format(zh=chinese(self.count), n=self.count, title=title))
