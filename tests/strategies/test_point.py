"""`point`: a model's ids become proposals, and nothing else does."""

import asyncio
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from llmextract.analyse import analyse
from llmextract.backends.base import Capabilities
from llmextract.backends.scripted import ScriptedBackend
from llmextract.documents.read import read_document
from llmextract.errors import AnswerError, UsageError
from llmextract.ground import prove_all
from llmextract.pipeline import process
from llmextract.pointers import field_of
from llmextract.prompting import estimate_tokens
from llmextract.schema import Extract, compile_schema, load_schema
from llmextract.strategies.direct import DirectStrategy
from llmextract.strategies.marks import marks_of
from llmextract.strategies.point import PointStrategy
from llmextract.tables import read_tables, with_tables
from llmextract.types import Analysis, Reason, Span
from tests.making import SCHEMA, analysis

ROOT = Path(__file__).parents[2]
TEXT = "河东图书馆2020年度。外借总数35册，成人20册，没有丢失，网上续借率97.5%，逾期费1.2万元。"
MARK = re.compile(r"\[#+(\d+)\]")


class Plain(BaseModel):
    """Numbers only: nothing is asked as text."""

    lent: Annotated[int | None, Extract("外借", unit="册")] = None
    lost: Annotated[int | None, Extract("丢失", unit="册")] = None
    visits: Annotated[int | None, Extract("到馆", unit="人次")] = None
    budget: Annotated[Decimal | None, Extract("经费", unit="元")] = None


PLAIN = compile_schema(Plain)


def run(script, text=TEXT, schema=SCHEMA, found=None, **capabilities):
    found = found or analysis(text)
    script = script if callable(script) else [script]
    backend = ScriptedBackend(script, capabilities=Capabilities(**capabilities))
    outcome = asyncio.run(PointStrategy().extract(found, schema, backend))
    return outcome, backend.requests, found


def loans(**ids):
    return json.dumps({"loans": ids})


def ids_of(found):
    return {m.raw: n for n, m in marks_of(found).mentions.items()}


def shown(request):
    """The document as the model sees it."""
    return request.messages[1].content.split("<文档>\n")[1].split("\n</文档>")[0]


def proposed(outcome):
    return {p.pointer: p.value for p in outcome.proposals}


def test_the_prompt_holds_each_number_once_with_its_id() -> None:
    """Numbers, shares and denials are marked, in order, and the text is otherwise as it was."""
    _, (request,), found = run("{}")
    assert shown(request) == (
        "河东图书馆2020年度。外借总数35册[#1]，成人20册[#2]，没有丢失[#3]，"
        "网上续借率97.5%[#4]，逾期费1.2万元[#5]。"
    )
    assert ids_of(found) == {"35册": 1, "20册": 2, "没有丢失": 3, "97.5%": 4, "1.2万元": 5}


@given(st.text("收到未没有3十件，。\n[#]17 万") | st.just("[##1]收到3件[#"))
def test_marks_cannot_be_confused_with_the_text(text) -> None:
    """Whatever the text holds, its marks can be taken out again, and are one for each mention."""
    marks = marks_of(analysis(text))
    marked = marks.show(Span(0, len(text)))
    mark = re.compile(re.escape(marks.sign) + r"(\d+)\]")
    assert mark.sub("", marked) == text
    assert [int(n) for n in mark.findall(marked)] == list(marks.mentions)
    assert marks.sign not in text


def test_what_code_reads_of_tables_is_left_out() -> None:
    """Rows of a table that code reads are neither shown nor marked; a word stands for them."""
    text = "外借30册。\n甲\t5\n乙\t6\n丢失7册。"
    plain = analysis(text)
    rows = tuple(Span(text.index(row), text.index(row) + 3) for row in ("甲\t5", "乙\t6"))
    found = Analysis(plain.document, plain.sections, plain.mentions, rows)
    marks = marks_of(found)
    assert [m.raw for m in marks.mentions.values()] == ["30册", "7册"]
    assert marks.show(Span(0, len(text)), "（略）") == "外借30册[#1]。\n（略）\n丢失7册[#2]。"
    _, (request,), _ = run("{}", found=found)
    assert "甲" not in shown(request)


def test_ids_become_proposals_with_their_mentions() -> None:
    """The value is parsed from the mention, in the field's unit; a denial is 0."""
    outcome, _, found = run(loans(total=1, lost=3, share=4, fines=5))
    pointed = {p.pointer: p for p in outcome.proposals if p.mention is not None}
    values = {pointer: p.value for pointer, p in pointed.items()}
    assert values == {
        "/loans/total": 35,
        "/loans/lost": 0,
        "/loans/share": Decimal("97.5"),
        "/loans/fines": 12000,
    }
    assert all(p.span == found.mentions[p.mention].span for p in pointed.values())
    assert {p.origin for p in pointed.values()} == {"point/scripted"}
    proved, rejected = prove_all(outcome.proposals, found, SCHEMA)
    assert values.items() <= {p.pointer: p.value for p in proved}.items()
    assert rejected == []


def test_a_unit_that_stands_in_the_label_counts() -> None:
    """A bare number below a label in 万元 is proposed in 元, and proved."""
    outcome, _, found = run('{"budget": 1}', "经费（万元）\t3.5\n", PLAIN)
    assert proposed(outcome) == {"/budget": 35000}
    (proved,), _ = prove_all(outcome.proposals, found, PLAIN)
    assert (proved.value, proved.evidence.raw) == (35000, "3.5")


@pytest.mark.parametrize("answer", [1, "1", "#1", "[#1]", [1]])
def test_an_id_may_be_written_as_text(answer) -> None:
    """An id in quotes, or with its mark around it, is that id."""
    outcome, _, _ = run(loans(total=answer))
    assert proposed(outcome)["/loans/total"] == 35
    assert outcome.rejected == ()


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (99, Reason.NOT_IN_TEXT),
        (0, Reason.NOT_IN_TEXT),
        (-1, Reason.NOT_IN_TEXT),
        ("35册", Reason.WRONG_TYPE),
        (1.5, Reason.WRONG_TYPE),
        (True, Reason.WRONG_TYPE),
        ({"id": 1}, Reason.UNKNOWN_FIELD),
    ],
)
def test_what_is_no_id_is_rejected_and_harms_no_other(answer, reason) -> None:
    """Ids that were not shown, and what is no id, are rejected without another call."""
    outcome, requests, _ = run(loans(total=answer, adult=2))
    assert len(requests) == 1
    assert "/loans/total" not in proposed(outcome)
    assert proposed(outcome)["/loans/adult"] == 20
    assert [r.reason for r in outcome.rejected] == [reason]


def test_nulls_and_empty_answers_propose_nothing() -> None:
    """A null is no answer, and needs no other call."""
    outcome, requests, _ = run('{"loans": {"total": null, "lost": []}, "visits": ""}')
    assert [p for p in outcome.proposals if p.mention is not None] == []
    assert (outcome.rejected, len(requests)) == ((), 1)


@pytest.mark.parametrize("key", ["/loans/total", "loans/total", "/loans"])
def test_a_key_may_be_a_path(key) -> None:
    """A model without a schema may write the path as the question prints it."""
    inner = {key: {"total": 1}} if key == "/loans" else {key: 1}
    outcome, _, _ = run(json.dumps(inner), json_schema=False)
    assert proposed(outcome)["/loans/total"] == 35


def test_fields_that_were_not_asked_for_are_rejected() -> None:
    """Other keys, at any depth, are among the rejected."""
    outcome, _, _ = run('{"loans": {"borrowed": 1}, "extra": 2}')
    assert {(r.pointer, r.value, r.reason) for r in outcome.rejected} == {
        ("/loans/borrowed", 1, Reason.UNKNOWN_FIELD),
        ("/extra", 2, Reason.UNKNOWN_FIELD),
    }


def test_an_id_of_the_wrong_unit_is_rejected_by_the_proof() -> None:
    """A share is no count and a count no sum of money, whatever the model points at."""
    outcome, _, found = run(loans(total=4, fines=1))
    proved, rejected = prove_all(outcome.proposals, found, SCHEMA)
    assert {"/loans/total", "/loans/fines"}.isdisjoint(p.pointer for p in proved)
    reasons = {r.pointer: r.reason for r in rejected}
    assert reasons == {"/loans/total": Reason.WRONG_TYPE, "/loans/fines": Reason.WRONG_UNIT}


def test_a_number_proves_one_field_and_a_denial_many() -> None:
    """An id given to two fields goes to the one that the words speak of; denials are shared."""
    outcome, _, found = run(loans(total=2, adult=2, lost=3, child=3))
    proved, rejected = prove_all(outcome.proposals, found, SCHEMA)
    values = {p.pointer: p.value for p in proved if p.pointer.startswith("/loans")}
    assert values == {"/loans/adult": 20, "/loans/child": 0, "/loans/lost": 0}
    assert [(r.pointer, r.reason) for r in rejected] == [("/loans/total", Reason.TAKEN)]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 9) | st.text("0135[#]册", max_size=4),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("ab"), inner),
    max_leaves=3,
)


@given(st.dictionaries(st.sampled_from([*Plain.model_fields, "other"]), _JSON))
def test_nothing_is_invented(answer) -> None:
    """Whatever the answer, a proposal's value is what a marked mention states for a field."""
    outcome, requests, found = run(json.dumps(answer), schema=PLAIN)
    marked = {m.index: m for m in marks_of(found).mentions.values()}
    assert len(requests) == 1
    for one in outcome.proposals:
        assert one.pointer in PLAIN.by_pointer
        assert one.value == marked[one.mention].value


def test_the_schema_bounds_the_ids_and_requires_nothing() -> None:
    """Ids are integers from the first to the last shown; any field may be left out."""
    _, (request,), _ = run("{}")
    schema = request.json_schema
    assert schema["$defs"]["id"] == {"type": "integer", "minimum": 1, "maximum": 5}
    loans_of = schema["properties"]["loans"]
    assert loans_of["properties"]["total"] == {"$ref": "#/$defs/id"}
    assert loans_of["additionalProperties"] is False
    assert schema["$defs"]["Part"]["required"] == ["label", "count"]
    assert "required" not in schema
    assert "required" not in loans_of
    assert "required" not in schema["$defs"]["Reply_head"]


def test_a_backend_without_schemas_gets_none() -> None:
    """No JSON schema is sent to a backend that says it cannot take one."""
    _, (request,), _ = run("{}", json_schema=False)
    assert request.json_schema is None


def test_only_texts_that_code_does_not_find_are_asked() -> None:
    """What spans propose is not asked; other fields that are no numbers are, as values."""
    answer = {"head": {"name": "河东图书馆"}, "problems": ["书少"], "loans": {"total": 1}}
    outcome, (request,), _ = run(json.dumps(answer))
    ids, texts = request.messages[1].content.split("<文档>")
    assert "- total" in ids
    assert "- name: string, 馆名" in texts
    assert "- year" not in ids + texts
    assert (
        proposed(outcome).items()
        >= {
            "/head/name": "河东图书馆",
            "/head/year": 2020,
            "/problems": ["书少"],
            "/loans/total": 35,
        }.items()
    )


def test_a_document_without_anything_to_ask_costs_no_call() -> None:
    """Without numbers there is nothing to point at."""
    outcome, requests, _ = run([], "河东图书馆。", PLAIN)
    assert (outcome.proposals, requests) == ((), [])
    assert PointStrategy().estimate(analysis("河东图书馆。"), PLAIN).calls == 0


def test_questions_about_two_documents_share_their_beginning() -> None:
    """Everything before the document is the same for every document with its fields."""
    _, (one,), _ = run("{}")
    _, (two,), _ = run("{}", "外借3册。")
    assert one.messages[0] == two.messages[0]
    heads = {r.messages[1].content.split("<文档>")[0] for r in (one, two)}
    assert len(heads) == 1
    assert "外借总数" in heads.pop()


def _long(*numbers):
    return "".join(f"外借{n}册。" + "书很多。" * 200 + "\n" for n in numbers)


def test_a_long_document_is_asked_about_in_windows() -> None:
    """Each number is in one window, whose ids alone count; proposals are put together."""
    text = _long(11, 12, 13, 14) + "丢失5册。"

    answer = json.dumps({"lent": 1, "lost": 5})
    outcome, requests, _ = run(lambda _: answer, text, PLAIN, max_context=2000)
    assert len(requests) > 1
    assert "".join(MARK.sub("", shown(r)) for r in requests) == text
    assert [int(n) for r in requests for n in MARK.findall(shown(r))] == [1, 2, 3, 4, 5]
    for request in requests:
        ids = [int(n) for n in MARK.findall(shown(request))]
        bounds = request.json_schema["$defs"]["id"]
        assert (bounds["minimum"], bounds["maximum"]) == (min(ids), max(ids))
    assert proposed(outcome) == {"/lent": 11, "/lost": 5}
    assert {r.pointer for r in outcome.rejected} == {"/lent", "/lost"}
    assert {r.reason for r in outcome.rejected} == {Reason.NOT_IN_TEXT}


def test_two_windows_that_state_a_field_are_rivals() -> None:
    """Both values are proposed; the proof takes one and lists the other."""

    def point(request):
        return json.dumps({"lent": int(MARK.findall(shown(request))[0])})

    outcome, requests, found = run(point, _long(11, 12), PLAIN, max_context=1200)
    assert len(requests) == 2
    assert [p.value for p in outcome.proposals] == [11, 12]
    proved, rejected = prove_all(outcome.proposals, found, PLAIN)
    assert len(proved) == 1
    assert [r.reason for r in rejected] == [Reason.RIVAL]


@given(st.integers(60, 900))
def test_windows_fit_with_their_marks(room) -> None:
    """No window is longer than the room, marks included, and none of the text is lost."""
    text = "甲3册，乙4册，丙5册，丁6册。" * 40 + _long(7)
    marks = marks_of(analysis(text))
    spans = marks.windows(room)
    assert all(estimate_tokens(marks.show(span)) <= room for span in spans)
    assert "".join(span.of(text) for span in spans) == text


def test_a_window_without_an_answer_does_not_harm_the_others() -> None:
    """A question that fails becomes a finding; if all fail the document has failed."""

    def point(request):
        return '{"lent": 1}' if "[#1]" in shown(request) else "no"

    outcome, _, _ = run(point, _long(11, 12), PLAIN, max_context=1200)
    assert proposed(outcome) == {"/lent": 11}
    assert [f.kind for f in outcome.findings] == ["unanswered"]
    with pytest.raises(AnswerError):
        run(lambda _: "no", _long(11, 12), PLAIN, max_context=1200)


def test_an_answer_that_is_not_json_is_asked_for_again() -> None:
    """The second request carries the error, and the same schema."""
    replies = iter(["35", loans(total=1)])
    outcome, (first, second), _ = run(lambda _: next(replies))
    assert proposed(outcome)["/loans/total"] == 35
    assert second.messages[:2] == first.messages
    assert second.json_schema == first.json_schema


def test_a_context_too_small_for_the_question_is_said_so() -> None:
    """A model whose context cannot hold the fields is refused before any call."""
    with pytest.raises(UsageError, match="context of 300"):
        run([], max_context=300)


def test_the_estimate_is_of_the_request_that_is_made() -> None:
    """Calls and prompt tokens are those of the request, completion tokens at least the answer's."""
    answer = loans(total=1, adult=2, lost=3, share=4, fines=5)
    _, (request,), found = run(answer)
    estimate = PointStrategy().estimate(found, SCHEMA)
    assert estimate.calls == 1
    assert estimate.prompt_tokens == sum(estimate_tokens(m.content) for m in request.messages)
    assert estimate.completion_tokens >= estimate_tokens(answer)


def test_prompts_in_english_ask_the_same() -> None:
    """Labels in English get the English prompt, with the same marks."""

    class Parcels(BaseModel):
        sent: Annotated[int | None, Extract("parcels sent", unit="items")] = None

    schema = compile_schema(Parcels)
    outcome, (request,), _ = run('{"sent": 1}', "We sent 12 items.", schema)
    assert "We sent 12 items[#1]." in request.messages[1].content
    assert "{" not in request.messages[0].content
    assert proposed(outcome) == {"/sent": 12}


def _perfect(found, gold, schema):
    """Ids of what the labels say, where they point at a mention; and the values."""
    ids, values = {}, {}
    for pointer, value in gold["values"].items():
        spec = field_of(pointer, schema)
        places = gold["spans"].get(pointer, [])
        spans = [Span(*p) for p in (places if places and isinstance(places[0], list) else [places])]
        for number, mention in marks_of(found).mentions.items():
            equal = mention.value == Decimal(str(value)) if spec.numeric else False
            if equal and any(span.covers(mention.span) for span in spans if places):
                *path, name = pointer.split("/")[1:]
                node = ids
                for part in path:
                    node = node.setdefault(part, {})
                if name not in node:
                    node[name], values[pointer] = number, value
    return json.dumps(ids, separators=(",", ":")), values


@pytest.mark.parametrize(
    ("name", "least"), [("danshui-yuye-2015", 75), ("lanjiang-2016", 65), ("linlan-2019", 25)]
)
def test_a_perfect_pointer_fills_the_record(name, least) -> None:
    """On an example all that its labels point at is in the record, proved; one call, which costs
    less to answer than one of `direct`."""
    schema = load_schema("disclosure_report")
    document = read_document(ROOT / "examples" / f"{name}.txt")
    gold = json.loads((ROOT / "eval" / "gold" / f"{name}.json").read_text("utf-8"))
    plain = analyse(document)
    found = with_tables(plain, read_tables(plain, schema))
    answer, values = _perfect(found, gold, schema)
    backend = ScriptedBackend(lambda _: answer)
    extraction = asyncio.run(process(document, schema, PointStrategy(), backend))
    assert len(values) >= least
    assert len(backend.requests) == 1
    for pointer, value in values.items():
        got = extraction.record
        for part in pointer.split("/")[1:]:
            got = got[part]
        evidence = extraction.evidence[pointer]
        assert (pointer, got) == (pointer, value)
        assert document.text[evidence.start : evidence.end] == evidence.quote != ""
    direct = DirectStrategy().estimate(found, schema)
    assert PointStrategy().estimate(found, schema).completion_tokens < direct.completion_tokens / 2


def test_what_is_pointed_at_is_broken_down() -> None:
    """Parts of a number are read by code once the number is known."""
    schema = load_schema("disclosure_report")
    text = "某县2017年年度报告。主动公开政府信息30条，其中：概况类10条，政策类12条，动态类8条。"
    found = analysis(text)
    outcome, _, _ = run('{"disclosure": {"total": 1}}', text, schema, found)
    parts = [p.value for p in outcome.proposals if p.pointer.startswith("/disclosure/by_category")]
    assert [part["count"] for part in parts] == [10, 12, 8]
