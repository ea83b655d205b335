"""What a backend is: one method, and a statement of what it can do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias, runtime_checkable

from llmextract.types import Completion, Request


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a backend can do, as data.  `max_context` is in tokens, None if unknown."""

    json_schema: bool = True
    logprobs: bool = False
    max_context: int | None = None
    concurrency: int = 1
    local: bool = False


class Backend(Protocol):
    """Cache, retry, cassette and ledger each wrap a backend and are one.

    `identity` names the model for cache keys and manifests, e.g. `local:1.5b`; it must change
    when answers could.
    """

    @property
    def identity(self) -> str: ...

    @property
    def capabilities(self) -> Capabilities: ...

    async def complete(self, request: Request) -> Completion:
        """Answer `request`.  Raises BackendError."""
        ...

    async def aclose(self) -> None: ...


WrapTransport: TypeAlias = Callable[[Any], Any]
"""From an asynchronous httpx2 transport to one that stands before it."""


@runtime_checkable
class HttpBackend(Protocol):
    """A backend that speaks HTTP, so that a cassette can stand in between."""

    def reroute(self, wrap: WrapTransport, *, offline: bool) -> None:
        """Send later requests through `wrap(transport)`; nothing is started if `offline`."""
        ...
