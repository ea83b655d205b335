import asyncio
import json
from datetime import date
from decimal import Decimal

import pytest

from llmextract.backends.base import Capabilities
from llmextract.backends.scripted import ScriptedBackend
from llmextract.errors import AnswerError, TransportError, UsageError
from llmextract.strategies.direct import DirectStrategy
from llmextract.types import Completion, Reason
from tests.strategies.schemas import RECORD, analysis

TEXT = "某市一局。收到7件，没有传真，收费12.50元。"
GOOD = {
    "head": {"level": "city", "day": "2016-03-28"},
    "intake": {"received": 7, "fax": None, "fee": 12.5, "shares": [{"label": "甲", "count": 7}]},
    "reasons": ["少", "晚"],
}


def answer(**changes):
    return json.dumps(GOOD | changes, ensure_ascii=False)


def cut(text):
    return Completion(text, "length", 1, 1, 0.0, "scripted")


def run(script, strategy=None, text=TEXT, starts=(), **capabilities):
    backend = ScriptedBackend(script, capabilities=Capabilities(**capabilities))
    strategy = strategy or DirectStrategy()
    outcome = asyncio.run(strategy.extract(analysis(text, starts), RECORD, backend))
    return outcome, backend.requests


def found(outcome):
    return {proposal.pointer: proposal.value for proposal in outcome.proposals}


def test_a_valid_answer_becomes_proposals():
    """Each value is proposed with its type and without a place; nulls propose nothing."""
    outcome, requests = run([answer()])
    assert found(outcome) == {
        "/head/level": "city",
        "/head/day": date(2016, 3, 28),
        "/intake/received": 7,
        "/intake/fee": Decimal("12.5"),
        "/intake/shares": [{"label": "甲", "count": 7}],
        "/reasons": ["少", "晚"],
    }
    assert {p.span for p in outcome.proposals} == {None}
    assert {p.origin for p in outcome.proposals} == {"direct/scripted"}
    assert [(r.purpose, r.document) for r in requests] == [("direct", "a.txt")]


def test_the_prompt_says_what_the_fields_mean():
    """Label, unit and hint of each field and the whole text stand in the prompt; the text first."""
    _, (request,) = run([answer()])
    system, user = request.messages
    assert "null" in system.content
    assert "- received: int, 件, 收到数 | 不含退回的。" in user.content
    assert "/intake (收件情况):" in user.content
    assert "city|county" in user.content
    assert "cells" not in user.content
    assert user.content.index(TEXT) < user.content.index("- received")


def test_the_schema_of_an_answer_requires_every_field():
    """The JSON schema asks for every key, allows no other, and has no patterns for decimals."""
    _, (request,) = run([answer()])
    schema = request.json_schema
    assert schema["required"] == ["head", "intake", "reasons"]
    assert schema["additionalProperties"] is False
    intake = schema["$defs"]["Reply_intake"]
    assert intake["required"] == ["received", "fax", "fee", "shares"]
    assert intake["properties"]["fee"] == {"anyOf": [{"type": "number"}, {"type": "null"}]}
    assert "pattern" not in json.dumps(schema)


def test_a_backend_without_schemas_gets_none():
    """No JSON schema is sent to a backend that says it cannot take one."""
    _, (request,) = run([answer()], json_schema=False)
    assert request.json_schema is None


def test_an_answer_that_is_not_json_is_asked_for_again():
    """The re-ask carries the bad answer and the validation error, without links."""
    outcome, requests = run(["Here you are: 7", answer()])
    assert found(outcome)["/intake/received"] == 7
    first, second = requests
    assert second.messages[:2] == first.messages
    assert [m.role for m in second.messages[2:]] == ["assistant", "user"]
    assert second.messages[2].content == "Here you are: 7"
    assert "Invalid JSON" in second.messages[3].content
    assert "http" not in second.messages[3].content


def test_a_wrong_type_is_asked_for_again():
    """A value that is not of its field's type is named in the re-ask."""
    wrong = answer(intake={"received": "several"})
    outcome, requests = run([wrong, answer()])
    assert "intake.received" in requests[1].messages[-1].content
    assert found(outcome)["/intake/received"] == 7


@pytest.mark.parametrize("re_asks", [0, 1, 2])
def test_re_asks_have_a_budget(re_asks):
    """After the first call and `re_asks` more the answer is given up, and not quoted."""
    backend = ScriptedBackend(lambda _: "SECRET no json")
    with pytest.raises(AnswerError, match=f"in {re_asks + 1} tries") as caught:
        asyncio.run(DirectStrategy(re_asks=re_asks).extract(analysis(TEXT), RECORD, backend))
    assert len(backend.requests) == re_asks + 1
    assert "SECRET" not in str(caught.value)
    assert "a.txt" in str(caught.value)


def test_an_answer_cut_off_is_asked_for_with_more_room():
    """A cut-off answer is asked for anew with twice the tokens and a note, not with its text."""
    outcome, (first, second) = run([cut('{"head": {"le'), answer()])
    assert found(outcome)["/intake/received"] == 7
    assert second.max_tokens == 2 * first.max_tokens
    assert second.messages[:2] == first.messages
    assert [m.role for m in second.messages] == ["system", "user", "user"]
    assert "截断" in second.messages[2].content


def test_cut_off_and_invalid_answers_share_one_budget():
    """However the tries fail, there are `re_asks` + 1 calls."""
    backend = ScriptedBackend(lambda r: cut("{") if len(backend.requests) % 2 else "no")
    with pytest.raises(AnswerError, match="in 4 tries"):
        asyncio.run(DirectStrategy(re_asks=3).extract(analysis(TEXT), RECORD, backend))
    assert len(backend.requests) == 4


def test_a_failed_call_is_no_re_ask():
    """An error of the backend comes through as it is, after one call."""
    backend = ScriptedBackend(lambda _: TransportError("refused"))
    with pytest.raises(TransportError, match="refused"):
        asyncio.run(DirectStrategy(per_group=True).extract(analysis(TEXT), RECORD, backend))
    assert len(backend.requests) == 1


def test_an_error_of_the_backends_own_making_is_not_taken_for_an_answer():
    """A ValueError raised by the backend is not a validation error of the answer."""
    with pytest.raises(ValueError, match="a fault"):
        run(lambda _: ValueError("a fault"))


def test_cancelling_comes_through():
    """A cancelled call cancels the extraction and is not asked again."""
    backend = ScriptedBackend(lambda _: asyncio.CancelledError())
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(DirectStrategy().extract(analysis(TEXT), RECORD, backend))
    assert len(backend.requests) == 1


def test_whole_floats_are_ints():
    """7.0 and "7" are 7 for an int field; 7.5 is not, and is asked for again."""
    outcome, _ = run([answer(intake={"received": 7.0, "fax": "3"})])
    assert found(outcome)["/intake/received"] == 7
    assert isinstance(found(outcome)["/intake/received"], int)
    assert found(outcome)["/intake/fax"] == 3
    _, requests = run([answer(intake={"received": 7.5}), answer()])
    assert len(requests) == 2


def test_unknown_fields_are_rejected_not_lost():
    """Keys that were not asked for become rejected values, at any depth."""
    outcome, requests = run([answer(extra=1, intake={"received": 7, "mail": 2})])
    assert len(requests) == 1
    assert {(r.pointer, r.value, r.reason) for r in outcome.rejected} == {
        ("/extra", 1, Reason.UNKNOWN_FIELD),
        ("/intake/mail", 2, Reason.UNKNOWN_FIELD),
    }
    assert found(outcome)["/intake/received"] == 7


@pytest.mark.parametrize("text", ["{}", '{"head": null, "intake": {}, "reasons": []}'])
def test_nothing_stated_is_a_valid_answer(text):
    """Missing keys, null groups and empty lists propose nothing and need no re-ask."""
    outcome, requests = run([text])
    assert outcome.proposals == ()
    assert len(requests) == 1


def test_a_fenced_answer_is_read():
    """JSON inside a code fence needs no re-ask."""
    outcome, requests = run([f"```json\n{answer()}\n```"])
    assert len(requests) == 1
    assert found(outcome)["/intake/received"] == 7


def by_purpose(request):
    key = request.purpose.split("/")[1]
    return json.dumps({"reasons": GOOD["reasons"]} if key == "top" else {key: GOOD[key]})


def test_per_group_asks_a_question_a_group():
    """One call a top-level group, with only its fields, and the same beginning for all."""
    outcome, requests = run(by_purpose, DirectStrategy(per_group=True))
    assert [r.purpose for r in requests] == ["direct/head", "direct/intake", "direct/top"]
    assert found(outcome) == found(run([answer()])[0])
    users = [r.messages[1].content for r in requests]
    begin = users[0][: users[0].index("/head")]
    assert TEXT in begin
    assert all(user.startswith(begin) for user in users)
    assert "- received" not in users[0]
    assert list(requests[0].json_schema["properties"]) == ["head"]


def test_one_group_without_an_answer_does_not_harm_the_others():
    """A question that fails becomes a finding about its fields; the rest is kept."""

    def script(request):
        return "no" if request.purpose == "direct/head" else by_purpose(request)

    outcome, _ = run(script, DirectStrategy(per_group=True, re_asks=1))
    assert found(outcome)["/intake/received"] == 7
    (finding,) = outcome.findings
    assert (finding.kind, finding.pointers) == ("unanswered", ("/head/level", "/head/day"))


def test_all_groups_without_an_answer_are_an_error():
    """If no question has a usable answer the document has failed."""
    with pytest.raises(AnswerError):
        run(lambda _: "no", DirectStrategy(per_group=True, re_asks=0))


def test_a_document_that_does_not_fit_is_asked_about_per_group():
    """The whole is asked at once while it fits, else per group; the limit is the backend's."""
    _, one = run(lambda _: "{}", max_context=4000)
    _, groups = run(lambda _: "{}", max_context=1400)
    assert [r.purpose for r in one] == ["direct"]
    assert [r.purpose for r in groups] == ["direct/head", "direct/intake", "direct/top"]


def test_a_long_document_is_read_in_windows_and_merged():
    """Windows are cut at sections; the first value of a field counts and lists are joined."""
    parts = ["一、" + "收到七件。" * 200, "二、" + "收到九件。" * 200]

    def script(request):
        first = parts[0] in request.messages[1].content
        count, reasons = (7, ["少"]) if first else (9, ["少", "晚"])
        if request.purpose.endswith("top"):
            return json.dumps({"reasons": reasons})
        return json.dumps({"intake": {"received": count}})

    text = "".join(parts)
    outcome, requests = run(script, text=text, starts=[0, len(parts[0])], max_context=2000)
    assert len(requests) == 6
    assert all(sum(part in r.messages[1].content for part in parts) == 1 for r in requests)
    assert found(outcome) == {"/intake/received": 7, "/reasons": ["少", "晚"]}


def test_a_context_too_small_for_a_question_is_said_so():
    """A model whose context cannot hold one group's question is refused before any call."""
    with pytest.raises(UsageError, match="context of 500"):
        run([], max_context=500)


def test_the_estimate_follows_the_calls():
    """An estimate names as many calls as are made, and more prompt tokens when asked per group."""
    whole = DirectStrategy().estimate(analysis(TEXT), RECORD)
    groups = DirectStrategy(per_group=True).estimate(analysis(TEXT), RECORD)
    assert (whole.calls, groups.calls) == (1, 3)
    assert groups.prompt_tokens > whole.prompt_tokens > 0
    assert groups.completion_tokens == whole.completion_tokens > 0


def test_the_language_can_be_chosen():
    """The prompt is in the labels' language unless another is asked for; the manifest says so."""
    _, (zh,) = run([answer()])
    _, (en,) = run([answer()], DirectStrategy(language="en"))
    assert "抽取" in zh.messages[0].content
    assert "extract" in en.messages[0].content
    assert list(DirectStrategy(language="en").prompts) == ["direct/en.md"]
    assert sorted(DirectStrategy().prompts) == ["direct/en.md", "direct/zh.md"]
