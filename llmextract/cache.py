"""Answers that were paid for once are kept: one entry a request, as text, for ever."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import TracebackType

from llmextract.backends.base import Backend, Capabilities
from llmextract.errors import RunError
from llmextract.textstore import RefusedRowError, StoreError, TextStore
from llmextract.types import Completion, Request, TokenChoice

_FORMAT = 1  # part of every key: raise it when the meaning of an entry changes
_NO_PART_OF_KEY = frozenset({"purpose", "document"})
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CacheStats:
    """`entries` and `bytes` of the folder; the rest since this object was made.

    `refused` rows were not text of our making and have been removed; `lost` answers could not
    be written.
    """

    entries: int
    bytes: int
    hits: int
    misses: int
    refused: int
    lost: int


def cache_key(identity: str, request: Request) -> str:
    """sha256 over the backend's identity and all of the request that the model sees."""
    seen = {name: value for name, value in asdict(request).items() if name not in _NO_PART_OF_KEY}
    text = json.dumps([_FORMAT, identity, seen], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


class ResponseCache:
    """Completions in `folder`, by key.  Several processes may share it.

    Raises RunError if the folder cannot be used.  A failing read counts as a miss and a failing
    write as lost; each is logged once, and the run goes on.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._hits = self._misses = self._refused = self._lost = 0
        self._warned = False
        try:
            self._store = TextStore(folder)
        except StoreError as error:
            raise self._unusable(error) from error

    def __enter__(self) -> ResponseCache:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def get(self, key: str) -> Completion | None:
        """The completion under `key`, marked as cached, or None."""
        completion: Completion | None = None
        try:
            text = self._store.get(key)
            completion = None if text is None else _decode(text)
        except RefusedRowError:
            self._remove(key)
        except StoreError as error:
            self._warn("read", error)
        if completion is None:
            self._misses += 1
            return None
        self._hits += 1
        return completion

    def put(self, key: str, completion: Completion) -> None:
        try:
            self._store.set(key, _encode(completion))
        except StoreError as error:
            self._lost += 1
            self._warn("written", error)

    def stats(self) -> CacheStats:
        return CacheStats(
            entries=len(self._store),
            bytes=self._store.volume(),
            hits=self._hits,
            misses=self._misses,
            refused=self._refused,
            lost=self._lost,
        )

    def clear(self) -> int:
        """Remove all entries; returns how many there were.  Raises RunError."""
        try:
            return self._store.clear()
        except StoreError as error:
            raise self._unusable(error) from error

    def close(self) -> None:
        self._store.close()

    def _remove(self, key: str) -> None:
        self._refused += 1
        _log.warning("%s: removed an entry that is not text written by llmextract", self._folder)
        try:
            self._store.delete(key)
        except StoreError as error:
            self._warn("written", error)

    def _warn(self, verb: str, error: StoreError) -> None:
        if not self._warned:
            self._warned = True
            _log.warning(
                "%s: the cache cannot be %s (%s); the run goes on, and unsaved answers will be "
                "asked for again",
                self._folder,
                verb,
                error,
            )

    def _unusable(self, error: StoreError) -> RunError:
        hint = "mend the folder, name another in LLMEXTRACT_CACHE, or do without (--no-cache)"
        return RunError(f"the cache cannot be used: {error}", where=str(self._folder), hint=hint)


class CachedBackend:
    """Asks `inner` only what the cache does not hold.

    Equal requests in flight at the same time are sent once.  A call that has been sent is
    finished and kept even if whoever asked has gone away.
    """

    def __init__(self, inner: Backend, cache: ResponseCache) -> None:
        self._inner = inner
        self._cache = cache
        self._flights: dict[str, asyncio.Task[Completion]] = {}

    @property
    def identity(self) -> str:
        return self._inner.identity

    @property
    def capabilities(self) -> Capabilities:
        return self._inner.capabilities

    async def complete(self, request: Request) -> Completion:
        """From the cache if there (`cached`, `attempts` 0, tokens and seconds as when made)."""
        key = cache_key(self._inner.identity, request)
        flight = self._flights.get(key)
        if flight is not None:
            return replace(await asyncio.shield(flight), cached=True, attempts=0)
        found = self._cache.get(key)
        if found is not None:
            return found
        return await asyncio.shield(self._launch(key, request))

    async def aclose(self) -> None:
        flights = list(self._flights.values())
        for flight in flights:
            flight.cancel()
        await asyncio.gather(*flights, return_exceptions=True)
        await self._inner.aclose()

    def _launch(self, key: str, request: Request) -> asyncio.Task[Completion]:
        flight = asyncio.get_running_loop().create_task(self._ask(key, request))
        self._flights[key] = flight
        flight.add_done_callback(lambda done: self._landed(key, done))
        return flight

    async def _ask(self, key: str, request: Request) -> Completion:
        completion = await self._inner.complete(request)
        self._cache.put(key, completion)
        return completion

    def _landed(self, key: str, flight: asyncio.Task[Completion]) -> None:
        self._flights.pop(key, None)
        if not flight.cancelled():
            flight.exception()  # seen, even if whoever asked has gone away


def _encode(completion: Completion) -> str:
    return json.dumps(asdict(completion), separators=(",", ":"))


def _decode(text: str) -> Completion:
    try:
        data = json.loads(text)
        data["choices"] = tuple(TokenChoice(**choice) for choice in data["choices"])
        completion = replace(Completion(**data), cached=True, attempts=0)
    except (ValueError, TypeError, KeyError) as error:
        raise RefusedRowError from error
    if not isinstance(completion.text, str):
        raise RefusedRowError
    return completion
