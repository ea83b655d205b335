"""The ledger: a row for every call, however it ends."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from llmextract.backends.scripted import ScriptedBackend
from llmextract.backends.stack import stack
from llmextract.cache import ResponseCache
from llmextract.errors import TransportError
from llmextract.ledger import LedgerBackend, LedgerRow
from llmextract.types import Completion, Message, Request

pytestmark = pytest.mark.anyio
REQUEST = Request((Message("user", "几件？"),), 5, purpose="count", document="jia.txt")
ANSWER = Completion("好", "stop", 9, 2, 1.25, "m", attempts=2, cached_prompt_tokens=4)


def noon() -> datetime:
    return datetime(2024, 3, 1, 12, tzinfo=UTC)


async def test_an_answered_call_is_one_row():
    """The row carries document, purpose, model, tokens, time, tries and how it ended."""
    rows: list[LedgerRow] = []
    backend = LedgerBackend(ScriptedBackend([ANSWER]), rows.append, now=noon)
    assert await backend.complete(REQUEST) == ANSWER
    assert rows == [
        LedgerRow(
            time="2024-03-01T12:00:00.000+00:00",
            document="jia.txt",
            purpose="count",
            identity="scripted",
            prompt_tokens=9,
            completion_tokens=2,
            cached_prompt_tokens=4,
            seconds=1.25,
            cached=False,
            attempts=2,
            finish_reason="stop",
        )
    ]


async def test_a_failed_call_is_one_row():
    """The error is in the row, with its tries, and is raised all the same."""
    rows: list[LedgerRow] = []
    error = TransportError("busy", where="m")
    error.attempts = 4
    backend = LedgerBackend(ScriptedBackend([error]), rows.append)
    with pytest.raises(TransportError):
        await backend.complete(REQUEST)
    [row] = rows
    assert (row.error, row.attempts) == ("TransportError: m: busy", 4)
    assert (row.prompt_tokens, row.finish_reason) == (0, "")


async def test_a_cancelled_call_is_one_row():
    """A call that is cancelled under way is in the ledger too."""
    rows: list[LedgerRow] = []

    async def never(request: Request) -> str:
        await asyncio.Event().wait()
        return ""

    call = asyncio.create_task(LedgerBackend(ScriptedBackend(never), rows.append).complete(REQUEST))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert [row.error for row in rows] == ["CancelledError"]


async def test_calls_from_the_cache_are_rows_marked_so(tmp_path):
    """Every call has a row; those that sent nothing are cached, with no attempts."""
    rows: list[LedgerRow] = []
    with ResponseCache(tmp_path) as cache:
        backend = stack(
            ScriptedBackend([replace(ANSWER, attempts=1)]), cache=cache, ledger=rows.append
        )
        await backend.complete(REQUEST)
        await backend.complete(replace(REQUEST, document="yi.txt"))
        await backend.aclose()
    assert [(row.document, row.cached, row.attempts) for row in rows] == [
        ("jia.txt", False, 1),
        ("yi.txt", True, 0),
    ]
    assert rows[0].prompt_tokens == rows[1].prompt_tokens == 9
