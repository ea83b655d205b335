"""From what the openai client raises to llmextract's error tree.

Status codes that can pass with time (408, 409, 429, 500, 502, 503, 504), refused or cut
connections and timeouts become a retryable TransportError; everything else will fail again.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from llmextract.errors import AnswerError, BackendUnavailable, LLMExtractError, TransportError

_CAN_PASS = frozenset({408, 409, 429, 500, 502, 503, 504})
_LONGEST = 300


def translate(error: Exception, *, where: str, secret: str) -> LLMExtractError:
    """The error to raise for `error`, an `openai.OpenAIError`.

    `where` names backend and model; `secret` (the API key) is blotted out of server messages.
    """
    import openai

    if isinstance(error.__cause__, LLMExtractError):
        return error.__cause__  # a cassette in between has already said what is wrong
    if isinstance(error, openai.APIStatusError):
        return _status(error, where, secret)
    if isinstance(error, openai.APIResponseValidationError):
        return not_json(where)
    if isinstance(error, openai.APITimeoutError):
        hint = "raise the timeout, or send shorter requests"
        return TransportError("no answer in time", where=where, hint=hint, retryable=True)
    if isinstance(error, openai.APIConnectionError):
        what = f"no connection ({_root(error)})"
        hint = "check the base URL, and that the server runs"
        return TransportError(what, where=where, hint=hint, retryable=True)
    return TransportError(_clean(str(error), secret), where=where, hint="see the message above")


def not_json(where: str) -> AnswerError:
    hint = "check that the base URL is that of an OpenAI-compatible API (often it ends in /v1)"
    return AnswerError("the answer is not a chat completion in JSON", where=where, hint=hint)


def retry_after(headers: Mapping[str, str], now: float | None = None) -> float | None:
    """Seconds that a Retry-After header asks for, given in seconds or as an HTTP date."""
    raw = headers.get("retry-after", "").strip()
    if not raw:
        return None
    try:
        seconds = float(raw)
    except ValueError:
        try:
            due = parsedate_to_datetime(raw).timestamp()
        except ValueError:
            return None
        seconds = due - (time.time() if now is None else now)
    return max(0.0, seconds) if seconds < float("inf") else None


def _status(error: object, where: str, secret: str) -> LLMExtractError:
    import openai

    assert isinstance(error, openai.APIStatusError)
    code = error.status_code
    if code in (401, 403):
        what = f"the server refused the API key (HTTP {code})"
        hint = "set OPENAI_API_KEY, or pass api_key, to a key that may use this model"
        return BackendUnavailable(what, where=where, hint=hint)
    said = _clean(error.message, secret)
    if code == 404:
        hint = "check the model's name and the base URL"
        return BackendUnavailable(f"not found (HTTP 404): {said}", where=where, hint=hint)
    # A used-up quota also answers 429, and no waiting helps.
    passing = code in _CAN_PASS and error.code != "insufficient_quota"
    return TransportError(
        f"HTTP {code}: {said}",
        where=where,
        hint=_hint(error, passing),
        retryable=passing,
        retry_after=retry_after(error.response.headers),
    )


def _hint(error: object, passing: bool) -> str:
    if "exceed_context_size" in str(getattr(error, "type", "")) or (
        getattr(error, "code", "") == "context_length_exceeded"
    ):
        return "shorten the request, or give the model a larger context (n_ctx)"
    if passing:
        return "try again later, or lower the concurrency"
    return "the same request will fail again; see what the server says"


def _clean(message: str, secret: str) -> str:
    text = " ".join(message.split())
    if secret:
        text = text.replace(secret, "***")
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _root(error: BaseException) -> str:
    while error.__cause__ is not None:
        error = error.__cause__
    return str(error) or type(error).__name__
