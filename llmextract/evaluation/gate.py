"""Whether a run reaches a baseline; if not, which figures and which cells stand in the way."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from llmextract.errors import UsageError
from llmextract.evaluation import Cell
from llmextract.evaluation.baseline import (
    LEAST,
    MOST,
    RATES,
    Baseline,
    relative,
    relative_schema,
    schema_of,
)
from llmextract.evaluation.basis import (
    check_covered,
    check_documents,
    check_fields,
    check_labels,
    fields_digest,
    text_sha256,
)
from llmextract.evaluation.gold import gold_digest, load_gold
from llmextract.evaluation.result import Evaluation, evaluate
from llmextract.evaluation.tally import Outcome, Tally
from llmextract.schema.load import load_schema
from llmextract.types import Pointer

_FINE = (Outcome.RIGHT, Outcome.RIGHT_NULL)
_STEPS = 10_000  # a minimum is rounded down to one of so many
_WRITTEN_LEAST = ("f1", "precision", "recall", "grounded_f1")
_WRITTEN_MOST = ("spurious", "invented_zeros", "failed")


@dataclass(frozen=True, slots=True)
class Check:
    """A figure against its limit; `least`: it may not be less, else it may not be more."""

    name: str
    wanted: float
    found: float | None
    least: bool = True

    @property
    def reached(self) -> bool:
        if self.found is None:
            return False
        return self.found >= self.wanted if self.least else self.found <= self.wanted

    @property
    def difference(self) -> float | None:
        return None if self.found is None else self.found - self.wanted


@dataclass(frozen=True, slots=True)
class Turned:
    """A cell with another outcome than the baseline says."""

    cell: Cell
    before: Outcome

    @property
    def broke(self) -> bool:
        return self.before in _FINE

    @property
    def mended(self) -> bool:
        return self.cell.outcome in _FINE


@dataclass(frozen=True, slots=True)
class Verdict:
    """`turned` is None if the baseline does not keep its cells."""

    checks: tuple[Check, ...]
    turned: tuple[Turned, ...] | None
    evaluation: Evaluation

    @property
    def passed(self) -> bool:
        return all(check.reached for check in self.checks)


def gate(
    run: Path,
    baseline: Baseline,
    path: Path,
    *,
    gold: Path | None = None,
    schema: str | None = None,
) -> Verdict:
    """Hold a run folder or records file against the baseline read from `path`.

    `gold` and `schema` are where the baseline's are now, if not where it says.  Raises UsageError
    if labels, fields or documents are not the baseline's: then figures cannot be compared.
    """
    gold, schema = gold or path.parent / baseline.gold, schema or schema_of(baseline, path)
    check_labels(gold, baseline)
    check_fields(schema, baseline)
    found = evaluate(run, gold, schema=schema)
    check_documents(found, run, baseline)
    kept = baseline.errors
    turned = None if kept is None else tuple(_turned(found, kept))
    return Verdict(tuple(_checks(found, baseline, path)), turned, found)


def make_baseline(
    run: Path, path: Path, *, gold: Path, schema: str, margin: float = 0.0, cells: bool = True
) -> Baseline:
    """A baseline, to be written to `path`, that `run` reaches; minima are lowered by `margin`.

    Without `cells` it cannot say which ones turned.  Raises UsageError.
    """
    found, spec = evaluate(run, gold, schema=schema), load_schema(schema)
    check_covered(run, found.scores.documents)
    facts = found.run
    model = facts.model if facts.calls else ""
    made = {"strategy": facts.strategy, "model": model, "llmextract": facts.version}
    least = {name: LEAST[name](found) for name in _WRITTEN_LEAST}
    return Baseline(
        gold=relative(gold, path),
        gold_sha256=gold_digest(load_gold(gold)),
        schema_name=relative_schema(schema, path),
        fields_sha256=fields_digest(spec),
        documents={name: text_sha256(found, name) for name in found.scores.documents},
        made_with={key: value for key, value in made.items() if value},
        margin=margin,
        minimum={name: _rounded(value - margin) for name, value in least.items() if value},
        maximum={name: MOST[name](found) for name in _WRITTEN_MOST},
        errors=_errors(found) if cells else None,
    )


def _checks(found: Evaluation, baseline: Baseline, path: Path) -> Iterator[Check]:
    for name, wanted in baseline.minimum.items():
        yield Check(name, wanted, LEAST[name](found))
    for name, most in baseline.maximum.items():
        yield Check(name, most, MOST[name](found), least=False)
    scores = found.scores
    yield from _floors(baseline.groups, scores.by_group, path)
    yield from _floors(baseline.fields_, scores.by_field, path)


def _floors(
    floors: Mapping[str, Mapping[str, float]], tallies: Mapping[str, Tally], path: Path
) -> Iterator[Check]:
    for key, minimum in floors.items():
        if key not in tallies:
            hint = f"there are: {', '.join(tallies)}"
            raise UsageError(f"nothing scored is called {key!r}", where=str(path), hint=hint)
        for name, wanted in minimum.items():
            yield Check(f"{key} {name}", wanted, RATES[name](tallies[key]))


def _turned(
    found: Evaluation, errors: Mapping[str, Mapping[Outcome, list[Pointer]]]
) -> Iterator[Turned]:
    before = {
        (document, pointer): outcome
        for document, by_outcome in errors.items()
        for outcome, pointers in by_outcome.items()
        for pointer in pointers
    }
    for cell in found.scores.cells:
        fine = Outcome.RIGHT_NULL if cell.gold is None else Outcome.RIGHT
        was = before.get((cell.document, cell.pointer), fine)
        if was is not cell.outcome:
            yield Turned(cell, was)


def _errors(found: Evaluation) -> dict[str, dict[Outcome, list[Pointer]]]:
    errors: dict[str, dict[Outcome, list[Pointer]]] = {}
    for cell in found.scores.cells:
        if cell.outcome not in _FINE:
            errors.setdefault(cell.document, {}).setdefault(cell.outcome, []).append(cell.pointer)
    return errors


def _rounded(rate: float) -> float:
    """Down, so that what was measured reaches it."""
    return max(0.0, math.floor(rate * _STEPS) / _STEPS)
