"""What a run would spend."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

import pytest

from llmextract.backends.scripted import ScriptedBackend
from llmextract.cache import CachedBackend, ResponseCache
from llmextract.errors import PromptError
from llmextract.forecast import forecast
from llmextract.jobs import as_job
from llmextract.strategies.base import Outcome
from llmextract.types import Message, Request
from tests.runs.fakes import SCHEMA, AskEach, answer, documents


@dataclass(frozen=True)
class AskAll(AskEach):
    """Asks questions of its own, all at a time, and makes nothing of the answers."""

    questions: tuple[str, ...] = ()

    async def extract(self, analysis, schema, backend) -> Outcome:
        asked = [Request((Message("user", text),), 9) for text in self.questions]
        await asyncio.gather(*(backend.complete(request) for request in asked))
        return Outcome(())


def job(questions: tuple[str, ...]):
    return as_job(documents(1), SCHEMA, AskAll(questions=questions), ScriptedBackend(answer))


def test_calls_in_the_cache_are_counted_wherever_they_stand(tmp_path: Path) -> None:
    """A question whose answer is missing hides none of the others; nothing is sent or kept."""
    with ResponseCache(tmp_path) as cache:
        backend = CachedBackend(ScriptedBackend(answer), cache)
        for text in ("b", "d"):
            asyncio.run(backend.complete(Request((Message("user", text),), 9)))
        work = job(("a", "b", "c", "d"))
        found = asyncio.run(forecast(work, cache))
        assert found.cached_calls == 2
        assert found.cached_tokens == 2 * len("x" + "null")
        assert cache.stats().entries == 2
    assert work.backend.requests == []


def test_an_error_that_every_document_would_meet_is_raised(tmp_path: Path) -> None:
    """A broken prompt is told by the dry run too."""

    @dataclass(frozen=True)
    class Broken(AskEach):
        async def extract(self, analysis, schema, backend) -> Outcome:
            raise PromptError("broken", where="p.md", hint="mend it")

    work = as_job(documents(1), SCHEMA, Broken(), ScriptedBackend(answer))
    with ResponseCache(tmp_path) as cache, pytest.raises(PromptError):
        asyncio.run(forecast(work, cache))
