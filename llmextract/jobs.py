"""From what a caller names (a schema, documents, a backend) to a job that can be run."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from pydantic import BaseModel

from llmextract.backends.base import Backend
from llmextract.batch import Job, Source
from llmextract.errors import UsageError
from llmextract.ledger import Sink
from llmextract.runs import Settings, schema_sha256
from llmextract.runs.names import text_file
from llmextract.schema import SchemaSpec, compile_schema
from llmextract.strategies.base import Strategy
from llmextract.types import Document

if TYPE_CHECKING:
    from llmextract.cache import ResponseCache

Documents: TypeAlias = "str | Path | Document | Iterable[str | Path | Document]"
Schema: TypeAlias = "str | type[BaseModel] | SchemaSpec"


@dataclass(frozen=True, slots=True)
class CallOptions:
    """How calls are made and kept.

    cache        True: the user's response cache; a path: a cache there; False: none
    cassette     replay calls from this file, and make no others (the cache is left out)
    record       add calls that the cassette does not hold
    concurrency  calls at a time; default: what suits the backend
    timeout      seconds a try may take; default: the backend's own
    n_ctx        tokens of context a call, for a local model
    reproducible the same request gives the same answer (local models; slower)
    """

    base_url: str | None = None
    api_key: str | None = None
    cache: bool | Path = True
    cassette: Path | None = None
    record: bool = False
    concurrency: int | None = None
    timeout: float | None = None
    n_ctx: int = 8192
    reproducible: bool = False

    def __repr__(self) -> str:
        return f"CallOptions(cache={self.cache!r}, cassette={self.cassette!r}, …)"


@contextlib.asynccontextmanager
async def connected(backend: str | Backend, options: CallOptions) -> AsyncIterator[Backend]:
    """A backend ready for use, closed afterwards.

    One given by name gets retries and the response cache; one given as an object is used, and
    left open, as it is.
    """
    if not isinstance(backend, str):
        yield backend
        return
    with contextlib.ExitStack() as closing:
        ready = _assemble(backend, options, closing)
        try:
            yield ready
        finally:
            await ready.aclose()


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
    from llmextract.documents import find_documents, name_documents, read_document

    given = [documents] if isinstance(documents, str | Path | Document) else list(documents)
    files = find_documents([item for item in given if not isinstance(item, Document)])
    names = name_documents(files)
    sources = [
        Source(name, partial(read_document, file, name=name)) for file, name in names.items()
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
) -> Job:
    """A job for at most `limit` of `documents`, `concurrency` at a time (default: what suits
    the backend)."""
    if concurrency is not None and concurrency < 1:
        raise UsageError(f"{concurrency} documents at a time", hint="use 1 or more")
    sources = as_sources(documents)
    if not sources:
        raise UsageError("no documents given", hint="name a file, a folder or a glob")
    spec, asker = as_schema(schema), as_strategy(strategy)
    return Job(
        sources=sources[:limit],
        schema=spec,
        strategy=asker,
        backend=backend,
        settings=settings_of(spec, asker, backend),
        concurrency=concurrency or max(1, backend.capabilities.concurrency),
        out=out,
        options=options or {},
        on_call=on_call,
    )


def as_strategy(strategy: str | Strategy) -> Strategy:
    """A strategy by name, or the one given."""
    if not isinstance(strategy, str):
        return strategy
    from llmextract.strategies.registry import make_strategy

    return make_strategy(strategy)


def settings_of(schema: SchemaSpec, strategy: Strategy, backend: Backend) -> Settings:
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
    )


def as_document(text: str, name: str = "document", source: str = "") -> Document:
    """A document from a text that is already at hand."""
    return Document(name, text, hashlib.sha256(text.encode()).hexdigest(), source=source)


def default_cache() -> Path:
    """The folder of the user's response cache."""
    from llmextract.backends.weights import cache_folder

    return cache_folder() / "responses"


def _assemble(name: str, options: CallOptions, closing: contextlib.ExitStack) -> Backend:
    from llmextract.backends.registry import make_backend
    from llmextract.backends.stack import stack

    backend = make_backend(
        name,
        base_url=options.base_url,
        api_key=options.api_key,
        timeout=options.timeout,
        concurrency=options.concurrency,
        n_ctx=options.n_ctx,
        reproducible=options.reproducible,
    )
    if options.cassette is not None:
        mode = "record" if options.record else "replay"
        return stack(backend, cassette=options.cassette, cassette_mode=mode)
    return stack(backend, cache=_open_cache(options.cache, closing))


def _open_cache(cache: bool | Path, closing: contextlib.ExitStack) -> ResponseCache | None:
    from llmextract.cache import ResponseCache

    if cache is False:
        return None
    return closing.enter_context(ResponseCache(default_cache() if cache is True else cache))


def _options_of(strategy: Strategy) -> dict[str, Any]:
    """A strategy's own settings, if it is a dataclass."""
    if not dataclasses.is_dataclass(strategy):
        return {}
    return {f.name: repr(getattr(strategy, f.name)) for f in dataclasses.fields(strategy)}


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
