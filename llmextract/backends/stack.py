"""A backend with all that stands around it, in the one order that works."""

from __future__ import annotations

from pathlib import Path

from llmextract.backends.base import Backend
from llmextract.cache import CachedBackend, ResponseCache
from llmextract.cassette import CassetteBackend, CassetteMode
from llmextract.ledger import LedgerBackend, Sink
from llmextract.retry import DEFAULT_RETRY, RetryingBackend, RetryPolicy


def stack(
    backend: Backend,
    *,
    cache: ResponseCache | None = None,
    retry: RetryPolicy | None = DEFAULT_RETRY,
    cassette: Path | None = None,
    cassette_mode: CassetteMode | str = CassetteMode.REPLAY,
    digests: bool = False,
    ledger: Sink | None = None,
) -> Backend:
    """Ledger(Cache(Retry(Cassette(backend)))), each part only if given; `aclose` closes all
    but the cache, which may serve other backends.

    While a cassette records, the cache is left out: an answer from it would never reach the
    cassette.  Raises UsageError and CassetteError.
    """
    stacked = backend
    if cassette is not None:
        stacked = CassetteBackend(stacked, cassette, cassette_mode, digests=digests)
    if retry is not None:
        stacked = RetryingBackend(stacked, retry)
    recording = cassette is not None and cassette_mode == CassetteMode.RECORD
    if cache is not None and not recording:
        stacked = CachedBackend(stacked, cache)
    if ledger is not None:
        stacked = LedgerBackend(stacked, ledger)
    return stacked
