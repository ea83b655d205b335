"""What a run would spend, without asking anything."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from llmextract.analyse import analyse
from llmextract.backends.base import Backend, Capabilities
from llmextract.batch import Job, Source
from llmextract.cache import ResponseCache, cache_key
from llmextract.errors import LLMExtractError
from llmextract.pipeline import is_fatal
from llmextract.runs.records import RECORDS, read_entries
from llmextract.tables import read_tables, with_tables
from llmextract.types import Completion, Document, Request


@dataclass(slots=True)
class Forecast:
    """`calls` and tokens are estimates for the documents still `to_do`; of these calls,
    `cached_calls` are already in the cache and would not be sent."""

    documents: int = 0
    finished: int = 0
    unreadable: int = 0
    to_do: int = 0
    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_calls: int = 0
    cached_tokens: int = 0


async def forecast(job: Job, cache: ResponseCache | None = None) -> Forecast:
    """Estimate `job`; nothing is sent or written."""
    total = Forecast(documents=len(job.sources))
    entries = read_entries(job.out / RECORDS)[0] if job.out is not None else {}
    for source in job.sources:
        document = await _read(source)
        if document is None:
            total.unreadable += 1
            continue
        entry = entries.get(document.name)
        if entry is not None and entry.holds(job.settings.key_of(document.sha256)):
            total.finished += 1
        else:
            await _add(total, job, document, cache)
    return total


async def _add(total: Forecast, job: Job, document: Document, cache: ResponseCache | None) -> None:
    analysis = await asyncio.to_thread(analyse, document)
    tables = await asyncio.to_thread(read_tables, analysis, job.schema)
    analysis = with_tables(analysis, tables)
    estimate = job.strategy.estimate(analysis, job.schema)
    total.to_do += 1
    total.calls += estimate.calls
    total.prompt_tokens += estimate.prompt_tokens
    total.completion_tokens += estimate.completion_tokens
    if cache is not None:
        probe = _Probe(job.backend, cache)
        try:
            await job.strategy.extract(analysis, job.schema, probe)
        except Exception as error:  # a strategy may make nothing of an empty answer
            if is_fatal(error):
                raise
        total.cached_calls += probe.calls
        total.cached_tokens += probe.tokens


async def _read(source: Source) -> Document | None:
    try:
        return await asyncio.to_thread(source.read)
    except LLMExtractError:
        return None


class _Probe:
    """Answers from the cache alone, and counts what it could answer.

    What is not there gets an empty answer, so that a strategy goes on to its other questions;
    those that would follow from a missing answer are not counted.
    """

    def __init__(self, backend: Backend, cache: ResponseCache) -> None:
        self._backend, self._cache = backend, cache
        self.calls = self.tokens = 0

    @property
    def identity(self) -> str:
        return self._backend.identity

    @property
    def capabilities(self) -> Capabilities:
        return self._backend.capabilities

    async def complete(self, request: Request) -> Completion:
        found = self._cache.get(cache_key(self.identity, request))
        if found is None:
            return Completion("", "stop", 0, 0, 0.0, self.identity)
        self.calls += 1
        self.tokens += found.prompt_tokens + found.completion_tokens
        return found

    async def aclose(self) -> None:
        """The backend is not this one's to close."""
