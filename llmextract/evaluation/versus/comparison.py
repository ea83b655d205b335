"""All that is known about how two runs differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from llmextract.evaluation import Scores
from llmextract.evaluation.statistics import (
    DRAWS,
    Difference,
    Figure,
    McNemar,
    Randomised,
    bootstrap_ratio,
    mcnemar,
    paired_bootstrap,
    randomisation,
    ratio,
)
from llmextract.evaluation.tally import Tally, tally_by
from llmextract.evaluation.versus.changes import Change, Changed, both
from llmextract.evaluation.versus.fields import FieldDifference, differing_fields
from llmextract.evaluation.versus.runs import LeftOut, score_both
from llmextract.evaluation.versus.settings import Setting, differing_settings
from llmextract.types import Pointer

GROUNDED = "grounded_f1"


@dataclass(frozen=True, slots=True)
class FigureDifference:
    """One figure in both runs with 95 % intervals, `b` minus `a`, and the randomisation test;
    None where there is nothing to divide by."""

    name: str
    a: float | None
    b: float | None
    interval_a: tuple[float, float] | None
    interval_b: tuple[float, float] | None
    difference: Difference | None
    test: Randomised | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Run B against run A on the documents that both are about.

    `figures` are F1, precision, recall and grounded F1; `documents` counts the documents whose
    cells are all right, `cells` the cells that are (no test: cells of one document are not
    independent); `fields` are those tested; `changed` has every cell that is not the same, and
    `alike` those that are wrong in the same way.
    """

    a: Scores
    b: Scores
    left_out: LeftOut
    figures: tuple[FigureDifference, ...]
    documents: McNemar
    cells: McNemar
    fields: tuple[FieldDifference, ...]
    changed: tuple[Changed, ...]
    alike: tuple[Changed, ...]
    settings: tuple[Setting, ...]
    draws: int
    seed: int

    @property
    def f1(self) -> FigureDifference:
        return self.figures[0]


def compare_runs(
    run_a: Path,
    run_b: Path,
    gold: Path,
    documents: Path | None = None,
    schema: str | None = None,
    *,
    draws: int = DRAWS,
    seed: int = 0,
) -> Comparison:
    """Compare two run folders or records files; parameters as of `score_run`.

    Raises UsageError for what cannot be read, and if no gold document is in both runs.
    """
    a, b, left_out = score_both(run_a, run_b, gold, documents, schema)
    settings = differing_settings(run_a, run_b)
    return versus(a, b, left_out, settings, draws=draws, seed=seed)


def versus(
    a: Scores,
    b: Scores,
    left_out: LeftOut | None = None,
    settings: Iterable[Setting] = (),
    *,
    draws: int = DRAWS,
    seed: int = 0,
) -> Comparison:
    """Compare the scores of two runs.  Raises ValueError if their documents are not the same."""
    cells = both(a, b)
    right_a = {(cell.document, cell.pointer): cell.a.good for cell in cells}
    right_b = {(cell.document, cell.pointer): cell.b.good for cell in cells}
    changed = [cell for cell in cells if cell.change not in (Change.NONE, Change.WRONG_ALIKE)]
    return Comparison(
        a=a,
        b=b,
        left_out=left_out or LeftOut(),
        figures=tuple(_figures(a, b, draws, seed)),
        documents=mcnemar(_wholly(a.documents, right_a), _wholly(b.documents, right_b)),
        cells=mcnemar(right_a, right_b),
        fields=differing_fields(cells, draws=draws, seed=seed),
        changed=tuple(changed),
        alike=tuple(cell for cell in cells if cell.change is Change.WRONG_ALIKE),
        settings=tuple(settings),
        draws=draws,
        seed=seed,
    )


def _figures(a: Scores, b: Scores, draws: int, seed: int) -> Iterator[FigureDifference]:
    plain, grounded = (a.by_document, b.by_document), (_grounded(a), _grounded(b))
    for figure in Figure:
        yield _figure(figure.value, figure, *plain, draws, seed)
    yield _figure(GROUNDED, Figure.F1, *grounded, draws, seed)


def _figure(
    name: str,
    figure: Figure,
    a: Mapping[str, Tally],
    b: Mapping[str, Tally],
    draws: int,
    seed: int,
) -> FigureDifference:
    one = {document: figure.parts(tally) for document, tally in a.items()}
    other = {document: figure.parts(tally) for document, tally in b.items()}
    return FigureDifference(
        name=name,
        a=ratio(one.values()),
        b=ratio(other.values()),
        interval_a=bootstrap_ratio(one.values(), draws=draws, seed=seed),
        interval_b=bootstrap_ratio(other.values(), draws=draws, seed=seed),
        difference=paired_bootstrap(one, other, draws=draws, seed=seed),
        test=randomisation(one, other, draws=draws, seed=seed),
    )


def _grounded(scores: Scores) -> dict[str, Tally]:
    """Grounded tallies by document."""
    empty = dict.fromkeys(scores.documents, Tally())
    return empty | tally_by(scores.cells, lambda c: c.document, lambda c: c.grounded_tally)


def _wholly(documents: Iterable[str], right: Mapping[tuple[str, Pointer], bool]) -> dict[str, bool]:
    """Whether every cell of a document is right."""
    found = dict.fromkeys(documents, True)
    for (document, _), good in right.items():
        found[document] &= good
    return found
