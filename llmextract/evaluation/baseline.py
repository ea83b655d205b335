"""A baseline: the figures that runs over some documents must hold, as a JSON file to be read.

It names what it was measured on, so that figures on other labels, fields or documents are never
taken for the same; and which cells were not right, so that a gate can say which ones turned.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from llmextract.errors import UsageError
from llmextract.evaluation.result import Evaluation
from llmextract.evaluation.tally import Outcome, Tally
from llmextract.types import Pointer

_SCHEMA_FILE = re.compile(r"(?P<path>.+\.py)(?P<model>:[^:/\\]*)?")

# Of a group or field.
RATES: Mapping[str, Callable[[Tally], float | None]] = MappingProxyType(
    {"f1": lambda t: t.f1, "precision": lambda t: t.precision, "recall": lambda t: t.recall}
)
# Of a whole run: the more the better, and the fewer the better.
LEAST: Mapping[str, Callable[[Evaluation], float | None]] = MappingProxyType(
    {
        "f1": lambda found: found.scores.total.f1,
        "precision": lambda found: found.scores.total.precision,
        "recall": lambda found: found.scores.total.recall,
        "grounded_f1": lambda found: found.scores.grounded.f1,
        "macro_f1": lambda found: found.macro_f1,
    }
)
MOST: Mapping[str, Callable[[Evaluation], int]] = MappingProxyType(
    {
        "wrong": lambda found: found.scores.total.wrong,
        "missing": lambda found: found.scores.total.missing,
        "spurious": lambda found: found.scores.total.spurious,
        "invented_zeros": lambda found: sum(c.invented_zero for c in found.scores.cells),
        "magnitude_errors": lambda found: sum(bool(c.magnitude) for c in found.scores.cells),
        "failed": lambda found: len(found.scores.failed),
    }
)


class Baseline(BaseModel):
    """What a baseline file says.

    gold           the gold folder or file, relative to the baseline
    gold_sha256    `gold_digest` of it
    schema         a bundled name, or file.py:Model relative to the baseline
    fields_sha256  of the fields as far as scoring knows them: pointer, kind, comparison
    documents      the documents scored, each with the sha256 of its text ("" if unknown)
    made_with      strategy, model … of the run it was made from; says nothing to the gate
    margin         how far the minima lie below what was measured
    minimum        figures of `LEAST`, and the least they may be
    maximum        figures of `MOST`, and the most they may be
    groups, fields further minima, of `RATES`, by name of the group or pointer
    errors         by document and outcome, the cells that were not right; absent: not kept
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    gold: str
    gold_sha256: str
    schema_name: str = Field(alias="schema")
    fields_sha256: str
    documents: dict[str, str]
    made_with: dict[str, str] = {}
    margin: float = 0.0
    minimum: dict[str, float] = {}
    maximum: dict[str, int] = {}
    groups: dict[str, dict[str, float]] = {}
    fields_: dict[Pointer, dict[str, float]] = Field({}, alias="fields")
    errors: dict[str, dict[Outcome, list[Pointer]]] | None = None


def read_baseline(path: Path) -> Baseline:
    """Raises UsageError for a file that is missing or no baseline."""
    hint = "restore it, or write one: llmextract gate RUN --gold DIR --schema NAME --write FILE"
    try:
        found = Baseline.model_validate(json.loads(path.read_text("utf-8")))
    except OSError as error:
        what = f"the baseline cannot be read: {error.strerror}"
        raise UsageError(what, where=str(path), hint=hint) from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = "/".join(str(part) for part in first["loc"]) or "the file"
        what = f"is no baseline: {place}: {first['msg']}"
        raise UsageError(what, where=str(path), hint=hint) from error
    except ValueError as error:
        raise UsageError(f"is no JSON: {error}", where=str(path), hint=hint) from error
    _check_names(found, path)
    return found


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Replace the file at `path`.  Raises UsageError."""
    data = baseline.model_dump(mode="json", by_alias=True)
    kept = {key: value for key, value in data.items() if value not in ({}, None)}
    if baseline.errors is not None:
        kept["errors"] = data["errors"]  # none is not the same as not kept
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(kept, ensure_ascii=False, indent=2) + "\n", "utf-8")
    except OSError as error:
        what = f"cannot be written: {error.strerror}"
        raise UsageError(what, where=str(path), hint="choose another file") from error


def relative(path: Path, baseline: Path) -> str:
    """`path` as the file `baseline` names it."""
    return Path(os.path.relpath(path.resolve(), baseline.resolve().parent)).as_posix()


def relative_schema(schema: str, baseline: Path) -> str:
    """A schema, given as `load_schema` takes it, as the file `baseline` names it."""
    match = _SCHEMA_FILE.fullmatch(schema)
    return f"{relative(Path(match['path']), baseline)}{match['model'] or ''}" if match else schema


def schema_of(baseline: Baseline, path: Path) -> str:
    """The schema that the baseline at `path` names, as `load_schema` takes it."""
    match = _SCHEMA_FILE.fullmatch(baseline.schema_name)
    if match is None:
        return baseline.schema_name
    return f"{path.parent / match['path']}{match['model'] or ''}"


def _check_names(found: Baseline, path: Path) -> None:
    floors = [*found.groups.values(), *found.fields_.values()]
    known_by_names: list[tuple[Iterable[str], Iterable[str]]] = [
        (found.minimum, LEAST),
        (found.maximum, MOST),
        *((floor, RATES) for floor in floors),
    ]
    for names, known in known_by_names:
        for name in names:
            if name not in known:
                hint = f"known: {', '.join(known)}"
                raise UsageError(f"no figure is called {name!r}", where=str(path), hint=hint)
    if not (found.minimum or found.maximum or floors):
        raise UsageError("holds no figure", where=str(path), hint="name a minimum or maximum")
