"""Names of backends, and what they make."""

from __future__ import annotations

import asyncio

import pytest

from llmextract.backends.base import HttpBackend
from llmextract.backends.local import LocalBackend
from llmextract.backends.openai import OpenAIBackend
from llmextract.backends.registry import describe_backends, make_backend
from llmextract.backends.scripted import ScriptedBackend
from llmextract.errors import UsageError
from llmextract.types import Message, Request

REQUEST = Request((Message("user", "几件？"),), max_tokens=5)


@pytest.mark.parametrize("name", [None, "", "local", "local:", "local:1.5b"])
def test_local_is_the_default(name):
    """Nothing, `local` and `local:1.5b` are the same backend."""
    backend = make_backend(name)
    assert isinstance(backend, LocalBackend)
    assert backend.identity == make_backend("local:1.5b").identity


def test_the_rest_after_the_first_colon_is_the_model():
    """Model names with colons and slashes arrive whole."""
    backend = make_backend("openai:org/model:free", base_url="http://127.0.0.1:1/v1")
    assert isinstance(backend, OpenAIBackend)
    assert backend.identity == "openai:org/model:free@127.0.0.1:1/v1"


def test_identities_differ_where_answers_could(tmp_path):
    """Weights, files, their sizes and reproducibility are told apart."""
    small, large = tmp_path / "a.gguf", tmp_path / "b" / "a.gguf"
    large.parent.mkdir()
    small.write_bytes(b"1")
    large.write_bytes(b"22")
    names = ["local:1.5b", "local:0.5b", f"local:{small}", f"local:{large}"]
    identities = {make_backend(name).identity for name in names}
    identities.add(make_backend("local:1.5b", reproducible=True).identity)
    assert len(identities) == 5
    assert not [identity for identity in identities if str(tmp_path) in identity]


def test_options_become_capabilities():
    """Slots and context of a local model are what its capabilities say."""
    capabilities = make_backend("local:0.5b", n_ctx=2048, concurrency=2).capabilities
    assert (capabilities.max_context, capabilities.concurrency) == (2048, 2)
    assert capabilities.local
    assert capabilities.logprobs


def test_local_and_openai_can_be_recorded():
    """Both speak HTTP, so that a cassette can stand in between."""
    assert isinstance(make_backend("local"), HttpBackend)
    assert isinstance(make_backend("openai:m"), HttpBackend)


def test_a_script_is_loaded_from_its_file(tmp_path):
    """`scripted:path.py:function` answers with that function."""
    file = tmp_path / "script.py"
    file.write_text("def answer(request):\n    return request.messages[-1].content[::-1]\n")
    backend = make_backend(f"scripted:{file}:answer")
    assert asyncio.run(backend.complete(REQUEST)).text == "？件几"
    assert isinstance(backend, ScriptedBackend)
    assert backend.requests == [REQUEST]


@pytest.mark.parametrize(
    "name",
    [
        "gpt-4o",
        "cloud:gpt",
        ":1.5b",
        "openai",
        "openai:",
        "local:7b",
        "scripted",
        "scripted:x.py",
        "scripted:missing.py:answer",
    ],
)
def test_a_name_that_means_nothing_is_a_usage_error(name):
    """The error shows the way to a name that works."""
    with pytest.raises(UsageError) as caught:
        make_backend(name)
    assert caught.value.hint


def test_an_unknown_backend_lists_the_known_ones():
    """Every described backend is named."""
    with pytest.raises(UsageError) as caught:
        make_backend("cloud:gpt")
    for info in describe_backends():
        assert info.name in str(caught.value)


@pytest.mark.parametrize("text", ["1 / 0", "other = 1", "answer = 1"])
def test_a_script_that_cannot_be_used_is_a_usage_error(tmp_path, text):
    """A file that fails, or lacks the function, is named."""
    file = tmp_path / "script.py"
    file.write_text(text)
    with pytest.raises(UsageError, match=r"script\.py"):
        make_backend(f"scripted:{file}:answer")


def test_a_key_is_shown_nowhere(monkeypatch):
    """Neither the backend nor the list of backends shows the key."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret-key")
    shown = repr(make_backend("openai:m")) + repr(describe_backends())
    assert "sk-very-secret-key" not in shown


def test_what_is_installed_is_told_from_settings(monkeypatch):
    """OpenAI counts as ready exactly when a key or a URL is set."""
    ready = {}
    for key in ("", "k"):
        monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
        monkeypatch.setenv("OPENAI_API_KEY", key)
        ready[key] = {info.name: info.installed for info in describe_backends()}["openai:MODEL"]
    assert ready == {"": False, "k": True}
