"""What the run folders of a matrix say: one row a setup, however far each has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from llmextract.evaluation.result import Evaluation, evaluate
from llmextract.evaluation.statistics import (
    Difference,
    Figure,
    Parts,
    Randomised,
    holm,
    paired_bootstrap,
    randomisation,
)
from llmextract.matrix.plan import Plan, Setup
from llmextract.matrix.run import read_failures
from llmextract.runs.manifest import MANIFEST, read_manifest
from llmextract.runs.reading import RunReader
from llmextract.runs.records import RECORDS

CHANCE = 0.05
_NOT_RECORDED = "CassetteError"  # an answer that is not there is no measurement
_MILLION = 1_000_000


class State(StrEnum):
    """How far a setup has come."""

    NOT_BEGUN = "not begun"
    UNFINISHED = "unfinished"
    FAILED = "failed"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Versus:
    """A row against the best of its schema: F1 minus the best's, with the 95 % interval of the
    paired bootstrap, and the randomisation test, `p` corrected by Holm over the rows."""

    difference: Difference
    test: Randomised
    p: float

    @property
    def more_than_chance(self) -> bool:
        return self.p < CHANCE


@dataclass(frozen=True, slots=True)
class Row:
    """A setup and what it came to.

    `done` of `documents` have a record or an error of their own; `reason` says why a setup
    failed, or how documents of a finished one did.  `evaluation` is None unless finished.
    `cost` is a document's, in the plan's currency; None without a price.  `versus` is None for
    the best itself.
    """

    setup: Setup
    state: State
    documents: int = 0
    done: int = 0
    reason: str = ""
    evaluation: Evaluation | None = None
    cost: float | None = None
    best: bool = False
    versus: Versus | None = None

    @property
    def f1(self) -> float | None:
        return self.evaluation.scores.total.f1 if self.evaluation else None


@dataclass(frozen=True, slots=True)
class Measured:
    """A matrix measured."""

    plan: Plan
    rows: tuple[Row, ...]
    seed: int = 0

    @property
    def unfinished(self) -> tuple[Row, ...]:
        """The rows without figures."""
        return tuple(row for row in self.rows if row.state is not State.FINISHED)


def measure(plan: Plan, out: Path, *, seed: int = 0) -> Measured:
    """Measure what there is under `out`.  Raises UsageError for faulty gold."""
    failures = read_failures(out)
    rows = [_row(plan, setup, out / setup.name, failures, seed) for setup in plan.setups]
    for schema in dict.fromkeys(setup.schema for setup in plan.setups):
        rows = _compared(rows, schema, seed)
    return Measured(plan, tuple(rows), seed)


def _row(plan: Plan, setup: Setup, folder: Path, failures: Mapping[str, str], seed: int) -> Row:
    reason = failures.get(setup.name, "")
    if not (folder / RECORDS).exists() or not (folder / MANIFEST).exists():
        return Row(setup, State.FAILED if reason else State.NOT_BEGUN, reason=reason)
    manifest = read_manifest(folder)
    wanted = {str(document["name"]) for document in manifest["documents"]}
    errors = {
        found.document: found.error
        for found in RunReader(folder).extractions()
        if found.document in wanted
    }
    row = Row(setup, State.FINISHED, len(wanted), len(errors), reason)
    if reason:
        return replace(row, state=State.FAILED)
    if manifest["state"] != "finished" or len(errors) < len(wanted):
        return replace(row, state=State.UNFINISHED)
    failed = [error for error in errors.values() if error is not None]
    row = replace(row, reason=failed[0] if failed else "")
    if len(failed) == len(wanted) or any(e.startswith(_NOT_RECORDED) for e in failed):
        return replace(row, state=State.FAILED)
    found = evaluate(folder, plan.gold, documents=plan.texts, schema=setup.schema, seed=seed)
    return replace(row, evaluation=found, cost=_cost(plan, setup, found))


def _cost(plan: Plan, setup: Setup, found: Evaluation) -> float | None:
    """Of a document."""
    price = plan.prices.get(setup.backend)
    if price is None:
        return 0.0 if setup.backend.partition(":")[0] in ("", "local") else None
    run = found.run
    spent = run.prompt_tokens * price.input + run.completion_tokens * price.output
    return run.a_document(spent / _MILLION)


def _compared(rows: Sequence[Row], schema: str, seed: int) -> list[Row]:
    """The rows, those of `schema` held against the best of them; the first of equals is best."""
    rivals = [row for row in rows if row.setup.schema == schema and row.f1 is not None]
    if len(rivals) < 2:
        return list(rows)
    best = max(rivals, key=lambda row: row.f1 or 0.0)
    tests: dict[str, tuple[Difference, Randomised]] = {}
    for row in rivals:
        difference = paired_bootstrap(_parts(best), _parts(row), seed=seed)
        test = randomisation(_parts(best), _parts(row), seed=seed)
        if row is not best and difference is not None and test is not None:
            tests[row.setup.name] = (difference, test)
    adjusted = holm({name: test.p for name, (_, test) in tests.items()})
    against = {name: Versus(*pair, adjusted[name]) for name, pair in tests.items()}
    return [
        replace(row, best=row is best, versus=against.get(row.setup.name))
        if row.setup.schema == schema
        else row
        for row in rows
    ]


def _parts(row: Row) -> dict[str, Parts]:
    assert row.evaluation is not None
    tallies = row.evaluation.scores.by_document
    return {name: Figure.F1.parts(tally) for name, tally in tallies.items()}
