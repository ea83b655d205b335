"""One document's way: analyse → read tables → ask → prove → reconcile → record."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from llmextract.analyse import analyse
from llmextract.backends.base import Backend
from llmextract.confidence import Calibrator, scored
from llmextract.errors import BackendUnavailable, LLMExtractError, RunError, UsageError
from llmextract.ground import prove_all, prove_cells
from llmextract.ledger import LedgerBackend, LedgerRow, Sink
from llmextract.paper import printed_at
from llmextract.plain import plain
from llmextract.reconcile import doubted_cells, reconcile
from llmextract.record import build_record, evidence_by_pointer, validate_record
from llmextract.schema import SchemaSpec
from llmextract.strategies.base import Strategy
from llmextract.tables import merge, read_tables, with_tables
from llmextract.types import (
    Document,
    Evidence,
    Extraction,
    Finding,
    Pointer,
    Reason,
    Rejected,
    Span,
    Usage,
)

_FATAL = (BackendUnavailable, RunError, UsageError)


async def process(
    document: Document,
    schema: SchemaSpec,
    strategy: Strategy,
    backend: Backend,
    *,
    listeners: Sequence[Sink] = (),
    calibrator: Calibrator | None = None,
) -> Extraction:
    """What `document` says, proved.  `listeners` hear of every call; `calibrator` turns a
    strategy's scores into confidences, after the record has been checked.

    `usage` counts all calls, failed and cached ones too; tokens and seconds of a cached call
    are those of the call once made.  What goes wrong with this document alone stands in
    `error`, with record null.  Raises what would go wrong with every document:
    BackendUnavailable, UsageError, RunError.
    """
    meter = _Meter(document.name, listeners)
    metered = LedgerBackend(backend, meter.row)
    try:
        found = await _stages(document, schema, strategy, metered)
        extraction = scored(found, calibrator)
    except Exception as error:
        if is_fatal(error):
            raise
        extraction = failure(document.name, error)
    return replace(extraction, usage=meter.usage)


async def _stages(
    document: Document, schema: SchemaSpec, strategy: Strategy, backend: Backend
) -> Extraction:
    analysis = await asyncio.to_thread(analyse, document)
    tables = await asyncio.to_thread(read_tables, analysis, schema)
    analysis = with_tables(analysis, tables)
    outcome = await strategy.extract(analysis, schema, backend)
    proved, rejected = await asyncio.to_thread(prove_all, outcome.proposals, analysis, schema)
    cells, unproved = prove_cells(tables.cells, analysis, schema)
    merged = merge(proved, cells, tables.missing, schema)
    rejected = [*rejected, *merged.rejected, *unproved]
    valid, invalid, odd = validate_record(schema, merged.proved)
    contested = {r.pointer for r in rejected if r.reason == Reason.RIVAL}
    findings = [*tables.findings, *merged.findings]
    findings += reconcile(
        schema,
        valid,
        analysis,
        identities=tables.identities,
        contested=contested,
        doubted=doubted_cells(tables.findings),
    )
    return Extraction(
        document=document.name,
        record=build_record(schema, valid),
        evidence=_on_paper(document, evidence_by_pointer(schema, valid, merged.statuses)),
        rejected=_plain_values((*outcome.rejected, *rejected, *invalid)),
        findings=_plain_details((*outcome.findings, *odd, *findings)),
        usage=Usage(),
    )


def _on_paper(document: Document, evidence: Mapping[Pointer, Evidence]) -> dict[Pointer, Evidence]:
    """The evidence with page and box, where the document has pages."""
    placed = dict(evidence)
    if document.printed:
        for pointer, item in evidence.items():
            span = item.cell or Span(item.start, item.end)
            if item.quote and (at := printed_at(document.printed, span.start, span.end)):
                placed[pointer] = replace(item, page=at[0], box=at[1])
    return placed


def _plain_values(rejected: Iterable[Rejected]) -> tuple[Rejected, ...]:
    """As they are read back from a run folder; the record is plain already."""
    return tuple(replace(item, value=plain(item.value)) for item in rejected)


def _plain_details(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(replace(item, detail=plain(item.detail)) for item in findings)


def is_fatal(error: Exception) -> bool:
    """Whether `error` would meet every document."""
    return isinstance(error, _FATAL)


def failure(name: str, error: Exception) -> Extraction:
    """The result for a document that cannot be done: kind of error, what, where, what next."""
    said = f"{type(error).__name__}: {error}".removesuffix(": ")
    if not isinstance(error, LLMExtractError):
        said += f"  ({_where(error)})  → this is a fault of llmextract or of the schema: report it"
    return Extraction(name, None, {}, (), (), Usage(), error=said)


@dataclass(slots=True)
class _Meter:
    """Adds up a document's calls, and names the document in rows that lack it."""

    document: str
    listeners: Sequence[Sink]
    usage: Usage = field(default_factory=Usage)

    def row(self, row: LedgerRow) -> None:
        self.usage += Usage(
            1, int(row.cached), row.prompt_tokens, row.completion_tokens, row.seconds
        )
        for listener in self.listeners:
            listener(replace(row, document=self.document))


def _where(error: Exception) -> str:
    """The innermost line that was running."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "no trace"
    return f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}"
