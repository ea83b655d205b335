from decimal import Decimal

import pytest
from pydantic import BaseModel

from llmextract.evaluation import Gold, Prediction, Tally, score
from llmextract.schema import compile_schema


class Tables(BaseModel):
    one: dict[str, dict[str, int | None]] | None = None
    two: dict[str, dict[str, int | None]] | None = None


class Report(BaseModel):
    x: int | None = None
    tables: Tables = Tables()


SCHEMA = compile_schema(Report)
GOLD = {"一、行": {"甲": 3, "乙": None, "丙/丁": Decimal("9.5")}, "二、行": {"甲": 0}}


def run(found, gold=None, schema=SCHEMA, **more):
    labels = Gold("d", {"/x": 1}, tables=gold or {"one": GOLD}, **more)
    return score([labels], [Prediction("d", {"x": 1, "tables": found})], schema)


@pytest.mark.parametrize("schema", [SCHEMA, None])
def test_cells_of_tables_are_scored_apart(schema):
    """Each cell by row and column has an outcome; the headline has none of them."""
    found = {"one": {"一、行": {"甲": 3, "乙": 1}, "三、行": {"甲": 8}}, "two": None}
    scores = run(found, schema=schema)
    assert scores.by_table == {"/tables/one": Tally(right=1, missing=2, spurious=2)}
    assert scores.total == Tally(right=1)
    assert scores.unknown == {}


def test_row_and_column_names_are_compared_in_one_form():
    """Width and white space of names do not part cells, and names may hold slashes."""
    found = {"one": {"一、 行": {"甲": 3, "丙／丁": 9.5}, "二、行": {"甲": 0}}}
    scores = run(found)
    assert scores.by_table["/tables/one"] == Tally(right=3, right_null=1)
    assert "/tables/one/一、行/丙~1丁" in {cell.pointer for cell in scores.tables}


@pytest.mark.parametrize("found", [{"one": 3}, {"one": {"一、行": 3}}, {"one": [3]}])
def test_what_is_no_table_is_spurious(found):
    """A value where a table or a row should be counts as one cell too many."""
    assert run(found).by_table == {"/tables/one": Tally(missing=3, spurious=1, right_null=1)}


def test_only_tables_that_the_gold_has_are_scored():
    """A table without gold is neither right nor wrong; a missing one is missing cell by cell."""
    assert run({"one": None, "two": {"行": {"甲": 1}}}).by_table == {"/tables/one": Tally(missing=3, right_null=1)}  # fmt: skip
    alone = score([Gold("d", {"/x": 1})], [Prediction("d", {"tables": {"one": GOLD}})], SCHEMA)
    assert alone.tables == ()


def test_other_values_and_cells_that_are_not_annotated():
    """Accepted values of a cell are right, and a cell or table not annotated is left out."""
    place = "/tables/one/一、行/甲"
    found = {"one": {"一、行": {"甲": 4, "丙/丁": 9.5}, "二、行": {"甲": 0}}}
    accepted = run(found, accepted={place: (4,)})
    assert accepted.by_table["/tables/one"].right == 3
    assert len(run(found, not_annotated=frozenset({place})).tables) == 3
    assert run(found, not_annotated=frozenset({"/tables/one"})).tables == ()


def test_tables_that_cannot_be_placed_are_named():
    """A table of a name that the schema has not, or with unnamed rows, is said to be unscored."""
    scores = run({}, {"three": GOLD, "two": {"甲": [1, 2]}})
    assert scores.unscored == ("/three", "/two")
