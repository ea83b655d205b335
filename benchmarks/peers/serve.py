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
from pathlib import Path

from llmextract.backends.weights import PACKAGED, locate

N_CTX = 16_384  # tokens: holds the field list, the longest example and the longest answer
MODEL = "local"  # what requests call the model
_SILENT = -1
_PROMPT_CACHE_MIB = 1024


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
    import xllamacpp

    name = model.removeprefix("local:")
    path = locate(PACKAGED[name]) if name in PACKAGED else Path(name)
    key = secrets.token_hex(16)
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(path)
    parameters.model_alias = {MODEL}
    parameters.api_keys = [key]
    parameters.port = 0
    parameters.verbosity = _SILENT
    parameters.n_parallel = 1
    parameters.n_ctx = n_ctx
    parameters.cache_ram_mib = _PROMPT_CACHE_MIB
    if threads is not None:
        parameters.cpuparams.n_threads = threads
        parameters.cpuparams_batch.n_threads = threads
    server = xllamacpp.Server(parameters)
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
