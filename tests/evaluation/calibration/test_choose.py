"""Choosing a curve on documents left out."""

import dataclasses
import random

import pytest

from llmextract.errors import UsageError
from llmextract.evaluation.calibration.choose import by_origin, choose, left_out
from llmextract.evaluation.calibration.fit import platt
from tests.evaluation.calibration.making import samples


def test_a_good_score_is_left_alone() -> None:
    """If no method is better, the score stays and there is no curve."""
    choice = choose(samples(1))
    assert (choice.method, choice.curve) == ("raw", None)


def test_a_bad_score_is_calibrated_by_the_simplest_that_does_it() -> None:
    """Scores that promise twice too much are mended by a curve of two parameters."""
    choice = choose(samples(2, sure=lambda s: s / 3))
    assert choice.method in ("platt", "beta")
    raw, chosen = (next(r for r in choice.rows if r.method == m) for m in ("raw", choice.method))
    assert chosen.measures.brier < raw.measures.brier - 0.02
    assert chosen.behind <= chosen.error


def test_signals_are_used_if_they_tell() -> None:
    """Where rivals halve the chance of being right, the curve on signals wins, and ranks better."""
    choice = choose(samples(3, sure=lambda s: 1.0, rivals=0.4, documents=12))
    assert choice.method == "signals"
    areas = {row.method: row.measures.aurc for row in choice.rows}
    assert areas["signals"] < areas["platt"]


def test_a_document_is_never_judged_by_a_curve_that_has_seen_it() -> None:
    """Turning over the outcomes of one document changes no confidence in it."""
    found = samples(4, documents=4, values=30)
    turned = [
        dataclasses.replace(s, right=not s.right) if s.document == "0.txt" else s for s in found
    ]
    one, other = left_out(found, platt), left_out(turned, platt)
    own = [at for at, s in enumerate(found) if s.document == "0.txt"]
    assert [one[at] for at in own] == [other[at] for at in own]
    assert one != other


def test_the_order_of_samples_never_matters() -> None:
    """Shuffled samples give the same choice and the same figures."""
    found = samples(5, sure=lambda s: s / 2, documents=4, values=30)
    shuffled = list(found)
    random.Random(0).shuffle(shuffled)
    one, other = choose(found), choose(shuffled)
    assert one.method == other.method
    for a, b in zip(one.rows, other.rows, strict=True):
        assert a.measures.brier == pytest.approx(b.measures.brier, abs=1e-6)
        assert a.measures.aurc == pytest.approx(b.measures.aurc, abs=1e-4)


def test_one_document_is_too_few() -> None:
    """With nothing to leave out there is nothing to report, so nothing is fitted."""
    with pytest.raises(UsageError, match="one document"):
        choose(samples(6, documents=1))


def test_origins_are_kept_apart() -> None:
    """Values of different origins are fitted by themselves."""
    mixed = samples(7, documents=2, values=3)
    mixed[0] = dataclasses.replace(mixed[0], origin="spans/pattern")
    assert {origin: len(group) for origin, group in by_origin(mixed).items()} == {
        "spans/pattern": 1,
        "test/model": 5,
    }


@pytest.mark.parametrize(("score", "method"), [(0.98, "raw"), (None, "rate")])
def test_nothing_is_learnt_from_values_that_are_all_right(score, method) -> None:
    """Without wrong values there is no telling which would be: the score stays, or a rate below
    1."""
    found = [dataclasses.replace(s, right=True, score=score) for s in samples(8, documents=3)]
    choice = choose(found)
    assert [row.method for row in choice.rows] == [choice.method] == [method]
    if choice.curve is not None:
        assert 0.9 < choice.curve.probability(None, {}) < 1
