"""Features from the phrasebook."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.linking.likeness import LIKENESS, likeness_features
from llmextract.linking.phrasebook import NONE, Likeness

FIELDS = ("/a", "/b", "/c", "/d")
FIGURES = st.dictionaries(st.sampled_from([NONE, *FIELDS]), st.floats(-1, 1), max_size=5)
FITS = st.lists(st.sampled_from(FIELDS), unique=True, max_size=4)


def test_leads_are_over_the_best_other_field_that_fits_and_over_none() -> None:
    """A field that does not fit the number's unit is no rival, whatever its figure."""
    likeness = Likeness(
        {"/a": 0.75, "/b": 0.5, "/c": 1.0, NONE: 0.25}, {"/a": 0.5, "/b": 0.75, NONE: 1.0}
    )
    assert likeness_features(likeness, ["/a", "/b"]) == {
        "/a": {
            "near": 0.75,
            "near_lead": 0.25,
            "near_none": 0.5,
            "fitted": 0.5,
            "fitted_lead": -0.25,
            "fitted_none": -0.5,
        },
        "/b": {
            "near": 0.5,
            "near_lead": -0.25,
            "near_none": 0.25,
            "fitted": 0.75,
            "fitted_lead": 0.25,
            "fitted_none": -0.25,
        },
    }


def test_a_field_without_rivals_leads_by_its_figure() -> None:
    """Where one field fits, it is ahead of nothing."""
    features = likeness_features(Likeness({"/a": 0.5}, {"/a": -0.5}), ["/a"])
    assert features["/a"]["near_lead"] == 0.5
    assert features["/a"]["fitted_lead"] == -0.5


def test_a_field_without_passages_is_like_nothing() -> None:
    """A field that the phrasebook lacks has the figure 0, and is behind those that it has."""
    features = likeness_features(Likeness({"/a": 0.5}, {"/a": 0.5}), ["/a", "/b"])
    assert features["/b"]["near"] == 0
    assert features["/b"]["near_lead"] == -0.5


def test_equals_are_not_ahead_of_each_other() -> None:
    """Two fields with one figure have no lead."""
    features = likeness_features(Likeness({"/a": 0.5, "/b": 0.5}, {}), ["/a", "/b"])
    assert features["/a"]["near_lead"] == features["/b"]["near_lead"] == 0


@given(FIGURES, FIGURES, FITS)
def test_every_fitting_field_has_every_feature_and_at_most_one_is_ahead(near, fitted, fits) -> None:
    """Features are those that the weights name; of several fields only one can lead."""
    features = likeness_features(Likeness(near, fitted), fits)
    assert list(features) == fits
    assert all(tuple(f) == LIKENESS for f in features.values())
    for name in ("near_lead", "fitted_lead"):
        if len(fits) > 1:
            assert sum(f[name] > 0 for f in features.values()) <= 1


@given(FIGURES, st.permutations(FIELDS))
def test_the_order_of_the_fields_does_not_matter(near, order) -> None:
    """A pair's features are the same wherever its field stands in the schema."""
    likeness = Likeness(near, near)
    for pointer, features in likeness_features(likeness, order).items():
        assert features == pytest.approx(likeness_features(likeness, FIELDS)[pointer])
