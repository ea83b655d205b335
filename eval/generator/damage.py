"""Damage to the tables of a page, chosen by kind and drawn by a seed.  The gold follows: what is
no longer printed is None, and what is printed wrong is so in the gold too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random
from types import MappingProxyType
from typing import TypeAlias

from . import damage_cells as cells
from . import damage_labels as labels
from . import damage_shape as shape
from .page import Page
from .planted import wrong_sum

WHOLE, PLANTED = "whole", "wrong sum"
Change: TypeAlias = Callable[[Page, Random], Page]

_CHANGES: dict[str, Change] = {
    "label broken": labels.broken_labels,
    "label cut": labels.cut_labels,
    "label drifted": labels.drifted_labels,
    "label a letter a line": labels.narrow_labels,
    "row on two lines": shape.broken_rows,
    "row lost": shape.lost_rows,
    "cells blank": cells.blanks,
    "cells / and -": cells.marks,
    "增10, 减3": cells.changes,
    "976.81万元": cells.units,
    "digits wide": cells.wide_digits,
    "digits spaced": cells.spaced_digits,
    "one cell a line": shape.flattened,
    "columns in two halves": shape.halves,
    "heads on two lines": shape.split_heads,
    "sentence ahead": shape.sentences,
    "half empty": shape.half_empty,
    "table lost": shape.lost_tables,
    PLANTED: wrong_sum,
}
DAMAGES: Mapping[str, Change] = MappingProxyType(_CHANGES)
_ONLY: Mapping[str, frozenset[str]] = MappingProxyType(  # kinds that some templates alone can have
    {
        "增10, 减3": frozenset({"table_2019"}),
        "976.81万元": frozenset({"table_2019", "table_2021"}),
        "columns in two halves": frozenset({"table_2019", "table_2021"}),
    }
)


def kinds_for(template: str) -> tuple[str, ...]:
    """The kinds of damage that a template's tables can have."""
    if template == "narrative":
        return ()
    return tuple(kind for kind in DAMAGES if template in _ONLY.get(kind, (template,)))


def damaged(page: Page, kind: str, seed: int) -> Page:
    """The page with damage of a kind; the same seed gives the same."""
    if kind == WHOLE:
        return page
    rng = Random(f"{seed}/{page.name}/{kind}")  # noqa: S311 - invented reports, no secrets
    return replace(DAMAGES[kind](page, rng), damage=kind)
