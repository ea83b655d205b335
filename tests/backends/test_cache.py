"""The response cache: nothing is paid for twice, and nothing in the folder can run."""

from __future__ import annotations

import asyncio
import logging
import pickle
import sqlite3
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.backends.scripted import ScriptedBackend
from llmextract.cache import CachedBackend, ResponseCache, cache_key
from llmextract.errors import AnswerError, RunError
from llmextract.textstore import StoreError
from llmextract.types import Completion, Message, Request, TokenChoice

pytestmark = pytest.mark.anyio
REQUEST = Request((Message("user", "收到几件？"),), max_tokens=5, purpose="count", document="a")
RICH = Completion(
    text="13件\u2028\ud83d",
    finish_reason="length",
    prompt_tokens=7,
    completion_tokens=2,
    seconds=0.25,
    model="m",
    choices=(TokenChoice("13", {"13": -0.1, "30": -2.5}),),
    cached_prompt_tokens=3,
)


class Bomb:
    """Leaves a mark on the disk when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self):
        return Path.touch, (self.mark,)


def row(folder: Path, key: str, mode: int, filename: str | None, value: object) -> None:
    connection = sqlite3.connect(folder / "cache.db")
    with connection:
        connection.execute("DELETE FROM Cache WHERE key = ?", (key,))
        connection.execute(
            "INSERT INTO Cache(key, raw, size, mode, filename, value) VALUES (?, 1, 0, ?, ?, ?)",
            (key, mode, filename, value),
        )
    connection.close()


def rows(folder: Path) -> int:
    connection = sqlite3.connect(folder / "cache.db")
    (count,) = connection.execute("SELECT count(*) FROM Cache").fetchone()
    connection.close()
    return count


async def test_an_answer_comes_back_whole(tmp_path):
    """What is put is what is got, but marked as cached and with no attempts."""
    with ResponseCache(tmp_path) as cache:
        cache.put("k", RICH)
        assert cache.get("k") == replace(RICH, cached=True, attempts=0)


async def test_a_request_is_sent_once_ever(tmp_path):
    """A new cache over the same folder, as after a crash, answers without asking."""
    with ResponseCache(tmp_path) as cache:
        first = await CachedBackend(ScriptedBackend(["甲"]), cache).complete(REQUEST)
    with ResponseCache(tmp_path) as cache:
        again = await CachedBackend(ScriptedBackend([]), cache).complete(REQUEST)
    assert (first.text, first.cached) == ("甲", False)
    assert (again.text, again.cached) == ("甲", True)


async def test_equal_requests_in_flight_are_sent_once(tmp_path):
    """Callers that ask the same while the call is under way share its answer."""
    release = asyncio.Event()

    async def slow(request: Request) -> str:
        await release.wait()
        return "甲"

    inner = ScriptedBackend(slow)
    with ResponseCache(tmp_path) as cache:
        backend = CachedBackend(inner, cache)
        callers = [asyncio.create_task(backend.complete(REQUEST)) for _ in range(5)]
        await asyncio.sleep(0)
        release.set()
        answers = await asyncio.gather(*callers)
    assert len(inner.requests) == 1
    assert sorted(answer.cached for answer in answers) == [False, True, True, True, True]
    assert {answer.text for answer in answers} == {"甲"}


async def test_a_sent_call_is_kept_when_the_caller_is_cancelled(tmp_path):
    """Cancelling who asked does not throw away the answer that is on its way."""
    release = asyncio.Event()

    async def slow(request: Request) -> str:
        await release.wait()
        return "甲"

    with ResponseCache(tmp_path) as cache:
        backend = CachedBackend(ScriptedBackend(slow), cache)
        caller = asyncio.create_task(backend.complete(REQUEST))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        caller.cancel()
        release.set()
        with pytest.raises(asyncio.CancelledError):
            await caller
        for _ in range(3):
            await asyncio.sleep(0)
        assert cache.get(cache_key(backend.identity, REQUEST)) is not None


async def test_a_failure_is_not_kept(tmp_path):
    """After an error the same request is sent again, and all who waited get the error."""
    inner = ScriptedBackend([AnswerError("bad"), "甲"])
    with ResponseCache(tmp_path) as cache:
        backend = CachedBackend(inner, cache)
        waiting = [backend.complete(REQUEST), backend.complete(REQUEST)]
        failed = await asyncio.gather(*waiting, return_exceptions=True)
        assert [type(error) for error in failed] == [AnswerError, AnswerError]
        assert (await backend.complete(REQUEST)).text == "甲"


def test_the_key_depends_on_all_that_the_model_sees():
    """Every field but purpose and document, and the identity, changes the key."""
    changed = {
        "messages": (Message("system", "收到几件？"),),
        "max_tokens": 6,
        "temperature": 0.5,
        "seed": 1,
        "json_schema": {"type": "string"},
        "top_logprobs": 2,
    }
    assert set(changed) == {f.name for f in fields(Request)} - {"purpose", "document"}
    keys = {cache_key("m", replace(REQUEST, **{name: to})) for name, to in changed.items()}
    keys |= {cache_key("m", REQUEST), cache_key("n", REQUEST)}
    assert len(keys) == len(changed) + 2
    assert cache_key("m", replace(REQUEST, purpose="x", document="y")) == cache_key("m", REQUEST)


@given(st.dictionaries(st.text(), st.text() | st.integers(), min_size=2))
def test_the_key_does_not_depend_on_the_order_of_a_schema(schema):
    """Two schemas that are equal as JSON objects have the same key."""
    backwards = dict(reversed(schema.items()))
    one, two = (replace(REQUEST, json_schema=s) for s in (schema, backwards))
    assert cache_key("m", one) == cache_key("m", two)


@pytest.mark.parametrize("how", ["inside", "in a file"])
async def test_a_pickled_row_is_never_run(tmp_path, how):
    """A planted pickle, in the row or in a file, is a miss, is removed and is counted."""
    mark, folder = tmp_path / "ran", tmp_path / "cache"
    bomb = pickle.dumps(Bomb(mark))
    key = cache_key("scripted", REQUEST)
    with ResponseCache(folder) as cache:
        if how == "inside":
            row(folder, key, 4, None, bomb)
        else:
            (folder / "bomb.val").write_bytes(bomb)
            row(folder, key, 4, "bomb.val", None)
        answer = await CachedBackend(ScriptedBackend(["甲"]), cache).complete(REQUEST)
        assert (answer.text, answer.cached) == ("甲", False)
        assert cache.stats().refused == 1
        assert cache.get(key) is not None, "the row has been replaced by an honest one"
    assert not mark.exists()


@pytest.mark.parametrize("mode", [1, 2, 3, 4])
def test_a_row_cannot_make_the_cache_read_or_remove_a_file(tmp_path, mode):
    """A row that names a file is refused, and the file it names stays."""
    victim, folder = tmp_path / "victim", tmp_path / "cache"
    victim.write_text('{"text": "secret"}')
    with ResponseCache(folder) as cache:
        row(folder, "k", mode, "../victim", None)
        assert cache.get("k") is None
        row(folder, "l", mode, "../victim", None)
        cache.clear()
    assert victim.exists()
    assert rows(folder) == 0


@pytest.mark.parametrize(
    "value", [b"bytes", 7, 1.5, "", "not json", "[]", '{"text": "x"}', '{"choices": [1]}']
)
def test_a_row_that_is_no_completion_is_a_miss(tmp_path, value):
    """Whatever is not a completion as text is removed and counted."""
    with ResponseCache(tmp_path) as cache:
        row(tmp_path, "k", 1, None, value)
        assert cache.get("k") is None
        assert cache.stats().refused == 1
    assert rows(tmp_path) == 0


def test_stats_and_clear(tmp_path):
    """Statistics count what happened, and clear says how many entries went."""
    with ResponseCache(tmp_path) as cache:
        cache.put("a", RICH)
        cache.put("b", RICH)
        cache.get("a")
        cache.get("c")
        stats = cache.stats()
        assert (stats.entries, stats.hits, stats.misses, stats.lost) == (2, 1, 1, 0)
        assert stats.bytes > 0
        assert cache.clear() == 2
        assert cache.stats().entries == 0


async def test_a_failed_write_does_not_lose_the_answer(tmp_path, monkeypatch, caplog):
    """On a full disk every answer still arrives; the cache warns once and counts the losses."""
    inner = ScriptedBackend(["甲", "乙"])
    with ResponseCache(tmp_path) as cache:

        def full(key: str, text: str) -> None:
            raise StoreError("database or disk is full")

        monkeypatch.setattr(cache._store, "set", full)
        backend = CachedBackend(inner, cache)
        with caplog.at_level(logging.WARNING):
            texts = [(await backend.complete(replace(REQUEST, seed=seed))).text for seed in (1, 2)]
        assert texts == ["甲", "乙"]
        assert cache.stats().lost == 2
    assert len(caplog.records) == 1
    assert "disk is full" in caplog.text


def test_a_really_full_database_is_a_lost_answer(tmp_path):
    """SQLite's own refusal to grow is counted as lost, not raised."""
    with ResponseCache(tmp_path) as cache:
        cache._store._cache._sql("PRAGMA max_page_count = 1")
        cache.put("k", replace(RICH, text="长" * 100_000))
        assert cache.stats().lost == 1


@pytest.mark.parametrize("damage", ["a file in its place", "not a database"])
def test_a_folder_that_cannot_be_used_is_said_so(tmp_path, damage):
    """Opening fails with a RunError that names the folder and says what to do."""
    folder = tmp_path / "cache"
    if damage == "not a database":
        folder.mkdir()
        (folder / "cache.db").write_bytes(b"garbage" * 1000)
    else:
        folder.write_text("")
    with pytest.raises(RunError) as caught:
        ResponseCache(folder)
    assert caught.value.where == str(folder)
    assert caught.value.hint
