"""Which curve to keep: each method measured on documents left out, and the simplest that is not
worse."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from llmextract.confidence import Curve
from llmextract.errors import UsageError
from llmextract.evaluation.calibration.fit import SCORED, UNSCORED, rate
from llmextract.evaluation.calibration.measures import Measures, measure
from llmextract.evaluation.calibration.samples import Sample

RAW = "raw"
FEW = 5  # right or wrong values, below which there is nothing to learn from
Fit = Callable[[Sequence[Sample]], Curve]


@dataclass(frozen=True, slots=True)
class Row:
    """A method on documents left out.  `behind` is by how much its Brier score is worse than the
    best method's, and `error` the standard error of that over documents."""

    method: str
    measures: Measures
    behind: float
    error: float


@dataclass(frozen=True, slots=True)
class Choice:
    """The curve chosen for values of one origin, fitted on all documents; None if the score as it
    is does no worse."""

    origin: str
    documents: int
    values: int
    right: int
    rows: tuple[Row, ...]
    method: str
    curve: Curve | None


def choose(samples: Sequence[Sample]) -> Choice:
    """Choose for samples of one origin, by leave-one-document-out.

    The simplest method wins whose Brier score is within one standard error of the best (Breiman
    et al. 1984); order: raw, platt, beta, isotonic, signals; without scores: rate, signals.  With
    fewer than five right or five wrong values it stays at raw, or rate.  Raises UsageError for
    fewer than two documents.
    """
    documents = {sample.document for sample in samples}
    origin = samples[0].origin
    if len(documents) < 2:
        raise UsageError(
            "all values are from one document", where=origin, hint="label two or more documents"
        )
    scored = all(sample.score is not None for sample in samples)
    methods = _methods(samples, scored=scored)
    unseen = {name: left_out(samples, fit) for name, fit in methods.items()}
    if scored:
        raw = [s.score for s in samples if s.score is not None]
        unseen = {RAW: raw, **unseen}
    rows = _rows(samples, unseen)
    method = next(row.method for row in rows if row.behind <= row.error)
    return Choice(
        origin=origin,
        documents=len(documents),
        values=len(samples),
        right=sum(sample.right for sample in samples),
        rows=rows,
        method=method,
        curve=None if method == RAW else methods[method](samples),
    )


def _methods(samples: Sequence[Sample], *, scored: bool) -> Mapping[str, Fit]:
    right = sum(sample.right for sample in samples)
    if min(right, len(samples) - right) < FEW:
        return {} if scored else {"rate": rate}
    return SCORED if scored else UNSCORED


def left_out(samples: Sequence[Sample], fit: Fit) -> list[float]:
    """The confidence of each sample by a curve that has not seen its document."""
    curves: dict[str, Curve] = {}
    for document in sorted({sample.document for sample in samples}):
        curves[document] = fit([s for s in samples if s.document != document])
    found = []
    for sample in samples:
        probability = curves[sample.document].probability(sample.score, sample.signals)
        assert probability is not None
        found.append(probability)
    return found


def by_origin(samples: Sequence[Sample]) -> dict[str, list[Sample]]:
    """Samples by origin, in order."""
    groups: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        groups[sample.origin].append(sample)
    return dict(sorted(groups.items()))


def _rows(samples: Sequence[Sample], unseen: Mapping[str, Sequence[float]]) -> tuple[Row, ...]:
    right = [sample.right for sample in samples]
    measured = {name: measure(found, right) for name, found in unseen.items()}
    found = {name: m for name, m in measured.items() if m is not None}
    best = min(found, key=lambda name: found[name].brier)
    rows = []
    for name, measures in found.items():
        behind, error = _paired(samples, unseen[name], unseen[best])
        rows.append(Row(name, measures, behind, error))
    return tuple(rows)


def _paired(
    samples: Sequence[Sample], one: Sequence[float], other: Sequence[float]
) -> tuple[float, float]:
    """The difference of two Brier scores, and its standard error with documents as the unit."""
    sums: dict[str, float] = defaultdict(float)
    for sample, a, b in zip(samples, one, other, strict=True):
        sums[sample.document] += (a - sample.right) ** 2 - (b - sample.right) ** 2
    mean = math.fsum(sums.values()) / len(sums)
    spread = math.fsum((value - mean) ** 2 for value in sums.values()) / (len(sums) - 1)
    total = math.fsum(sums.values()) / len(samples)
    return total, math.sqrt(spread * len(sums)) / len(samples)
