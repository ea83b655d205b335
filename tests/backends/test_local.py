"""The model on this machine, for real (RUN_MODEL_TESTS=1), and what can be said without it."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import math
import os

import pytest

from llmextract.backends.local import LocalBackend
from llmextract.backends.stack import stack
from llmextract.errors import BackendUnavailable, TransportError
from llmextract.types import Message, Request

pytestmark = pytest.mark.anyio
real = [
    pytest.mark.model,
    pytest.mark.skipif(os.environ.get("RUN_MODEL_TESTS") != "1", reason="RUN_MODEL_TESTS is not 1"),
]
SENTENCE = "全年共收到网络申请13件，办结12件。"


def question(text: str, **options) -> Request:
    return Request((Message("user", text),), max_tokens=options.pop("max_tokens", 40), **options)


def model_mark(test):
    for mark in real:
        test = mark(test)
    return test


async def test_a_missing_file_is_named(tmp_path):
    """A path without a file is said to be missing, with what else there is."""
    path = tmp_path / "none.gguf"
    with pytest.raises(BackendUnavailable) as caught:
        await LocalBackend(str(path)).complete(question("?"))
    assert caught.value.where == str(path)
    assert "1.5b" in caught.value.hint


@pytest.mark.skipif(not importlib.util.find_spec("xllamacpp"), reason="needs xllamacpp")
async def test_a_file_that_is_no_model_is_an_error_and_not_noise(tmp_path, capfd):
    """llama.cpp's refusal becomes one error, and stderr stays empty."""
    path = tmp_path / "bad.gguf"
    path.write_bytes(b"not a model")
    with pytest.raises(BackendUnavailable, match="cannot be loaded") as caught:
        await LocalBackend(str(path)).complete(question("?"))
    assert caught.value.where == str(path)
    assert capfd.readouterr() == ("", "")


async def test_without_the_engine_the_extra_is_named(monkeypatch, tmp_path):
    """When xllamacpp is not installed the error says which extra brings it."""
    monkeypatch.setitem(__import__("sys").modules, "xllamacpp", None)
    with pytest.raises(BackendUnavailable) as caught:
        await LocalBackend().complete(question("?"))
    assert caught.value.hint == "pip install 'llmextract[local]'"


async def test_closing_what_never_started_is_nothing():
    """A backend that was not used closes without a word."""
    await LocalBackend().aclose()


@model_mark
async def test_the_model_answers_within_a_schema_and_is_silent(capfd):
    """A Chinese question is answered in the schema's JSON; the engine prints nothing."""
    schema = {
        "type": "object",
        "properties": {"received": {"type": "integer"}, "way": {"enum": ["当面", "网络"]}},
        "required": ["received", "way"],
        "additionalProperties": False,
    }
    backend = LocalBackend()
    answer = await backend.complete(
        question(SENTENCE + "请给出收到申请数received和方式way。", json_schema=schema)
    )
    assert json.loads(answer.text) == {"received": 13, "way": "网络"}
    assert (answer.finish_reason, answer.model) == ("stop", "local")
    choice = await backend.complete(
        question(SENTENCE + "13是不是申请数？", json_schema={"enum": ["是", "否"]}, top_logprobs=5)
    )
    assert json.loads(choice.text) in ("是", "否")
    assert all(place.token in place.alternatives for place in choice.choices)
    await backend.aclose()
    assert capfd.readouterr() == ("", "")


@model_mark
async def test_log_probabilities_are_probabilities():
    """The alternatives' probabilities sum to at most one, and the best one is the token."""
    backend = LocalBackend()
    answer = await backend.complete(
        question(
            "“收到网络申请13件”中的13是申请数吗？只回答是或否。", max_tokens=1, top_logprobs=20
        )
    )
    await backend.aclose()
    [place] = answer.choices
    assert 0.9 < sum(map(math.exp, place.alternatives.values())) <= 1.0001
    assert max(place.alternatives, key=place.alternatives.__getitem__) == place.token


@model_mark
async def test_a_prompt_beyond_the_context_is_an_error():
    """Too long a prompt is refused with the advice to raise n_ctx, and the next one works."""
    backend = LocalBackend(n_ctx=512)
    with pytest.raises(TransportError) as caught:
        await backend.complete(question(SENTENCE * 100))
    assert "n_ctx" in caught.value.hint
    assert (await backend.complete(question("你好", max_tokens=2))).completion_tokens == 2
    await backend.aclose()


@model_mark
async def test_reproducible_reuses_no_prompt():
    """With `reproducible` no prompt token comes from the cache; without it they do."""
    cached = {}
    for reproducible in (False, True):
        backend = LocalBackend(reproducible=reproducible)
        for _ in range(2):
            answer = await backend.complete(question(SENTENCE * 5, max_tokens=2))
        cached[reproducible] = answer.cached_prompt_tokens
        await backend.aclose()
    assert cached[True] == 0
    assert cached[False] > 50


@model_mark
async def test_a_closed_backend_starts_again():
    """After `aclose` the next request starts a new server."""
    backend = LocalBackend()
    texts = []
    for _ in range(2):
        texts.append((await backend.complete(question("你好", max_tokens=3))).text)
        await backend.aclose()
    assert texts[0] == texts[1]


@model_mark
async def test_slots_answer_at_the_same_time():
    """Two slots take two requests; each has the whole of `n_ctx`."""
    backend = LocalBackend(n_ctx=1024, n_parallel=2)
    long = [question(f"{number}。" + SENTENCE * 40, max_tokens=4) for number in range(2)]
    answers = await asyncio.gather(*map(backend.complete, long))
    await backend.aclose()
    assert all(answer.prompt_tokens > 512 for answer in answers)


@model_mark
async def test_the_model_is_recorded_and_played_back(tmp_path):
    """What the model said once it says again from the cassette, without being there."""
    path = tmp_path / "local.yaml"
    request = question("请用一句话介绍北京。", top_logprobs=3)
    recording = stack(LocalBackend(), cassette=path, cassette_mode="record")
    said = await recording.complete(request)
    await recording.aclose()
    playing = stack(LocalBackend(), cassette=path)
    again = await playing.complete(request)
    await playing.aclose()
    assert (again.text, again.choices) == (said.text, said.choices)
    assert str(tmp_path) not in path.read_text("utf-8")
    assert "127.0.0.1" not in path.read_text("utf-8")
