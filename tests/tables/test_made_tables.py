"""Tables made by a seed: all cells where nothing is damaged, and no wrong cell that nothing
tells of where something is."""

import random

import pytest

from tests.tables import making
from tests.tables.checking import layouts, outcome, read
from tests.tables.making import DAMAGES, WAYS, Damage, make

FORMS = [f"{layout.name}-{n}" for n, layout in enumerate(layouts())]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("form", range(len(FORMS)), ids=FORMS)
def test_every_cell_of_a_whole_table_is_right(form: int, way: str) -> None:
    """Whatever parts the cells, each is read, and in its row and column."""
    made = make(layouts()[form], seed=form * 1000 + WAYS.index(way), way=way)
    counts, wrong, text = outcome(made, seed=form)
    assert set(counts) == {"right"}, (wrong, text)


@pytest.mark.parametrize("way", ["tabs", "cells", "broken"])
@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_no_cell_of_a_damaged_table_is_wrong_in_silence(damage: Damage, way: str) -> None:
    """A cell is right, or missing, or a finding names it."""
    for form, layout in enumerate(layouts()):
        seed = 77_000 + form
        made = make(layout, seed, way)
        damage(made, random.Random(seed))
        counts, wrong, text = outcome(made, seed)
        assert not wrong, (form, counts, wrong, text)


@pytest.mark.parametrize(
    "damage",
    [
        making.drifting_numbers,
        making.bracketed,
        making.wide_digits,
        making.split_heads,
        making.marks,
    ],
    ids=lambda damage: damage.__name__,
)
def test_what_leaves_every_cell_in_place_costs_none(damage: Damage) -> None:
    """List numbers, remarks in brackets, wide digits, broken heads and marks lose no cell."""
    for form, layout in enumerate(layouts()):
        made = make(layout, 500 + form, WAYS[form % len(WAYS)])
        damage(made, random.Random(form))
        counts, wrong, text = outcome(made, form)
        assert not wrong
        assert not counts["missing"], (form, text)


def test_a_row_that_is_left_out_is_told_of() -> None:
    """Lost cells come with a finding that names their row."""
    for form, layout in enumerate(layouts()):
        made = make(layout, form, "single")
        making.lost_cell(made, random.Random(form))
        _, tables, findings = read(made.text(random.Random(form)))
        named = {pointer for finding in findings for pointer in finding.pointers}
        for cell in (c for c in tables.cells if not c.sure):
            assert {cell.pointer, cell.field} & named
        assert {"table_row_unread", "table_row_placed"} & {f.kind for f in findings}


def test_prose_around_a_table_is_left_to_others() -> None:
    """Numbers in sentences before and behind a table stand outside its region."""
    for form, layout in enumerate(layouts()):
        for way in WAYS:
            text = make(layout, form, way).text(random.Random(form))
            analysis, tables, _ = read(text)
            inside = [
                m.clause.of(text)
                for m in analysis.mentions
                if any(span.covers(m.span) for span in tables.regions)
            ]
            assert not [words for words in inside if "全年" in words or "人手" in words]
            assert tables.regions
