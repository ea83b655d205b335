"""One OpenAI-compatible server for all: llama.cpp's own, with the packaged weights or a GGUF file.

`python benchmarks/peers/serve.py --model local:0.5b` prints address and key, and serves until
Ctrl-C; `run.py` starts one by itself.
"""

from __future__ import annotations

import argparse
import contextlib
import secrets
import signal
from collections.abc import Iterator
from dataclasses import dataclass, field

from llmextract.backends.local import LocalBackend

N_CTX = 16_384  # tokens: holds the field list, the longest example and the longest answer
MODEL = "local"  # what requests call the model


@dataclass(frozen=True, slots=True)
class Server:
    """Where the chat completions API is (`…/v1`), and its key."""

    base_url: str
    api_key: str = field(repr=False)
    model: str = MODEL


@contextlib.contextmanager
def serving(model: str, n_ctx: int = N_CTX, threads: int | None = None) -> Iterator[Server]:
    """Serve `local:1.5b`, `local:0.5b` or `local:PATH.gguf` from this process, one call at a time,
    with the settings of llmextract's own local backend.  `threads`: default, one a core."""
    key = secrets.token_hex(16)
    backend = LocalBackend(model.removeprefix("local:"), n_ctx=n_ctx, threads=threads)
    server = backend._serve(key)  # the backend's own, so that its settings are the same
    try:
        yield Server(f"{server.listening_address}/v1", key)
    finally:
        del server  # dropping the last reference stops it


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="local:1.5b")
    parser.add_argument("--n-ctx", type=int, default=N_CTX)
    parser.add_argument("--threads", type=int)
    options = parser.parse_args()
    with serving(options.model, options.n_ctx, options.threads) as server:
        print(f"OPENAI_BASE_URL={server.base_url}\nOPENAI_API_KEY={server.api_key}", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            signal.pause()


if __name__ == "__main__":
    main()
