"""`Evaluation`: a run measured against gold.  Every report is made of this one object."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from llmextract.errors import LLMExtractError
from llmextract.evaluation.calibration.measures import Measures, measure
from llmextract.evaluation.facts import GoldFacts, RunFacts, gold_facts, run_facts
from llmextract.evaluation.gold import Gold, gold_digest, load_gold
from llmextract.evaluation.predictions import Prediction, by_document, load_predictions
from llmextract.evaluation.score import Scores, score
from llmextract.evaluation.tally import Outcome, Tally
from llmextract.runs.manifest import read_manifest
from llmextract.runs.reading import RunReader
from llmextract.schema import SchemaSpec
from llmextract.schema.fields import about_of
from llmextract.schema.load import bundled_schemas, load_schema
from llmextract.types import Pointer

_GIVEN = (Outcome.RIGHT, Outcome.WRONG, Outcome.SPURIOUS)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A run measured against gold.

    `strata`    for a field that parts the documents (template, year …): tallies by its gold value
    `interval`  95 % bootstrap interval of micro F1 over documents; `seed` and `draws` made it
    `macro_f1`  mean F1 of the fields that gold or run states somewhere
    `texts`     the documents as read, by their name in the gold, as far as they are at hand
    `labels`    the fields' and groups' names in the documents' language, from the schema
    """

    run: RunFacts
    gold: GoldFacts
    scores: Scores
    interval: tuple[float, float] | None
    macro_f1: float | None
    strata: Mapping[Pointer, Mapping[str, Tally]] = field(default_factory=dict)
    calibration: Measures | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[Pointer, str] = field(default_factory=dict)
    seed: int = 0
    draws: int = 10_000


def evaluate(
    run: Path,
    gold: Path,
    *,
    documents: Path | None = None,
    schema: str | None = None,
    by: Sequence[Pointer] | None = None,
    compare: str | None = None,
    seed: int = 0,
) -> Evaluation:
    """Measure a run folder or records file against a gold folder or file.

    `schema` (a name or file, as `load_schema` takes it) says which fields there are; default: the
    bundled schema that the run was made with, if it was one; see `score` for what counts without.
    `documents` holds the labelled texts; without it they come from the run folder.  `by` are
    fields that part the documents; default: what the schema says.  `compare` (strict, normalised,
    lenient) stands in for what each field says.  Raises UsageError, SchemaError.
    """
    spec = load_schema(schema) if schema else _own_schema(run)
    golds, predictions = load_gold(gold, documents), load_predictions(run)
    scores = score(golds, predictions, spec, compare)
    return Evaluation(
        run=run_facts(run, [prediction.document for prediction in predictions]),
        gold=gold_facts(gold.name, golds, gold_digest(golds)),
        scores=scores,
        interval=scores.interval(seed),
        macro_f1=scores.macro_f1,
        strata={pointer: stratum(scores, golds, pointer) for pointer in _strata(spec, by)},
        calibration=calibration_of(scores),
        texts=_texts(run, by_document(scores.documents, predictions)),
        labels=_labels(spec),
        seed=seed,
    )


def _own_schema(run: Path) -> SchemaSpec | None:
    """The schema that a run folder names, if it is a bundled one."""
    if not (run / "manifest.json").is_file():
        return None
    name = str(read_manifest(run).get("schema", ""))
    return load_schema(name) if name in bundled_schemas() else None


def calibration_of(scores: Scores) -> Measures | None:
    """How far confidence can be trusted, over the cells that got a value; None without any."""
    given = [
        cell for cell in scores.cells if cell.outcome in _GIVEN and cell.confidence is not None
    ]
    right = [cell.outcome is Outcome.RIGHT for cell in given]
    return measure([cell.confidence or 0.0 for cell in given], right)


def stratum(scores: Scores, golds: Sequence[Gold], pointer: Pointer) -> dict[str, Tally]:
    """Tallies of the documents of each gold value at `pointer`, ordered by value; documents
    whose gold has none are under an empty name."""
    values = {gold.document: gold.values.get(pointer) for gold in golds}
    sums: dict[str, Tally] = {}
    for document, tally in scores.by_document.items():
        value = values.get(document)
        name = "" if value is None else str(value)
        sums[name] = sums.get(name, Tally()) + tally
    return dict(sorted(sums.items()))


def _texts(run: Path, found: Mapping[str, Prediction]) -> dict[str, str]:
    """The texts that the run folder keeps, by the documents' names in the gold."""
    if not run.is_dir():
        return {}
    reader = RunReader(run)
    texts: dict[str, str] = {}
    for name, prediction in found.items():
        with contextlib.suppress(LLMExtractError):  # a document that could not be read has none
            texts[name] = reader.text(prediction.document)
    return texts


def _strata(schema: SchemaSpec | None, by: Sequence[Pointer] | None) -> Sequence[Pointer]:
    if by is not None or schema is None:
        return by or ()
    return [f"/{path.replace('.', '/')}" for path in about_of(schema.model).strata]


def _labels(schema: SchemaSpec | None) -> dict[Pointer, str]:
    """Labels of fields, and of the groups that they stand in."""
    labels: dict[Pointer, str] = {}
    for spec in schema.fields if schema else ():
        parts = spec.pointer.split("/")
        for depth, about in enumerate(spec.inside[1:], 2):
            labels["/".join(parts[:depth])] = about.label
        labels[spec.pointer] = spec.label
    return labels
