"""Sending the same request again when what went wrong can pass."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from llmextract.backends.base import Backend, Capabilities
from llmextract.errors import BackendError, TransportError
from llmextract.types import Completion, Request

if TYPE_CHECKING:
    from tenacity import RetryCallState

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """At most `tries` tries within `total` seconds.

    Waits double from `first` to at most `longest` seconds, each with up to `first` added by
    chance so that callers spread out; a server's Retry-After takes their place.
    """

    tries: int = 5
    first: float = 1.0
    longest: float = 60.0
    total: float = 300.0


DEFAULT_RETRY = RetryPolicy()


class RetryingBackend:
    """Tries `inner` again after a retryable TransportError, and after nothing else.

    Re-asking a model for a better answer is another matter, with its own budget.
    """

    def __init__(
        self,
        inner: Backend,
        policy: RetryPolicy = DEFAULT_RETRY,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._inner, self._policy, self._sleep = inner, policy, sleep

    @property
    def identity(self) -> str:
        return self._inner.identity

    @property
    def capabilities(self) -> Capabilities:
        return self._inner.capabilities

    async def complete(self, request: Request) -> Completion:
        """The completion with all tries counted in `attempts`, or the last try's error."""
        from tenacity import AsyncRetrying, retry_if_exception, wait_exponential_jitter

        policy = self._policy
        doubling = wait_exponential_jitter(
            multiplier=policy.first, max=policy.longest, jitter=policy.first
        )

        def wait(state: RetryCallState) -> float:
            asked = _failure(state).retry_after
            return doubling(state) if asked is None else asked

        retrying = AsyncRetrying(
            sleep=self._sleep,
            retry=retry_if_exception(_can_pass),
            wait=wait,
            stop=self._is_over,
            before_sleep=_say,
            reraise=True,
        )
        try:
            completion: Completion = await retrying(self._inner.complete, request)
        except BackendError as error:
            error.attempts = retrying.statistics["attempt_number"]
            raise
        return replace(completion, attempts=retrying.statistics["attempt_number"])

    async def aclose(self) -> None:
        await self._inner.aclose()

    def _is_over(self, state: RetryCallState) -> bool:
        spent = max(state.idle_for, state.seconds_since_start or 0.0)
        return (
            state.attempt_number >= self._policy.tries
            or spent + state.upcoming_sleep > self._policy.total
        )


def _can_pass(error: BaseException) -> bool:
    return isinstance(error, TransportError) and error.retryable


def _failure(state: RetryCallState) -> TransportError:
    error = state.outcome.exception() if state.outcome else None
    assert isinstance(error, TransportError)
    return error


def _say(state: RetryCallState) -> None:
    _log.info(
        "try %d failed, next in %.1f s: %s",
        state.attempt_number,
        state.upcoming_sleep,
        _failure(state),
    )
