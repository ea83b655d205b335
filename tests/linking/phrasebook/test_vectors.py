"""Phrases as vectors of n-grams."""

import math

import numpy as np
import pytest
from hypothesis import given

from llmextract.linking.phrasebook import Entry, Shape
from llmextract.linking.phrasebook.vectors import vocabulary_of
from tests.linking.phrasebook.making import ENTRIES, SHAPES

NOTHING = Shape("", "", "", "")


@given(ENTRIES)
def test_weights_are_positive_and_fall_with_the_number_of_fields(entries) -> None:
    """A gram of one field weighs most; one of all fields still weighs more than nothing."""
    vocabulary = vocabulary_of(entries)
    labels = {label for e in entries for label in e.pointers or ("",)}
    assert len(vocabulary.weights) == len(vocabulary.columns)
    assert vocabulary.weights.min() >= math.log((len(labels) + 1) / len(labels)) - 1e-12
    assert vocabulary.weights.max() <= math.log(len(labels) + 1) + 1e-12


def test_a_gram_weighs_by_the_fields_that_use_it() -> None:
    """log((fields + 1) / users): with three fields log 4 for one user, log 4/3 for all."""
    names = (("网水", "/a"), ("钩水", "/b"), ("叉水", "/c"))
    vocabulary = vocabulary_of([Entry(Shape(own, "", "", ""), (p,)) for own, p in names])
    weight = {gram: vocabulary.weights[at] for gram, at in vocabulary.columns.items()}
    assert weight["o:网"] == pytest.approx(math.log(4))
    assert weight["o:水"] == pytest.approx(math.log(4 / 3))


def test_numbers_of_no_field_count_as_one_field() -> None:
    """Words that stand by unmarked numbers too tell less."""
    vocabulary = vocabulary_of(
        [Entry(Shape("水", "", "", ""), ("/a",)), Entry(Shape("水", "", "", ""), ())]
    )
    assert vocabulary.weights[vocabulary.columns["o:水"]] == pytest.approx(math.log(3 / 2))


@given(ENTRIES)
def test_each_known_part_has_the_length_of_its_weight(entries) -> None:
    """Long texts do not outweigh short ones: the parts of a row are as long as 1, 0.5, 0.4, 0.3."""
    vocabulary = vocabulary_of(entries)
    part = np.array([gram[0] for gram in vocabulary.columns])
    for row in vocabulary.vectors([e.shape for e in entries]).toarray():
        for name, weight in (("o", 1.0), ("l", 0.5), ("h", 0.4), ("b", 0.3)):
            assert np.linalg.norm(row[part == name]) == pytest.approx(weight)


@given(ENTRIES, SHAPES)
def test_a_row_does_not_depend_on_the_others(entries, shape) -> None:
    """A shape has the same vector alone and among others."""
    vocabulary = vocabulary_of(entries)
    together = vocabulary.vectors([*(e.shape for e in entries), shape]).toarray()
    assert np.array_equal(together[-1], vocabulary.vectors([shape]).toarray()[0])


def test_the_same_words_in_another_part_are_other_grams() -> None:
    """A heading that names a thing does not make the number's own words name it."""
    vocabulary = vocabulary_of([Entry(Shape("放水", "放水", "放水", "放水"), ())])
    one, other = vocabulary.vectors(
        [Shape("放水", "", "", ""), Shape("", "", "放水", "")]
    ).toarray()
    assert one.any()
    assert other.any()
    assert one @ other == 0


def test_unknown_words_are_nothing() -> None:
    """A shape without known grams is a row of zeros of the right width."""
    vocabulary = vocabulary_of([Entry(Shape("放水", "", "", ""), ())])
    rows = vocabulary.vectors([Shape("xyz", "xy", "xy", "xy"), NOTHING])
    assert rows.shape == (2, len(vocabulary.columns))
    assert rows.count_nonzero() == 0
