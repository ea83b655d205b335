from hypothesis import given
from hypothesis import strategies as st

from llmextract.evaluation.tally import Outcome, Tally, macro_f1, tallies, tally_by, tally_of

outcomes = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(Outcome)), max_size=30)
counts = st.builds(Tally, *[st.integers(0, 20)] * 5)


@given(outcomes)
def test_counting_at_once_is_adding_one_by_one(things):
    """The quick counts are the sums of single tallies, by name and in all."""

    def one(thing):
        return Tally(**{thing[1].value: 1})

    assert tally_of(outcome for _, outcome in things) == sum(map(one, things), Tally())
    assert tallies(things) == tally_by(things, lambda thing: thing[0], one)
    assert list(tallies(things)) == sorted({name for name, _ in things})


@given(counts)
def test_f1_is_the_harmonic_mean(tally):
    """F1 from counts is the harmonic mean of precision and recall, and lies between them."""
    precision, recall = tally.precision, tally.recall
    if not precision or not recall:
        assert not tally.f1
    else:
        assert abs(tally.f1 - 2 / (1 / precision + 1 / recall)) < 1e-12
        assert min(precision, recall) - 1e-12 <= tally.f1 <= max(precision, recall) + 1e-12


@given(counts, st.integers(0, 20))
def test_right_nulls_never_enter(tally, more):
    """Fields rightly left empty change neither F1 nor precision nor recall."""
    other = tally + Tally(right_null=more)
    assert (other.f1, other.precision, other.recall) == (tally.f1, tally.precision, tally.recall)
    assert other.cells == tally.cells + more


def test_rates_of_nothing_are_none():
    """Without a denominator there is no rate, and it is not 0."""
    nothing = Tally()
    assert (nothing.f1, nothing.precision, nothing.recall, nothing.spurious_rate) == (None,) * 4
    assert macro_f1([nothing]) is None


def test_macro_f1_is_the_mean_of_those_that_have_one():
    """A field that neither side states does not lower the mean."""
    assert macro_f1([Tally(right=1), Tally(missing=3), Tally(right_null=9)]) == 0.5
