"""In plain words: is one run better, or may it be chance?"""

from __future__ import annotations

from llmextract.evaluation.statistics import Difference, Randomised
from llmextract.evaluation.versus.comparison import Comparison

LEVEL = 0.05
_LEAST_DOCUMENTS = 6  # 2 of 2**6 ways is the first share below 5 %


def better(comparison: Comparison) -> str | None:
    """ "A" or "B" if its F1 is better by more than chance (p below 0.05), else None."""
    figure = comparison.f1
    if figure.test is None or figure.difference is None or figure.test.p >= LEVEL:
        return None
    return "B" if figure.difference.difference > 0 else "A"


def verdict(comparison: Comparison) -> str:
    """One or two sentences on micro F1, from the randomisation test over documents."""
    figure, documents = comparison.f1, len(comparison.a.documents)
    if figure.test is None or figure.difference is None:
        return "There is no F1 to compare: a run has no value where the gold has none either."
    if not figure.test.differing:
        return (
            f"No difference: every one of {counted(documents, 'document')} has the same counts in "
            f"both runs{_still(comparison)}."
        )
    winner = better(comparison)
    start = f"{winner} is better" if winner else _not_told(figure.test, documents)
    return f"{start}: {_amount(figure.difference)}.  {_chance(figure.test, comparison.draws)}"


def _still(comparison: Comparison) -> str:
    cells = len(comparison.changed)
    return f", though {counted(cells, 'cell')} changed" if cells else ""


def _not_told(test: Randomised, documents: int) -> str:
    words = f"Cannot be told from chance with {counted(documents, 'document')}"
    if test.differing < _LEAST_DOCUMENTS:
        words += (
            f", of which {test.differing} differ{'s' if test.differing == 1 else ''} between the "
            f"runs ({_LEAST_DOCUMENTS} have to before any difference can be)"
        )
    return words


def _amount(difference: Difference) -> str:
    return f"F1 is {difference.a:.3f} in A and {difference.b:.3f} in B, {with_interval(difference)}"


def _chance(test: Randomised, draws: int) -> str:
    return f"Chance alone would show so large a difference in {cases(test, draws)}."


def cases(test: Randomised, draws: int) -> str:
    """p as a number of cases: `1 of 510 cases`, `7 of 100 cases`."""
    if not test.exact and test.p <= 1 / (draws + 1):
        return f"fewer than 1 of {draws:,} cases"
    if test.p >= 0.0095:
        return f"{test.p * 100:.0f} of 100 cases"
    times = 1 / test.p
    scale = 10 ** (len(str(int(times))) - 2)
    return f"1 of {round(times / scale) * scale:,} cases"


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def with_interval(difference: Difference) -> str:
    """B minus A, with its interval in brackets."""
    low, high = signed(difference.low), signed(difference.high)
    return f"{signed(difference.difference)} [{low}, {high}]"


def signed(difference: float) -> str:
    """Three decimals with a sign, but none on what rounds to 0."""
    text = f"{difference:+.3f}"
    return "0.000" if float(text) == 0 else text
