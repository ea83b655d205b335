import random
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from llmextract.evaluation import Gold, Outcome, Prediction, Tally, score
from llmextract.schema import Extract, compile_schema
from llmextract.types import Span

labels = st.sampled_from(["甲类", "乙类", "丙类"])
items = st.lists(
    st.fixed_dictionaries({"label": labels, "count": st.sampled_from([None, 1, 2, 10])}),
    max_size=5,
)


class Part(BaseModel):
    label: Annotated[str, Extract("类别", compare="lenient")]
    count: int | None = None


class Report(BaseModel):
    x: int | None = None
    kinds: list[Part] | None = None
    reasons: Annotated[list[str] | None, Extract("原因", compare="lenient")] = None
    names: list[str] | None = None


SCHEMA = compile_schema(Report)


def scored(gold_items, found, schema=SCHEMA, **more):
    return score([Gold("d", {"/x": 1}, items=gold_items, **more)], [Prediction("d", found)], schema)


def test_items_of_objects_are_scored_cell_by_cell():
    """Each part of an item is a cell; an item is right if all its parts are."""
    gold = {
        "/kinds": (
            {"label": "甲类", "count": 3},
            {"label": "乙类", "count": 40},
            {"label": "丙类", "count": None},
            {"label": "丁类", "count": 7},
        )
    }
    found = [
        {"label": "丙类", "count": None},
        {"label": "乙类", "count": 4},
        {"label": "甲类", "count": 3},
        {"label": "戊类", "count": 9},
    ]
    scores = scored(gold, {"kinds": found})
    assert scores.by_item_cell == {
        "/kinds/*/count": Tally(right=1, wrong=1, missing=1, spurious=1, right_null=1),
        "/kinds/*/label": Tally(right=3, missing=1, spurious=1),
    }
    assert scores.by_list["/kinds"] == Tally(right=2, wrong=1, missing=1, spurious=1)
    (cell,) = scores.lists
    assert cell.wrong == (({"label": "乙类", "count": 40}, {"label": "乙类", "count": 4}),)
    assert [c.magnitude for c in scores.items if c.outcome is Outcome.WRONG] == [10]
    assert scores.total == Tally(missing=1)


def test_a_list_is_compared_as_its_field_declares():
    """Items of a lenient field need not be cut alike; those of other fields do; figures never."""
    gold = {"/reasons": ("一是更新不及时", "有3处不便"), "/names": ("《条例》",)}
    scores = scored(gold, {"reasons": ["更新不及时。", "有4处不便"], "names": ["条例"]})
    assert scores.by_list == {
        "/names": Tally(missing=1, spurious=1),
        "/reasons": Tally(right=1, missing=1, spurious=1),
    }
    strict = score(
        [Gold("d", {}, items=gold)], [Prediction("d", {"reasons": ["更新不及时。"]})], SCHEMA, "strict"
    )  # fmt: skip
    assert strict.by_list["/reasons"].right == 0


@pytest.mark.parametrize("schema", [SCHEMA, None])
def test_gold_may_give_the_parts_in_order(schema):
    """["甲类", 3] is {"label": "甲类", "count": 3}, with a schema or by the records' names."""
    found = {"x": 1, "kinds": [{"label": "甲类", "count": 3}]}
    scores = scored({"/kinds": (["甲类", 3],)}, found, schema)
    assert scores.by_list["/kinds"] == Tally(right=1)
    assert set(scores.by_item_cell) == {"/kinds/*/label", "/kinds/*/count"}


@given(items, items, st.integers())
def test_neither_the_order_of_items_nor_of_their_parts_matters(gold, found, seed):
    """Shuffled items, and parts in another order, give equal scores, item by item."""
    mixed = random.Random(seed)
    shuffled = [dict(reversed(item.items())) for item in mixed.sample(found, len(found))]
    other = mixed.sample(gold, len(gold))
    one = scored({"/kinds": tuple(gold)}, {"kinds": found})
    two = scored({"/kinds": tuple(other)}, {"kinds": shuffled})
    assert one == two


@given(items)
def test_gold_against_itself_is_right_throughout(gold):
    """Items against themselves have no cell and no item that is not right."""
    scores = scored({"/kinds": tuple(gold)}, {"kinds": gold})
    assert {cell.outcome for cell in scores.items} <= {Outcome.RIGHT, Outcome.RIGHT_NULL}
    assert scores.by_list["/kinds"] == Tally(right=len(gold))


@given(items, items)
def test_swapped_sides_swap_precision_and_recall(gold, found):
    """What is missing on one side is spurious on the other."""
    one = scored({"/kinds": tuple(gold)}, {"kinds": found}).by_list["/kinds"]
    two = scored({"/kinds": tuple(found)}, {"kinds": gold}).by_list["/kinds"]
    assert (one.precision, one.recall) == (two.recall, two.precision)


def test_cells_of_items_know_their_passages():
    """The spans of gold and evidence come with each cell, whatever the order of the items."""
    places = {"/reasons": ((Span(0, 3),), (Span(5, 9),))}
    evidence = {
        "/reasons/0": {"start": 5, "end": 9, "quote": "别事", "confidence": 0.5},
        "/reasons/1": {"start": 20, "end": 22},
    }
    gold = Gold("d", {}, items={"/reasons": ("某事", "别事")}, item_spans=places)
    scores = score([gold], [Prediction("d", {"reasons": ["别事", "新事"]}, evidence)], SCHEMA)
    assert {(c.gold, c.predicted, c.gold_spans, c.span) for c in scores.items} == {
        ("别事", "别事", (Span(5, 9),), Span(5, 9)),
        ("某事", None, (Span(0, 3),), None),
        (None, "新事", (), Span(20, 22)),
    }
    assert [(c.quote, c.confidence) for c in scores.items if c.gold == "别事"] == [("别事", 0.5)]


def test_a_list_field_that_is_not_annotated_is_left_out():
    """Items under a pointer that gold calls not annotated are not scored, complete or not."""
    left_out = {"not_annotated": frozenset({"/reasons"}), "lists_complete": True}
    scores = scored({}, {"reasons": ["某"], "names": ["别"]}, **left_out)
    assert set(scores.by_list) == {"/kinds", "/names"}


@pytest.mark.parametrize("value", ["某", {"label": "某"}, [None, "某"]])
def test_what_is_no_list_counts_as_one_item(value):
    """A value that is no list is one spurious item, and nulls in a list are none."""
    found = scored({"/names": ()}, {"names": value})
    assert found.by_list["/names"] == Tally(spurious=1)
