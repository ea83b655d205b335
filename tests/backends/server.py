"""A chat completions server on 127.0.0.1 that answers, or misbehaves, as it is told."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Reply:
    """`body` is sent as JSON if a dict, as it is if bytes; `reset` cuts the connection."""

    status: int = 200
    body: Any = field(default_factory=lambda: chat("好"))
    headers: dict[str, str] = field(default_factory=dict)
    reset: bool = False


@dataclass
class Server:
    """`replies` are given in turn, the last one for ever, or `answer` replies to a request's
    body; `seen` holds (path, headers, body)."""

    replies: list[Reply]
    answer: Callable[[Any], Reply] | None = None
    seen: list[tuple[str, dict[str, str], Any]] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def bodies(self) -> list[Any]:
        return [body for _, _, body in self.seen]


def chat(
    text: str | None,
    *,
    finish_reason: str = "stop",
    logprobs: Any = None,
    usage: Any = None,
    **message: Any,
) -> dict[str, Any]:
    choice = {
        "index": 0,
        "finish_reason": finish_reason,
        "message": {"role": "assistant", "content": text, **message},
        "logprobs": logprobs,
    }
    return {
        "id": "x",
        "object": "chat.completion",
        "created": 0,
        "model": "served",
        "choices": [choice],
        "usage": usage or {"prompt_tokens": 11, "completion_tokens": 3, "total_tokens": 14},
    }


@contextmanager
def serving(*replies: Reply, answer: Callable[[Any], Reply] | None = None) -> Iterator[Server]:
    state = Server(list(replies) or [Reply()], answer)
    http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(state))
    state.port = http.server_address[1]
    thread = threading.Thread(target=http.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield state
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


def closed_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _handler(state: Server) -> type[BaseHTTPRequestHandler]:
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            with lock:
                state.seen.append((self.path, dict(self.headers), body))
                reply = state.replies.pop(0) if len(state.replies) > 1 else state.replies[0]
            if state.answer is not None:
                reply = state.answer(body)
            if reply.reset:
                self._reset()
            else:
                self._send(reply)

        def _reset(self) -> None:
            # Linger of no time at all makes close() send RST.
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.close_connection = True
            self.connection.close()

        def _send(self, reply: Reply) -> None:
            json_body = isinstance(reply.body, dict)
            data = json.dumps(reply.body).encode() if json_body else reply.body
            headers = {"content-type": "application/json", "content-length": str(len(data))}
            self.send_response(reply.status)
            for name, value in {**headers, **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            pass

        def finish(self) -> None:
            if not self.wfile.closed and self.connection.fileno() != -1:
                super().finish()

    return Handler
