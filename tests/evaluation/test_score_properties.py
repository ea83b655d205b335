"""What holds of scores whatever gold and records say."""

import random
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import create_model

from llmextract.errors import UsageError
from llmextract.evaluation import Gold, Outcome, Prediction, score
from llmextract.evaluation.compare import Comparison, same
from llmextract.schema import Extract, compile_schema
from llmextract.types import Span

FIELDS = tuple(f"/{group}/{name}" for group in "ab" for name in "uvwxyz")
WRONG = "此处全错"  # no value that is drawn is like it
values = st.one_of(
    st.integers(-20, 50),
    st.decimals(0, 99, places=1),
    st.booleans(),
    st.sampled_from(
        ["甲局", "甲 局", "《甲局》", "某市2017年报告", "某市2018年报告", "2012-03-28"]
    ),
    st.text(min_size=1, max_size=4),
)
fields = st.dictionaries(st.sampled_from(FIELDS), values, max_size=8)
answers = st.dictionaries(st.sampled_from(FIELDS), st.one_of(st.none(), values), max_size=8)
spans = st.builds(lambda start, size: Span(start, start + size), st.integers(0, 30), st.integers(1, 9))  # fmt: skip
both = st.lists(st.tuples(fields, answers), min_size=1, max_size=5)


def nested(found):
    record = {}
    for pointer, value in found.items():
        _, group, name = pointer.split("/")
        record.setdefault(group, {})[name] = value
    return record


def gold_of(pairs, **more):
    return [Gold(f"d{at}", gold, **more) for at, (gold, _) in enumerate(pairs)]


def run_of(pairs):
    return [Prediction(f"d{at}", nested(found)) for at, (_, found) in enumerate(pairs)]


def scored(pairs, compare=None):
    return score(gold_of(pairs), run_of(pairs), None, compare)


def f1(scores):
    return scores.total.f1 or 0.0


@given(both, st.sampled_from(Comparison))
def test_gold_against_gold_is_one_and_against_nothing_zero(pairs, compare):
    """F1 is 1 with the gold's values, and 0 with empty, failed and absent records alike."""
    stated = [(gold, gold) for gold, _ in pairs]
    if not any(gold for gold, _ in pairs):
        return
    assert scored(stated, compare).total.f1 == 1
    empty = score(gold_of(pairs), [Prediction(f"d{at}", {}) for at in range(len(pairs))])
    failed = score(gold_of(pairs), [Prediction(f"d{at}", None) for at in range(len(pairs))])
    absent = score(gold_of(pairs), [])
    assert empty.total == failed.total == absent.total
    assert empty.total.f1 == 0


@given(both, st.integers(), st.data())
def test_order_never_matters(pairs, seed, data):
    """Shuffled documents, records and fields give equal scores."""
    mixed = random.Random(seed)
    golds = [
        Gold(gold.document, dict(mixed.sample(list(gold.values.items()), len(gold.values))))
        for gold in mixed.sample(gold_of(pairs), len(pairs))
    ]
    records = [
        Prediction(one.document, {key: one.record[key] for key in reversed(one.record)})
        for one in mixed.sample(run_of(pairs), len(pairs))
    ]
    assert score(golds, records) == scored(pairs)


@given(both, st.data())
def test_a_wrong_value_never_raises_f1(pairs, data):
    """A wrong value in place of a right one, of a wrong one or of null never raises F1, strictly,
    normalised or leniently."""
    at = data.draw(st.integers(0, len(pairs) - 1))
    gold, found = pairs[at]
    changed = list(pairs)
    changed[at] = (gold, found | {data.draw(st.sampled_from(FIELDS)): WRONG})
    for compare in Comparison:
        assert f1(scored(changed, compare)) <= f1(scored(pairs, compare))


@given(both, st.data())
def test_a_right_value_never_lowers_f1(pairs, data):
    """The gold's own value in place of anything never lowers F1."""
    at = data.draw(st.integers(0, len(pairs) - 1))
    gold, found = pairs[at]
    if gold:
        changed = list(pairs)
        place = data.draw(st.sampled_from(sorted(gold)))
        changed[at] = (gold, found | {place: gold[place]})
        assert f1(scored(changed)) >= f1(scored(pairs))


@given(both, st.sampled_from(Comparison))
def test_swapped_sides_swap_precision_and_recall(pairs, compare):
    """With gold and record exchanged precision is recall, and F1 is as before (dates of one
    exactness: the gold alone decides how exact a date has to be)."""
    pairs = [(gold, {k: v for k, v in found.items() if v is not None}) for gold, found in pairs]
    swapped = [(found, gold) for gold, found in pairs]
    known = schema()
    one = score(gold_of(pairs), run_of(pairs), known, compare).total
    two = score(gold_of(swapped), run_of(swapped), known, compare).total
    assert (one.precision, one.recall, one.f1) == (two.recall, two.precision, two.f1)


@given(both)
def test_a_laxer_comparison_never_lowers_f1(pairs):
    """F1 strictly ≤ normalised ≤ leniently, and so is each cell."""
    strict, normalised, lenient = (scored(pairs, compare) for compare in Comparison)
    assert f1(strict) <= f1(normalised) <= f1(lenient)
    for first, second in ((strict, normalised), (normalised, lenient)):
        for one, other in zip(first.cells, second.cells, strict=True):
            assert one.outcome is not Outcome.RIGHT or other.outcome is Outcome.RIGHT


@given(both)
def test_each_cell_has_the_outcome_of_its_two_values(pairs):
    """The counts are those of a plain loop over all fields of all documents."""
    cells = scored(pairs).cells
    named = {pointer for gold, _ in pairs for pointer in gold}
    groups = {pointer.split("/")[1] for pointer in named}
    named |= {p for _, found in pairs for p in found if p.split("/")[1] in groups}
    assert len(cells) == len(named) * len(pairs)
    for cell in cells:
        gold, found = pairs[int(cell.document[1:])]
        one, other = gold.get(cell.pointer), found.get(cell.pointer)
        assert (cell.gold, cell.predicted) == (one, other)
        right = one is not None and same(one, other)
        assert (cell.outcome is Outcome.RIGHT) is right
        assert (cell.outcome is Outcome.RIGHT_NULL) is (one is other is None)


@given(st.lists(spans, max_size=4), st.one_of(st.none(), spans))
def test_any_passage_of_the_gold_proves_a_value(places, span):
    """A right value is grounded if its evidence shares a character with one of the gold's
    passages, and grounded F1 is never above F1."""
    evidence = {"/a/x": {"start": span.start, "end": span.end}} if span else {}
    gold = Gold("d", {"/a/x": 1}, spans={"/a/x": tuple(places)} if places else {})
    scores = score([gold], [Prediction("d", {"a": {"x": 1}}, evidence)])
    shared = [
        place
        for place in places
        if span and {*range(place.start, place.end)} & {*range(span.start, span.end)}
    ]
    assert scores.cells[0].grounded is (bool(shared) if places else None)
    assert scores.grounded.f1 == float(bool(shared) or not places)


@given(both)
def test_tables_of_the_scores_add_up(pairs):
    """Tallies by document, field and group each sum to the total."""
    scores = scored(pairs)
    for table in (scores.by_document, scores.by_field, scores.by_group):
        assert sum(table.values(), type(scores.total)()) == scores.total
    assert sum(scores.grounded_by_document.values(), type(scores.total)()) == scores.grounded
    assert scores.total.cells == len(scores.cells)


def schema():
    """All of FIELDS as text fields: a schema says which fields there are, whatever a side has."""
    groups = {
        group: (create_model(group.upper(), **dict.fromkeys("uvwxyz", (str | None, None))), ...)
        for group in "ab"
    }
    return compile_schema(create_model("Report", **groups))


def test_a_schema_says_which_fields_there_are_and_how_they_are_compared():
    """The schema's own comparison counts, field by field, unless another is asked for."""
    model = create_model(
        "Report",
        s=(Annotated[str | None, Extract("某", compare="strict")], None),
        n=(Annotated[str | None, Extract("某", compare="normalised")], None),
        l=(Annotated[str | None, Extract("某", compare="lenient")], None),
    )
    gold = Gold("d", {"/s": "《某条例》", "/n": "《某条例》", "/l": "《某条例》", "/other": 3})
    run = [Prediction("d", {"s": "《某 条例》", "n": "《某 条例》", "l": "某条例", "more": 5})]
    scores = score([gold], run, compile_schema(model))
    assert [(cell.pointer, cell.outcome.value) for cell in scores.cells] == [
        ("/s", "wrong"),
        ("/n", "right"),
        ("/l", "right"),
    ]
    assert scores.unscored == ("/other",)
    assert scores.unknown == {"/more": 1}
    assert score([gold], run, compile_schema(model), "strict").total.right == 0
    assert score([gold], run, compile_schema(model), "lenient").total.right == 3


def test_a_comparison_that_there_is_not_is_refused():
    """Another word than strict, normalised or lenient is a usage error that names these."""
    with pytest.raises(UsageError, match="strict, normalised, lenient"):
        score([], [], None, "exact")
