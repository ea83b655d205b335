"""The figures that every report gives, worked out once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from llmextract.evaluation.compare import MAGNITUDES
from llmextract.evaluation.facts import RunFacts
from llmextract.evaluation.result import Evaluation
from llmextract.evaluation.score import Cell
from llmextract.evaluation.tally import Tally


@dataclass(frozen=True, slots=True)
class Spending:
    """What a document took, on average over the scored ones; seconds are the model's."""

    calls: float
    prompt_tokens: float
    completion_tokens: float
    seconds: float


def spending(run: RunFacts) -> Spending | None:
    """None if nothing is known of the run's documents."""
    if not run.documents:
        return None
    return Spending(
        run.a_document(run.calls),
        run.a_document(run.prompt_tokens),
        run.a_document(run.completion_tokens),
        run.a_document(run.seconds),
    )


def magnitudes(cells: Iterable[Cell]) -> dict[str, int]:
    """How many wrong numbers are off by just a factor (either way), for each factor."""
    counts = dict.fromkeys(map(str, MAGNITUDES), 0)
    for cell in cells:
        if cell.magnitude:
            counts[str(cell.magnitude)] += 1
    return counts


def invented_zeros(cells: Iterable[Cell]) -> int:
    return sum(cell.invented_zero for cell in cells)


def worst(tallies: Mapping[str, Tally]) -> list[tuple[str, Tally]]:
    """The fields with errors, those with most errors first."""
    found = [(name, tally) for name, tally in tallies.items() if tally_errors(tally)]
    return sorted(found, key=lambda one: (-tally_errors(one[1]), one[1].f1 or 0.0, one[0]))


def tally_errors(tally: Tally) -> int:
    return tally.wrong + tally.missing + tally.spurious


def tables(evaluation: Evaluation) -> Iterator[tuple[str, str, dict[str, Tally]]]:
    """The tables of tallies: kind, the pointer that parts the documents ("" but for strata), and
    the rows that have a value."""
    scores = evaluation.scores
    for pointer, strata in evaluation.strata.items():
        yield "stratum", pointer, dict(strata)
    for kind, tallies in (
        ("group", scores.by_group),
        ("document", scores.by_document),
        ("list", scores.by_list),
        ("table", scores.by_table),
        ("field", scores.by_field),
    ):
        shown = {name: tally for name, tally in tallies.items() if tally.f1 is not None}
        if shown:
            yield kind, "", dict(tallies) if kind == "document" else shown


def rate(value: float | None) -> str:
    """Three decimals, or – where there is nothing to divide by."""
    return "–" if value is None else f"{value:.3f}"


def interval(bounds: tuple[float, float] | None) -> str:
    return f"[{bounds[0]:.3f}, {bounds[1]:.3f}]" if bounds else ""
