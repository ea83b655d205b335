"""What `llmextract extract` does once its options are read."""

from __future__ import annotations

import asyncio
import contextlib
import re
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from llmextract import errors
from llmextract.batch import Job, Result, run
from llmextract.calls import CallOptions, connected, default_cache
from llmextract.cli.console import data, message, pairs
from llmextract.cli.progress import Reporter
from llmextract.jobs import as_job, as_strategy
from llmextract.record import to_json_line
from llmextract.runs import RECORDS
from llmextract.runs.views import Totals

if TYPE_CHECKING:
    from llmextract.forecast import Forecast

SOME_FAILED = 8
STOPPED = 130


@dataclass(frozen=True, slots=True)
class Order:
    """What the command line asks for.  Without `out`, records go to stdout."""

    documents: list[str]
    schema: str
    backend: str
    strategy: str
    calls: CallOptions
    concurrency: int | None
    limit: int | None
    out: Path | None
    calibration: str | None = None
    prompts: Path | None = None

    @property
    def options(self) -> dict[str, Any]:
        """For the manifest; nothing secret."""
        server = urlsplit(self.calls.base_url or "")
        return {
            "backend": self.backend,
            "server": server.hostname,
            "concurrency": self.concurrency,
            "cache": bool(self.calls.cache) and self.calls.cassette is None,
            "cassette": self.calls.cassette.name if self.calls.cassette else None,
        }


@dataclass(slots=True)
class Tally:
    """What this run has come to so far."""

    total: int = 0
    results: Totals = field(default_factory=Totals)
    reused: int = 0
    errors: list[str] = field(default_factory=list)

    def add(self, result: Result) -> None:
        """Count a result."""
        self.results.add(result.extraction)
        self.reused += result.reused
        if result.extraction.error is not None:
            self.errors.append(result.extraction.error)

    @property
    def exit_code(self) -> int:
        if not self.errors:
            return 0
        return SOME_FAILED if self.results.done else code_of(self.errors[0])


def extract(order: Order) -> int:
    """Run, print the summary and where the records are; returns the exit code."""
    tally, reporter, started = Tally(), Reporter(), time.monotonic()
    try:
        with reporter:
            asyncio.run(_run(order, tally, reporter))
    except KeyboardInterrupt:
        _stopped(order, tally)
        return STOPPED
    except errors.LLMExtractError:
        if tally.results.documents:
            _stopped(order, tally)
        raise
    _summary(tally, reporter, time.monotonic() - started)
    if order.out is not None:
        data(str(order.out / RECORDS))
    return tally.exit_code


def forecast(order: Order) -> None:
    """Print what the run would spend."""
    found = asyncio.run(_forecast(order))
    for name, value in (
        ("documents", found.documents),
        ("already finished", found.finished),
        ("unreadable", found.unreadable),
        ("to do", found.to_do),
        ("calls (estimate)", found.calls),
        ("of these in the cache", found.cached_calls),
        ("prompt tokens (estimate)", found.prompt_tokens),
        ("answer tokens (estimate)", found.completion_tokens),
        ("tokens of the cached calls", found.cached_tokens),
    ):
        data(f"{name:<27} {value:>12,}")


def default_out(schema: str, strategy: str) -> Path:
    """`runs/TIME-SCHEMA-STRATEGY`, TIME being local."""
    name = re.split(r"[:/\\]", schema)[-1]
    return Path("runs") / f"{datetime.now().astimezone():%Y%m%d-%H%M%S}-{name}-{strategy}"


def code_of(error: str) -> int:
    """The exit code of an error that a result holds as text."""
    kind = getattr(errors, error.partition(":")[0], None)
    is_ours = isinstance(kind, type) and issubclass(kind, errors.LLMExtractError)
    return int(kind.exit_code) if is_ours and kind is not None else 1


def _job(order: Order, backend: Any, reporter: Reporter | None = None) -> Job:
    return as_job(
        order.documents,
        order.schema,
        as_strategy(order.strategy, order.prompts),
        backend,
        out=order.out,
        concurrency=order.concurrency,
        limit=order.limit,
        options=order.options,
        on_call=reporter.call if reporter else None,
        calibration=order.calibration,
    )


async def _run(order: Order, tally: Tally, reporter: Reporter) -> None:
    async with connected(order.backend, order.calls) as backend:
        job = _job(order, backend, reporter)
        tally.total = len(job.sources)
        reporter.expect(tally.total)
        async with contextlib.aclosing(run(job)) as results:
            async for result in results:
                tally.add(result)
                reporter.document()
                if result.extraction.error is not None:
                    reporter.say(f"failed: {result.extraction.document}: {result.extraction.error}")
                if order.out is None:
                    data(to_json_line(result.extraction))


async def _forecast(order: Order) -> Forecast:
    from llmextract.forecast import forecast as estimate

    calls = order.calls
    with contextlib.ExitStack() as closing:
        cache = None
        if calls.cache and calls.cassette is None and default_cache().is_dir():
            from llmextract.cache import ResponseCache

            cache = closing.enter_context(ResponseCache(default_cache()))
        async with connected(order.backend, calls) as backend:
            return await estimate(_job(order, backend), cache)


def _stopped(order: Order, tally: Tally) -> None:
    message(f"stopped: {tally.results.done} of {tally.total} documents are done")
    if order.out is not None:
        message(f"go on with the same command and --out {order.out}")


def _summary(tally: Tally, reporter: Reporter, seconds: float) -> None:
    found, spent = tally.results, reporter.spent
    done = f"{found.done} done, {found.failed} failed"
    if tally.reused:
        done += f", {tally.reused} of them by an earlier run"
    worked = found.documents - tally.reused
    calls = f"{spent.calls:,} sent, {spent.failed:,} failed, {spent.cached:,} from the cache"
    rows = [
        ("documents", done),
        ("values proved", f"{found.values:,}"),
        ("values rejected", f"{found.rejected:,}"),
        ("findings", f"{found.findings:,}"),
        ("calls", calls),
        ("tokens", f"{spent.prompt_tokens:,} in, {spent.completion_tokens:,} out"),
        ("seconds", f"{seconds:.1f}" + (f", {seconds / worked:.2f} a document" if worked else "")),
    ]
    pairs(rows)
