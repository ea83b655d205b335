import json
from datetime import date
from decimal import Decimal
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field, model_validator

from llmextract.ground import prove_all
from llmextract.plain import plain
from llmextract.pointers import join, split
from llmextract.reconcile import reconcile
from llmextract.record import (
    build_evidence,
    build_record,
    evidence_by_pointer,
    to_json_line,
    validate_record,
)
from llmextract.schema import Extract, compile_schema
from llmextract.types import (
    Evidence,
    Extraction,
    Finding,
    Proposal,
    Proved,
    Reason,
    Status,
    Usage,
)
from tests.making import SCHEMA, analysis, mention, proved

EMPTY = {
    "head": {"name": None, "size": None, "year": None, "opened": None, "closed": None},
    "loans": {
        "total": None,
        "adult": None,
        "child": None,
        "lost": None,
        "share": None,
        "fines": None,
    },
    "visits": None,
    "by_kind": None,
    "problems": None,
    "rules": None,
    "table": None,
}


def test_a_record_has_every_field_and_null_where_nothing_is_proved():
    """Without values the record is the schema's tree of nulls."""
    assert build_record(SCHEMA, []) == EMPTY


def test_values_are_plain_and_stand_at_their_pointers():
    """Dates are ISO text, integral decimals int, others numbers; lists and tables are nested."""
    record = build_record(
        SCHEMA,
        [
            proved("/head/name", "云溪县图书馆"),
            proved("/head/opened", date(2016, 1, 5)),
            proved("/loans/total", 0),
            proved("/loans/share", Decimal("98.30")),
            proved("/loans/fines", Decimal("35000.00")),
            proved("/problems/0", "书太旧"),
            proved("/problems/1", "人手不足"),
            proved("/by_kind/0", {"label": "文学", "count": 30}),
            proved("/table/办证/上年~1年", Decimal("976.81")),
            proved("/table/办证/本年", None),
        ],
    )
    assert record["head"] == EMPTY["head"] | {"name": "云溪县图书馆", "opened": "2016-01-05"}
    assert record["loans"] == EMPTY["loans"] | {"total": 0, "share": 98.3, "fines": 35000}
    assert record["problems"] == ["书太旧", "人手不足"]
    assert record["by_kind"] == [{"label": "文学", "count": 30}]
    assert record["table"] == {"办证": {"上年/年": 976.81, "本年": None}}
    assert isinstance(record["loans"]["fines"], int)


@given(st.decimals(-(10**8), 10**8, places=4))
def test_a_decimal_is_written_without_float_noise(number):
    """JSON shows the digits that were printed, and an int where there is no fraction."""
    text = json.dumps(plain(number))
    assert Decimal(text) == number
    assert ("." in text) is (number != number.to_integral_value())


@given(st.lists(st.text(), min_size=1))
def test_pointers_and_tokens_convert_into_each_other(tokens):
    """Escaping ~ and / loses nothing."""
    assert split(join(tokens)) == tuple(tokens)


def test_every_numeric_field_has_evidence_and_absent_ones_a_status():
    """Absent numbers say not_stated, or what is known; absent text says nothing unless known."""
    evidence = build_evidence(
        SCHEMA,
        [proved("/loans/total", 70, raw="70册", quote="借出70册", start=3)],
        {"/loans/child": Status.TABLE_MISSING, "/problems": Status.NOT_APPLICABLE},
    )
    assert list(evidence) == [
        "/head/year",
        *(f"/loans/{name}" for name in EMPTY["loans"]),
        "/visits",
        "/problems",
    ]
    assert evidence["/loans/total"] == {
        "quote": "借出70册",
        "start": 3,
        "end": 8,
        "status": "stated",
        "raw": "70册",
        "unit": None,
        "qualifier": "exact",
        "period": "year",
        "scope": "agency",
        "confidence": 0.95,
        "score": None,
        "origin": "",
    }
    assert evidence["/loans/adult"] == {"status": "not_stated"}
    assert evidence["/loans/child"] == {"status": "table_missing"}
    assert evidence["/problems"] == {"status": "not_applicable"}


def test_a_quoted_absence_keeps_its_quote():
    """A cell that says 不涉及 is evidence for null, and the value stays null."""
    nothing = Proved("/visits", None, Evidence("/", 4, 5, Status.NOT_APPLICABLE))
    assert build_record(SCHEMA, [nothing])["visits"] is None
    entry = build_evidence(SCHEMA, [nothing])["/visits"]
    assert (entry["status"], entry["quote"]) == ("not_applicable", "/")


def test_evidence_of_items_and_cells_stands_at_their_own_pointers():
    """Each item and each cell has its own entry; the list itself has none."""
    values = [proved("/problems/0", "甲"), proved("/problems/1", "乙"), proved("/table/a/b", 3)]
    evidence = build_evidence(SCHEMA, values)
    assert {"/problems/0", "/problems/1", "/table/a/b"} <= set(evidence)
    assert "/problems" not in evidence


def test_a_value_that_the_schema_refuses_is_rejected_alone():
    """The schema's own constraint takes one field away and leaves the others."""
    values = [proved("/visits", 1000), proved("/loans/total", 70)]
    kept, refused, findings = validate_record(SCHEMA, values)
    assert [p.pointer for p in kept] == ["/loans/total"]
    assert [(r.pointer, r.value, r.reason) for r in refused] == [("/visits", 1000, Reason.INVALID)]
    assert "less than 1000" in refused[0].detail
    assert findings == []


def test_an_item_that_the_schema_refuses_leaves_no_gap():
    """The items behind a refused one move up."""
    values = [
        proved("/by_kind/0", {"label": "甲", "count": 1}),
        proved("/by_kind/1", {"label": "乙", "count": None}),
        proved("/by_kind/2", {"label": "丙", "count": 3}),
    ]
    kept, refused, _ = validate_record(SCHEMA, values)
    assert [(p.pointer, p.value["label"]) for p in kept] == [
        ("/by_kind/0", "甲"),
        ("/by_kind/1", "丙"),
    ]
    assert [r.pointer for r in refused] == ["/by_kind/1"]


class Strict(BaseModel):
    low: Annotated[int, Extract("低"), Field(ge=1)]
    high: Annotated[int | None, Extract("高")] = None
    names: Annotated[list[str], Extract("名")] = []

    @model_validator(mode="after")
    def ordered(self):
        if self.high is not None and self.high < self.low:
            raise ValueError("high is below low")
        return self


def test_what_is_absent_is_not_held_against_a_record():
    """A required field that the document lacks stays null, without error or finding."""
    schema = compile_schema(Strict)
    assert validate_record(schema, [proved("/high", 3)]) == ([proved("/high", 3)], [], [])
    assert build_record(schema, []) == {"low": None, "high": None, "names": None}


def test_a_rule_over_several_fields_becomes_a_finding():
    """What no single value is to blame for loses none of them."""
    values = [proved("/low", 5), proved("/high", 3)]
    kept, refused, findings = validate_record(compile_schema(Strict), values)
    assert (kept, refused) == (values, [])
    assert [f.kind for f in findings] == ["invalid"]
    assert "high is below low" in findings[0].message


def extraction(**more) -> Extraction:
    parts = {
        "document": "馆.txt",
        "record": {"a": None},
        "evidence": {},
        "rejected": (),
        "findings": (),
        "usage": Usage(2, 1, 300, 40, 1.5),
    }
    return Extraction(**(parts | more))


def test_a_line_has_exactly_the_keys_of_the_output():
    """document, record, evidence, findings, usage and error, in this order, in one line."""
    line = to_json_line(extraction())
    data = json.loads(line)
    assert list(data) == ["document", "record", "evidence", "findings", "usage", "error"]
    assert data["usage"] == {
        "calls": 2,
        "cached_calls": 1,
        "prompt_tokens": 300,
        "completion_tokens": 40,
        "seconds": 1.5,
    }
    assert "馆.txt" in line


def test_a_failed_document_is_a_line_too():
    """Without a record the line says why."""
    data = json.loads(to_json_line(extraction(record=None, error="is empty")))
    assert (data["record"], data["error"]) == (None, "is empty")


@given(st.text())
def test_a_line_is_one_line_for_every_reader(text):
    """Whatever a document says, no reader of lines sees two, and nothing is lost."""
    evidence = {"/a": Evidence(text, 0, len(text))} if text else {}
    finding = Finding("rivals", text, ("/a",), detail={"value": Decimal("1.5"), "at": (1, 2)})
    line = to_json_line(extraction(record={"a": text}, evidence=evidence, findings=(finding,)))
    assert len(line.splitlines()) == 1
    data = json.loads(line)
    assert data["record"]["a"] == text
    assert data["findings"][0]["message"] == text
    assert data["findings"][0]["detail"] == {"value": 1.5, "at": [1, 2]}


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_line_is_valid_json(value):
    """What JSON cannot say is an error, not a line that others cannot read."""
    with pytest.raises(ValueError, match="JSON"):
        to_json_line(extraction(record={"a": value}))


def test_from_proposals_to_the_line_every_quote_is_in_the_text():
    """Through all stages: each value of the line stands in its quote at its offsets."""
    text = "全年借出1540余册，其中成人外借1100册、儿童外借440册，没有丢失。问题：书太旧。\n"
    found = analysis(text)
    proposals = [
        Proposal("/loans/total", 1540, None, mention(found, "1540余册"), 0.9, "link"),
        Proposal("/loans/adult", 1100, None),
        Proposal("/loans/child", 441, None),
        Proposal("/loans/lost", 0, None),
        Proposal("/problems", ["书太旧", "没有馆长"], None),
    ]
    proofs, refused = prove_all(proposals, found, SCHEMA)
    kept, _, _ = validate_record(SCHEMA, proofs)
    line = to_json_line(
        Extraction(
            "馆.txt",
            build_record(SCHEMA, kept),
            evidence_by_pointer(SCHEMA, kept),
            tuple(refused),
            tuple(reconcile(SCHEMA, kept, found)),
            Usage(),
        )
    )
    data = json.loads(line)
    assert data["record"]["loans"] == EMPTY["loans"] | {"total": 1540, "adult": 1100, "lost": 0}
    assert data["record"]["problems"] == ["书太旧"]
    quoted = {p: e for p, e in data["evidence"].items() if "quote" in e}
    assert set(quoted) == {"/loans/total", "/loans/adult", "/loans/lost", "/problems/0"}
    assert all(text[e["start"] : e["end"]] == e["quote"] for e in quoted.values())
    assert quoted["/loans/total"]["qualifier"] == "over"
    assert quoted["/loans/lost"]["status"] == "stated_zero"
    assert data["evidence"]["/loans/child"] == {"status": "not_stated"}
    assert [f["judgement"] for f in data["findings"]] == ["holds"]
