"""What a matrix is to run: every setup, from what its file or the options say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from llmextract.errors import PromptError, UsageError
from llmextract.matrix.file import BUNDLED, MatrixFile, Price


@dataclass(frozen=True, slots=True)
class Setup:
    """One way to extract.  `backend` is empty if the strategy asks no model; `prompts` is None
    for those that come with the package."""

    schema: str
    strategy: str
    backend: str = ""
    prompts: Path | None = None
    cassette: Path | None = None

    @property
    def name(self) -> str:
        """Names the setup's run folder."""
        parts = (self.strategy, self.model, self.schema_name, self.prompts_name)
        return "-".join(part for part in parts if part)

    @property
    def model(self) -> str:
        """The backend's model in short: `1.5b` of `local:1.5b`."""
        kind, _, model = self.backend.partition(":")
        plain = model.removesuffix(".gguf").rpartition("/")[2] if kind == "local" else model
        return re.sub(r"[^\w.]+", "-", plain)

    @property
    def schema_name(self) -> str:
        return re.split(r"[:/\\]", self.schema)[-1]

    @property
    def prompts_name(self) -> str:
        return self.prompts.name if self.prompts else ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A matrix ready to be run.  `left_out` says which combinations there are not, and why."""

    name: str
    documents: tuple[str, ...]
    gold: Path
    setups: tuple[Setup, ...]
    record: bool = False
    digests: bool = False
    base_url: str = ""
    optional: bool = False
    currency: str = ""
    prices: Mapping[str, Price] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()

    @property
    def texts(self) -> Path | None:
        """The folder of the documents, if they are one."""
        folder = Path(self.documents[0])
        return folder if len(self.documents) == 1 and folder.is_dir() else None

    @property
    def missing(self) -> bool:
        """Whether an optional matrix has nothing to work on."""
        return self.optional and not any(Path(path).exists() for path in self.documents)


def plan(matrix: MatrixFile) -> Plan:
    """Every combination that there is.  A strategy that asks no model is run once, without one;
    one that has no prompt in a folder is not run with it.

    Raises UsageError for what is missing, unknown or told apart by nothing.
    """
    for name, value in (
        ("documents", matrix.documents),
        ("gold", matrix.gold),
        ("schemas", matrix.schemas),
    ):
        if not value:
            hint = f"give --{name.removesuffix('s') if name == 'schemas' else name}, or {name} = …"
            raise UsageError(f"no {name} given", where=matrix.name or "matrix", hint=hint)
    left_out: list[str] = []
    setups = list(dict.fromkeys(_setups(matrix, left_out)))
    _check_apart(setups, matrix)
    return Plan(
        name=matrix.name,
        documents=tuple(matrix.documents),
        gold=Path(matrix.gold),
        setups=tuple(setups),
        record=matrix.record,
        digests=matrix.digests,
        base_url=matrix.base_url,
        optional=matrix.optional,
        currency=matrix.currency,
        prices=matrix.prices,
        left_out=tuple(left_out),
    )


def _setups(matrix: MatrixFile, left_out: list[str]) -> Iterator[Setup]:
    from llmextract.strategies.registry import make_strategy

    folders = [None if name == BUNDLED else Path(name) for name in matrix.prompts]
    for schema in matrix.schemas:
        for strategy in matrix.strategies:
            if not make_strategy(strategy).prompts:
                yield Setup(schema, strategy)
                continue
            for folder in folders:
                try:
                    make_strategy(strategy, prompts=folder)
                except PromptError as error:
                    left_out.append(str(error))
                    continue
                for backend in matrix.backends:
                    yield _with_cassette(Setup(schema, strategy, _full(backend), folder), matrix)


def _full(backend: str) -> str:
    from llmextract.backends.registry import DEFAULT_BACKEND

    return DEFAULT_BACKEND if backend == "local" else backend


def _with_cassette(setup: Setup, matrix: MatrixFile) -> Setup:
    if not matrix.cassette:
        return setup
    try:
        path = matrix.cassette.format(
            schema=setup.schema_name,
            strategy=setup.strategy,
            model=setup.model,
            prompts=setup.prompts_name or BUNDLED,
        )
    except (KeyError, IndexError, ValueError) as error:
        hint = "known are {schema}, {strategy}, {model} and {prompts}"
        raise UsageError("a placeholder is unknown", where=matrix.cassette, hint=hint) from error
    return Setup(setup.schema, setup.strategy, setup.backend, setup.prompts, Path(path))


def _check_apart(setups: list[Setup], matrix: MatrixFile) -> None:
    if not setups:
        raise UsageError("nothing to run", where=matrix.name or "matrix", hint="add a strategy")
    names = [setup.name for setup in setups]
    if twice := [name for name in names if names.count(name) > 1]:
        hint = "name models, schemas and folders of prompts so that their last parts differ"
        raise UsageError(f"two setups are called {twice[0]}", where=matrix.name, hint=hint)
    tapes = [setup.cassette for setup in setups if setup.cassette]
    if matrix.record and len(set(tapes)) < len(tapes):
        hint = "put {strategy} and {model} into the path"
        raise UsageError("two setups would record into one cassette",
                         where=matrix.cassette, hint=hint)  # fmt: skip
