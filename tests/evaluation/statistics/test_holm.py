import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.evaluation.statistics import holm

tests = st.dictionaries(st.text(max_size=3), st.floats(0, 1), max_size=12)


def step_down(p, alpha):
    """Holm's procedure in his own words: go on from the smallest p while it is at most alpha by
    the number of tests that are left."""
    rejected = set()
    left = sorted(p, key=p.get)
    while left and p[left[0]] <= alpha / len(left):
        rejected.add(left.pop(0))
    return rejected


@given(tests, st.sampled_from([0.001, 0.0137, 0.05, 0.21, 0.5]))
def test_adjusted_p_reject_what_the_procedure_rejects(p, alpha):
    """At any level the tests whose adjusted p is at most that level are those that the step-down
    procedure rejects (but for p that lie on the limit itself)."""
    on_limit = any(
        value * n == pytest.approx(alpha) for value in p.values() for n in range(len(p) + 1)
    )
    rejected = {key for key, value in holm(p).items() if value <= alpha}
    assert on_limit or rejected == step_down(p, alpha)


@given(tests)
def test_adjusting_keeps_order_and_only_raises(p):
    """Adjusted p are at least as large, at most 1 and at most Bonferroni's, in the same order."""
    adjusted = holm(p)
    assert list(adjusted) == list(p)
    for key, value in p.items():
        assert value <= adjusted[key] <= min(1.0, len(p) * value)
    ordered = sorted(p, key=lambda key: (p[key], adjusted[key]))
    assert [adjusted[key] for key in ordered] == sorted(adjusted.values())


@given(tests, st.randoms())
def test_the_order_of_tests_never_matters(p, mixed):
    """Tests in another order have the same adjusted p."""
    keys = list(p)
    mixed.shuffle(keys)
    assert holm({key: p[key] for key in keys}) == holm(p)


def test_by_example():
    """Four tests: 4 × 0.005, 3 × 0.01, then 2 × 0.03, and never below the one before."""
    adjusted = holm({"a": 0.01, "b": 0.04, "c": 0.03, "d": 0.005})
    assert adjusted == pytest.approx({"a": 0.03, "b": 0.06, "c": 0.06, "d": 0.02})
