"""Any server that speaks the OpenAI chat completions API: hosted, or on this machine."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from llmextract.backends.base import Capabilities, WrapTransport
from llmextract.backends.failures import not_json, translate
from llmextract.errors import AnswerError, BackendUnavailable
from llmextract.types import Completion, Request, TokenChoice

if TYPE_CHECKING:
    from openai import AsyncOpenAI

DEFAULT_CAPABILITIES = Capabilities(json_schema=True, logprobs=True, concurrency=8)


@dataclass(frozen=True, slots=True)
class _Connection:
    """A client with its gate; both belong to one event loop."""

    loop: asyncio.AbstractEventLoop
    client: AsyncOpenAI
    gate: asyncio.Semaphore


class OpenAIBackend:
    """One model of an OpenAI-compatible server.

    The key comes from `api_key` or OPENAI_API_KEY and appears in no message.  `base_url`
    defaults to OPENAI_BASE_URL, then to OpenAI itself.  `leave_out` names request fields that
    the model does not take (reasoning models refuse `temperature`); `extra_body` adds fields.
    `timeout` is in seconds and per try; nothing is retried here.
    """

    def __init__(
        self,
        model: str,
        base_url: str | None = None,
        api_key: str | None = None,
        *,
        identity: str | None = None,
        extra_body: Mapping[str, Any] | None = None,
        leave_out: tuple[str, ...] = (),
        timeout: float = 600.0,
        capabilities: Capabilities = DEFAULT_CAPABILITIES,
    ) -> None:
        self._model = model
        self._base_url = base_url or os.environ.get("OPENAI_BASE_URL") or None
        self._api_key = api_key or os.environ.get("OPENAI_API_KEY") or ""
        self._extra_body = dict(extra_body or {})
        self._leave_out = frozenset(leave_out)
        self._timeout = timeout
        self._capabilities = capabilities
        self._identity = identity or self._name_itself()
        self._wrap: WrapTransport | None = None
        self._offline = False
        self._connection: _Connection | None = None

    def __repr__(self) -> str:
        return f"OpenAIBackend({self._identity!r})"

    @property
    def identity(self) -> str:
        return self._identity

    @property
    def capabilities(self) -> Capabilities:
        return self._capabilities

    def reroute(self, wrap: WrapTransport, *, offline: bool) -> None:
        self._wrap, self._offline, self._connection = wrap, offline, None

    async def complete(self, request: Request) -> Completion:
        """Send `request` once.

        Raises TransportError, BackendUnavailable (no key, refused, no such model) and
        AnswerError (not a chat completion, no text).
        """
        import openai

        connection = self._connect()
        async with connection.gate:
            started = time.perf_counter()
            try:
                response = await connection.client.chat.completions.create(**self._body(request))
            except openai.OpenAIError as error:
                raise translate(error, where=self._identity, secret=self._api_key) from error
            except json.JSONDecodeError as error:
                raise not_json(self._identity) from error
        return _read(response, time.perf_counter() - started, self._identity)

    async def aclose(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None and connection.loop is asyncio.get_running_loop():
            await connection.client.close()

    def _name_itself(self) -> str:
        name = f"openai:{self._model}"
        if self._base_url:
            url = urlsplit(self._base_url)  # without user name and password
            port = f":{url.port}" if url.port else ""
            name += f"@{url.hostname}{port}{url.path.rstrip('/')}"
        if self._extra_body or self._leave_out:
            changes = json.dumps([self._extra_body, sorted(self._leave_out)], sort_keys=True)
            name += f"+{hashlib.sha256(changes.encode()).hexdigest()[:8]}"
        return name

    def _connect(self) -> _Connection:
        # Connections cannot move between event loops; each `asyncio.run` brings a new one.
        loop = asyncio.get_running_loop()
        if self._connection is None or self._connection.loop is not loop:
            gate = asyncio.Semaphore(self._capabilities.concurrency)
            self._connection = _Connection(loop, self._client(), gate)
        return self._connection

    def _client(self) -> AsyncOpenAI:
        import httpx2
        import openai

        if not (self._api_key or self._base_url or self._offline):
            hint = "set OPENAI_API_KEY, or pass api_key (or base_url for a server without keys)"
            raise BackendUnavailable("no API key", where=self._identity, hint=hint)
        local = self._capabilities.local
        options: dict[str, Any] = {"timeout": self._timeout, "trust_env": not local}
        if self._wrap is not None:
            options["transport"] = self._wrap(
                None if self._offline else httpx2.AsyncHTTPTransport()
            )
        return openai.AsyncOpenAI(
            api_key=self._api_key or "none",
            base_url=self._base_url,
            timeout=self._timeout,
            max_retries=0,
            http_client=openai.DefaultAsyncHttpxClient(**options),
        )

    def _body(self, request: Request) -> dict[str, Any]:
        # OpenAI's own models take only the new name, many other servers only the old one.
        limit = "max_tokens" if self._base_url else "max_completion_tokens"
        body: dict[str, Any] = {
            "model": self._model,
            "messages": [{"role": m.role, "content": m.content} for m in request.messages],
            limit: request.max_tokens,
            "temperature": request.temperature,
            "seed": request.seed,
        }
        if request.json_schema is not None and self._capabilities.json_schema:
            body["response_format"] = _response_format(request.json_schema)
        if request.top_logprobs and self._capabilities.logprobs:
            body["logprobs"] = True
            body["top_logprobs"] = request.top_logprobs
        if self._extra_body:
            body["extra_body"] = self._extra_body
        return {key: value for key, value in body.items() if key not in self._leave_out}


def _response_format(schema: Mapping[str, Any]) -> dict[str, Any]:
    answer = {"name": "answer", "schema": dict(schema), "strict": _is_strict(schema)}
    return {"type": "json_schema", "json_schema": answer}


def _is_strict(node: Any) -> bool:
    """Whether every object is closed and all its properties required, as `strict` demands."""
    if isinstance(node, list):
        return all(_is_strict(part) for part in node)
    if not isinstance(node, Mapping):
        return True
    if "properties" in node and (
        node.get("additionalProperties") is not False
        or set(node.get("required", ())) != set(node["properties"])
    ):
        return False
    return all(_is_strict(part) for part in node.values())


def _read(response: Any, seconds: float, where: str) -> Completion:
    choices = getattr(response, "choices", None)
    if not choices:
        raise not_json(where)
    choice, usage = choices[0], response.usage
    if choice.message.content is None:
        said = choice.message.refusal or choice.finish_reason
        hint = "look at the request in the ledger, or try another model"
        raise AnswerError(f"the model gave no text ({said})", where=where, hint=hint)
    details = usage.prompt_tokens_details if usage else None
    return Completion(
        text=choice.message.content,
        finish_reason=choice.finish_reason or "stop",
        prompt_tokens=usage.prompt_tokens if usage else 0,
        completion_tokens=usage.completion_tokens if usage else 0,
        seconds=seconds,
        model=response.model or "",
        choices=_token_choices(choice),
        cached_prompt_tokens=(details.cached_tokens if details else 0) or 0,
    )


def _token_choices(choice: Any) -> tuple[TokenChoice, ...]:
    if choice.logprobs is None:
        return ()
    tokens: list[TokenChoice] = []
    for place in choice.logprobs.content or ():
        # A schema may force a token that is not among the most probable ones.
        alternatives = {place.token: place.logprob}
        for other in place.top_logprobs:
            alternatives[other.token] = max(other.logprob, alternatives.get(other.token, -1e9))
        tokens.append(TokenChoice(place.token, alternatives))
    return tuple(tokens)
