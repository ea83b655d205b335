"""Words that announce a list field: in a heading, or in what leads in to its items."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from llmextract.schema import FieldSpec
from llmextract.schema.check import patterns_of
from llmextract.types import Pointer

_DENSE = 0.35  # share of a heading's own words that names of fields account for
_FILLER = re.compile(r"\d+年?度?|主要|情况|工作|[\s和与及其的了、，：:]")
# a name after these words refers back to the field, and announces another one
_BACK = re.compile(
    r"(?:针对|围绕|对照|解决|克服|整改|改正|关于|对于|鉴于)[^，,。；：]{0,16}$"
    r"|\b(?:address|regarding|respond|in response to|about|solv|fix)\w*\s[^,.;:]{0,24}$",
    re.I,
)
_OPEN = re.compile(
    r"(?:一些|几个|几点|几方面|以下|如下|下列|不少|许多|诸多|一定的?|某些|薄弱"
    r"|[一两二三四五六七八九十几\d]{1,2}(?:个|点|条|项|处|大|方面))[^，。；]{0,10}$"
    r"|\b(?:some|several|following|these|many)\b[^,.;]{0,40}$",
    re.I,
)
_SUCH = re.compile(
    r"存在着?(?:一些|诸如)?(?P<what>[^，。；]{4,80}?)等(?:方面)?的?(?=[^，。；]{2,8}[。；，])"
)
_NEAR, _FAR = 8, 14  # characters ahead of a name of two, and of more, that still begins a sentence
_REACH = 60  # characters ahead of a name that are looked at
_TAIL = 6  # characters behind a name that ends a sentence


@dataclass(frozen=True, slots=True)
class Named:
    """A field's name in a text."""

    start: int
    end: int
    pointer: Pointer


@dataclass(frozen=True, slots=True)
class Leads:
    """The names of several fields, to be found together: the longest name at a place wins.

    The group `n5` of `pattern` is a name of the field `pointers[5]`; `patterns` are the schema's
    own, for headings, where they need not come behind other names.
    """

    pointers: tuple[Pointer, ...]
    pattern: re.Pattern[str]
    patterns: tuple[tuple[re.Pattern[str], Pointer], ...]
    unlike: re.Pattern[str] | None

    def named(self, text: str) -> list[Named]:
        """The names in `text`, in order, without those inside words that are unlike the fields
        and those that only refer back."""
        hidden = [m.span() for m in self.unlike.finditer(text)] if self.unlike else []
        return [
            Named(m.start(), m.end(), self.pointers[int(str(m.lastgroup)[1:])])
            for m in self.pattern.finditer(text)
            if not any(start <= m.start() and m.end() <= end for start, end in hidden)
            and not _BACK.search(text[max(0, m.start() - _REACH) : m.start()])
        ]

    def heading(self, heading: str) -> tuple[Pointer, ...]:
        """The fields that a heading is about, in its order; none if names are little of it."""
        found = self.named(heading)
        for pattern, pointer in self.patterns:
            match = pattern.search(heading)
            if match is not None:
                found.append(Named(match.start(1), match.end(1), pointer))
        names = {at for n in found for at in range(n.start, n.end)}
        named = "".join(mark for at, mark in enumerate(heading) if at in names)
        if len(_FILLER.sub("", named)) < _DENSE * len(_FILLER.sub("", heading)):
            return ()
        return tuple(dict.fromkeys(n.pointer for n in sorted(found, key=lambda n: n.end)))

    def last(self, text: str) -> Pointer | None:
        """The field named last in `text`."""
        found = self.named(text)
        return found[-1].pointer if found else None

    def opening(self, sentence: str) -> Named | None:
        """The name that a sentence begins with, but for a few words."""
        bare = len(sentence) - len(sentence.lstrip())
        return next(
            (
                n
                for n in self.named(sentence)
                if n.start - bare <= (_NEAR if n.end - n.start <= 2 else _FAR)
            ),
            None,
        )

    def only_announces(self, sentence: str) -> bool:
        """Whether a sentence ends with a name and leaves open what it stands for: 存在一些问题."""
        length = len(sentence.rstrip(" \n\u3000。：:！!"))
        return any(
            length - n.end <= _TAIL and _OPEN.search(sentence[max(0, n.end - _REACH) : n.end])
            for n in self.named(sentence)
        )

    def such_as(self, sentence: str) -> tuple[int, int] | None:
        """Where a sentence says what the name at its end stands for: 还存在〔更新慢〕等问题."""
        match = _SUCH.search(sentence)
        found = self.named(sentence[match.end("what") :]) if match else []
        return match.span("what") if match and found and found[0].start <= _TAIL else None


def leads_of(specs: Iterable[FieldSpec]) -> Leads:
    """The labels and aliases of `specs`, and behind them what their patterns match."""
    specs = tuple(specs)
    names = sorted(
        ((name, s.pointer) for s in specs for name in (s.label, *s.extract.aliases)),
        key=lambda named: -len(named[0]),
    )
    known = [
        *((_as_pattern(name), pointer) for name, pointer in names),
        *((words, s.pointer) for s in specs for words in patterns_of(s.extract)),
    ]
    pattern = "|".join(f"(?P<n{i}>{words})" for i, (words, _) in enumerate(known))
    unlike = "|".join(_as_pattern(word) for s in specs for word in s.extract.unlike)
    return Leads(
        tuple(pointer for _, pointer in known),
        re.compile(pattern or r"(?!)", re.I),
        tuple((re.compile(words), s.pointer) for s in specs for words in patterns_of(s.extract)),
        re.compile(unlike, re.I) if unlike else None,
    )


def _as_pattern(name: str) -> str:
    word = r"\s+".join(re.escape(part) for part in name.split())
    return rf"\b{word}\b" if name.isascii() else word


__all__ = ["Leads", "Named", "leads_of"]
