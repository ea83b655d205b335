"""Broken identities explained: the numbers that are wrong, and what they would have to be."""

import itertools
import random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from llmextract.reconcile import reconcile
from llmextract.schema.identities import parse_identity
from llmextract.types import Qualifier
from tests.making import SCHEMA, analysis, proved
from tests.reconcile.grids import blamed, findings, grid, names, pointer

NOWHERE = analysis("年报。")
SUMS = [parse_identity(text) for text in ("t.a = t.b + t.c", "t.d = t.a + t.e", "t.c <= t.f")]


def explained(found):
    return [finding for finding in found if finding.kind == "explained"]


def check(found=NOWHERE, qualifiers=None, confidences=None, **values):
    """What reconciling numbers of a small system comes to."""
    given = [
        proved(
            f"/t/{name}",
            value,
            (qualifiers or {}).get(name, Qualifier.EXACT),
            (confidences or {}).get(name, 0.95),
        )
        for name, value in values.items()
    ]
    return reconcile(SCHEMA, given, found, identities=SUMS)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([0.0, 0.1, 0.5]))
def test_a_table_that_adds_up_has_no_finding(seed, filled) -> None:
    """Whatever its numbers, every identity of a consistent table holds and nothing is blamed."""
    found = findings(grid(seed, filled))
    assert {finding.kind for finding in found} == {"identity_holds"}
    assert len(found) == 25 + 2 * 7


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 24), st.integers(0, 6), st.integers(1, 30))
def test_one_wrong_cell_of_a_table_is_named_with_its_right_value(seed, row, column, by) -> None:
    """Exactly that cell, exactly that value, and the document is held to be wrong."""
    made, (rows, columns) = grid(seed), names()
    place, right = (rows[row], columns[column]), made[rows[row], columns[column]]
    made[place] = right - by if right >= by and seed % 2 else right + by
    found = findings(made)
    (finding,) = explained(found)
    assert blamed(finding) == [{pointer(*place): right}]
    assert finding.judgement == "source"
    assert len(finding.detail["mends"]) == sum(f.kind == "identity_broken" for f in found) >= 2


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000))
def test_two_wrong_cells_of_a_table_are_named_together(seed) -> None:
    """In other rows and columns, and out by different amounts, only they explain the breaks."""
    made, rng, (rows, columns) = grid(seed), random.Random(seed), names()
    places = list(zip(rng.sample(rows, 2), rng.sample(columns, 2), strict=True))
    right = {pointer(*place): made[place] for place in places}
    for place, by in zip(places, (3, 70), strict=True):
        made[place] += by
    changes = [change for finding in explained(findings(made)) for change in blamed(finding)]
    assert {p: v for change in changes for p, v in change.items()} == right


def test_cells_that_are_out_by_the_same_have_two_explanations() -> None:
    """Two cells of a rectangle explain what the other two do: both pairs are given."""
    made, (rows, columns) = grid(3, 0.9), names()
    one, two = next(
        (a, b)
        for a, b in itertools.combinations(rows[2:-2], 2)
        if all(made[row, c] >= 2 for row in (a, b) for c in columns[:2])
    )
    made[one, columns[0]] += 2
    made[two, columns[1]] += 2
    (finding,) = explained(findings(made))
    assert sorted(map(sorted, blamed(finding))) == sorted(
        sorted((pointer(one, here), pointer(two, there)))
        for here, there in (columns[:2], columns[1::-1])
    )


@pytest.mark.parametrize("to", [1, -1])
def test_a_row_beside_its_columns_is_the_extractions_fault(to) -> None:
    """A stretch of cells one column on, or back, is one cause: suspect, not five wrong numbers."""
    made, (rows, columns) = grid(4, 0.0), names()
    row, numbers = rows[6], [0, 5, 7, 2, 3, 0]
    for total in (rows[0], rows[-2]):
        for column, value in zip(columns, [*numbers, sum(numbers)], strict=True):
            made[total, column] += value
    moved = [0, 0, 5, 7, 2, 3] if to > 0 else [5, 7, 2, 3, 0, 0]
    made |= dict(zip([(row, c) for c in columns], [*moved, sum(numbers)], strict=True))
    (finding,) = explained(findings(made))
    assert finding.judgement == "suspect"
    assert finding.detail["explanations"][0]["moved"] == "moved"
    assert blamed(finding)[0] == {
        pointer(row, c): right
        for c, right, wrong in zip(columns, numbers, moved, strict=False)
        if right != wrong
    }


def test_neighbours_that_changed_places_are_the_extractions_fault() -> None:
    """The explanation is the exchange, with both numbers where they belong."""
    made, (rows, columns) = grid(8, 0.0), names()
    for place, value in (((rows[6], columns[2]), 5), ((rows[6], columns[3]), 9)):
        for row in (place[0], rows[-2], rows[0]):
            made[row, place[1]] += value
            made[row, columns[-1]] += value
    assert not explained(findings(made))
    left, right = (rows[6], columns[2]), (rows[6], columns[3])
    made[left], made[right] = made[right], made[left]
    (finding,) = explained(findings(made))
    assert (finding.judgement, blamed(finding)) == (
        "suspect",
        [{pointer(*left): 5, pointer(*right): 9}],
    )


def test_a_cell_read_with_a_reservation_is_the_extractions_fault() -> None:
    """What tables say of a row they were unsure of turns the judgement, of the sums too."""
    made, (rows, columns) = grid(5), names()
    place = (rows[3], columns[2])
    made[place] += 6
    found = findings(made, doubted={pointer(*place): "placed by the sums"})
    (finding,) = explained(found)
    assert finding.judgement == "suspect"
    assert finding.detail["explanations"][0]["changes"][0]["doubt"] == "placed by the sums"
    assert {f.judgement for f in found if f.kind == "identity_broken"} == {"suspect"}


def test_blanks_of_a_row_with_numbers_count_as_zeros() -> None:
    """Zeros that are not printed change nothing; a number that is not printed is told of."""
    made, (rows, columns) = grid(6), names()
    blank = {
        at: None if value == 0 and at[1] != columns[-1] else value for at, value in made.items()
    }
    assert not [f for f in findings(blank) if f.judgement != "holds"]
    place = next(at for at, value in made.items() if value and at[0] in rows[3:20])
    blank[place] = None
    found = findings(blank)
    assert {f.kind for f in found if f.judgement != "holds"} >= {
        "identity_with_blanks",
        "explained",
    }
    (finding,) = explained(found)
    assert blamed(finding) == [{pointer(*place): made[place]}]
    assert finding.judgement == "suspect"


def test_totals_left_open_contradict_nothing() -> None:
    """A blank total of printed parts says nothing, and a row without any number neither."""
    made, (rows, columns) = grid(7), names()
    made |= {(rows[4], columns[-1]): None}
    made |= dict.fromkeys([(rows[-2], c) for c in columns])
    assert not [f for f in findings(made) if f.judgement != "holds"]


def test_identities_that_hold_tell_a_wrong_total_from_a_wrong_part() -> None:
    """Only the number that the other identities leave free is blamed."""
    (finding,) = explained(check(a=10, b=4, c=5, d=12, e=2))
    assert blamed(finding) == [{"/t/b": 5}, {"/t/c": 6}]
    (finding,) = explained(check(a=10, b=4, c=5, d=12, e=2, f=5))
    assert blamed(finding) == [{"/t/b": 5}]
    (finding,) = explained(check(a=10, b=4, c=5, d=11, e=2))
    assert blamed(finding) == [{"/t/a": 9}]
    assert finding.message == "/t/a 10 → 9: then 2 sums would hold"


def test_a_sum_of_its_own_is_not_explained_by_all_its_numbers() -> None:
    """Where any of the numbers could be wrong, the broken identity has said all there is."""
    assert not explained(check(a=10, b=4, c=5))


def test_no_number_is_said_to_be_below_zero() -> None:
    """A part cannot make up for a total that is too small."""
    (finding,) = explained(check(a=1, b=3, c=22))
    assert blamed(finding) == [{"/t/a": 25}]


def test_an_unsure_number_comes_first() -> None:
    """Of several explanations those that the extraction may be to blame for are ahead."""
    (finding,) = explained(check(a=10, b=4, c=5, d=12, e=2, confidences={"c": 0.4}))
    assert blamed(finding) == [{"/t/c": 6}, {"/t/b": 5}]
    assert finding.judgement == "suspect"


def test_approximate_numbers_are_intervals_in_explanations_too() -> None:
    """What is implied by 100余 is a range; what it allows for is no break."""
    over = {"b": Qualifier.OVER}
    assert not explained(check(a=1150, b=1100, c=0, d=1152, e=2, qualifiers=over))
    (finding,) = explained(check(a=1250, b=1100, c=0, d=1150, e=2, qualifiers=over))
    assert blamed(finding) == [{"/t/a": 1148}]
    (finding,) = explained(check(a=900, b=1100, c=0, d=902, e=2, f=0, qualifiers=over))
    assert [list(change) for change in blamed(finding)] == [["/t/b"]]


def test_what_is_printed_elsewhere_beside_its_words_may_be_meant() -> None:
    """The implied number in the text, free and among words of the field: the extraction is
    suspect, and the place is given."""
    text = "外借总数70册。成人外借30册，儿童外借45册。儿童外借共40册。"
    found = analysis(text)
    values = [
        proved("/loans/total", 70, quote="外借总数70册", start=0, raw="70册"),
        proved("/loans/adult", 30, quote="成人外借30册", start=8, raw="30册"),
        proved("/loans/child", 45, quote="儿童外借45册", start=16, raw="45册"),
    ]
    (finding,) = explained(reconcile(SCHEMA, values, found))
    assert blamed(finding) == [{"/loans/child": 40}]
    ((start, end),) = [c["place"] for c in finding.detail["explanations"][0]["changes"]]
    assert text[start:end] == "40册"
    assert finding.judgement == "suspect"
    broken = [f for f in reconcile(SCHEMA, values, found) if f.kind == "identity_broken"]
    assert [f.judgement for f in broken] == ["suspect"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=6, max_size=6))
def test_what_is_implied_makes_every_identity_hold(numbers) -> None:
    """With the values of an explanation in place of the printed ones nothing is broken."""
    values = dict(zip("abcdef", numbers, strict=True))
    found = explained(check(**values))
    assume(found)
    for finding in found:
        for change in blamed(finding):
            if None not in change.values():
                mended = values | {p[-1]: int(v) for p, v in change.items()}
                others = {p for m in finding.detail["mends"] for p in m["pointers"]}
                broken = [f for f in check(**mended) if f.kind == "identity_broken"]
                assert not [f for f in broken if set(f.pointers) <= others]
