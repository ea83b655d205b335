"""What labelled phrases say of a new one."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from llmextract.linking.phrasebook import NONE, Entry, Shape, entries_of, learn
from llmextract.linking.phrasebook.book import _solve
from tests.linking.phrasebook.making import ENTRIES, FIELDS, SHAPES, passages


@given(ENTRIES)
def test_nothing_is_more_like_an_entry_than_itself(entries) -> None:
    """Each of an entry's own fields is nearest to it, with a likeness of 1."""
    found = learn(entries).compare([e.shape for e in entries])
    for entry, likeness in zip(entries, found, strict=True):
        for pointer in entry.pointers or (NONE,):
            assert likeness.nearest[pointer] == pytest.approx(1)
            assert likeness.nearest[pointer] >= max(likeness.nearest.values()) - 1e-9


@given(ENTRIES, SHAPES)
def test_every_field_of_the_entries_has_a_figure(entries, shape) -> None:
    """Both views tell of the same fields, those of the entries, and nearness is between 0 and 1."""
    (likeness,) = learn(entries).compare([shape])
    fields = {pointer for e in entries for pointer in e.pointers or (NONE,)}
    assert set(likeness.nearest) == set(likeness.fitted) == fields
    assert all(-1e-9 <= figure <= 1 + 1e-9 for figure in likeness.nearest.values())


@given(ENTRIES, SHAPES, st.randoms(use_true_random=False))
def test_the_order_of_entries_does_not_matter(entries, shape, random) -> None:
    """A phrasebook is a set of phrases."""
    (one,) = learn(entries).compare([shape])
    random.shuffle(entries)
    (other,) = learn(entries).compare([shape])
    assert other.nearest == pytest.approx(one.nearest, abs=1e-6)
    assert other.fitted == pytest.approx(one.fitted, abs=1e-4)


@given(ENTRIES, st.lists(SHAPES, min_size=1, max_size=4))
def test_shapes_are_compared_one_by_one(entries, shapes) -> None:
    """A shape's likeness does not depend on what is compared beside it."""
    book = learn(entries)
    together, alone = book.compare(shapes), [book.compare([s])[0] for s in shapes]
    for one, other in zip(together, alone, strict=True):
        assert one.nearest == pytest.approx(other.nearest, abs=1e-6)
        assert one.fitted == pytest.approx(other.fitted, abs=1e-5)


def test_many_shapes_are_compared_as_few_are() -> None:
    """However many numbers a document holds, each is told as it would be alone, in its place."""
    entries = list(entries_of(passages()))
    shapes, book = [e.shape for e in entries], learn(entries)
    few, many = book.compare(shapes), book.compare(shapes * 100)
    assert len(many) == 100 * len(shapes) > 1000
    assert [m.nearest for m in many] == [f.nearest for f in few] * 100


def test_new_wordings_go_to_the_field_of_the_words_they_share() -> None:
    """A phrase that no passage holds is likest to the field whose words it is made of."""
    book = learn(list(entries_of(passages())))
    new = entries_of(passages("# 渔业\n投放鲢鱼苗120尾。\n# 渔业\n捕捞大鱼77尾。"))
    released, caught = book.compare([e.shape for e in new])
    for view in ("nearest", "fitted"):
        for likeness, field in ((released, "/fish/released"), (caught, "/fish/caught")):
            figures = getattr(likeness, view)
            assert max(figures, key=figures.__getitem__) == field


def test_unmarked_numbers_are_likest_to_none() -> None:
    """What the passages leave unmarked is known to be of no field."""
    book = learn(list(entries_of(passages())))
    (lost,) = book.compare([e.shape for e in entries_of(passages("# 渔业\n丢失渔网6张。"))])
    for figures in (lost.nearest, lost.fitted):
        assert max(figures, key=figures.__getitem__) == NONE
    assert set(lost.nearest) == {NONE, *FIELDS}


def test_likeness_falls_with_each_part_that_differs() -> None:
    """Own words weigh most, then lead, heading, and the words ahead."""
    shape = Shape("放水N方", "下游", "水量", "春季")
    book = learn([Entry(shape, ("/a",)), Entry(Shape("甲乙", "丙丁", "戊己", "庚辛"), ("/b",))])
    changed = [replace(shape, **{p: "无关"}) for p in ("before", "heading", "lead", "own")]
    near = [likeness.nearest["/a"] for likeness in book.compare([shape, *changed])]
    assert near == sorted(near, reverse=True)
    assert len(set(near)) == 5
    assert near[-1] == pytest.approx(1 - 1 / 1.5)


def test_no_shapes_no_likeness() -> None:
    """Comparing nothing gives nothing."""
    assert learn([Entry(Shape("放水", "", "", ""), ())]).compare([]) == []


def test_words_that_nobody_knows_are_like_nothing() -> None:
    """A phrase without known words has the figure 0 everywhere."""
    book = learn([Entry(Shape("放水", "", "", ""), ("/a",))])
    (likeness,) = book.compare([Shape("xyz", "", "", "")])
    assert likeness.nearest == likeness.fitted == {"/a": 0.0}


def test_entries_without_any_words_can_be_learnt() -> None:
    """A phrasebook without grams compares everything to 0."""
    (likeness,) = learn([Entry(Shape("", "", "", ""), ())]).compare([Shape("放水", "", "", "")])
    assert likeness.nearest == likeness.fitted == {NONE: 0.0}


@given(st.integers(1, 9), st.integers(1, 12), st.integers(1, 4), st.integers(0, 2**32 - 1))
def test_conjugate_gradients_solve_the_ridge_equations(entries, grams, fields, seed) -> None:
    """On small systems the steps reach what numpy.linalg.solve gives, for every column."""
    random = np.random.default_rng(seed)
    x = random.random((entries, grams)) * (random.random((entries, grams)) < 0.6)
    y = (random.random((entries, fields)) < 0.4).astype(float)
    before = y.copy()
    exact = np.linalg.solve(x @ x.T + 0.3 * np.eye(entries), y)
    assert _solve(csr_array(x), y) == pytest.approx(exact, abs=1e-5)
    assert np.array_equal(y, before)


@given(ENTRIES)
def test_the_fitted_map_is_that_of_ridge_regression(entries) -> None:
    """The map is the minimum of squared errors plus 0.3 times its squared size."""
    book = learn(entries)
    x = book.vectors.toarray()
    exact = np.linalg.solve(x.T @ x + 0.3 * np.eye(x.shape[1]), x.T @ book.labels)
    assert book.map == pytest.approx(exact, abs=1e-4)
