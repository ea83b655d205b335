"""What a calibrator is fitted on: the values that a run gave, and whether each is right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from llmextract.confidence import origin_of, signals, values
from llmextract.errors import UsageError
from llmextract.evaluation.gold import Gold, load_gold
from llmextract.evaluation.predictions import Prediction, by_document, load_predictions
from llmextract.evaluation.score import score
from llmextract.evaluation.tally import Outcome
from llmextract.runs import RunReader, read_manifest
from llmextract.schema import SchemaSpec
from llmextract.types import Pointer


@dataclass(frozen=True, slots=True)
class Sample:
    """One value given: where it is from, whether it is right, and what is known about it."""

    document: str
    origin: str
    right: bool
    score: float | None
    signals: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Made:
    """With which strategy and model runs were made."""

    strategy: str
    model: str


def samples_of(
    runs: Sequence[Path], golds: Sequence[Path], schema: SchemaSpec
) -> tuple[Made, list[Sample]]:
    """The values of scalar fields in `runs`, as far as `golds` label them.

    Raises UsageError if the runs are of several strategies or models, or no value is labelled.
    """
    made = {_made(run) for run in runs}
    if len(made) > 1:
        found = ", ".join(sorted(f"{m.strategy} with {m.model}" for m in made))
        raise UsageError(
            f"the runs were made in several ways: {found}",
            hint="calibrate each strategy and model by itself",
        )
    labels = [gold for folder in golds for gold in load_gold(folder)]
    found_samples = [sample for run in runs for sample in _samples(run, labels, schema)]
    if not found_samples:
        raise UsageError(
            "no value of these runs is labelled",
            where=", ".join(str(run) for run in runs),
            hint="give the gold of these documents",
        )
    return made.pop(), found_samples


def _made(run: Path) -> Made:
    manifest = read_manifest(run)
    return Made(str(manifest["strategy"]), str(manifest["model"]))


def _samples(run: Path, golds: Sequence[Gold], schema: SchemaSpec) -> Iterator[Sample]:
    predictions = load_predictions(run)
    found = by_document((gold.document for gold in golds), predictions)
    labelled = [gold for gold in golds if gold.document in found]
    right = _outcomes(labelled, list(found.values()), schema)
    names = {prediction.document: name for name, prediction in found.items()}
    for extraction in RunReader(run).extractions():
        if extraction.document not in names:
            continue
        known = signals(extraction)
        for pointer, evidence in values(extraction).items():
            outcome = right.get((names[extraction.document], pointer))
            if outcome is not None:
                origin, score = origin_of(evidence), evidence.score
                yield Sample(extraction.document, origin, outcome, score, known[pointer])


def _outcomes(
    golds: Sequence[Gold], predictions: Sequence[Prediction], schema: SchemaSpec
) -> dict[tuple[str, Pointer], bool]:
    """Whether the value given is right, by document and field."""
    return {
        (cell.document, cell.pointer): cell.outcome is Outcome.RIGHT
        for cell in score(golds, predictions, schema).cells
        if cell.outcome in (Outcome.RIGHT, Outcome.WRONG, Outcome.SPURIOUS)
    }
