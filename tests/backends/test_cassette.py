"""Cassettes: readable, free of secrets, and played back without a connection."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from llmextract.backends.openai import OpenAIBackend
from llmextract.backends.registry import make_backend
from llmextract.backends.scripted import ScriptedBackend
from llmextract.backends.stack import stack
from llmextract.cache import ResponseCache
from llmextract.cassette import CassetteBackend
from llmextract.cassette_file import CassetteFile
from llmextract.errors import BackendUnavailable, CassetteError, TransportError, UsageError
from llmextract.types import Message, Request

from .server import Reply, chat, closed_port, serving

pytestmark = pytest.mark.anyio
KEY = "sk-very-secret-key"
REQUEST = Request((Message("user", "全年收到几件？\n“收到申请13件。”"),), 5, purpose="count")
NOWHERE = f"http://127.0.0.1:{closed_port()}/v1"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda part: st.lists(part) | st.dictionaries(st.text(), part),
    max_leaves=20,
)


async def record(path: Path, *requests: Request, replies=(), digests=False) -> list[str]:
    """Record one call each with a server of its own, and return the answers."""
    with serving(*replies) as server:
        inner = OpenAIBackend("m", server.url, KEY)
        backend = CassetteBackend(inner, path, "record", digests=digests)
        answers = [(await backend.complete(request)).text for request in requests]
        await backend.aclose()
    return answers


async def replay(path: Path, *requests: Request, **options) -> list[str]:
    backend = CassetteBackend(OpenAIBackend("m", NOWHERE), path, **options)
    try:
        return [(await backend.complete(request)).text for request in requests]
    finally:
        await backend.aclose()


async def test_what_was_recorded_is_played_back(tmp_path):
    """Without a server, a key or the same port, every recorded request has its answer."""
    path = tmp_path / "new" / "a.yaml"
    requests = [replace(REQUEST, seed=seed) for seed in (1, 2)]
    replies = (Reply(body=chat("甲")), Reply(body=chat("乙")))
    assert await record(path, *requests, replies=replies) == ["甲", "乙"]
    assert await replay(path, *reversed(requests), *requests) == ["乙", "甲", "甲", "乙"]


async def test_a_cassette_is_readable(tmp_path):
    """Chinese stands as Chinese, several lines as several lines, JSON as YAML."""
    path = tmp_path / "a.yaml"
    await record(path, REQUEST, replies=[Reply(body=chat("十三"))])
    text = path.read_text("utf-8")
    assert "全年收到几件？\n" in text
    assert "content: 十三}\n" in text
    assert "\\" not in text
    [interaction] = yaml.safe_load(text)["interactions"]
    assert interaction["request"]["body"]["messages"][0]["content"] == REQUEST.messages[0].content
    assert interaction["response"]["body"]["string"]["usage"]["prompt_tokens"] == 11


async def test_a_cassette_holds_no_secrets_and_no_hosts(tmp_path):
    """Of all headers only the content type and the call's seconds are kept; no key, no address."""
    path = tmp_path / "a.yaml"
    private = {"Set-Cookie": "visit=1", "Server": "thing/1.2.3", "x-request-id": "77"}
    await record(path, REQUEST, replies=[Reply(headers=private)])
    text = path.read_text("utf-8")
    for secret in (KEY, "127.0.0.1", "visit=1", "thing/1.2.3", "77", "python"):
        assert secret not in text.lower()
    [interaction] = yaml.safe_load(text)["interactions"]
    for half in ("request", "response"):
        names = {name.lower() for name in interaction[half]["headers"]}
        assert {"content-type"} <= names <= {"content-type", "x-recorded-seconds"}


async def test_a_missing_request_is_named(tmp_path):
    """The error gives the cassette, the purpose, the first line and how to record."""
    path = tmp_path / "a.yaml"
    await record(path, REQUEST)
    other = Request((Message("user", "多少天？\n…"),), 5, purpose="days")
    with pytest.raises(CassetteError) as caught:
        await replay(path, other)
    assert caught.value.where == str(path)
    assert "'days': 多少天？" in caught.value.what
    assert "record" in caught.value.hint


@pytest.mark.parametrize(
    "change", [{"seed": 9}, {"max_tokens": 6}, {"messages": (Message("user", "别的"),)}]
)
async def test_another_body_is_another_request(tmp_path, change):
    """Any difference in what is sent is a miss, never a near match."""
    path = tmp_path / "a.yaml"
    await record(path, REQUEST)
    with pytest.raises(CassetteError):
        await replay(path, replace(REQUEST, **change))


async def test_replay_never_connects(tmp_path):
    """In replay a running server sees nothing, found or not found."""
    path = tmp_path / "a.yaml"
    await record(path, REQUEST)
    with serving() as server:
        backend = CassetteBackend(OpenAIBackend("m", server.url, KEY), path)
        await backend.complete(REQUEST)
        with pytest.raises(CassetteError):
            await backend.complete(replace(REQUEST, seed=5))
        await backend.aclose()
    assert server.seen == []


async def test_replay_leaves_the_file_as_it_is(tmp_path):
    """Playing back writes nothing."""
    path = tmp_path / "a.yaml"
    await record(path, REQUEST)
    before = path.read_bytes(), path.stat().st_mtime_ns
    await replay(path, REQUEST)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


async def test_recording_adds_only_what_is_new(tmp_path):
    """A second recording plays what it has and appends the rest."""
    path = tmp_path / "a.yaml"
    await record(path, REQUEST, replies=[Reply(body=chat("甲"))])
    new = replace(REQUEST, seed=2)
    with serving(Reply(body=chat("乙"))) as server:
        backend = CassetteBackend(OpenAIBackend("m", server.url, KEY), path, "record")
        answers = [(await backend.complete(request)).text for request in (REQUEST, new)]
        await backend.aclose()
    assert (answers, len(server.seen)) == (["甲", "乙"], 1)
    assert await replay(path, REQUEST, new) == ["甲", "乙"]


async def test_a_killed_recording_keeps_most(tmp_path):
    """Without ever being closed, all but the last few episodes are in the file."""
    path = tmp_path / "a.yaml"
    requests = [replace(REQUEST, seed=seed) for seed in range(20)]
    with serving() as server:
        inner = OpenAIBackend("m", server.url, KEY)
        backend = CassetteBackend(inner, path, "record")
        for request in requests:
            await backend.complete(request)
        await inner.aclose()
    assert await replay(path, *requests[:16]) == ["好"] * 16


async def test_recording_twice_gives_the_same_file(tmp_path):
    """Neither ports nor dates nor keys make a difference, only what the call took."""
    texts = []
    for name in ("a.yaml", "b.yaml"):
        await record(tmp_path / name, REQUEST)
        text = (tmp_path / name).read_text("utf-8")
        texts.append(re.sub(r"x-recorded-seconds: \['[\d.]+'\]", "", text))
    assert texts[0] == texts[1]


async def test_requests_in_flight_find_their_own_answers(tmp_path):
    """Many calls at once are recorded and played back each with its own answer."""
    path = tmp_path / "a.yaml"
    requests = [replace(REQUEST, seed=seed) for seed in range(12)]
    with serving(*(Reply(body=chat(str(number))) for number in range(12))) as server:
        backend = CassetteBackend(OpenAIBackend("m", server.url, KEY), path, "record")
        recorded = await asyncio.gather(*map(backend.complete, requests))
        await backend.aclose()
    backend = CassetteBackend(OpenAIBackend("m", NOWHERE), path)
    played = await asyncio.gather(*map(backend.complete, requests))
    await backend.aclose()
    assert sorted(answer.text for answer in recorded) == sorted(map(str, range(12)))
    assert [answer.text for answer in played] == [answer.text for answer in recorded]


async def test_two_cassettes_at_once_do_not_mix(tmp_path):
    """Each backend has its own cassette, and one without a cassette has none."""
    await record(tmp_path / "a.yaml", REQUEST, replies=[Reply(body=chat("甲"))])
    await record(tmp_path / "b.yaml", REQUEST, replies=[Reply(body=chat("乙"))])
    one = CassetteBackend(OpenAIBackend("m", NOWHERE), tmp_path / "a.yaml")
    two = CassetteBackend(OpenAIBackend("m", NOWHERE), tmp_path / "b.yaml")
    with serving(Reply(body=chat("丙"))) as server:
        live = OpenAIBackend("m", server.url, KEY)
        answers = [(await backend.complete(REQUEST)).text for backend in (one, two, live, one)]
        for backend in (one, two, live):
            await backend.aclose()
    assert answers == ["甲", "乙", "丙", "甲"]


async def test_digests_hide_the_question_and_find_it(tmp_path):
    """With digests the request is not readable, the answer is, and replay works as before."""
    path = tmp_path / "a.yaml"
    await record(path, REQUEST, replies=[Reply(body=chat("十三"))], digests=True)
    text = path.read_text("utf-8")
    assert "申请" not in text
    assert "十三" in text
    assert await replay(path, REQUEST) == ["十三"]
    assert await replay(path, REQUEST, digests=True) == ["十三"]
    with pytest.raises(CassetteError):
        await replay(path, replace(REQUEST, seed=5))


async def test_digests_keep_quotes_of_the_document_as_places(tmp_path):
    """An answer that quotes the request is played back whole, but not readable in the cassette."""
    path = tmp_path / "a.yaml"
    said = "今年新建街道服务大厅一座，方便群众。"
    request = replace(REQUEST, messages=(Message("user", f"“{said}”建了几座？"),))
    answer = f'{{"text": "{said}", "count": 1}}'
    await record(path, request, replies=[Reply(body=chat(answer))], digests=True)
    assert "服务大厅" not in path.read_text("utf-8")
    assert await replay(path, request) == [answer]


async def test_a_played_call_has_the_seconds_of_the_recorded_one(tmp_path):
    """Seconds come from the recording, so that a replayed run reports what the model took."""
    path = tmp_path / "a.yaml"
    await record(path, REQUEST, replies=[Reply(body=chat("十三"))])
    text = path.read_text("utf-8")
    changed, times = re.subn(
        r"x-recorded-seconds: \['[\d.]+'\]", "x-recorded-seconds: ['17.250']", text
    )
    assert times == 1
    path.write_text(changed, "utf-8")
    backend = CassetteBackend(OpenAIBackend("m", NOWHERE), path)
    assert (await backend.complete(REQUEST)).seconds == 17.25
    await backend.aclose()


async def test_what_was_saved_is_played_in_the_same_session(tmp_path):
    """A recording that has written what it gathered still answers an earlier request."""
    requests = [replace(REQUEST, seed=seed) for seed in range(20)]
    replies = [Reply(body=chat(str(seed))) for seed in range(20)]
    answers = await record(tmp_path / "a.yaml", *requests, requests[3], replies=replies)
    assert answers == [*map(str, range(20)), "3"]


async def test_what_can_pass_is_not_recorded(tmp_path):
    """A busy server's refusal leaves no trace; the answer after it does."""
    path = tmp_path / "a.yaml"
    busy = Reply(429, {"error": {"message": "busy"}})
    with serving(busy, Reply(body=chat("好"))) as server:
        backend = CassetteBackend(OpenAIBackend("m", server.url, KEY), path, "record")
        with pytest.raises(TransportError):
            await backend.complete(REQUEST)
        assert (await backend.complete(REQUEST)).text == "好"
        await backend.aclose()
    assert await replay(path, REQUEST) == ["好"]


async def test_what_cannot_pass_is_recorded(tmp_path):
    """A refused request is refused again in replay, in the same words."""
    path = tmp_path / "a.yaml"
    with serving(Reply(400, {"error": {"message": "too long"}})) as server:
        backend = CassetteBackend(OpenAIBackend("m", server.url, KEY), path, "record")
        with pytest.raises(TransportError, match="too long"):
            await backend.complete(REQUEST)
        await backend.aclose()
    with pytest.raises(TransportError, match="too long"):
        await replay(path, REQUEST)


async def test_a_local_model_is_not_started_in_replay(tmp_path, monkeypatch):
    """In replay `local:` needs neither weights nor the engine, and starts nothing."""
    path = tmp_path / "a.yaml"
    local = make_backend(f"local:{tmp_path / 'missing.gguf'}")
    with pytest.raises(BackendUnavailable):
        await local.complete(REQUEST)
    with serving(Reply(body=chat("好"))) as server:
        stand_in = OpenAIBackend("local", server.url, KEY)
        recording = CassetteBackend(stand_in, path, "record")
        await recording.complete(REQUEST)
        await recording.aclose()
    backend = stack(local, cassette=path)
    assert (await backend.complete(REQUEST)).text == "好"
    await backend.aclose()


async def test_a_recording_is_not_served_from_the_cache(tmp_path):
    """Answers already in the cache are asked for again, so that they reach the cassette."""
    path = tmp_path / "a.yaml"
    with ResponseCache(tmp_path / "cache") as cache, serving() as server:
        for mode in (None, "record"):
            inner = OpenAIBackend("m", server.url, KEY)
            options = {"cassette": path, "cassette_mode": mode} if mode else {}
            backend = stack(inner, cache=cache, **options)
            await backend.complete(REQUEST)
            await backend.aclose()
    assert len(server.seen) == 2
    assert await replay(path, REQUEST) == ["好"]


def test_only_calls_over_http_can_be_recorded(tmp_path):
    """A scripted backend has nothing to record."""
    with pytest.raises(UsageError, match="no calls to record"):
        CassetteBackend(ScriptedBackend([]), tmp_path / "a.yaml", "record")


def test_an_unknown_mode_lists_the_known_ones(tmp_path):
    """The error names replay and record."""
    with pytest.raises(UsageError, match="replay, record"):
        CassetteBackend(OpenAIBackend("m"), tmp_path / "a.yaml", "rewind")


@pytest.mark.parametrize("text", [None, "", "{", "a: 1", "interactions: [1]", "!!python/x 1"])
def test_a_cassette_that_cannot_be_read_is_named(tmp_path, text):
    """Missing, empty or broken, it is an error before the first call."""
    path = tmp_path / "a.yaml"
    if text is not None:
        path.write_text(text)
    with pytest.raises(CassetteError) as caught:
        CassetteBackend(OpenAIBackend("m"), path)
    assert caught.value.where == str(path)
    assert "record" in caught.value.hint


async def test_a_large_cassette_is_written_with_a_warning(tmp_path, caplog):
    """Over 1 MB the recording is kept, and the log says what to do."""
    long = Request((Message("user", "长" * 400_000),), 5)
    with caplog.at_level(logging.WARNING):
        await record(tmp_path / "a.yaml", long)
    assert "digests" in caplog.text
    assert await replay(tmp_path / "a.yaml", long) == ["好"]


@given(JSON, st.text())
def test_bodies_survive_the_file(body, text):
    """Any JSON body, and any body that is not JSON, is the same after writing and reading."""
    file = CassetteFile(must_exist=True)
    sent = json.dumps(body)
    interactions = [
        {"request": {"body": sent}, "response": {"body": {"string": text}}},
        {"request": {"body": text}, "response": {"body": {"string": sent}}},
    ]
    back = file.deserialize(file.serialize({"interactions": interactions}))["interactions"]
    for before, after in zip(interactions, back, strict=True):
        for old, new in (
            (before["request"]["body"], after["request"]["body"]),
            (before["response"]["body"]["string"], after["response"]["body"]["string"]),
        ):
            assert new == old or json.loads(new) == json.loads(old)
