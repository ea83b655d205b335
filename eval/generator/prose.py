"""A section of prose: sentences of the plan in a body's own words, with fillers and traps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from .amounts import Number
from .asides import Asides
from .draft import Draft
from .numerals import STYLES, printed, rounded
from .voice import Voice
from .wording import Sentence, wording

_ROUGH = (  # fields that some bodies state roughly, unless an official table states them too
    "/disclosure/site_visits", "/disclosure/weibo_followers", "/disclosure/wechat_followers",
    "/disclosure/total", "/disclosure/via_website", "/disclosure/via_weibo",
    "/disclosure/via_wechat",
)  # fmt: skip
_PARTS = ("。其中，", "，其中", "。其中：", "；其中，", "，具体为：", "。按情形分，")


@dataclass(slots=True)
class Prose:
    """Writes sections into a draft.  `exact` are fields that must not be rounded."""

    draft: Draft
    voice: Voice
    amounts: dict[str, Number]
    year: int
    rng: Random
    we: str
    exact: frozenset[str] = frozenset()
    denied: list[str] = field(default_factory=list)

    def section(self, group: str, without: Iterable[str] = ()) -> None:
        """The sentences of a group, one paragraph; `without` are heads that are left out."""
        words = wording()
        start = self.draft.length
        asides = self._asides
        self._plain(asides.general(group))
        left_out = set(without)
        plan = [s for s in words.plan.get(group, ()) if s.head not in left_out]
        traps = asides.traps(group)
        for sentence in plan:
            if self.voice.often(f"report/{sentence.head}", sentence.share):
                self._sentence(sentence)
            if traps and self.voice.often(f"trap/{sentence.head}", 0.4):
                self._plain([traps.pop()])
        self._denials(self.denied, f"end/{group}")
        self.denied.clear()
        self._plain(traps)
        if self.draft.length > start:
            self.draft.write("\n")

    def announce(self, group: str) -> None:
        """What announces a list of items."""
        self.draft.write(f"{self._asides.announcing(group)}：")

    @property
    def _asides(self) -> Asides:
        return Asides(self.voice, self.year, self.rng, self.we)

    def number(self, pointer: str, phrase: str, number: Number) -> None:
        """A clause that states a field."""
        value, shown, qualifier = number, "", None
        if "{n}万" in phrase:
            number = Decimal(number) / 10000
        elif pointer in _ROUGH and pointer not in self.exact and isinstance(number, int):
            ways = ("", "", "over", "many", "at_least", "about", "under")
            way = self.voice.choose(f"rough/{pointer}", ways)
            if way and number >= 1000:
                shown, value, qualifier = rounded(number, way)
        shown = shown or self._printed(number)
        self.draft.state(pointer, value, phrase.replace("{n}", shown), qualifier)

    def _printed(self, number: Number) -> str:
        style = self.voice.choose("numerals", STYLES)
        if style == "spaced":
            return f" {printed(number, 'plain')} "
        return printed(number, style)

    def _sentence(self, sentence: Sentence) -> None:
        head = self.amounts.get(sentence.head)
        if head is None:
            return
        if head == 0:
            self._zero_head(sentence.head)
            return
        self._lead(sentence.head, self._phrase(sentence.head))
        self._clause(sentence.head)
        if self.voice.often(f"others/{sentence.head}", 0.72):
            self._others(sentence)
        self._stop()
        if sentence.head == "/disclosure/total" and self.voice.often("categories", 0.35):
            self._categories(int(head))

    def _others(self, sentence: Sentence) -> None:
        there = [p for p in sentence.others if self.amounts.get(p)]
        zero = [p for p in sentence.others if self.amounts.get(p) == 0]
        way = self.voice.choose(f"zeros/{sentence.head}", ("print", "deny", "omit", "omit"))
        named = [p for p in zero if p in wording().nouns] if way == "deny" else []
        shown = [p for p in sentence.others if p in there or (way == "print" and p in zero)]
        join = self.voice.choose(f"join/{sentence.head}", ("，", "、", "；", "，"))
        for n, pointer in enumerate(shown):
            opener = self.voice.choose(f"parts/{sentence.head}", _PARTS) if sentence.parts else "，"
            self.draft.write(join if n else opener)
            self._clause(pointer)
        if named:
            self.draft.write("；" if shown else "，")
            self._deny(named, f"of/{sentence.head}")

    def _clause(self, pointer: str) -> None:
        self.number(pointer, self._phrase(pointer), self.amounts[pointer])

    def _phrase(self, pointer: str) -> str:
        return self.voice.choose(f"phrase{pointer}", wording().fields[pointer])

    def _zero_head(self, pointer: str) -> None:
        words = wording()
        way = self.voice.choose(f"zero{pointer}", ("deny", "deny", "print", "omit"))
        if pointer in words.zeros:
            phrase = self.voice.choose(f"phrase/zero{pointer}", words.zeros[pointer])
            self._lead(f"zero{pointer}", phrase)
            self.draft.state(pointer, self.amounts[pointer], phrase)
            self._stop()
        elif way == "deny" and pointer in words.nouns:
            self.denied.append(pointer)
        elif way == "print":
            self._lead(pointer, self._phrase(pointer))
            self._clause(pointer)
            self._stop()

    def _denials(self, pointers: Sequence[str], slot: str) -> None:
        """One sentence a kind of denial, over all fields of that kind."""
        nouns = wording().nouns
        for kind in dict.fromkeys(nouns[pointer].kind for pointer in pointers):
            opener = self.voice.choose(f"open/{slot}", wording().of("denials", "open"))
            self.draft.write(opener if self.voice.often(f"open?/{slot}", 0.5) else "")
            self._deny([p for p in pointers if nouns[p].kind == kind], slot)
            self._stop()

    def _deny(self, pointers: Sequence[str], slot: str) -> None:
        words = wording()
        for n, kind in enumerate(dict.fromkeys(words.nouns[pointer].kind for pointer in pointers)):
            alike = [p for p in pointers if words.nouns[p].kind == kind]
            joint = self.voice.choose(f"and/{slot}", words.of("denials", "and"))
            nouns = [self.voice.choose(f"noun{p}", words.nouns[p].words) for p in alike]
            named = "、".join(nouns[:-1]) + (joint if len(nouns) > 1 else "") + nouns[-1]
            frame = self.voice.choose(f"deny/{kind}", words.of("denials", kind))
            span = self.draft.write(("，" if n else "") + frame.replace("{x}", named))
            for pointer in alike:
                self.draft.prove(pointer, self.amounts[pointer], [span[0] + bool(n), span[1]])

    def _categories(self, total: int) -> None:
        words = wording()
        count = 2 + int(self.voice.choose("category/count", (0, 1, 2, 3, 4)))
        labels = self.voice.several(
            "category/labels", words.of("disclosure", "category labels"), count
        )
        phrase = self.voice.choose("category/phrase", words.of("disclosure", "category"))
        weights = [self.rng.uniform(1, 6) for _ in labels]
        whole = total if self.voice.often("category/whole", 0.6) else total * 4 // 5
        parts = [int(whole * weight / sum(weights)) for weight in weights]
        parts[0] += whole - sum(parts)
        self.draft.write(
            self.voice.choose("category/total", words.of("disclosure", "category total"))
        )
        for n, (label, part) in enumerate(zip(labels, parts, strict=True)):
            self.draft.write("、" if n else "")
            clause = phrase.replace("{label}", label).replace("{n}", self._printed(part))
            self.draft.item(
                "/disclosure/by_category", {"label": label, "count": part}, self.draft.write(clause)
            )
        self._stop()

    def _plain(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.draft.write(f"{line}。")

    def _lead(self, slot: str, phrase: str) -> None:
        """Words of time ahead of a sentence, unless its phrase has its own."""
        times = wording().of("head", "time")
        if "年" not in phrase and self.voice.often(f"time?/{slot}", 0.4):
            self.draft.write(self.voice.choose(f"time/{slot}", times).format(year=self.year))

    def _stop(self) -> None:
        self.draft.write("。")
