"""From what a caller names (documents, a schema, a strategy) to a job that can be run."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from pydantic import BaseModel

from llmextract.backends.base import Backend
from llmextract.batch import Job, Source
from llmextract.confidence import Calibration, Calibrator, find_calibrator
from llmextract.errors import UsageError
from llmextract.ledger import Sink
from llmextract.runs import Settings, schema_sha256
from llmextract.runs.names import text_file
from llmextract.runs.settings import UNCALIBRATED
from llmextract.schema import SchemaSpec, compile_schema
from llmextract.strategies.base import Strategy
from llmextract.types import Document

_LONGEST = 60  # characters of a setting that the manifest spells out

Documents: TypeAlias = "str | Path | Document | Iterable[str | Path | Document]"
Schema: TypeAlias = "str | type[BaseModel] | SchemaSpec"


def as_schema(schema: Schema) -> SchemaSpec:
    """A bundled name, `path/to/file.py:Model`, a Pydantic model or a compiled schema."""
    if isinstance(schema, SchemaSpec):
        return schema
    if isinstance(schema, str):
        from llmextract.schema.load import load_schema

        return load_schema(schema)
    return compile_schema(schema)


def as_sources(documents: Documents) -> tuple[Source, ...]:
    """Files, folders, globs and `Document`s; nothing is read yet.  Raises DocumentError for what
    is not there, and UsageError if two documents would have one name."""
    from llmextract.documents import Archives, find_documents, name_documents, read_document

    given = [documents] if isinstance(documents, str | Path | Document) else list(documents)
    files = find_documents([item for item in given if not isinstance(item, Document)])
    names = name_documents(files)
    archives = Archives()
    sources = [
        Source(name, partial(read_document, file, name=name, archives=archives))
        for file, name in names.items()
    ]
    ready = [item for item in given if isinstance(item, Document)]
    sources += [Source(item.name, partial(_itself, item)) for item in ready]
    _check_names(sources)
    return tuple(sources)


def as_job(
    documents: Documents,
    schema: Schema,
    strategy: str | Strategy,
    backend: Backend,
    *,
    out: Path | None = None,
    concurrency: int | None = None,
    limit: int | None = None,
    options: Mapping[str, Any] | None = None,
    on_call: Sink | None = None,
    calibration: str | Path | Calibration | None = None,
) -> Job:
    """A job for at most `limit` of `documents`, `concurrency` at a time (default: what suits
    the backend).  `calibration` is a calibration file, `none`, or what lies beside the schema."""
    if concurrency is not None and concurrency < 1:
        raise UsageError(f"{concurrency} documents at a time", hint="use 1 or more")
    sources = as_sources(documents)
    if not sources:
        raise UsageError("no documents given", hint="name a file, a folder or a glob")
    spec, asker = as_schema(schema), as_strategy(strategy)
    calibrator = find_calibrator(
        calibration, _file_of(schema), spec.name, asker.name, backend.identity
    )
    return Job(
        sources=sources[:limit],
        schema=spec,
        strategy=asker,
        backend=backend,
        settings=settings_of(spec, asker, backend, calibrator),
        concurrency=concurrency or max(1, backend.capabilities.concurrency),
        out=out,
        options=options or {},
        on_call=on_call,
        calibrator=calibrator,
    )


def as_strategy(strategy: str | Strategy, prompts: Path | None = None) -> Strategy:
    """A strategy by name (with the prompts of a folder), or the one given."""
    if not isinstance(strategy, str):
        return strategy
    from llmextract.strategies.registry import make_strategy

    return make_strategy(strategy, prompts=prompts) if prompts else make_strategy(strategy)


def settings_of(
    schema: SchemaSpec,
    strategy: Strategy,
    backend: Backend,
    calibrator: Calibrator | None = None,
) -> Settings:
    """What records made with these depend on."""
    from llmextract.version import version

    return Settings(
        llmextract=version(),
        schema=schema.name,
        schema_sha256=schema_sha256(schema),
        strategy=strategy.name,
        strategy_options=_options_of(strategy),
        prompts=strategy.prompts,
        model=backend.identity,
        calibration=calibrator.digest if calibrator is not None else UNCALIBRATED,
    )


def as_document(text: str, name: str = "document", source: str = "") -> Document:
    """A document from a text that is already at hand."""
    return Document(name, text, _sha256(text), source=source)


def _file_of(schema: Schema) -> Path | None:
    """The file of a schema that is given by name."""
    if not isinstance(schema, str):
        return None
    from llmextract.schema.load import schema_file

    return schema_file(schema)


def _options_of(strategy: Strategy) -> dict[str, str]:
    """A strategy's own settings, if it is a dataclass; long ones (weights) as a digest.  Fields
    left out of its repr say where files lie, not what stands in them."""
    if not dataclasses.is_dataclass(strategy):
        return {}
    shown = [field.name for field in dataclasses.fields(strategy) if field.repr]
    texts = {name: repr(getattr(strategy, name)) for name in shown}
    return {name: text if len(text) <= _LONGEST else _sha256(text) for name, text in texts.items()}


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _check_names(sources: Sequence[Source]) -> None:
    seen: dict[str, str] = {}
    for source in sources:
        file = text_file(source.name)
        if file in seen:
            raise UsageError(
                f"two documents are called {source.name!r}"
                if seen[file] == source.name
                else f"the names {seen[file]!r} and {source.name!r} would share one file",
                where="documents",
                hint="rename one of them",
            )
        seen[file] = source.name


def _itself(document: Document) -> Document:
    return document
