"""Retry: what can pass is tried again, within bounds, and every try is counted."""

from __future__ import annotations

from email.utils import formatdate
from time import time

import pytest

from llmextract.backends.openai import OpenAIBackend
from llmextract.backends.scripted import ScriptedBackend
from llmextract.errors import AnswerError, BackendUnavailable, TransportError
from llmextract.retry import RetryingBackend, RetryPolicy
from llmextract.types import Message, Request

from .server import Reply, closed_port, serving

pytestmark = pytest.mark.anyio
REQUEST = Request((Message("user", "几件？"),), max_tokens=5)


def busy(retry_after: float | None = None) -> TransportError:
    return TransportError("busy", retryable=True, retry_after=retry_after)


class Naps(list[float]):
    """Stands in for sleeping: notes for how long."""

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)


def retrying(script, naps: Naps, **policy) -> tuple[RetryingBackend, ScriptedBackend]:
    inner = ScriptedBackend(script)
    return RetryingBackend(inner, RetryPolicy(**policy), sleep=naps), inner


async def test_tries_are_counted():
    """Two failures that passed and an answer make three attempts."""
    naps = Naps()
    backend, _ = retrying([busy(), busy(), "好"], naps)
    answer = await backend.complete(REQUEST)
    assert (answer.text, answer.attempts, len(naps)) == ("好", 3, 2)


@pytest.mark.parametrize("first", [0.5, 1.0, 3.0])
async def test_waits_double_up_to_the_longest(first):
    """Each wait lies between its doubled base and that plus one `first`, below `longest`."""
    naps = Naps()
    backend, _ = retrying([busy()] * 6, naps, tries=6, first=first, longest=8.0)
    with pytest.raises(TransportError):
        await backend.complete(REQUEST)
    assert len(naps) == 5
    for number, nap in enumerate(naps):
        least = first * 2.0**number
        assert min(8.0, least) <= nap <= min(8.0, least + first)


async def test_retry_after_is_honoured_exactly():
    """The server's own wait takes the place of the doubled one."""
    naps = Naps()
    backend, _ = retrying([busy(17.0), busy(0.0), "好"], naps)
    await backend.complete(REQUEST)
    assert naps == [17.0, 0.0]


async def test_tries_are_bounded():
    """After `tries` tries the last error is raised, and says how many there were."""
    naps = Naps()
    backend, inner = retrying([busy()] * 9, naps, tries=3)
    with pytest.raises(TransportError) as caught:
        await backend.complete(REQUEST)
    assert (len(inner.requests), len(naps), caught.value.attempts) == (3, 2, 3)


async def test_time_is_bounded():
    """A wait that would go beyond `total` seconds is not begun."""
    naps = Naps()
    backend, inner = retrying([busy(40.0)] * 9, naps, tries=9, total=100.0)
    with pytest.raises(TransportError):
        await backend.complete(REQUEST)
    assert (naps, len(inner.requests)) == ([40.0, 40.0], 3)


async def test_a_server_that_asks_for_an_hour_is_not_waited_for():
    """Retry-After beyond the budget ends the tries at once."""
    naps = Naps()
    backend, _ = retrying([busy(3600.0), "好"], naps)
    with pytest.raises(TransportError):
        await backend.complete(REQUEST)
    assert naps == []


@pytest.mark.parametrize(
    "error", [TransportError("HTTP 400"), BackendUnavailable("no key"), AnswerError("not JSON")]
)
async def test_what_will_fail_again_is_not_tried_again(error):
    """Errors that are not retryable are raised after one try."""
    naps = Naps()
    backend, inner = retrying([error, "好"], naps)
    with pytest.raises(type(error)):
        await backend.complete(REQUEST)
    assert (len(inner.requests), naps) == (1, [])


@pytest.mark.parametrize(
    "first",
    [
        Reply(429, {"error": {"message": "slow down"}}, {"Retry-After": "2"}),
        Reply(500, {"error": {"message": "oops"}}, {"Retry-After": "2"}),
        Reply(503, b"", {"Retry-After": formatdate(time() + 2.5, usegmt=True)}),
        Reply(reset=True),
    ],
)
async def test_a_server_that_recovers_is_asked_again(first):
    """Over real HTTP: one bad reply, then a good one, is an answer in two attempts."""
    naps = Naps()
    with serving(first, Reply()) as server:
        backend = RetryingBackend(OpenAIBackend("m", server.url, "key"), sleep=naps)
        answer = await backend.complete(REQUEST)
        await backend.aclose()
    assert (answer.text, answer.attempts, len(naps)) == ("好", 2, 1)
    assert 0.0 <= naps[0] <= 2.5


@pytest.mark.parametrize("status", [400, 401, 404])
async def test_a_server_that_refuses_is_asked_once(status):
    """Over real HTTP: what is wrong with the request is not sent twice."""
    naps = Naps()
    with serving(Reply(status, {"error": {"message": "no"}}), Reply()) as server:
        backend = RetryingBackend(OpenAIBackend("m", server.url, "key"), sleep=naps)
        with pytest.raises((TransportError, BackendUnavailable)):
            await backend.complete(REQUEST)
        await backend.aclose()
    assert (len(server.seen), naps) == (1, [])


async def test_a_server_that_is_not_there_is_given_up():
    """A refused connection is tried as often as the policy says."""
    naps = Naps()
    inner = OpenAIBackend("m", f"http://127.0.0.1:{closed_port()}/v1", "key")
    backend = RetryingBackend(inner, RetryPolicy(tries=3), sleep=naps)
    with pytest.raises(TransportError) as caught:
        await backend.complete(REQUEST)
    await backend.aclose()
    assert (len(naps), caught.value.attempts) == (2, 3)
