"""From features and answers to log-odds."""

import json
import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.errors import LLMExtractError
from llmextract.linking import weigh
from llmextract.linking.candidates import read
from llmextract.linking.features import FEATURES
from llmextract.linking.likeness import LIKENESS
from llmextract.linking.neighbours import NEIGHBOURS
from llmextract.linking.weigh import Weights, evidence_of, load_weights, probability, surroundings
from llmextract.schema.passages import parse_passages
from tests.linking.making import SHOP, reading
from tests.making import analysis

TEXT = "订单总数42单，其中门店订单12单、网络订单30单。员工5人。"
KINDS = pytest.mark.parametrize("phrasebook", [False, True])


def only(**changes: float) -> Weights:
    """Weights that are 0 but for `first_…` and `second_…` of the names given."""
    own = dict.fromkeys((*FEATURES, *LIKENESS), 0.0)
    first, second = dict(own), own | dict.fromkeys(NEIGHBOURS, 0.0)
    for name, weight in changes.items():
        part, _, feature = name.partition("_")
        (first if part == "first" else second)[feature] = weight
    return Weights(first, second, (0.0,) * 5, 0.0, 0.0)


@KINDS
def test_the_shipped_weights_fit_the_features(phrasebook):
    """The file weighs every feature of both passes, and all that is known of a judged pair."""
    weights = load_weights(phrasebook)
    own = {*FEATURES, *(LIKENESS if phrasebook else ())}
    assert set(weights.first) == own
    assert set(weights.second) == own | set(NEIGHBOURS)
    key = (0, "/a")
    assert set(weights.combine({key: 1.0}, {key: 2.0})) == {key}


@pytest.mark.parametrize("part", ["first", "second"])
@pytest.mark.parametrize("fault", ["missing", "unknown"])
def test_weights_of_other_features_are_refused(tmp_path, monkeypatch, part, fault):
    """A file fitted before a feature came or went is an error that says how to fit it anew."""
    with weigh.files("llmextract.linking").joinpath("weights.json").open() as file:
        data = json.load(file)
    if fault == "missing":
        del data["plain"][part]["past"]
    else:
        data["plain"][part]["mood"] = 1.0
    (tmp_path / "weights.json").write_text(json.dumps(data), "utf-8")
    monkeypatch.setattr(weigh, "files", lambda _: tmp_path)
    with pytest.raises(LLMExtractError, match="do not fit") as caught:
        load_weights(False)
    assert "eval/fit.py" in caught.value.hint
    assert load_weights(True).first


def test_the_score_is_the_weighted_sum_of_the_second_pass():
    """Own features enter with their weights of the second pass, and nothing else does."""
    found = reading(TEXT)
    scores = only(second_bias=-2.0, second_contained=3.0).scores(found)
    assert set(scores) == {c.key for c in found.candidates}
    for candidate in found.candidates:
        assert scores[candidate.key] == -2.0 + 3.0 * candidate.features["contained"]


def test_neighbours_are_weighed_by_what_the_first_pass_made_of_them():
    """The first pass reaches the score through the neighbours only: as their probabilities."""
    found = reading(TEXT)
    weights = only(first_bias=-4.0, first_contained=8.0, second_kin_before=1.0)
    scores = weights.scores(found)
    raw = {c.key: c.mention.raw for c in found.candidates}
    by_name = {(raw[key], key[1]): score for key, score in scores.items()}
    assert by_name["12单", "/orders/shop"] == pytest.approx(probability(4.0))
    assert by_name["42单", "/orders/total"] == 0
    assert only(first_bias=5.0).scores(found) == dict.fromkeys(scores, 0.0)


def test_the_threshold_is_even_odds_to_the_neighbours():
    """A pair whose first log-odds are the threshold counts one half."""
    found = reading(TEXT)
    weights = replace(only(first_bias=1.5, second_kin_before=1.0), threshold=1.5)
    assert set(weights.scores(found).values()) == {0.0, 0.5}


def test_surroundings_know_every_number_of_the_reading():
    """Each pair of a reading has neighbour features, from the scores given."""
    found = reading(TEXT)
    around = surroundings(found, {c.key: -math.inf for c in found.candidates}, 0.0)
    for candidate in found.candidates:
        features = around.features(*candidate.key)
        assert all(0 <= value < 1e-9 for value in features.values())


@KINDS
def test_language_weighs_as_it_should(phrasebook):
    """Names speak for a pair; last year, plans, and unlike words against it, in both passes."""
    weights = load_weights(phrasebook)
    for rules in (weights.first, weights.second):
        assert rules["contained"] > 0
        assert rules["joint"] > 0
        assert all(rules[name] < 0 for name in ("past", "delta", "rate", "plan", "unlike"))


def test_likeness_speaks_for_a_pair():
    """A pair that the phrasebook knows word for word gains by it, in both passes."""
    weights = load_weights(phrasebook=True)
    for rules in (weights.first, weights.second):
        assert sum(rules[name] for name in LIKENESS) > 1


def test_passages_move_the_score_of_the_phrases_that_they_hold(tmp_path, monkeypatch):
    """A phrase that names no field is given the field that the phrasebook marks in it."""
    monkeypatch.setenv("LLMEXTRACT_CACHE", str(tmp_path))
    passage = "门前过来{orders/shop|12}单，另有7单，线上过来{orders/online|30}单。"
    known = {field.pointer for field in SHOP.fields}
    schema = replace(SHOP, passages=tuple(parse_passages(passage, known, "test")))
    found = read(analysis("门前过来18单，另有3单，线上过来25单。"), schema.numeric, schema)
    scores = load_weights(phrasebook=True).scores(found)
    raw = {c.mention.index: c.mention.raw for c in found.candidates}
    best = {}
    for (number, pointer), score in sorted(scores.items(), key=lambda item: item[1]):
        best[raw[number]] = pointer, score
    assert best["18单"][0] == "/orders/shop"
    assert best["25单"][0] == "/orders/online"
    assert best["3单"][1] < min(best["18单"][1], best["25单"][1])


@KINDS
def test_more_of_the_models_yes_never_lowers_a_pair(phrasebook):
    """With all else equal, a surer yes gives higher log-odds."""
    weights = load_weights(phrasebook)
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
