"""Which pairs are worth a question."""

from decimal import Decimal

from llmextract.linking.doubt import Limits, doubtful
from llmextract.solve import Chosen, Pair
from tests.linking.making import reading

TEXT = "一、订单\n门店订单12单，网络订单30件，退货2件。"


def scored(score_of):
    found = reading(TEXT)
    return found, {c.key: score_of(c) for c in found.candidates}


def right(candidate):
    """Whether the pair is right, by the words before the number."""
    return candidate.spec.label in candidate.context.own


def chosen_of(found, scores):
    return [
        Chosen(Pair(*c.key, Decimal(c.mention.value), scores[c.key]), 0.0)
        for c in found.candidates
        if right(c)
    ]


def test_certain_pairs_are_not_asked_about():
    """Chosen, high, and without a near rival: nothing to ask."""
    found, scores = scored(lambda c: 4.0 if right(c) else -4.0)
    assert doubtful(found, scores, chosen_of(found, scores), 0.0) == []


def test_a_near_rival_makes_both_doubtful():
    """If another field's score comes near, the number and its fields are asked about."""
    found, scores = scored(lambda c: 4.0 if right(c) else -4.0)
    twelve = next(c for c in found.candidates if c.mention.raw == "12单" and not right(c))
    scores[twelve.key] = 3.0
    asked = doubtful(found, scores, chosen_of(found, scores), 0.0)
    assert twelve in asked
    assert all(c.mention.raw == "12单" or c.spec == twelve.spec for c in asked)


def test_hopeless_pairs_are_not_asked_about():
    """Below the limit no question is spent."""
    found, scores = scored(lambda _: -9.0)
    assert doubtful(found, scores, [], 0.0) == []


def test_counts_are_limited():
    """At most so many questions a number, and a field."""
    found, scores = scored(lambda _: 0.0)
    asked = doubtful(found, scores, [], 0.0, Limits(per_number=2, per_field=1))
    numbers = [c.mention.index for c in asked]
    fields = [c.spec.pointer for c in asked]
    assert asked
    assert max(map(numbers.count, numbers)) <= 2
    assert max(map(fields.count, fields)) == 1
