"""A proxy that counts: it stands between each contender and the server, so that calls, tokens and
seconds are taken in the same way for all, failed and repeated calls among them."""

from __future__ import annotations

import contextlib
import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

_PASSED_ON = ("authorization", "content-type", "accept")


@dataclass(slots=True)
class Spent:
    """What one contender spent on one document.

    `seconds` is from the first line of its code to the last, `waited` the part of it in which the
    server worked.  Of `tokens_in` the server had `cached` ready from an earlier call.  `failed`
    are calls answered with an HTTP error, `cut_off` answers that ran into the token limit.
    """

    calls: int = 0
    failed: int = 0
    cut_off: int = 0
    tokens_in: int = 0
    cached: int = 0
    tokens_out: int = 0
    seconds: float = 0.0
    waited: float = 0.0


class Meter:
    """Forwards to the server at `upstream` (`…/v1`); `counting` says whose calls they are."""

    def __init__(self, upstream: str) -> None:
        self.upstream = upstream.rstrip("/")
        self.base_url = ""
        self._spent = Spent()
        self._lock = threading.Lock()

    @contextlib.contextmanager
    def running(self) -> Iterator[Meter]:
        handler = type("Handler", (_Handler,), {"meter": self})
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, daemon=True).start()
            self.base_url = f"http://127.0.0.1:{server.server_port}/v1"
            try:
                yield self
            finally:
                server.shutdown()

    @contextlib.contextmanager
    def counting(self) -> Iterator[Spent]:
        """What is spent until the block ends; one block at a time."""
        spent = self._spent = Spent()
        started = time.perf_counter()
        try:
            yield spent
        finally:
            spent.seconds = time.perf_counter() - started
            self._spent = Spent()  # a call still under way is nobody's

    def forward(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        """The server's status and answer."""
        spent, started = self._spent, time.perf_counter()
        request = urllib.request.Request(  # noqa: S310 - the user's own server
            self.upstream + path, data=body or None, headers=headers
        )
        try:
            with _opener(self.upstream).open(request) as response:
                status, answer = response.status, response.read()
        except urllib.error.HTTPError as error:
            status, answer = error.code, error.read()
        except urllib.error.URLError as error:
            status, answer = 502, json.dumps({"error": {"message": str(error.reason)}}).encode()
        if path.endswith("/chat/completions"):
            with self._lock:
                _count(spent, status, answer, time.perf_counter() - started)
        return status, answer


class _Handler(BaseHTTPRequestHandler):
    meter: ClassVar[Meter]
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        headers = {name: self.headers[name] for name in _PASSED_ON if self.headers[name]}
        status, answer = self.meter.forward(self.path.removeprefix("/v1"), headers, body)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it no longer waits
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

    do_GET = do_POST  # noqa: N815 - the base class's name

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: progress is printed by the run."""


def _opener(url: str) -> urllib.request.OpenerDirector:
    """Without proxies for a server on this machine."""
    local = "//127.0.0.1" in url or "//localhost" in url
    return urllib.request.build_opener(*([urllib.request.ProxyHandler({})] if local else []))


def _count(spent: Spent, status: int, answer: bytes, seconds: float) -> None:
    spent.calls += 1
    spent.waited += seconds
    if status >= 400:
        spent.failed += 1
        return
    data = json.loads(answer)
    usage = data.get("usage") or {}
    spent.tokens_in += usage.get("prompt_tokens") or 0
    spent.tokens_out += usage.get("completion_tokens") or 0
    spent.cached += (usage.get("prompt_tokens_details") or {}).get("cached_tokens") or 0
    asked_for_more = (usage.get("completion_tokens") or 0) > 1  # a yes or no is one token
    ends = {choice.get("finish_reason") for choice in data.get("choices") or ()}
    spent.cut_off += asked_for_more and "length" in ends
