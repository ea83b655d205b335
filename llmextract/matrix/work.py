"""One setup, run in a process of its own, which frees what it needs and keeps what it breaks."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import threading
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from llmextract.batch import run
from llmextract.calls import CallOptions, connected
from llmextract.errors import LLMExtractError
from llmextract.jobs import as_job, as_strategy
from llmextract.matrix.plan import Setup
from llmextract.runs.records import RECORDS, read_entries

if TYPE_CHECKING:
    from llmextract.batch import Job


@dataclass(frozen=True, slots=True)
class Task:
    """A setup, and where its run goes."""

    setup: Setup
    documents: tuple[str, ...]
    out: Path
    calls: CallOptions


def work(task: Task, answer: Connection) -> None:
    """Run `task`; answers the error that ended it, as text, or "" for none."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        asyncio.run(carry_out(task))
    except KeyboardInterrupt:
        answer.send("stopped")
    except LLMExtractError as error:
        answer.send(f"{type(error).__name__}: {error}")
    except Exception as error:
        answer.send(f"{type(error).__name__}: {error}  → this is a fault of llmextract: report it")
    else:
        answer.send("")


def _end_with_parent() -> None:
    """A model that nobody waits for any more must not go on using the machine."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


async def carry_out(task: Task) -> None:
    """Extract what is not extracted yet; without anything left, nothing is opened or started."""
    backend = task.setup.backend or "local"
    offline = CallOptions(base_url=task.calls.base_url, cache=False)
    async with connected(backend, offline) as named:
        if not await asyncio.to_thread(_left, _job(task, named)):
            return
    async with (
        connected(backend, task.calls) as ready,
        contextlib.aclosing(run(_job(task, ready))) as results,
    ):
        async for _ in results:
            pass


def _job(task: Task, backend: object) -> Job:
    setup, calls = task.setup, task.calls
    return as_job(
        task.documents,
        setup.schema,
        as_strategy(setup.strategy, setup.prompts),
        backend,  # type: ignore[arg-type]
        out=task.out,
        options={
            "backend": setup.backend,
            "prompts": setup.prompts_name,
            "cassette": calls.cassette.name if calls.cassette else None,
        },
    )


def _left(job: Job) -> int:
    """How many documents an earlier run did not finish under these settings."""
    assert job.out is not None
    entries = read_entries(job.out / RECORDS)[0]
    left = 0
    for source in job.sources:
        entry = entries.get(source.name)
        try:
            key = job.settings.key_of(source.read().sha256)
        except LLMExtractError:
            key = ""
        left += entry is None or not entry.holds(key)
    return left
