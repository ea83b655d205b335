"""One row for every call: what was asked for, what it cost, how it ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter
from typing import TypeAlias

from llmextract.backends.base import Backend, Capabilities
from llmextract.errors import BackendError
from llmextract.types import Completion, Request


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One call.  `time` is when it ended (ISO 8601, UTC).

    From the cache (`cached`), tokens and seconds are those of the call that was once made, and
    `attempts` is 0: sum over rows that are not cached for what a run spent.  A failed call has
    an `error` (its kind and message), an empty `finish_reason` and no tokens.
    """

    time: str
    document: str
    purpose: str
    identity: str
    prompt_tokens: int
    completion_tokens: int
    cached_prompt_tokens: int
    seconds: float
    cached: bool
    attempts: int
    finish_reason: str
    error: str | None = None


Sink: TypeAlias = Callable[[LedgerRow], None]


class LedgerBackend:
    """Hands a row to `sink` after every call, answered, failed or cancelled.  Outermost wrapper."""

    def __init__(
        self,
        inner: Backend,
        sink: Sink,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._inner, self._sink, self._now = inner, sink, now

    @property
    def identity(self) -> str:
        return self._inner.identity

    @property
    def capabilities(self) -> Capabilities:
        return self._inner.capabilities

    async def complete(self, request: Request) -> Completion:
        started = perf_counter()
        try:
            completion = await self._inner.complete(request)
        except BaseException as error:
            self._sink(self._failed(request, error, perf_counter() - started))
            raise
        self._sink(self._answered(request, completion))
        return completion

    async def aclose(self) -> None:
        await self._inner.aclose()

    def _answered(self, request: Request, completion: Completion) -> LedgerRow:
        return LedgerRow(
            time=self._time(),
            document=request.document,
            purpose=request.purpose,
            identity=self._inner.identity,
            prompt_tokens=completion.prompt_tokens,
            completion_tokens=completion.completion_tokens,
            cached_prompt_tokens=completion.cached_prompt_tokens,
            seconds=round(completion.seconds, 4),
            cached=completion.cached,
            attempts=completion.attempts,
            finish_reason=completion.finish_reason,
        )

    def _failed(self, request: Request, error: BaseException, seconds: float) -> LedgerRow:
        return LedgerRow(
            time=self._time(),
            document=request.document,
            purpose=request.purpose,
            identity=self._inner.identity,
            prompt_tokens=0,
            completion_tokens=0,
            cached_prompt_tokens=0,
            seconds=round(seconds, 4),
            cached=False,
            attempts=error.attempts if isinstance(error, BackendError) else 1,
            finish_reason="",
            error=f"{type(error).__name__}: {error}".removesuffix(": "),
        )

    def _time(self) -> str:
        return self._now().isoformat(timespec="milliseconds")
