"""A corpus of reports with gold: which body reports when, and which sums are broken on purpose."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

from .amounts import Amounts, history
from .bodies import TEMPLATES, Body, bodies, template_of
from .gold import complete_sums, gold_of
from .outline import Writing
from .voice import fraction

BROKEN = 0.04  # share of reports that break a sum of theirs
_BY_ITSELF = frozenset(  # totals that are no part of another sum
    f"/{name}/total" for name in ("review", "litigation", "proposals")
) | {f"/applications/{name}" for name in ("received", "concluded", "replied")} | {
    "/capacity/staff", "/proposals/lead",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """A document `name`.txt and its gold; the rest says where it comes from."""

    name: str
    text: str
    gold: dict[str, Any]
    template: str
    body: int
    style: int
    year: int


def reports(count: int, seed: int, templates: Collection[str] = TEMPLATES) -> Iterator[Report]:
    """`count` reports, body by body and year by year."""
    made = 0
    for body in bodies(seed):
        for year, amounts in history(body, seed):
            template = template_of(body, year, seed)
            if template not in templates:
                continue
            if made == count:
                return
            yield _report(body, year, template, seed, amounts)
            made += 1
        if made == count:
            return


def _report(body: Body, year: int, template: str, seed: int, amounts: Amounts) -> Report:
    writing = Writing(body, year, template, seed, amounts)
    breaks = fraction(seed, "broken", body.index, year) < BROKEN
    writing.wrong_table = breaks and template.startswith("table")
    writing.write()
    if breaks and not writing.wrong_table:
        writing = _broken(writing)
    name = f"b{body.index:04}-{year}"
    day = f"{year + 1}-04-01"
    gold = gold_of(writing.draft, f"{name}.txt", day, writing.broken)
    return Report(name, writing.draft.text, gold, template, body.index, body.style, year)


def _broken(writing: Writing) -> Writing:
    """The report again, one of its totals printed too high; as it is if it prints no whole sum."""
    totals = [total for total, _ in complete_sums(writing.draft) if total in _BY_ITSELF]
    if not totals:
        return writing
    key = ("which", writing.body.index, writing.year)
    total = totals[int(fraction(writing.seed, *key) * len(totals))]
    fields = {**writing.amounts.fields, total: writing.amounts.fields[total] + 1}
    again = Writing(
        writing.body, writing.year, writing.template, writing.seed,
        replace(writing.amounts, fields=fields),
    )  # fmt: skip
    again.write()
    return again
