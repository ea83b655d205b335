"""From features and answers to log-odds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.linking.features import FEATURES
from llmextract.linking.weigh import evidence_of, load_weights, probability


def test_the_shipped_weights_fit_the_features():
    """The file weighs every feature, and all that is known of a judged pair."""
    weights = load_weights()
    assert set(weights.rules) == set(FEATURES)
    key = (0, "/a")
    assert set(weights.combine({key: 1.0}, {key: 2.0})) == {key}


def test_the_score_is_a_weighted_sum():
    """Nothing but the features and their weights enters the score."""
    weights = load_weights()
    assert weights.score(dict.fromkeys(FEATURES, 0.0)) == 0
    assert weights.score({"bias": 1.0, "past": 1.0}) == pytest.approx(
        weights.rules["bias"] + weights.rules["past"]
    )


def test_language_weighs_as_it_should():
    """Names speak for a pair; last year, plans, and a nearer rival against it."""
    rules = load_weights().rules
    assert rules["contained"] > 0
    assert rules["joint"] > 0
    assert all(rules[name] < 0 for name in ("past", "delta", "plan", "unlike", "group_rival"))


def test_more_of_the_models_yes_never_lowers_a_pair():
    """With all else equal, a surer yes gives higher log-odds."""
    weights = load_weights()
    key, rival = (0, "/a"), (0, "/b")
    low, high = (
        weights.combine({key: 0.0, rival: 0.0}, {key: answer, rival: 0.0})[key]
        for answer in (-1.0, 3.0)
    )
    assert high > low


def test_leads_over_rivals():
    """A pair's lead is over the best other answer of its number, and of its field."""
    answers = {(0, "/a"): 3.0, (0, "/b"): 1.0, (1, "/a"): -1.0}
    rows = evidence_of(dict.fromkeys(answers, 0.5), answers)
    assert rows[0, "/a"] == (1.0, 0.5, 3.0, 2.0, 4.0)
    assert rows[1, "/a"] == (1.0, 0.5, -1.0, 0.0, -4.0)


@given(st.floats(-1e9, 1e9))
def test_probability(odds):
    """Log-odds come to a probability that is strictly between 0 and 1 and grows with them."""
    assert 0 < probability(odds) < 1
    assert probability(odds) <= probability(odds + 1)
    assert probability(odds) + probability(-odds) == pytest.approx(1)
