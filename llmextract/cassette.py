"""Recorded calls, played back without a connection.

A cassette is a YAML file made to be read in review: JSON bodies as nested YAML, Chinese as
Chinese, no keys, no hosts, no headers but the content type.  A request matches by method, path
and body; its host and port may change.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from llmextract.backends.base import Backend, Capabilities, HttpBackend
from llmextract.cassette_file import (
    QUOTES_HEADER,
    SECONDS_HEADER,
    CassetteFile,
    same_body,
    strip_request,
    strip_response,
)
from llmextract.cassette_quotes import hide_quotes, show_quotes
from llmextract.errors import CassetteError, UsageError
from llmextract.types import Completion, Request

_LINE = 80
_SAVE_EVERY = 16  # new episodes; a killed recording loses fewer than these
_OF_THE_BODY = frozenset({"content-length", "content-encoding", "transfer-encoding"})
_PLACE = "⟦".encode()
_PLAYED: ContextVar[list[float]] = ContextVar("seconds of the calls that were played")


class CassetteMode(StrEnum):
    """`replay` never connects; `record` plays what is there and adds what is not."""

    REPLAY = "replay"
    RECORD = "record"


class CassetteBackend:
    """Puts the cassette at `path` between `inner` and the server.

    In replay `inner` starts nothing, needs no key, no weights and no server.  New episodes are
    written as they gather and in `aclose`.  With `digests`, request bodies are kept as their
    sha256 only (a body recorded either way is found either way), and what answers quote of them
    as places.  Answers that could be different the next time (429, 500 …, refused keys) are not
    recorded.  A played completion has the seconds of the call that was recorded.

    Raises UsageError if `inner` does not speak HTTP, CassetteError if the cassette is missing
    (replay) or unreadable.
    """

    def __init__(
        self,
        inner: Backend,
        path: Path,
        mode: CassetteMode | str = CassetteMode.REPLAY,
        *,
        digests: bool = False,
    ) -> None:
        self._inner, self._path, self._digests = inner, path, digests
        self._mode = _mode(mode)
        if not isinstance(inner, HttpBackend):
            hint = "use a cassette with a local or openai backend"
            raise UsageError("this backend makes no calls to record", where=str(path), hint=hint)
        self._open_cassette = contextlib.ExitStack()
        self._cassette: Any = None
        self._written = 0
        self._opened()
        inner.reroute(self._between, offline=self._mode is CassetteMode.REPLAY)

    @property
    def identity(self) -> str:
        return self._inner.identity

    @property
    def capabilities(self) -> Capabilities:
        return self._inner.capabilities

    async def complete(self, request: Request) -> Completion:
        """Raises CassetteError for a request that is not in the cassette (replay)."""
        seconds: list[float] = []
        token = _PLAYED.set(seconds)
        try:
            completion = await self._inner.complete(request)
        except _NotRecordedError as error:
            raise self._missing(request) from error
        finally:
            _PLAYED.reset(token)
        return replace(completion, seconds=seconds[-1]) if seconds else completion

    async def aclose(self) -> None:
        """Close `inner` and write what is new.  Raises CassetteError if it cannot be written."""
        try:
            await self._inner.aclose()
        finally:
            self._cassette = None
            self._open_cassette.close()

    def _opened(self) -> Any:
        if self._cassette is None:
            self._cassette = self._open_cassette.enter_context(self._vcr_cassette())
            self._written = len(self._cassette)
        return self._cassette

    def _save_some(self) -> None:
        if len(self._cassette or ()) - self._written >= _SAVE_EVERY:
            self._cassette._save()  # vcrpy itself writes only when a cassette is closed
            self._written = len(self._cassette)

    def _vcr_cassette(self) -> Any:
        from vcr.cassette import Cassette
        from vcr.matchers import method, path
        from vcr.patch import PATCHER_NAMES
        from vcr.record_mode import RecordMode

        replay = self._mode is CassetteMode.REPLAY
        file = CassetteFile(must_exist=replay)
        return Cassette.use(
            path=str(self._path),
            serializer=file,
            persister=file,
            record_mode=RecordMode.NONE if replay else RecordMode.NEW_EPISODES,
            match_on=(method, path, same_body),
            before_record_request=lambda request: strip_request(request, digest=self._digests),
            before_record_response=strip_response,
            allow_playback_repeats=True,
            # The cassette stands in this backend's own transport; nothing else is patched.
            skip_patchers=PATCHER_NAMES,
        )

    def _between(self, below: Any) -> Any:
        return _transport(below, self._opened, self._save_some, digests=self._digests)

    def _missing(self, request: Request) -> CassetteError:
        return CassetteError(
            f"no recorded answer for the request {request.purpose!r}: {_first_line(request)}",
            where=str(self._path),
            hint="record it: run the same once with the cassette in `record` mode (needs the "
            "model), and look at what changed in the cassette",
        )


class _NotRecordedError(CassetteError):
    """Raised inside the transport, where the request's purpose is not known."""


def _transport(
    below: Any, cassette: Callable[[], Any], after: Callable[[], None], *, digests: bool
) -> Any:
    import httpx2
    from vcr.errors import CannotOverwriteExistingCassetteException
    from vcr.stubs.httpx_stubs import vcr_handle_async_request

    async def real(transport: object, request: Any) -> httpx2.Response:
        # Compressed bodies would be recorded as such.
        request.headers["accept-encoding"] = "identity"
        started = time.perf_counter()
        response = await below.handle_async_request(request)
        answer = await response.aread()
        headers = {SECONDS_HEADER: f"{time.perf_counter() - started:.3f}"}
        if digests:
            hidden = hide_quotes(answer, await request.aread())
            if _PLACE in hidden:
                answer, headers[QUOTES_HEADER] = hidden, "places"
        return _response(response, answer, headers)

    def _response(old: Any, content: bytes, headers: dict[str, str]) -> httpx2.Response:
        kept = {k: v for k, v in old.headers.items() if k.lower() not in _OF_THE_BODY}
        new = httpx2.Response(old.status_code, headers=kept | headers, content=content)
        new._request = old._request  # a played response has none
        return new

    class CassetteTransport(httpx2.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
            handle = vcr_handle_async_request(cassette(), real, httpx2)
            try:
                response: httpx2.Response = await handle(self, request)
            except CannotOverwriteExistingCassetteException as error:
                raise _NotRecordedError("not in the cassette") from error
            after()
            with contextlib.suppress(KeyError, ValueError, LookupError):
                _PLAYED.get().append(float(response.headers[SECONDS_HEADER]))
            if QUOTES_HEADER in response.headers:
                answer = show_quotes(await response.aread(), await request.aread())
                return _response(response, answer, {})
            return response

        async def aclose(self) -> None:
            if below is not None:
                await below.aclose()

    return CassetteTransport()


def _mode(mode: CassetteMode | str) -> CassetteMode:
    try:
        return CassetteMode(mode)
    except ValueError:
        hint = f"known: {', '.join(CassetteMode)}"
        raise UsageError(f"no cassette mode {mode!r}", where="cassette", hint=hint) from None


def _first_line(request: Request) -> str:
    lines = request.messages[-1].content.strip().splitlines() if request.messages else []
    line = lines[0] if lines else ""
    return line if len(line) <= _LINE else line[: _LINE - 1] + "…"
