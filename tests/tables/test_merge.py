"""What tables state beside what the text states."""

from dataclasses import replace
from typing import Annotated

import pytest
from pydantic import BaseModel

from llmextract.schema import Extract, compile_schema
from llmextract.tables import merge
from llmextract.types import Evidence, Proved, Qualifier, Reason, Span, Status, Value


class Loans(BaseModel):
    total: Annotated[int | None, Extract("loans")] = None
    renewed: Annotated[int | None, Extract("renewals")] = None


SCHEMA = compile_schema(Loans)


def text(pointer: str, value: Value) -> Proved:
    return Proved(pointer, value, Evidence("70 loans", 0, 8, origin="rules"))


def cell(pointer: str, value: Value, status: Status = Status.STATED) -> Proved:
    return Proved(pointer, value, Evidence("loans\t70", 50, 58, status, origin="sheet: loans × n"))


def test_the_same_value_twice_is_one_fact_with_another_proof() -> None:
    """The table's proof stands, and the passage is kept beside it."""
    merged = merge([text("/total", 70)], [cell("/total", 70)], (), SCHEMA)
    (one,) = merged.proved
    assert one.evidence.origin == "sheet: loans × n"
    assert one.evidence.also == (Span(0, 8),)
    assert not merged.findings
    assert not merged.rejected


def test_of_two_values_the_table_stands_and_the_other_is_a_rival() -> None:
    """The finding shows both with their places."""
    merged = merge([text("/total", 71)], [cell("/total", 70)], (), SCHEMA)
    assert [p.value for p in merged.proved] == [70]
    assert [(r.value, r.reason) for r in merged.rejected] == [(71, Reason.RIVAL)]
    (finding,) = merged.findings
    assert (finding.kind, finding.pointers) == ("rivals", ("/total",))


def test_a_mark_yields_to_what_the_text_states() -> None:
    """A mark alone is not applicable; beside a stated number it says nothing."""
    mark = cell("/total", None, Status.NOT_APPLICABLE)
    assert merge([], [mark], (), SCHEMA).statuses == {"/total": Status.NOT_APPLICABLE}
    assert [p.value for p in merge([text("/total", 70)], [mark], (), SCHEMA).proved] == [70]


def test_missing_fields_have_a_status_and_keep_what_is_stated() -> None:
    """A lost table takes nothing away; results are in order of the schema."""
    merged = merge([text("/renewed", 3)], [cell("/total", 70)], ("/renewed",), SCHEMA)
    assert [p.pointer for p in merged.proved] == ["/total", "/renewed"]
    assert merged.statuses == {"/renewed": Status.TABLE_MISSING}


@pytest.mark.parametrize(
    ("printed", "qualifier", "agrees"),
    [
        (1100, Qualifier.OVER, True),
        (1200, Qualifier.OVER, False),
        (1000, Qualifier.AT_LEAST, True),
        (1200, Qualifier.UNDER, True),
        (1100, Qualifier.ABOUT, True),
        (1100, Qualifier.EXACT, False),
    ],
)
def test_an_approximate_number_agrees_with_the_tables_if_it_allows_for_it(
    printed: int, qualifier: Qualifier, agrees: bool
) -> None:
    """1100余 and 1126 are one fact, of which the table's number stands; 1200余 is a rival."""
    said = text("/total", printed)
    said = replace(said, evidence=replace(said.evidence, qualifier=qualifier))
    merged = merge([said], [cell("/total", 1126)], (), SCHEMA)
    assert [p.value for p in merged.proved] == [1126]
    assert (merged.findings == []) is agrees
    assert (merged.proved[0].evidence.also == (Span(0, 8),)) is agrees


@pytest.mark.parametrize(
    ("confidence", "judgement"), [(0.95, "source"), (0.5, "suspect"), (None, "suspect")]
)
def test_two_numbers_read_with_confidence_are_the_documents_contradiction(
    confidence: float | None, judgement: str
) -> None:
    """If the text's number is in doubt, the extraction may be to blame instead."""
    said, printed = text("/total", 71), cell("/total", 70)
    said = replace(said, evidence=replace(said.evidence, confidence=confidence))
    printed = replace(printed, evidence=replace(printed.evidence, confidence=0.98))
    (finding,) = merge([said], [printed], (), SCHEMA).findings
    assert finding.judgement == judgement
