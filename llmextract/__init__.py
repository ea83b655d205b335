"""Documents in, proved records out: every value points at the characters it came from.

from llmextract import extract

for found in extract("reports/", "disclosure_report", out="runs/first"):
    print(found.document, found.record, found.error)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from llmextract.api import aextract, astream, extract
    from llmextract.backends.base import Backend, Capabilities
    from llmextract.backends.registry import make_backend
    from llmextract.backends.scripted import ScriptedBackend
    from llmextract.calls import CallOptions
    from llmextract.documents import read_document
    from llmextract.errors import (
        AnswerError,
        BackendError,
        BackendUnavailable,
        CassetteError,
        DocumentError,
        LLMExtractError,
        PromptError,
        RunError,
        SchemaError,
        TransportError,
        UsageError,
    )
    from llmextract.jobs import as_document
    from llmextract.runs import RunReader
    from llmextract.schema import About, Extract, SchemaSpec, compile_schema
    from llmextract.schema.load import load_schema
    from llmextract.strategies.base import Estimate, Outcome, Strategy
    from llmextract.types import (
        Analysis,
        Completion,
        Document,
        Evidence,
        Extraction,
        Finding,
        Mention,
        Message,
        Proposal,
        Qualifier,
        Reason,
        Rejected,
        Request,
        Span,
        Status,
        Usage,
    )

__all__ = [
    "About",
    "Analysis",
    "AnswerError",
    "Backend",
    "BackendError",
    "BackendUnavailable",
    "CallOptions",
    "Capabilities",
    "CassetteError",
    "Completion",
    "Document",
    "DocumentError",
    "Estimate",
    "Evidence",
    "Extract",
    "Extraction",
    "Finding",
    "LLMExtractError",
    "Mention",
    "Message",
    "Outcome",
    "PromptError",
    "Proposal",
    "Qualifier",
    "Reason",
    "Rejected",
    "Request",
    "RunError",
    "RunReader",
    "SchemaError",
    "SchemaSpec",
    "ScriptedBackend",
    "Span",
    "Status",
    "Strategy",
    "TransportError",
    "Usage",
    "UsageError",
    "aextract",
    "as_document",
    "astream",
    "compile_schema",
    "extract",
    "load_schema",
    "make_backend",
    "read_document",
]

_PLACES = (
    "types",
    "errors",
    "schema",
    "schema.load",
    "documents",
    "backends.base",
    "backends.scripted",
    "backends.registry",
    "strategies.base",
    "runs",
    "calls",
    "jobs",
    "api",
)


def __getattr__(name: str) -> Any:
    """Import on first use: the command line must not wait for what it does not need."""
    if name in __all__:
        for place in _PLACES:
            module = import_module(f"llmextract.{place}")
            if name in getattr(module, "__all__", vars(module)):
                return getattr(module, name)
    raise AttributeError(f"module 'llmextract' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
