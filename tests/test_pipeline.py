"""One document's way."""

import asyncio
from dataclasses import replace
from decimal import Decimal

import pytest

from llmextract.backends.scripted import ScriptedBackend
from llmextract.errors import PromptError, RunError, TransportError
from llmextract.ledger import LedgerRow
from llmextract.pipeline import failure, process
from llmextract.strategies.base import Outcome
from llmextract.types import Evidence, Finding, Proposal, Reason, Rejected, Span, Usage
from tests.runs.fakes import SCHEMA, AskEach, answer, document, made


class Says:
    """A strategy with its answer ready."""

    name, prompts = "says", {}

    def __init__(self, outcome: Outcome | Exception) -> None:
        self._outcome = outcome

    async def extract(self, analysis, schema, backend) -> Outcome:
        if isinstance(self._outcome, Exception):
            raise self._outcome
        return self._outcome


def extraction(doc, strategy, script=answer, **more):
    return asyncio.run(process(doc, SCHEMA, strategy, ScriptedBackend(script), **more))


def test_values_are_proved_and_recorded() -> None:
    """The record holds what the text states, each value with the place that states it."""
    doc = document(2)
    found = extraction(doc, AskEach())
    assert found.record == {"received": 22, "fax": 5}
    assert found.evidence["/fax"].raw == "5件"
    assert all(e.quote == doc.text[e.start : e.end] for e in found.evidence.values())
    assert [f.judgement for f in found.findings] == ["holds"]


def test_what_the_text_does_not_state_is_rejected() -> None:
    """An invented number is not in the record but among the rejected, as plain data."""
    found = extraction(document(2), Says(Outcome((Proposal("/received", Decimal(99), None),))))
    assert found.record == {"received": None, "fax": None}
    assert found.evidence["/received"] == Evidence("", 0, 0, "not_stated")
    [rejected] = found.rejected
    assert (rejected.pointer, rejected.value, rejected.reason) == (
        "/received",
        99,
        Reason.NOT_IN_TEXT,
    )


def test_what_the_strategy_rejects_and_finds_is_kept() -> None:
    """A strategy's own rejected values and findings come out with those of later stages."""
    outcome = Outcome(
        (), (Rejected("/fax", 3, "slipped", "by one", Span(0, 1)),), (Finding("odd", "!", ()),)
    )
    found = extraction(document(2), Says(outcome))
    assert [item.reason for item in found.rejected] == ["slipped"]
    assert [item.kind for item in found.findings] == ["odd"]


def test_calls_are_counted_and_told_of() -> None:
    """Usage counts the document's calls, failed ones too, and listeners hear its name."""
    heard: list[LedgerRow] = []
    found = extraction(made("坏。", "bad.txt"), AskEach(), listeners=[heard.append])
    assert replace(found.usage, seconds=0.0) == Usage(calls=1)
    assert [(row.document, row.purpose) for row in heard] == [("bad.txt", "ask")]
    assert heard[0].error.startswith("AnswerError")


def test_tokens_are_kept_when_a_later_call_fails() -> None:
    """A failed document's usage holds what its earlier calls cost."""
    script = iter(["22", TransportError("cut")])
    found = extraction(document(2), AskEach(), lambda request: next(script))
    assert found.record is None
    assert (found.usage.calls, found.usage.completion_tokens) == (2, 2)


@pytest.mark.parametrize("error", [PromptError("broken"), RunError("full")])
def test_errors_that_meet_every_document_are_raised(error) -> None:
    """A broken prompt or a full disk is no document's own error."""
    with pytest.raises(type(error)):
        extraction(document(2), Says(error))


def test_an_error_says_what_where_and_what_next() -> None:
    """The kind of error stands first, so that an exit code can be found for it."""
    text = failure("a", TransportError("cut", where="openai:x", hint="try later")).error
    assert text == "TransportError: openai:x: cut  → try later"
