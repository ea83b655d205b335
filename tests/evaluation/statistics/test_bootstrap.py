import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from llmextract.evaluation.statistics import (
    Figure,
    bootstrap_f1,
    bootstrap_figure,
    bootstrap_macro_f1,
    bootstrap_ratio,
    ratio,
)
from llmextract.evaluation.statistics.resample import resampled_sums
from llmextract.evaluation.tally import Tally
from tests.evaluation.statistics.agreeing import assert_agrees

counts = st.integers(0, 12)
tallies = st.builds(Tally, counts, counts, counts, counts, counts)
documents = st.lists(tallies, min_size=1, max_size=15)


def parts_of(found, figure=Figure.F1):
    return [figure.parts(tally) for tally in found]


def micro(numerators, denominators, axis=-1):
    return numerators.sum(axis=axis) / denominators.sum(axis=axis)


@settings(max_examples=25, deadline=None)
@given(st.lists(tallies.filter(lambda t: t.stated > 0), min_size=2, max_size=12), st.integers(0, 9))
def test_intervals_agree_with_scipys(found, seed):
    """Each end lies within the Monte-Carlo error of scipy's percentile interval: between the
    nearby order statistics of scipy's own draws."""
    draws = 4000
    numerators, denominators = (
        np.array(column, dtype=float) for column in zip(*parts_of(found), strict=True)
    )
    assume(len(set(parts_of(found))) > 1)
    oracle = stats.bootstrap(
        (numerators, denominators), micro, paired=True, n_resamples=draws, method="percentile",
        vectorized=True, rng=np.random.default_rng(seed + 100),
    )  # fmt: skip
    assert_agrees(bootstrap_f1(found, draws=draws, seed=seed), oracle.bootstrap_distribution)


@given(documents, st.sampled_from(Figure), st.randoms())
def test_the_order_of_documents_never_matters(found, figure, mixed):
    """Shuffled documents have the same interval to the last bit."""
    other = found[:]
    mixed.shuffle(other)
    one = bootstrap_figure(found, figure, draws=200)
    assert one == bootstrap_figure(other, figure, draws=200)


@given(documents, st.integers(0, 99))
def test_a_seed_always_gives_the_same_interval(found, seed):
    """The same seed gives the same interval."""
    assert bootstrap_f1(found, draws=100, seed=seed) == bootstrap_f1(found, draws=100, seed=seed)


def test_another_seed_gives_other_draws():
    """The seed is used."""
    found = [Tally(right=n, wrong=(n * n) % 7) for n in range(1, 30)]
    assert bootstrap_f1(found, draws=500, seed=1) != bootstrap_f1(found, draws=500, seed=2)


@given(documents, st.integers(1, 400))
def test_memory_does_not_change_the_draws(found, at_once):
    """However many weights are held at once, the draws are the same."""
    table = np.array(parts_of(found), dtype=float)
    whole = np.concatenate(list(resampled_sums(table, draws=50, seed=3)))
    pieces = np.concatenate(list(resampled_sums(table, draws=50, seed=3, at_once=at_once)))
    assert np.array_equal(whole, pieces)
    assert len(whole) == 50


def test_few_weights_are_held_at_once():
    """No array is larger than what was allowed, or than a single draw."""
    table = np.arange(600, dtype=float).reshape(300, 2)
    shapes = [part.shape for part in resampled_sums(table, draws=10, seed=0, at_once=900)]
    assert shapes == [(3, 2), (3, 2), (3, 2), (1, 2)]


@given(documents, st.integers(0, 50))
def test_every_draw_has_as_many_documents(found, seed):
    """A column of ones always sums to the number of documents."""
    table = np.array([(*parts, 1) for parts in parts_of(found)], dtype=float)
    (sums,) = resampled_sums(table, draws=40, seed=seed)
    assert (sums[:, 2] == len(found)).all()


@given(documents)
def test_one_document_repeated_has_a_point_for_an_interval(found):
    """Documents that are all alike leave no doubt about their figure."""
    alike = [found[0]] * len(found)
    f1 = found[0].f1
    assert bootstrap_f1(alike, draws=50) == (None if f1 is None else pytest.approx((f1, f1)))


@given(documents, st.sampled_from(Figure))
def test_the_parts_of_a_figure_make_the_figure(found, figure):
    """Summed parts give the tally's own F1, precision and recall."""
    total = sum(found, Tally())
    assert ratio(parts_of(found, figure)) == getattr(total, figure.value)


@given(documents)
def test_macro_f1_of_one_field_is_micro_f1(found):
    """With a single field the two averages, and their intervals, are the same."""
    fields = [{"/x": tally} for tally in found]
    assert bootstrap_macro_f1(fields, draws=100) == bootstrap_f1(found, draws=100)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(tallies, tallies), min_size=2, max_size=10), st.integers(0, 9))
def test_macro_intervals_agree_with_scipys(found, seed):
    """Each end lies between the nearby order statistics of scipy's own draws of the mean."""
    assume(all(tally.stated > 0 for pair in found for tally in pair))
    assume(len(set(found)) > 1)
    draws = 4000
    columns = [
        np.array(column, dtype=float)
        for field in zip(*found, strict=True)
        for column in zip(*parts_of(field), strict=True)
    ]
    oracle = stats.bootstrap(
        columns, lambda an, ad, bn, bd, axis=-1: (micro(an, ad, axis) + micro(bn, bd, axis)) / 2,
        paired=True, n_resamples=draws, method="percentile", vectorized=True,
        rng=np.random.default_rng(seed + 100),
    )  # fmt: skip
    fields = [{"/x": x, "/y": y} for x, y in found]
    interval = bootstrap_macro_f1(fields, draws=draws, seed=seed)
    assert_agrees(interval, oracle.bootstrap_distribution)


def test_macro_f1_by_example():
    """One document: the interval is the mean of its fields' F1, without the field that has none."""
    found = [{"/a": Tally(right=1), "/b": Tally(right=1, wrong=1), "/c": Tally(right_null=1)}]
    assert bootstrap_macro_f1(found, draws=10) == (0.75, 0.75)


def test_nothing_to_draw_from_has_no_interval():
    """Without documents, or without a single value, there is no interval."""
    assert bootstrap_ratio([]) is None
    assert bootstrap_ratio([(0, 0)]) is None
    assert bootstrap_macro_f1([]) is None
    assert bootstrap_macro_f1([{}]) is None
    assert bootstrap_macro_f1([{"/a": Tally(right_null=1)}]) is None


def test_a_wider_level_holds_a_narrower_one():
    """99 % encloses 95 % encloses 50 %."""
    found = [Tally(right=n % 7, wrong=n % 3) for n in range(1, 40)]
    ends = [bootstrap_f1(found, draws=2000, level=level) for level in (0.99, 0.95, 0.5)]
    lows, highs = zip(*ends, strict=True)
    assert list(lows) == sorted(lows)
    assert list(highs) == sorted(highs, reverse=True)
