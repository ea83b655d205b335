import random
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from llmextract.evaluation.align import align_records, align_texts, assign, canonical
from llmextract.evaluation.cells import outcome_of
from llmextract.evaluation.compare import Comparison
from llmextract.evaluation.tally import Outcome

NORMALISED = Comparison.NORMALISED
few = st.integers(0, 4)
tables = st.tuples(few, few).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, 9), min_size=size[1], max_size=size[1]),
        min_size=size[0],
        max_size=size[0],
    )
)
records = st.lists(
    st.fixed_dictionaries({"a": st.sampled_from([None, 1, 2]), "b": st.sampled_from(["甲", "乙"])}),
    max_size=6,
)
texts = st.lists(st.sampled_from(["甲乙丙", "甲乙丁", "戊", "己", "庚 辛"]), max_size=6)


def best(rows, columns, worth):
    """The greatest total over all ways to pair, one by one."""
    if rows > columns:
        rows, columns, worth = columns, rows, lambda r, c, w=worth: w(c, r)
    return max(
        sum(worth(row, column) for row, column in enumerate(way[:rows]))
        for way in permutations(range(columns))
    )


def outcomes(one, other):
    return [
        outcome_of(() if one[name] is None else (one[name],), other[name], NORMALISED)
        for name in ("a", "b")
    ]


def right_cells(gold, predicted, pairs):
    return sum(outcomes(gold[g], predicted[p]).count(Outcome.RIGHT) for g, p in pairs)


@given(tables)
def test_the_assignment_agrees_with_scipy_and_with_trying_all(table):
    """The total worth is that of scipy on the table as it stands, and the greatest there is."""
    rows, columns = range(len(table)), range(len(table[0]) if table else 0)
    pairs = assign(rows, columns, lambda row, column: table[row][column])
    total = sum(table[row][column] for row, column in pairs)
    chosen = linear_sum_assignment(table, maximize=True) if columns else ((), ())
    assert total == sum(table[row][column] for row, column in zip(*chosen, strict=True))
    assert total == best(len(rows), len(columns), lambda row, column: table[row][column])
    assert all(table[row][column] for row, column in pairs)


@given(records, records)
def test_records_share_as_many_right_cells_as_can_be(gold, predicted):
    """No other pairing of the items has more right cells; each item is used once at most."""
    pairs = align_records(gold, predicted, outcomes)
    expected = best(
        len(gold),
        len(predicted),
        lambda g, p: outcomes(gold[g], predicted[p]).count(Outcome.RIGHT),
    )
    assert right_cells(gold, predicted, pairs) == expected
    assert len({g for g, _ in pairs}) == len({p for _, p in pairs}) == len(pairs)


@given(texts, texts)
def test_as_many_texts_are_paired_as_can_be(gold, predicted):
    """The number of pairs is that of items in common, counted with their repetitions."""
    pairs = align_texts(gold, predicted, NORMALISED)
    common = sum(min(gold.count(text), predicted.count(text)) for text in {*gold})
    assert len(pairs) == common
    assert all(gold[g] == predicted[p] for g, p in pairs)


@given(records, records, st.integers())
def test_order_of_items_never_matters(gold, predicted, seed):
    """Shuffled lists give the same pairs of items, among equally good pairings as well."""
    other, mixed = gold[:], predicted[:]
    random.Random(seed).shuffle(other)
    random.Random(seed + 1).shuffle(mixed)
    one = [(gold[g], predicted[p]) for g, p in align_records(gold, predicted, outcomes)]
    two = [(other[g], mixed[p]) for g, p in align_records(other, mixed, outcomes)]
    assert sorted(map(canonical, one)) == sorted(map(canonical, two))


def test_fewer_wrong_cells_among_equally_many_right_ones():
    """Where two pairings share as many right cells, the one with a null in common is taken."""
    gold = [{"a": None, "b": "甲"}, {"a": 1, "b": "甲"}]
    predicted = [{"a": 2, "b": "甲"}, {"a": None, "b": "甲"}]
    assert align_records(gold, predicted, outcomes) == [(0, 1), (1, 0)]


def test_whole_items_among_equally_many_right_cells():
    """Where two pairings share as many right cells, the one with an item wholly right is taken."""
    gold = [{"a": 2, "b": "甲"}, {"a": 2, "b": "乙"}]
    predicted = [{"a": 2, "b": "甲"}, {"a": None, "b": "甲"}]
    assert align_records(gold, predicted, outcomes) == [(0, 0)]


def test_items_without_a_right_cell_are_not_paired():
    """An item with nothing in common is left over and not called a wrong version of another."""
    assert align_records([{"a": 1, "b": "甲"}], [{"a": 2, "b": "乙"}], outcomes) == []
    assert align_records([], [{"a": 2, "b": "乙"}], outcomes) == []
