"""Running the setups of a matrix, one after another or several at a time."""

from __future__ import annotations

import json
import multiprocessing
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from multiprocessing.process import BaseProcess
from pathlib import Path

from llmextract.calls import CallOptions
from llmextract.errors import RunError
from llmextract.matrix.plan import Plan, Setup
from llmextract.matrix.work import Task, work
from llmextract.runs.files import replacing, run_errors
from llmextract.runs.lock import FolderLock

FAILURES = "failures.json"
_PATIENCE = 10.0  # seconds that a process has to put its folder in order


def run_matrix(
    plan: Plan, out: Path, *, jobs: int = 1, say: Callable[[str], None] = lambda _: None
) -> None:
    """Run each setup of `plan` into a folder of its name under `out`, `jobs` at a time.

    What an earlier run finished is not done again.  A setup that fails does not stop the others:
    why stands in failures.json.  `say` hears what begins and ends.  Raises RunError if `out`
    cannot be written or another process works there.
    """
    with run_errors(out):
        out.mkdir(parents=True, exist_ok=True)
    lock = FolderLock(out)
    try:
        _run(plan, out, jobs, say)
    finally:
        lock.release()


def tasks(plan: Plan, out: Path) -> list[Task]:
    """What there is to run, and where to."""
    return [_task(plan, setup, out / setup.name) for setup in plan.setups]


def _task(plan: Plan, setup: Setup, folder: Path) -> Task:
    calls = CallOptions(
        base_url=plan.base_url or None,
        cache=setup.cassette is None and bool(setup.backend),
        cassette=setup.cassette,
        record=plan.record,
        digests=plan.digests,
    )
    return Task(setup, plan.documents, folder, calls)


def _run(plan: Plan, out: Path, jobs: int, say: Callable[[str], None]) -> None:
    failures = read_failures(out)
    workers = _Workers()
    with ThreadPoolExecutor(jobs, "matrix") as pool:
        waiting = {pool.submit(workers.run, task, say): task.setup for task in tasks(plan, out)}
        try:
            for done in as_completed(waiting):
                failures.pop(waiting[done].name, None)
                if reason := done.result():
                    failures[waiting[done].name] = reason
                _write_failures(out, failures)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            workers.stop()
            raise


def read_failures(out: Path) -> dict[str, str]:
    """What ended setups before their documents were done, by name of the setup."""
    path = out / FAILURES
    with run_errors(path):
        text = path.read_text("utf-8") if path.exists() else "{}"
    try:
        found = json.loads(text)
        return {str(name): str(reason) for name, reason in found.items()}
    except (ValueError, AttributeError) as error:
        raise RunError("cannot be read", where=str(path), hint="delete it, run again") from error


class _Workers:
    """The processes at work."""

    def __init__(self) -> None:
        self._spawn = multiprocessing.get_context("spawn")
        self._alive: set[BaseProcess] = set()
        self._stopped = threading.Event()

    def run(self, task: Task, say: Callable[[str], None]) -> str:
        """The error that ended the task's process, "" for none."""
        name, started = task.setup.name, time.monotonic()
        if self._stopped.is_set():
            return "stopped"
        say(f"{name}: begins")
        here, there = self._spawn.Pipe(duplex=False)
        process = self._spawn.Process(target=work, args=(task, there), name=name)
        process.start()
        self._alive.add(process)
        there.close()  # so that the end of the process is the end of the pipe
        try:
            reason = str(here.recv())
        except EOFError:
            process.join()
            reason = f"the process ended with code {process.exitcode}"
        process.join()
        self._alive.discard(process)
        say(f"{name}: {reason or 'done'}, {time.monotonic() - started:.1f} s")
        return reason

    def stop(self) -> None:
        """Ctrl-C reaches every process by itself; what does not end in time is ended."""
        self._stopped.set()
        for process in tuple(self._alive):
            process.join(_PATIENCE)
            process.terminate()


def _write_failures(out: Path, failures: Mapping[str, str]) -> None:
    path = out / FAILURES
    with run_errors(path), replacing(path) as file:
        file.write(json.dumps(failures, ensure_ascii=False, indent=2).encode() + b"\n")
