"""All that is known about how two runs differ."""

from __future__ import annotations

from collections import Counter
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
from llmextract.evaluation.tally import Tally
from llmextract.evaluation.versus.apart import ApartDifference, differing_apart
from llmextract.evaluation.versus.changes import Change, Changed, changed_cells, good
from llmextract.evaluation.versus.fields import FieldDifference, differing_fields
from llmextract.evaluation.versus.runs import LeftOut, score_both
from llmextract.evaluation.versus.settings import Setting, differing_settings

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
    independent); `fields` are those tested, `apart` the lists and tables that differ; `changed`
    has every cell that is not the same, and `alike` those that are wrong in the same way.
    """

    a: Scores
    b: Scores
    left_out: LeftOut
    figures: tuple[FigureDifference, ...]
    documents: McNemar
    cells: McNemar
    fields: tuple[FieldDifference, ...]
    apart: tuple[ApartDifference, ...]
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
    found, cells = changed_cells(a, b)
    changed = tuple(cell for cell in found if cell.change is not Change.WRONG_ALIKE)
    by_field = a.by_field, b.by_field
    return Comparison(
        a=a,
        b=b,
        left_out=left_out or LeftOut(),
        figures=tuple(_figures(a, b, draws, seed)),
        documents=_documents(a.documents, found),
        cells=_cells(found, cells),
        fields=differing_fields(*by_field, changed, draws=draws, seed=seed),
        apart=differing_apart(a, b),
        changed=changed,
        alike=tuple(cell for cell in found if cell.change is Change.WRONG_ALIKE),
        settings=tuple(settings),
        draws=draws,
        seed=seed,
    )


def _figures(a: Scores, b: Scores, draws: int, seed: int) -> Iterator[FigureDifference]:
    plain = a.by_document, b.by_document
    grounded = a.grounded_by_document, b.grounded_by_document
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


def _documents(names: Iterable[str], found: Iterable[Changed]) -> McNemar:
    """Documents of which every cell is right."""
    right_a, right_b = dict.fromkeys(names, True), dict.fromkeys(names, True)
    for cell in found:
        right_a[cell.document] &= good(cell.a)
        right_b[cell.document] &= good(cell.b)
    return mcnemar(right_a, right_b)


def _cells(found: Iterable[Changed], count: int) -> McNemar:
    """Cells that are right, of so many; those that are not in `found` are right in both."""
    changes = Counter(cell.change for cell in found)
    only_a, only_b = changes[Change.BROKE], changes[Change.MENDED]
    neither = changes[Change.WRONG_OTHERWISE] + changes[Change.WRONG_ALIKE]
    return McNemar(count - only_a - only_b - neither, only_a, only_b, neither)
