"""Killed at any moment, a run goes on where it was and pays for nothing twice."""

import asyncio
import hashlib
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from llmextract.backends.scripted import ScriptedBackend
from llmextract.batch import run
from llmextract.cache import CachedBackend, ResponseCache
from llmextract.jobs import as_job
from llmextract.runs import RunReader
from llmextract.types import Completion, Extraction, Request
from tests.runs.fakes import SCHEMA, AskEach, answer, documents

COUNT = 8  # documents, of two calls each


class Answered(CachedBackend):
    """Notes in a file which requests have been answered."""

    def __init__(self, inner: ScriptedBackend, cache: ResponseCache, log: Path) -> None:
        super().__init__(inner, cache)
        self._log = log

    async def complete(self, request: Request) -> Completion:
        completion = await super().complete(request)
        note(self._log, request)
        return completion


def note(log: Path, request: Request) -> None:
    with log.open("a") as file:
        file.write(hashlib.sha256(request.messages[0].content.encode()).hexdigest() + "\n")


def work(folder: Path) -> None:
    """The run that is killed: before each answer it waits for a line on its standard input."""

    def slow(request: Request) -> str | Exception:
        note(folder / "sent", request)
        print("sent", flush=True)
        sys.stdin.readline()
        return answer(request)

    async def collect() -> None:
        with ResponseCache(folder / "cache") as cache:
            backend = Answered(ScriptedBackend(slow), cache, folder / "answered")
            job = as_job(
                documents(COUNT), SCHEMA, AskEach(), backend, out=folder / "run", concurrency=3
            )
            async for _ in run(job):
                pass

    asyncio.run(collect())


def start(folder: Path) -> subprocess.Popen[str]:
    code = "import sys; from pathlib import Path; from tests.test_kill import work; "
    return subprocess.Popen(
        [sys.executable, "-c", f"{code} work(Path(sys.argv[1]))", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    )


def kill_after(calls: int, folder: Path) -> None:
    """Let so many calls be answered, then kill without waiting for what follows from the last."""
    with start(folder) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for _ in range(calls):
            assert process.stdout.readline() == "sent\n"
            process.stdin.write("go\n")
        os.kill(process.pid, signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL


def finish(folder: Path) -> None:
    with start(folder) as process:
        process.communicate("go\n" * 2 * COUNT, timeout=120)
    assert process.returncode == 0


def outcome(folder: Path) -> list[Extraction]:
    """What the run found; which calls came from the cache is the one thing a kill may change."""
    found = RunReader(folder / "run").extractions()
    return [replace(e, usage=replace(e.usage, cached_calls=0)) for e in found]


def noted(log: Path) -> list[str]:
    return log.read_text().split() if log.exists() else []


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory) -> list[Extraction]:
    folder = tmp_path_factory.mktemp("undisturbed")
    finish(folder)
    return outcome(folder)


@pytest.mark.parametrize("calls", [1, 4, 9, 15])
def test_a_killed_run_goes_on(calls, tmp_path, undisturbed) -> None:
    """After SIGKILL the next run gives the records of an undisturbed one, and sends no call that
    had been answered."""
    kill_after(calls, tmp_path)
    answered, before = noted(tmp_path / "answered"), len(noted(tmp_path / "sent"))
    assert calls - 3 <= len(answered) <= calls  # three documents are at work at a time
    finish(tmp_path)
    assert outcome(tmp_path) == undisturbed
    sent_again = noted(tmp_path / "sent")[before:]
    assert not set(sent_again) & set(answered)
    assert len(sent_again) >= 2 * COUNT - calls


def test_killed_again_and_again(tmp_path, undisturbed) -> None:
    """Five kills in a row lose nothing: every run gets further, and the end is the same."""
    for _ in range(5):
        kill_after(2, tmp_path)
    finish(tmp_path)
    assert outcome(tmp_path) == undisturbed
