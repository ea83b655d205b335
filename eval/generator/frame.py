"""A report's head and end: title, bodies named, laws cited, period, date of issue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from .bodies import Body
from .draft import Draft
from .numerals import chinese, year_in_chinese
from .voice import Voice
from .wording import wording

_DATES = ("end", "end", "end", "head", "none")


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a report's sections."""

    body: Body
    year: int
    voice: Voice
    rng: Random
    we: str

    def head(self, draft: Draft) -> None:
        """Marks of the page, title and, in some styles, the date."""
        for mark in self._marks():
            draft.write(f"{mark}\n")
        title = self.voice.choose("title", wording().of("head", "title"))
        agency = self.body.name
        at, whole = draft.length, title.format(agency=agency, year=self.year)
        draft.state("/report/title", whole, whole)
        self._name(draft, at + whole.index(agency))
        year = at + whole.index(str(self.year))
        draft.prove("/report/year", self.year, [year, year + 5])
        draft.write("\n")
        if self.voice.choose("date at", _DATES) == "head":
            self._issued(draft)

    def introduction(self, draft: Draft) -> None:
        """Laws, contents, period, and where the report is to be had, as one paragraph."""
        words = wording()
        before, _, after = self.voice.choose("intro", words.of("head", "intro")).partition("{laws}")
        draft.write(before.format(we=self.we))
        self._laws(draft)
        draft.write(after.format(we=self.we))
        if self.voice.often("contents", 0.4):
            draft.write(self.voice.choose("contents/phrase", words.of("head", "contents")) + "。")
        if self.voice.often("period", 0.55):
            self._period(draft)
        if self.voice.often("where", 0.4):
            line = self.voice.choose("where/phrase", words.of("head", "where"))
            draft.write(self._filled(line) + "。")
        draft.write("\n")

    def end(self, draft: Draft) -> None:
        """The date, below the body's name in most styles."""
        if self.voice.choose("date at", _DATES) == "end":
            self._issued(draft)

    def _name(self, draft: Draft, start: int) -> None:
        span = [start, start + len(self.body.name)]
        draft.prove("/report/agency", self.body.name, span)
        draft.prove("/report/level", self.body.level, span)

    def _issued(self, draft: Draft) -> None:
        phrase = self.voice.choose("issue", wording().of("head", "issue"))
        signed = "{agency}" in phrase
        if signed or self.voice.often("signed", 0.5):
            self._name(draft, draft.length)
            draft.write(self.body.name + (" " if signed else "\n"))
        day = date(self.year + 1, self.rng.randint(1, 3), self.rng.randint(2, 28))
        phrase = phrase.removeprefix("{agency} ")
        shown = phrase.format(
            Y=day.year, m=day.month, d=day.day, mm=f"{day.month:02}", dd=f"{day.day:02}",
            zh=f"{year_in_chinese(day.year)}年{chinese(day.month)}月{chinese(day.day)}日",
        )  # fmt: skip
        draft.state("/report/issue_date", day.isoformat(), shown)
        draft.write("\n")

    def _period(self, draft: Draft) -> None:
        phrase = self.voice.choose("period/phrase", wording().of("head", "period"))
        span = draft.write(phrase.format(y=self.year))
        draft.prove("/report/period_start", f"{self.year}-01-01", span)
        draft.prove("/report/period_end", f"{self.year}-12-31", span)
        draft.write("。")

    def _laws(self, draft: Draft) -> None:
        lines = wording().of("head", "laws")
        count = self.voice.choose("laws/count", (1, 1, 2, 2, 3))
        chosen = [lines[0], *self.voice.several("laws", lines[1:], count - 1)]
        for n, line in enumerate(chosen):
            draft.write(("、" if n < len(chosen) - 1 else "和") if n else "")
            title, _, number = self._filled(line).partition("|")
            numbered = number and self.voice.often(f"law number/{n}", 0.6)
            span = draft.write(f"{title}（{number}）" if numbered else title)
            item = {"title": title.strip("《》"), "number": number if numbered else None}
            draft.item("/legal_basis", item, span)
            if not n and self.voice.often("short name", 0.4):
                draft.write("（以下简称《条例》）")

    def _marks(self) -> list[str]:
        lines = wording().of("head", "mark")
        count = self.voice.choose("marks", (0, 0, 0, 1, 2))
        return [self._filled(line) for line in self.voice.several("mark", lines, count)]

    def _filled(self, line: str) -> str:
        draw, body = self.rng.randint, self.body
        return line.format(
            a=draw(311, 899), b=draw(2001, 2989), c=draw(100000, 899999), d=draw(1, 89),
            x=self.year - 1, Y=self.year + 1, year=self.year, next=self.year + 1, we=self.we,
            province=body.province, abbr=body.short, city=body.city,
            council=f"国务院令第{711 if self.year >= 2019 else 492}号",
        )  # fmt: skip
