from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.evaluation import Gold, Prediction, score
from llmextract.evaluation.statuses import default_status
from llmextract.types import Qualifier, Status


def run(gold, found, evidence=None):
    record = {"a": {pointer.rsplit("/")[-1]: value for pointer, value in found.items()}}
    return score([gold], [Prediction("d", record, evidence or {})])


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (None, Status.NOT_STATED),
        (0, Status.STATED_ZERO),
        (Decimal("0.0"), Status.STATED_ZERO),
        (3, Status.STATED),
        ("0", Status.STATED),
        (False, Status.STATED),
        ("", Status.STATED),
    ],
)
def test_a_value_tells_its_status(value, status):
    """Null is not stated, the number 0 a stated zero, and everything else stated."""
    assert default_status(value) is status


def test_statuses_are_counted_by_gold_and_run():
    """Labels and evidence go before what the values tell; a failed document says not stated."""
    gold = Gold(
        "d",
        {"/a/x": 1, "/a/y": 0, "/a/z": 0},
        status={"/a/gone": Status.TABLE_MISSING, "/a/z": Status.STATED_ZERO},
    )
    evidence = {"/a/gone": {"status": "table_missing"}, "/a/z": {"status": "stated"}}
    found = {"/a/x": 1, "/a/y": None, "/a/z": 0, "/a/gone": None, "/a/other": 0}
    scores = run(gold, found, evidence)
    assert scores.statuses.counts == {
        ("stated", "stated"): 1,
        ("stated_zero", "stated"): 1,
        ("stated_zero", "not_stated"): 1,
        ("not_stated", "stated_zero"): 1,
        ("table_missing", "table_missing"): 1,
    }
    assert scores.statuses.accuracy == 0.4
    assert scores.statuses.recall("stated_zero") == 0
    assert scores.statuses.words == ("stated", "stated_zero", "not_stated", "table_missing")
    assert (scores.nulls_called_zero, scores.zeros_called_null) == (1, 1)
    assert score([gold], []).statuses.recall("stated") == 0


def test_qualifiers_count_where_a_number_is_right():
    """Unlisted is exact on both sides; wrong values, texts and absent fields say nothing."""
    gold = Gold(
        "d",
        {"/a/v": 1, "/a/w": 2, "/a/x": 3, "/a/y": 4, "/a/name": "甲"},
        qualifiers={"/a/v": Qualifier.OVER, "/a/x": Qualifier.ABOUT},
    )
    evidence = {"/a/v": {"qualifier": "over"}, "/a/w": {"qualifier": "under"}, "/a/x": {}}
    found = {"/a/v": 1, "/a/w": 2, "/a/x": 3, "/a/y": 5, "/a/name": "甲", "/a/z": 6}
    confusion = run(gold, found, evidence).qualifiers
    assert confusion.counts == {("exact", "under"): 1, ("over", "over"): 1, ("about", "exact"): 1}
    assert confusion.accuracy == pytest.approx(1 / 3)


def test_words_that_are_unknown_count_as_unsaid():
    """A status or qualifier that there is not is as if the evidence did not give one."""
    evidence = {"/a/x": {"status": "perhaps", "qualifier": 3}}
    scores = run(Gold("d", {"/a/x": 1}), {"/a/x": 1}, evidence)
    assert scores.statuses.accuracy == scores.qualifiers.accuracy == 1


@given(st.lists(st.tuples(st.sampled_from(Status), st.sampled_from(Status)), max_size=20))
def test_the_table_holds_every_field_once(pairs):
    """The counts are those of the labels, whatever they are, and accuracy that of the diagonal."""
    gold = Gold("d", {}, status={f"/a/f{at}": one for at, (one, _) in enumerate(pairs)})
    evidence = {f"/a/f{at}": {"status": other.value} for at, (_, other) in enumerate(pairs)}
    record = {"a": {f"f{at}": None for at in range(len(pairs))}}
    known = Gold("e", {"/a/g": 1})
    scores = score([gold, known], [Prediction("d", record, evidence)])
    counts = Counter(scores.statuses.counts)
    counts[("not_stated", "not_stated")] -= 1  # /a/g in d
    counts[("not_stated", "not_stated")] -= len(pairs)  # all fields of d in e
    counts[("stated", "not_stated")] -= 1  # /a/g in e
    assert +counts == Counter(pairs)


def test_no_cells_have_no_accuracy():
    """Without cells there is no accuracy, and no words."""
    nothing = score([], []).statuses
    assert (nothing.accuracy, nothing.words, nothing.recall("stated")) == (None, (), None)
