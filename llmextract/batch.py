"""Many documents through the pipeline: so many at a time, results as they finish, resumable."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from llmextract.backends.base import Backend
from llmextract.confidence import Calibrator
from llmextract.ledger import Sink
from llmextract.pipeline import failure, is_fatal, process
from llmextract.runs import RunFolder, Settings, extraction_of
from llmextract.schema import SchemaSpec
from llmextract.strategies.base import Strategy
from llmextract.types import Document, Extraction

_In = TypeVar("_In")
_Out = TypeVar("_Out")


@dataclass(frozen=True, slots=True)
class Source:
    """A document not yet read: its name, and how to read it."""

    name: str
    read: Callable[[], Document]


@dataclass(frozen=True, slots=True)
class Job:
    """One extraction over many documents, put together.

    `concurrency` is in documents; without `out` nothing is stored; `options` are for the
    manifest only; `on_call` hears of every call as it ends; without `calibrator` confidences are
    the strategy's own.
    """

    sources: tuple[Source, ...]
    schema: SchemaSpec
    strategy: Strategy
    backend: Backend
    settings: Settings
    concurrency: int = 1
    out: Path | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    on_call: Sink | None = None
    calibrator: Calibrator | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What is known about the document at `index` of the job; `reused` if an earlier run had
    finished it."""

    index: int
    extraction: Extraction
    reused: bool = False


async def run(job: Job) -> AsyncGenerator[Result, None]:
    """Yield a result for each document as it finishes; each is stored before it is yielded.

    A document's own errors stand in its result.  Raises what would fail for every document:
    BackendUnavailable, UsageError, RunError.  Close the iterator (`contextlib.aclosing`) when
    leaving it early, so that the run folder is put in order.
    """
    names = [source.name for source in job.sources]
    with contextlib.ExitStack() as stack:
        folder = None
        if job.out is not None:
            folder = stack.enter_context(RunFolder(job.out, job.settings, job.options, names))
        work = partial(_one, job, folder)
        async with contextlib.aclosing(
            _in_parallel(work, enumerate(job.sources), job.concurrency)
        ) as results:
            async for result in results:
                yield result
        if folder is not None:
            folder.complete()


async def _one(job: Job, folder: RunFolder | None, place: tuple[int, Source]) -> Result:
    """Read, process and store one document."""
    index, source = place
    try:
        document = await asyncio.to_thread(source.read)
    except Exception as error:
        if is_fatal(error):
            raise
        unread = failure(source.name, error)
        if folder is not None:
            folder.add_unread(unread)
        return Result(index, unread)
    if folder is not None and (line := folder.finished(document)) is not None:
        return Result(index, extraction_of(line), reused=True)
    listeners: list[Sink] = [folder.log_call] if folder is not None else []
    if job.on_call is not None:
        listeners.append(job.on_call)
    extraction = await process(
        document,
        job.schema,
        job.strategy,
        job.backend,
        listeners=listeners,
        calibrator=job.calibrator,
    )
    if folder is not None:
        folder.add(document, extraction)
    return Result(index, extraction)


async def _in_parallel(
    work: Callable[[_In], Awaitable[_Out]], items: Iterable[_In], limit: int
) -> AsyncGenerator[_Out, None]:
    """Results of `work` on each item as they come, at most `limit` at work at a time.

    The first exception ends it, once the results that came with it are out.
    """
    waiting = iter(items)
    at_work: set[asyncio.Task[_Out]] = set()
    try:
        while True:
            for item in waiting:
                at_work.add(asyncio.ensure_future(work(item)))
                if len(at_work) >= limit:
                    break
            if not at_work:
                return
            done, at_work = await asyncio.wait(at_work, return_when=asyncio.FIRST_COMPLETED)
            for task in sorted(done, key=lambda task: task.exception() is not None):
                yield task.result()
    finally:
        for task in at_work:
            task.cancel()
        await asyncio.gather(*at_work, return_exceptions=True)
