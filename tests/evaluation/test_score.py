import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.evaluation import Gold, Outcome, Prediction, score
from llmextract.evaluation.align import align_texts
from llmextract.evaluation.compare import Comparison
from llmextract.types import Span

FIELDS = ("/a/x", "/a/y", "/b/x", "/b/z", "/b/day")
values = st.one_of(
    st.integers(0, 50), st.decimals(0, 99, places=1), st.sampled_from(["甲局", "2012-03-28"])
)
golds = st.lists(
    st.dictionaries(st.sampled_from(FIELDS), values, min_size=1), min_size=1, max_size=5
).map(lambda documents: [Gold(f"d{i}", found) for i, found in enumerate(documents)])
answers = st.dictionaries(st.sampled_from(FIELDS), st.one_of(st.none(), values))


def record(found):
    nested = {}
    for pointer, value in found.items():
        _, group, name = pointer.split("/")
        nested.setdefault(group, {})[name] = value
    return nested


def predictions(documents, records):
    return [
        Prediction(gold.document, record(found))
        for gold, found in zip(documents, records, strict=True)
    ]


@given(golds)
def test_gold_against_itself_is_one(documents):
    """Predicting the gold values gives F1 1, and an interval of 1 to 1."""
    scores = score(documents, predictions(documents, [gold.values for gold in documents]))
    assert scores.total.f1 == 1
    assert scores.interval() == (1, 1)


@given(golds)
def test_nothing_found_is_zero(documents):
    """Empty records, failed documents and absent documents all give F1 0, and the same cells."""
    empty = score(documents, [Prediction(gold.document, {}) for gold in documents])
    failed = score(documents, [Prediction(gold.document, None) for gold in documents])
    absent = score(documents, [])
    assert empty.total == failed.total == absent.total
    assert empty.total.f1 == 0
    assert len(failed.failed) == len(absent.failed) == len(documents)
    assert not empty.failed


@given(golds, st.data())
def test_order_never_matters(documents, data):
    """Shuffling gold, records or the fields in them changes nothing, the interval included."""
    records = predictions(documents, [data.draw(answers) for _ in documents])
    shuffled = [
        Prediction(p.document, {k: p.record[k] for k in reversed(p.record)}) for p in records
    ]
    mixed = random.Random(data.draw(st.integers()))
    other = documents[:]
    mixed.shuffle(other)
    mixed.shuffle(shuffled)
    one, two = score(documents, records), score(other, shuffled)
    assert one == two
    assert one.interval() == two.interval()


@given(golds, st.data())
def test_a_wrong_value_never_raises_f1(documents, data):
    """Putting a wrong value anywhere, over null or over a value, never raises F1."""
    records = [data.draw(answers) for _ in documents]
    before = score(documents, predictions(documents, records)).total.f1
    at = data.draw(st.integers(0, len(documents) - 1))
    records[at] = records[at] | {data.draw(st.sampled_from(FIELDS)): "一个错的值"}
    after = score(documents, predictions(documents, records)).total.f1
    assert after <= (0 if before is None else before)


def test_each_outcome_by_example():
    """Right, wrong, missing, spurious and right-null are told apart; P, R and F1 follow."""
    gold = Gold("d", {"/a/r": 1, "/a/w": 20, "/a/m": 3})
    found = {"a": {"r": 1, "w": 2, "m": None, "s": 0, "n": None}}
    scores = score([gold], [Prediction("d", found)])
    outcomes = {cell.pointer: cell.outcome for cell in scores.cells}
    assert outcomes == {
        "/a/r": Outcome.RIGHT,
        "/a/w": Outcome.WRONG,
        "/a/m": Outcome.MISSING,
        "/a/s": Outcome.SPURIOUS,
        "/a/n": Outcome.RIGHT_NULL,
    }
    total = scores.total
    assert (total.precision, total.recall, total.f1) == pytest.approx((1 / 3, 1 / 3, 1 / 3))
    assert total.spurious_rate == 0.5
    cells = {cell.pointer: cell for cell in scores.cells}
    assert cells["/a/w"].magnitude == 10
    assert [p for p, cell in cells.items() if cell.invented_zero] == ["/a/s"]


def test_a_stated_zero_is_a_value():
    """0 where the gold says 0 is right and not invented; null there is missing."""
    gold = Gold("d", {"/a/x": 0, "/a/y": 0})
    scores = score([gold], [Prediction("d", {"a": {"x": 0, "y": None}})])
    assert scores.total.right == 1
    assert scores.total.missing == 1
    assert not any(cell.invented_zero for cell in scores.cells)


def test_unclear_fields_are_left_out_and_alternatives_accepted():
    """A field that is not annotated is no cell; any accepted value is right."""
    gold = Gold("d", {"/a/x": 1}, accepted={"/a/x": (2,)}, not_annotated=frozenset({"/a/unclear"}))
    scores = score([gold], [Prediction("d", {"a": {"x": 2, "unclear": 7}})])
    assert [(cell.pointer, cell.outcome) for cell in scores.cells] == [("/a/x", Outcome.RIGHT)]


@pytest.mark.parametrize(
    ("start", "end", "f1"), [(10, 12, 1.0), (0, 11, 1.0), (20, 25, 0.0), (0, 10, 0.0)]
)
def test_grounded_f1_needs_the_right_place(start, end, f1):
    """A right value counts for grounded F1 only if its evidence overlaps the gold span."""
    gold = Gold("d", {"/a/x": 1}, spans={"/a/x": (Span(10, 20),)})
    evidence = {"/a/x": {"start": start, "end": end, "quote": "…"}}
    scores = score([gold], [Prediction("d", {"a": {"x": 1}}, evidence)])
    assert scores.total.f1 == 1
    assert scores.grounded.f1 == f1


@pytest.mark.parametrize(("quote", "f1"), [("收到 申请", 1.0), ("别处", 0.0), (None, 0.0)])
def test_grounded_f1_by_quote_when_there_are_no_offsets(quote, f1):
    """Without offsets in the gold one quote has to contain the other."""
    gold = Gold("d", {"/a/x": 1}, quotes={"/a/x": "本年收到申请1件"})
    scores = score([gold], [Prediction("d", {"a": {"x": 1}}, {"/a/x": {"quote": quote}})])
    assert scores.grounded.f1 == f1


def test_names_match_with_and_without_extension():
    """Gold without extension matches a record with folder and extension; a whole match wins."""
    gold = [Gold("own-a2", {"/a/x": 1}), Gold("b.txt", {"/a/x": 2})]
    found = [
        Prediction("in/own-a2.txt", {"a": {"x": 1}}),
        Prediction("b.html", {"a": {"x": 9}}),
        Prediction("b.txt", {"a": {"x": 2}}),
    ]
    scores = score(gold, found)
    assert scores.total.f1 == 1
    assert scores.unlabelled == ("b.html",)


def test_lists_are_paired_one_to_one():
    """Each gold item takes at most one predicted item; the rest are missing or spurious."""
    gold = Gold("d", {"/a/x": 1}, items={"/reasons": ("公开形式比较单一", "报送信息不够及时")})
    found = {"a": {"x": 1}, "reasons": ["报送信息不够及时", "报送信息不够及时。", "别的"]}
    tally = score([gold], [Prediction("d", found)]).by_list["/reasons"]
    assert (tally.right, tally.missing, tally.spurious) == (1, 1, 2)


def test_pairing_is_optimal_and_not_greedy():
    """Where the first best pair would block another, both are still paired."""
    gold = ["甲乙丙丁戊己庚辛壬癸", "甲乙丙丁戊己庚辛壬子"]
    predicted = ["甲乙丙丁戊己庚辛壬癸", "子乙丙丁戊己庚辛壬癸"]
    assert sorted(align_texts(gold, predicted, Comparison.LENIENT)) == [(0, 1), (1, 0)]


def test_a_bare_list_name_finds_its_field_even_if_the_document_failed():
    """Items under a bare name belong to the one list field so named, in every document."""
    gold = [
        Gold("d", {"/a/x": 1}, items={"/kinds": (["甲", 3],)}),
        Gold("e", {"/a/x": 1}, items={"/kinds": (["乙", 4],)}),
    ]
    found = [Prediction("d", {"a": {"x": 1, "kinds": [{"label": "甲", "count": 3}]}})]
    lists = score(gold, found).by_list
    assert list(lists) == ["/a/kinds"]
    assert (lists["/a/kinds"].right, lists["/a/kinds"].missing) == (1, 1)


def test_lists_without_items_count_only_where_the_gold_is_complete():
    """A list that complete gold does not have is empty; otherwise it is not scored."""
    found = [Prediction("d", {"a": {"x": 1}, "reasons": ["某"]})]
    assert score([Gold("d", {"/a/x": 1})], found).by_list == {}
    complete = score([Gold("d", {"/a/x": 1}, lists_complete=True)], found)
    assert complete.by_list["/reasons"].spurious == 1
