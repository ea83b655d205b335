"""The Python API: documents and a schema in, proved records out."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from llmextract.backends.base import Backend
from llmextract.batch import Result, run
from llmextract.calls import CallOptions, connected
from llmextract.jobs import Documents, Schema, as_job
from llmextract.strategies.base import Strategy
from llmextract.types import Extraction


async def astream(
    documents: Documents,
    schema: Schema,
    *,
    backend: str | Backend = "local",
    strategy: str | Strategy = "link",
    out: str | Path | None = None,
    concurrency: int | None = None,
    calibration: str | Path | None = None,
    calls: CallOptions | None = None,
) -> AsyncGenerator[Extraction, None]:
    """Yield the extraction of each document as it finishes; memory stays flat.

    documents    a path (file, folder or glob), a `Document`, or several of these
    schema       a bundled name, `path/to/file.py:Model`, or a Pydantic model
    backend      `local`, `openai:MODEL` …, or a backend of your own
    strategy     `link`, `direct`, or a strategy of your own
    out          a run folder: results are stored there, and documents that an earlier run
                 finished under the same settings are not done again
    concurrency  documents at a time; default: what suits the backend
    calibration  a file of `llmextract calibrate`, or `none`; default: the one beside the schema
    calls        cache, cassette, base URL, key

    A document that fails has `error` set and `record` None; the others go on.  Raises
    UsageError, SchemaError, DocumentError (a path that is not there), BackendUnavailable and
    RunError.  Leave it early through `contextlib.aclosing`.
    """
    results = _results(documents, schema, backend, strategy, out, concurrency, calibration, calls)
    async with contextlib.aclosing(results):
        async for result in results:
            yield result.extraction


async def aextract(
    documents: Documents,
    schema: Schema,
    *,
    backend: str | Backend = "local",
    strategy: str | Strategy = "link",
    out: str | Path | None = None,
    concurrency: int | None = None,
    calibration: str | Path | None = None,
    calls: CallOptions | None = None,
) -> list[Extraction]:
    """The extractions of all documents, in the documents' order.  See `astream`."""
    results = _results(documents, schema, backend, strategy, out, concurrency, calibration, calls)
    async with contextlib.aclosing(results):
        found = [result async for result in results]
    return [result.extraction for result in sorted(found, key=lambda result: result.index)]


def extract(
    documents: Documents,
    schema: Schema,
    *,
    backend: str | Backend = "local",
    strategy: str | Strategy = "link",
    out: str | Path | None = None,
    concurrency: int | None = None,
    calibration: str | Path | None = None,
    calls: CallOptions | None = None,
) -> list[Extraction]:
    """`aextract` without async; works inside a running event loop (a notebook) too."""
    work = aextract(
        documents, schema, backend=backend, strategy=strategy, out=out,
        concurrency=concurrency, calibration=calibration, calls=calls,
    )  # fmt: skip
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1, "llmextract") as pool:
        return pool.submit(asyncio.run, work).result()


async def _results(
    documents: Documents,
    schema: Schema,
    backend: str | Backend,
    strategy: str | Strategy,
    out: str | Path | None,
    concurrency: int | None,
    calibration: str | Path | None,
    calls: CallOptions | None,
) -> AsyncGenerator[Result, None]:
    options = calls or CallOptions(concurrency=concurrency)
    folder = Path(out) if out is not None else None
    async with connected(backend, options) as ready:
        job = as_job(
            documents, schema, strategy, ready, out=folder, concurrency=concurrency,
            calibration=calibration,
        )  # fmt: skip
        async with contextlib.aclosing(run(job)) as results:
            async for result in results:
                yield result
