"""All that is read as spans, on the bundled schema and examples."""

from pathlib import Path

import pytest

from llmextract.analyse import analyse
from llmextract.documents import read_document
from llmextract.ground import prove_all
from llmextract.schema import load_schema
from llmextract.spans import propose_breakdown, propose_spans
from llmextract.types import MentionKind
from tests.spans.making import REPORT, analysis_of

_EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.txt"))


@pytest.mark.parametrize("path", _EXAMPLES, ids=lambda path: path.stem)
def test_everything_proposed_is_proved(path):
    """Every proposal for a bundled example has a span and stands its proof."""
    schema = load_schema("disclosure_report")
    analysis = analyse(read_document(path))
    proposals = propose_spans(analysis, schema)
    assert all(p.span is not None and p.origin.startswith("spans/") for p in proposals)
    proved, rejected = prove_all(proposals, analysis, schema)
    assert not rejected
    assert {p.pointer for p in proved} >= {"/report/agency", "/problems/0", "/legal_basis/0"}


def test_an_empty_document_proposes_nothing():
    """Text without any field has no proposals."""
    assert propose_spans(analysis_of("。\n"), REPORT) == []


def test_proposals_do_not_depend_on_the_order_of_calls():
    """The same document gives the same proposals again."""
    analysis = analysis_of(
        "六、存在的问题\n一是更新较慢；二是形式单一。根据《甲市条例》公开3条。\n"
    )
    assert propose_spans(analysis, REPORT) == propose_spans(analysis, REPORT)


def test_breakdown_does_not_use_up_a_field_of_its_own():
    """The numbers of a breakdown may also be proved for other fields."""
    text = "共公开50条，其中规章类20条、动态类30条。"
    analysis = analysis_of(text)
    total = [m for m in analysis.mentions if m.kind is MentionKind.NUMBER and m.value == 50]
    parts = propose_breakdown(analysis, REPORT.by_pointer["/categories"], 50, total)
    assert [p.span.of(text) for p in parts] == ["规章类20条", "动态类30条"]
