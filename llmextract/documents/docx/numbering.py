"""The numbers that Word prints before list items and headings, counted in order of the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from llmextract.documents.docx.formats import printed_number
from llmextract.documents.docx.names import child, children, is_on, local, number, value
from llmextract.documents.docx.styles import Styles

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class _Level:
    """A level of a list.  `text` has `%1` for the number of level 0, `%2` for that of level 1 …;
    `restart`: the level (from 1) whose item begins it anew, 0 for none, None for any above."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    legal: bool = False  # all numbers in decimal
    restart: int | None = None
    style: str | None = None


@dataclass(slots=True)
class _List:
    """A list that is counted through; several `w:num` can go on with it."""

    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Num:
    """A `w:num`: its list, its own levels, and where it begins levels anew."""

    list: _List
    own: dict[int, _Level]
    starts: dict[int, int]

    def level(self, at: int) -> _Level:
        return self.own.get(at) or self.list.levels.get(at) or _Level()


class Numbering:
    """The lists of a document; `root` is that of its numbering part, or None."""

    def __init__(self, root: Any, styles: Styles) -> None:
        abstract = {value(e, "abstractNumId"): e for e in children(root, "abstractNum")}
        nums = {value(e, "numId"): e for e in children(root, "num")}
        lists: dict[str | None, _List] = {}
        self._nums: dict[str, _Num] = {}
        self._begun: set[str] = set()
        for name, element in nums.items():
            at = _target(value(child(element, "abstractNumId")), abstract, nums, styles)
            if name is None or at not in abstract:
                continue
            levels = lists.setdefault(at, _List(_levels(abstract[at])))
            self._nums[name] = _num(element, levels)

    def next(self, num: str | None, level: int | None, style: str) -> str:
        """The number of the next paragraph of a list (`num`, `level` from 0); `` if it is of none.

        `style` is the paragraph's: a list can say which of its levels a style stands for.
        """
        found = self._nums.get(num or "")
        if num is None or found is None:
            return ""
        if level is None:
            level = next((n for n, e in found.list.levels.items() if e.style == style), 0)
        level = min(level, _LEVELS - 1)
        self._restart(num, found)
        _count(found, level)
        return _rendered(found, level)

    def _restart(self, num: str, found: _Num) -> None:
        """What a `w:num` begins anew, it begins anew at its first paragraph only."""
        if num not in self._begun:
            self._begun.add(num)
            for level in found.starts:
                for deeper in range(level, _LEVELS):
                    found.list.counts.pop(deeper, None)


def _count(num: _Num, level: int) -> None:
    counts = num.list.counts
    for above in range(level):
        counts.setdefault(above, num.starts.get(above, num.level(above).start))
    first = num.starts.get(level, num.level(level).start)
    counts[level] = counts[level] + 1 if level in counts else first
    for deeper in range(level + 1, _LEVELS):
        restart = num.level(deeper).restart
        if restart is None or level < restart:
            counts.pop(deeper, None)


def _rendered(num: _Num, level: int) -> str:
    this = num.level(level)
    if this.form == "bullet":
        return ""

    def written(place: re.Match[str]) -> str:
        at = int(place[1]) - 1
        if at not in num.list.counts:
            return ""
        form = "decimal" if this.legal else num.level(at).form
        return printed_number(num.list.counts[at], form)

    return _PLACE.sub(written, this.text).strip()


def _target(
    at: str | None, abstract: dict[str | None, Any], nums: dict[str | None, Any], styles: Styles
) -> str | None:
    """The list that holds the levels: a list can stand for that of a numbering style."""
    style = value(child(abstract.get(at), "numStyleLink"))
    if style is None:
        return at
    num = styles.get(style).num
    through = value(child(nums.get(num), "abstractNumId"))
    linked = (n for n, e in abstract.items() if value(child(e, "styleLink")) == style)
    return through if through in abstract and through != at else next(linked, at)


def _levels(element: Any) -> dict[int, _Level]:
    return {number(e, "ilvl") or 0: _level(e) for e in children(element, "lvl")}


def _level(element: Any) -> _Level:
    start = number(child(element, "start"))
    return _Level(
        start=1 if start is None else start,
        form=_form(element),
        text=value(child(element, "lvlText")) or "",
        legal=bool(is_on(child(element, "isLgl"))),
        restart=number(child(element, "lvlRestart")),
        style=value(child(element, "pStyle")),
    )


def _form(level: Any) -> str:
    """The format of a level's numbers; newer ones stand beside an older one that is near."""
    forms = [e for e in level.iter("{*}numFmt") if local(e.getparent()) != "Choice"]
    return value(forms[0]) or "decimal" if forms else "decimal"


def _num(element: Any, levels: _List) -> _Num:
    own: dict[int, _Level] = {}
    starts: dict[int, int] = {}
    for override in children(element, "lvlOverride"):
        at = number(override, "ilvl") or 0
        start = number(child(override, "startOverride"))
        level = child(override, "lvl")
        if level is not None:
            own[at] = _level(level)
        if start is not None:
            starts[at] = start
            own[at] = replace(own.get(at) or levels.levels.get(at) or _Level(), start=start)
    return _Num(levels, own, starts)


__all__ = ["Numbering"]
