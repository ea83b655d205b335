"""A model on this machine: llama.cpp's own server, started inside this process."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from llmextract.backends.base import Capabilities, WrapTransport
from llmextract.backends.openai import OpenAIBackend
from llmextract.backends.weights import PACKAGED, locate
from llmextract.errors import BackendUnavailable, UsageError
from llmextract.types import Completion, Request

_SILENT = -1  # llama.cpp's log level under which not even errors reach stderr
_PROMPT_CACHE_MIB = 1024  # the server's own default is 8 GiB of memory
_NO_SERVER = "http://127.0.0.1:1/v1"  # stands in the place of an address that is never called
_MODEL = "local"  # what requests and answers call the model, in place of a file path


class LocalBackend:
    """Packaged weights (`1.5b`, `0.5b`) or any GGUF file, served in this process.

    The server starts with the first request (2-6 s, during which nothing else in the process
    runs) and stops in `aclose`.  `n_ctx` is in tokens per slot; `n_parallel` slots share the
    cores, so more than one pays only where there are cores to spare.  With `reproducible` the
    server reuses no prompt prefix: slower, and the same request gives the same answer.
    """

    def __init__(
        self,
        model: str = "1.5b",
        *,
        n_ctx: int = 8192,
        n_parallel: int = 1,
        threads: int | None = None,
        reproducible: bool = False,
        timeout: float = 1800.0,
    ) -> None:
        self._model = model
        self._n_ctx, self._n_parallel, self._threads = n_ctx, n_parallel, threads
        self._reproducible, self._timeout = reproducible, timeout
        self._identity = _identity(model) + ("+reproducible" if reproducible else "")
        self._capabilities = Capabilities(
            json_schema=True,
            logprobs=True,
            max_context=n_ctx,
            concurrency=n_parallel,
            local=True,
        )
        self._wrap: WrapTransport | None = None
        self._offline = False
        self._starting = asyncio.Lock()
        self._server: Any = None
        self._client: OpenAIBackend | None = None

    def __repr__(self) -> str:
        return f"LocalBackend({self._identity!r})"

    @property
    def identity(self) -> str:
        return self._identity

    @property
    def capabilities(self) -> Capabilities:
        return self._capabilities

    def reroute(self, wrap: WrapTransport, *, offline: bool) -> None:
        self._wrap, self._offline = wrap, offline

    async def complete(self, request: Request) -> Completion:
        """Answer `request`, starting the server if need be.

        Raises BackendUnavailable (not installed, weights damaged, not a model file) and
        TransportError.
        """
        client = self._client or await self._start()
        return await client.complete(request)

    async def aclose(self) -> None:
        client, self._client = self._client, None
        self._starting = asyncio.Lock()  # a lock that was waited for belongs to its event loop
        if client is not None:
            await client.aclose()
        # Dropping the last reference is how xllamacpp's server is stopped.
        self._server = None

    async def _start(self) -> OpenAIBackend:
        async with self._starting:
            if self._client is None:
                address, key = _NO_SERVER, "none"
                if not self._offline:
                    key = secrets.token_hex(16)
                    self._server = await asyncio.to_thread(self._serve, key)
                    address = f"{self._server.listening_address}/v1"
                self._client = self._connect(address, key)
            return self._client

    def _connect(self, address: str, key: str) -> OpenAIBackend:
        client = OpenAIBackend(
            _MODEL,
            address,
            key,
            identity=self._identity,
            extra_body=_extra_body(self._reproducible),
            timeout=self._timeout,
            capabilities=self._capabilities,
        )
        if self._wrap is not None:
            client.reroute(self._wrap, offline=self._offline)
        return client

    def _serve(self, key: str) -> Any:
        own = None if self._model in PACKAGED else _own_file(self._model)
        try:
            import xllamacpp
        except ImportError as error:
            hint = "pip install 'llmextract[local]'"
            raise BackendUnavailable(
                "xllamacpp is not installed", where=self._identity, hint=hint
            ) from error
        path = own or locate(PACKAGED[self._model])
        try:
            return xllamacpp.Server(self._parameters(xllamacpp, path, key))
        except RuntimeError as error:
            hint = "check that the file is a complete GGUF model, and that memory suffices"
            raise BackendUnavailable(
                "the model cannot be loaded", where=str(path), hint=hint
            ) from error

    def _parameters(self, xllamacpp: Any, path: Path, key: str) -> Any:
        parameters = xllamacpp.CommonParams()
        parameters.model.path = str(path)
        parameters.model_alias = {_MODEL}
        parameters.api_keys = [key]
        parameters.port = 0
        parameters.verbosity = _SILENT
        parameters.n_parallel = self._n_parallel
        parameters.n_ctx = self._n_ctx * self._n_parallel
        parameters.cache_ram_mib = _PROMPT_CACHE_MIB
        if self._threads is not None:
            parameters.cpuparams.n_threads = self._threads
            parameters.cpuparams_batch.n_threads = self._threads
        return parameters


def _extra_body(reproducible: bool) -> Mapping[str, Any] | None:
    return {"cache_prompt": False} if reproducible else None


def _identity(model: str) -> str:
    weights = PACKAGED.get(model)
    if weights is not None:
        return f"local:{model}@{weights.sha256[:12]}"
    path = Path(model).expanduser()
    if path.suffix != ".gguf":
        known = ", ".join(PACKAGED)
        hint = f"use one of {known}, or the path of a .gguf file"
        raise UsageError(f"no local model named {model!r}", where="local", hint=hint)
    # Without the file (a replayed cassette needs none) the name alone must do.
    size = f"@{path.stat().st_size}" if path.is_file() else ""
    return f"local:{path.name}{size}"


def _own_file(model: str) -> Path:
    path = Path(model).expanduser()
    if not path.is_file():
        hint = f"give the path of a GGUF file, or one of {', '.join(PACKAGED)}"
        raise BackendUnavailable("no such file", where=str(path), hint=hint)
    return path
