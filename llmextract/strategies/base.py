"""What a strategy is: from an analysed document and a schema to proposals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from llmextract.backends.base import Backend
from llmextract.schema import SchemaSpec
from llmextract.types import Analysis, Finding, Proposal, Rejected


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a run would spend on one document: calls, and tokens in and out (estimated)."""

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a strategy found.  Proposals are not yet proved."""

    proposals: tuple[Proposal, ...]
    rejected: tuple[Rejected, ...] = ()
    findings: tuple[Finding, ...] = ()


class Strategy(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def prompts(self) -> dict[str, str]:
        """Prompt file name → `version sha256[:12]`, for the manifest."""
        ...

    async def extract(
        self, analysis: Analysis, schema: SchemaSpec, backend: Backend
    ) -> Outcome: ...

    def estimate(self, analysis: Analysis, schema: SchemaSpec) -> Estimate: ...


__all__ = ["Estimate", "Outcome", "Strategy"]
