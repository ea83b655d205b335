"""How calls are made and kept: from a backend's name to one ready for use."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from llmextract.backends.base import Backend
from llmextract.retry import DEFAULT_RETRY

if TYPE_CHECKING:
    from llmextract.cache import ResponseCache


@dataclass(frozen=True, slots=True)
class CallOptions:
    """How calls are made and kept.

    cache        True: the user's response cache; a path: a cache there; False: none
    cassette     replay calls from this file, and make no others (the cache is left out)
    record       add calls that the cassette does not hold
    digests      the cassette keeps no words of the documents: digests of requests, and places
                 for what answers quote of them
    concurrency  calls at a time; default: what suits the backend
    timeout      seconds a try may take; default: the backend's own
    tries        of a call whose failure can pass (no connection, HTTP 429 or 5xx); default: 5
    n_ctx        tokens of context a call, for a local model
    reproducible the same request gives the same answer (local models; slower)
    """

    base_url: str | None = None
    api_key: str | None = None
    cache: bool | Path = True
    cassette: Path | None = None
    record: bool = False
    digests: bool = False
    concurrency: int | None = None
    timeout: float | None = None
    tries: int | None = None
    n_ctx: int = 8192
    reproducible: bool = False

    def __repr__(self) -> str:
        return f"CallOptions(cache={self.cache!r}, cassette={self.cassette!r}, …)"


@contextlib.asynccontextmanager
async def connected(backend: str | Backend, options: CallOptions) -> AsyncIterator[Backend]:
    """A backend ready for use, closed afterwards.

    One given by name gets retries and the response cache; one given as an object is used, and
    left open, as it is.
    """
    if not isinstance(backend, str):
        yield backend
        return
    with contextlib.ExitStack() as closing:
        ready = _assemble(backend, options, closing)
        try:
            yield ready
        finally:
            await ready.aclose()


def default_cache() -> Path:
    """The folder of the user's response cache."""
    from llmextract.backends.weights import cache_folder

    return cache_folder() / "responses"


def _assemble(name: str, options: CallOptions, closing: contextlib.ExitStack) -> Backend:
    from llmextract.backends.registry import make_backend
    from llmextract.backends.stack import stack

    backend = make_backend(
        name,
        base_url=options.base_url,
        api_key=options.api_key,
        timeout=options.timeout,
        concurrency=options.concurrency,
        n_ctx=options.n_ctx,
        reproducible=options.reproducible,
    )
    retry = DEFAULT_RETRY if options.tries is None else replace(DEFAULT_RETRY, tries=options.tries)
    if options.cassette is not None:
        mode = "record" if options.record else "replay"
        return stack(
            backend,
            retry=retry,
            cassette=options.cassette,
            cassette_mode=mode,
            digests=options.digests,
        )
    return stack(backend, retry=retry, cache=_open_cache(options.cache, closing))


def _open_cache(cache: bool | Path, closing: contextlib.ExitStack) -> ResponseCache | None:
    from llmextract.cache import ResponseCache

    if cache is False:
        return None
    return closing.enter_context(ResponseCache(default_cache() if cache is True else cache))
