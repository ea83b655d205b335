"""What can go wrong, as one tree.  Each message says what, where, and what to do next.

LLMExtractError                 exit code
├── UsageError                  2   a wrong option, name or combination
│   ├── SchemaError             3   the schema cannot be used
│   └── PromptError             3   a prompt file cannot be used
├── DocumentError               4   a document cannot be read (others go on)
├── BackendError                5   no usable answer (others go on)
│   ├── BackendUnavailable      5   not installed, not found, refused, no model
│   ├── TransportError          5   the call failed after all tries
│   └── AnswerError             5   an answer that cannot be used: not JSON, cut off
├── CassetteError               6   a request that is not in the cassette
└── RunError                    7   the run folder: locked, unreadable, full disk
"""

from __future__ import annotations

from typing import ClassVar


class LLMExtractError(Exception):
    """The root.  `exit_code` is what the command line ends with."""

    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, *, where: str = "", hint: str = "") -> None:
        self.what, self.where, self.hint = what, where, hint
        parts = [f"{where}: {what}" if where else what]
        if hint:
            parts.append(f"→ {hint}")
        super().__init__("  ".join(parts))


class UsageError(LLMExtractError):
    exit_code = 2


class SchemaError(UsageError):
    exit_code = 3


class PromptError(UsageError):
    exit_code = 3


class DocumentError(LLMExtractError):
    exit_code = 4


class BackendError(LLMExtractError):
    """`attempts` counts the transport tries that were made before giving up."""

    exit_code = 5
    attempts: int = 1


class BackendUnavailable(BackendError):  # noqa: N818 - a state rather than an error
    pass


class TransportError(BackendError):
    """`retryable`: the same call may pass later; `retry_after`: seconds the server asks for."""

    def __init__(
        self,
        what: str,
        *,
        where: str = "",
        hint: str = "",
        retryable: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(what, where=where, hint=hint)
        self.retryable, self.retry_after = retryable, retry_after


class AnswerError(BackendError):
    pass


class CassetteError(LLMExtractError):
    exit_code = 6


class RunError(LLMExtractError):
    exit_code = 7
