"""The OpenAI-compatible backend against a server that misbehaves."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from llmextract.backends.base import Capabilities
from llmextract.backends.failures import retry_after
from llmextract.backends.openai import OpenAIBackend
from llmextract.errors import AnswerError, BackendUnavailable, LLMExtractError, TransportError
from llmextract.types import Message, Request, TokenChoice

from .server import Reply, chat, closed_port, serving

pytestmark = pytest.mark.anyio
KEY = "sk-very-secret-key"
REQUEST = Request((Message("system", "你好"), Message("user", "几件？")), max_tokens=5, seed=3)


@pytest.fixture(autouse=True)
def no_settings(monkeypatch):
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


async def ask(server, request=REQUEST, **options):
    backend = OpenAIBackend("m", server.url, KEY, **options)
    try:
        return await backend.complete(request)
    finally:
        await backend.aclose()


async def failure(server, **options) -> LLMExtractError:
    with pytest.raises(LLMExtractError) as caught:
        await ask(server, **options)
    return caught.value


async def test_an_answer_fills_the_completion():
    """Text, reason, tokens, cached prompt tokens, model and time come from the server."""
    usage = {
        "prompt_tokens": 20,
        "completion_tokens": 4,
        "total_tokens": 24,
        "prompt_tokens_details": {"cached_tokens": 16},
    }
    with serving(Reply(body=chat("十三件", usage=usage))) as server:
        answer = await ask(server)
    assert (answer.text, answer.finish_reason, answer.model) == ("十三件", "stop", "served")
    counts = (answer.prompt_tokens, answer.completion_tokens, answer.cached_prompt_tokens)
    assert counts == (20, 4, 16)
    assert answer.seconds > 0
    assert (answer.attempts, answer.cached) == (1, False)


async def test_the_request_is_sent_as_it_is():
    """Messages, limits and seed reach the server, and the key only as authorization."""
    with serving() as server:
        await ask(server)
    [(path, headers, body)] = server.seen
    assert path == "/v1/chat/completions"
    assert headers["authorization"] == f"Bearer {KEY}"
    assert body == {
        "model": "m",
        "messages": [
            {"role": "system", "content": "你好"},
            {"role": "user", "content": "几件？"},
        ],
        "max_tokens": 5,
        "temperature": 0.0,
        "seed": 3,
    }


@pytest.mark.parametrize(
    ("schema", "strict"),
    [
        ({"enum": ["是", "否"]}, True),
        ({"type": "object", "properties": {"a": {}}, "required": ["a"]}, False),
        (
            {
                "type": "object",
                "properties": {"a": {}},
                "required": ["a"],
                "additionalProperties": False,
            },
            True,
        ),
        (
            {"$defs": {"x": {"type": "object", "properties": {"a": {}}}}, "$ref": "#/$defs/x"},
            False,
        ),
    ],
)
async def test_a_schema_becomes_a_response_format(schema, strict):
    """The schema is sent whole, and called strict only if it is closed all the way down."""
    request = Request(REQUEST.messages, 5, json_schema=schema)
    with serving() as server:
        await ask(server, request)
    sent = server.bodies[0]["response_format"]
    assert sent["type"] == "json_schema"
    assert (sent["json_schema"]["schema"], sent["json_schema"]["strict"]) == (schema, strict)


async def test_log_probabilities_become_choices():
    """Each place has its alternatives, among them the chosen token itself."""
    place = {
        "token": "是",
        "bytes": None,
        "logprob": -9.0,
        "top_logprobs": [{"token": "否", "bytes": None, "logprob": -0.1}],
    }
    request = Request(REQUEST.messages, 5, top_logprobs=1)
    with serving(Reply(body=chat("是", logprobs={"content": [place]}))) as server:
        answer = await ask(server, request)
    assert (server.bodies[0]["logprobs"], server.bodies[0]["top_logprobs"]) == (True, 1)
    assert answer.choices == (TokenChoice("是", {"是": -9.0, "否": -0.1}),)


async def test_what_a_backend_cannot_do_is_not_asked_of_it():
    """Without the capability neither a schema nor log probabilities are sent."""
    request = Request(REQUEST.messages, 5, json_schema={"type": "null"}, top_logprobs=3)
    plain = Capabilities(json_schema=False, logprobs=False)
    with serving() as server:
        await ask(server, request, capabilities=plain)
    assert not {"response_format", "logprobs", "top_logprobs"} & set(server.bodies[0])


async def test_fields_can_be_added_and_left_out():
    """`extra_body` adds fields, `leave_out` takes them away, and both change the identity."""
    with serving() as server:
        await ask(server, extra_body={"cache_prompt": False}, leave_out=("temperature", "seed"))
    assert server.bodies[0]["cache_prompt"] is False
    assert not {"temperature", "seed"} & set(server.bodies[0])
    identities = {
        OpenAIBackend("m").identity,
        OpenAIBackend("m", extra_body={"a": 1}).identity,
        OpenAIBackend("m", leave_out=("seed",)).identity,
        OpenAIBackend("m", "http://h:1/v1").identity,
        OpenAIBackend("n").identity,
    }
    assert len(identities) == 5


async def test_an_answer_that_is_cut_off_says_so():
    """finish_reason `length` is handed on for the caller to judge."""
    with serving(Reply(body=chat('{"a": ', finish_reason="length"))) as server:
        answer = await ask(server)
    assert (answer.text, answer.finish_reason) == ('{"a": ', "length")


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 504])
async def test_what_can_pass_is_retryable(status):
    """These statuses are retryable, and nothing is retried here."""
    reply = Reply(status, {"error": {"message": "busy"}}, {"Retry-After": "7"})
    with serving(reply) as server:
        error = await failure(server)
    assert isinstance(error, TransportError)
    assert (error.retryable, error.retry_after) == (True, 7.0)
    assert "busy" in str(error)
    assert len(server.seen) == 1


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, "", TransportError),
        (401, "", BackendUnavailable),
        (403, "", BackendUnavailable),
        (404, "", BackendUnavailable),
        (422, "", TransportError),
        (429, "insufficient_quota", TransportError),
        (501, "", TransportError),
    ],
)
async def test_what_cannot_pass_is_not_retryable(status, code, kind):
    """These will fail again, a used-up quota too; the error says what to do next."""
    with serving(Reply(status, {"error": {"message": "no", "code": code}})) as server:
        error = await failure(server)
    assert type(error) is kind
    assert not getattr(error, "retryable", False)
    assert error.hint
    assert error.where == f"openai:m@127.0.0.1:{server.port}/v1"


async def test_a_context_that_is_too_small_is_named():
    """The server's refusal of a long prompt comes with the advice that helps."""
    said = {"message": "request (18029 tokens) exceeds", "type": "exceed_context_size_error"}
    with serving(Reply(400, {"error": said})) as server:
        error = await failure(server)
    assert "n_ctx" in error.hint


async def test_a_refused_connection_can_pass():
    """Nobody listening is a retryable error that says to look at the server."""
    backend = OpenAIBackend("m", f"http://127.0.0.1:{closed_port()}/v1", KEY)
    with pytest.raises(TransportError) as caught:
        await backend.complete(REQUEST)
    await backend.aclose()
    assert caught.value.retryable
    assert "server" in caught.value.hint


async def test_a_reset_connection_can_pass():
    """A connection cut before the answer is retryable."""
    with serving(Reply(reset=True)) as server:
        error = await failure(server)
    assert isinstance(error, TransportError)
    assert error.retryable


async def test_a_body_cut_in_the_middle_can_pass():
    """A connection closed before the announced length is retryable."""
    cut = Reply(body=b'{"choices": [', headers={"content-length": "999", "connection": "close"})
    with serving(cut) as server:
        error = await failure(server)
    assert isinstance(error, TransportError)
    assert error.retryable


async def test_a_timeout_can_pass():
    """No answer within `timeout` seconds is retryable."""
    writers = []  # one that is let go of closes its connection
    silent = await asyncio.start_server(lambda _, writer: writers.append(writer), "127.0.0.1", 0)
    port = silent.sockets[0].getsockname()[1]
    backend = OpenAIBackend("m", f"http://127.0.0.1:{port}/v1", KEY, timeout=0.01)
    with pytest.raises(TransportError, match="in time") as caught:
        await backend.complete(REQUEST)
    await backend.aclose()
    silent.close()
    assert caught.value.retryable


@pytest.mark.parametrize(
    "reply",
    [
        Reply(body=b"<html>welcome</html>", headers={"content-type": "text/html"}),
        Reply(body=b'{"choices": ['),
        Reply(body=b"[]"),
        Reply(body={"object": "list"}),
        Reply(body={"choices": []}),
    ],
)
async def test_an_answer_that_is_no_chat_completion_is_an_answer_error(reply):
    """HTML, broken JSON and JSON of another shape are refused with advice on the URL."""
    with serving(reply) as server:
        error = await failure(server)
    assert type(error) is AnswerError
    assert "base URL" in error.hint


async def test_a_refusal_is_an_answer_error():
    """A message without text is an error that gives the model's own reason."""
    with serving(Reply(body=chat(None, refusal="I must not"))) as server:
        error = await failure(server)
    assert type(error) is AnswerError
    assert "I must not" in str(error)


async def test_the_key_is_shown_nowhere(caplog):
    """Not in the repr, the identity, an error that echoes it, or a log of any level."""
    backend = OpenAIBackend("m", "http://user:sk-very-secret-key@h/v1", KEY)
    assert KEY not in repr(backend) + backend.identity
    echo = Reply(400, {"error": {"message": f"bad key {KEY}"}})
    with caplog.at_level(logging.DEBUG), serving(echo) as server:
        error = await failure(server)
    assert KEY not in str(error) + repr(error)
    assert "***" in str(error)
    assert KEY not in caplog.text


async def test_no_key_is_said_before_anything_is_sent():
    """Without key and base URL the error names the variable to set."""
    with pytest.raises(BackendUnavailable, match="OPENAI_API_KEY"):
        await OpenAIBackend("m").complete(REQUEST)


async def test_key_and_url_come_from_the_environment(monkeypatch):
    """OPENAI_API_KEY and OPENAI_BASE_URL are used when no argument is given."""
    with serving() as server:
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        backend = OpenAIBackend("m")
        await backend.complete(REQUEST)
        await backend.aclose()
    assert server.seen[0][1]["authorization"] == f"Bearer {KEY}"


async def test_a_local_server_is_not_sought_behind_a_proxy(monkeypatch):
    """A backend of this machine ignores proxy settings."""
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port()}")
    monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{closed_port()}")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with serving() as server:
        answer = await ask(server, capabilities=Capabilities(local=True))
    assert answer.text == "好"


def test_a_backend_outlives_an_event_loop():
    """The same backend answers under one `asyncio.run` after another."""
    with serving() as server:
        backend = OpenAIBackend("m", server.url, KEY)
        texts = [asyncio.run(backend.complete(REQUEST)).text for _ in range(2)]
    assert texts == ["好", "好"]


async def test_no_more_calls_in_flight_than_stated():
    """Requests beyond `concurrency` wait their turn."""
    busy = most = 0

    async def answer(reader, writer):
        nonlocal busy, most
        await reader.readuntil(b"\r\n\r\n")
        busy += 1
        most = max(most, busy)
        for _ in range(20):
            await asyncio.sleep(0)
        busy -= 1
        writer.write(b"HTTP/1.1 500 no\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
    backend = OpenAIBackend("m", url, KEY, capabilities=Capabilities(concurrency=2))
    calls = [backend.complete(REQUEST) for _ in range(8)]
    failed = await asyncio.gather(*calls, return_exceptions=True)
    await backend.aclose()
    server.close()
    assert [type(error) for error in failed] == [TransportError] * 8
    assert most == 2


def test_retry_after_takes_seconds_and_dates():
    """Both forms of the header give seconds; a past date gives 0; nonsense gives None."""
    now = datetime(2024, 3, 1, 12, tzinfo=UTC)
    later = format_datetime(now + timedelta(seconds=90), usegmt=True)
    past = format_datetime(now - timedelta(days=1), usegmt=True)
    given = ["5", " 0.5 ", later, past, "soon", "", "inf", "nan"]
    read = [retry_after({"retry-after": raw}, now.timestamp()) for raw in given]
    assert read == [5.0, 0.5, 90.0, 0.0, None, None, None, None]
    assert retry_after({}) is None
