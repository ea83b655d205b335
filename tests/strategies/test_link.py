"""The link strategy, from a document to proposals."""

import asyncio
import dataclasses
import math

import pytest

from llmextract.backends.scripted import ScriptedBackend
from llmextract.strategies.link import LinkStrategy, linkable
from llmextract.types import Completion, Reason, TokenChoice
from tests.linking.making import SHOP
from tests.making import SCHEMA, analysis

CERTAIN = "一、订单\n收到订单42单，其中门店订单12单，网络订单30单。"
DOUBTFUL = "一、订单\n门店卖出12件，网络卖出30件，退2件。员工5人。"


def run(text, script="否", schema=SHOP, **options):
    backend = ScriptedBackend(script if callable(script) else lambda _: script)
    strategy = LinkStrategy(**options)
    return asyncio.run(strategy.extract(analysis(text), schema, backend)), backend


def values(outcome):
    return {p.pointer: p.value for p in outcome.proposals}


def questions(text, schema=SHOP):
    """What is asked about a text: (last message) for each call."""
    _, backend = run(text, schema=schema)
    return [request.messages[-1].content for request in backend.requests]


def asked_about(question):
    """The label of the field that a question is about."""
    return question.rpartition("指标：")[2]


def without(pointer):
    """The schema as it was before a field was added."""
    return dataclasses.replace(
        SHOP,
        fields=tuple(f for f in SHOP.fields if f.pointer != pointer),
        identities=tuple(i for i in SHOP.identities if pointer not in i.pointers),
    )


def probable(request, yes):
    choices = (TokenChoice("是", {"是": math.log(yes), "否": math.log(1 - yes)}),)
    return Completion("是", "stop", 1, 1, 0.0, "test", choices)


def test_certain_pairs_cost_no_call():
    """What words, units and sums settle is not asked about."""
    outcome, backend = run(CERTAIN)
    assert backend.requests == []
    assert values(outcome) == {"/orders/total": 42, "/orders/shop": 12, "/orders/online": 30}


def test_doubtful_pairs_are_put_to_the_model_and_its_answer_counts():
    """The same document with other answers gives another record: what they deny is lost, and
    what they affirm is taken."""

    def says(pairs):
        def answer(request):
            phrase, label = request.messages[-1].content.rpartition("›")[2].split("\n")
            yes = any(said in phrase and meant in label for said, meant in pairs)
            return probable(request, 0.9999 if yes else 0.0001)

        return answer

    right, backend = run(DOUBTFUL, says([("门店", "门店"), ("网络", "网络")]))
    assert backend.requests
    assert values(right)["/orders/shop"] == 12
    assert values(right)["/orders/online"] == 30
    wrong, _ = run(DOUBTFUL, says([("门店", "网络"), ("网络", "门店")]))
    assert values(wrong)["/orders/shop"] == 30
    assert "/orders/online" not in values(wrong)
    neither, _ = run(DOUBTFUL, says([]))
    assert {"/orders/shop", "/orders/online"}.isdisjoint(values(neither))


def test_proposals_point_at_their_mentions():
    """Every number has its mention, the span of it, a confidence, and says who found it."""
    outcome, _ = run(CERTAIN)
    found = analysis(CERTAIN)
    for p in outcome.proposals:
        assert found.mentions[p.mention].value == p.value
        assert found.mentions[p.mention].span == p.span
        assert 0 < p.confidence < 1
        assert p.origin == "link/scripted"


def test_the_same_phrase_is_asked_about_once():
    """Repeated lines cost the calls of one."""
    line = "门店卖出12件，网络卖出30件。\n"
    once, twice = questions(f"一、订单\n{line}"), questions(f"一、订单\n{line}{line}")
    assert once
    assert len(set(twice)) == len(twice)
    assert set(twice) == set(once)


def test_questions_hold_no_number_of_the_document():
    """Numbers are masked, so that judgements hold for other documents."""
    digits = {c for text in questions(DOUBTFUL) for c in text if c.isdigit()}
    assert digits == set()


def test_other_numbers_in_the_same_words_ask_nothing_new():
    """A second document that says the same of other numbers costs no call of its own."""
    other = DOUBTFUL.replace("12", "77").replace("30", "81")
    assert questions(other) == questions(DOUBTFUL)


@pytest.mark.parametrize("text", [CERTAIN, DOUBTFUL])
@pytest.mark.parametrize("pointer", [spec.pointer for spec in linkable(SHOP)])
def test_a_new_field_asks_only_about_its_group(text, pointer):
    """With the first run's answers at hand, a run with one more field sends questions about that
    field, and fewer about others of its group, whose numbers are its neighbours."""
    known = set(questions(text, without(pointer)))
    new = [asked_about(q) for q in questions(text) if q not in known]
    spec = SHOP.by_pointer[pointer]
    others = [label for label in new if label != spec.label]
    assert set(others) <= {s.label for s in SHOP.fields if s.group == spec.group}
    assert 2 * len(others) < len(new) or not new


def test_a_new_field_is_asked_about():
    """Answers that are at hand for other fields answer nothing about a new one."""
    known = set(questions(DOUBTFUL, without("/orders/returned")))
    new = {asked_about(q) for q in questions(DOUBTFUL) if q not in known}
    assert new == {"退货"}


def test_an_identity_settles_rivals():
    """Of two numbers for the whole, the one that the parts add up to wins, and the other is
    told of as its rival."""
    text = "一、订单\n收到订单42单（系统显示订单45单），其中门店订单12单，网络订单30单。"
    outcome, _ = run(text, use_model=False)
    assert values(outcome)["/orders/total"] == 42
    assert (45, Reason.RIVAL) in [
        (r.value, r.reason) for r in outcome.rejected if r.pointer == "/orders/total"
    ]


def test_denials_give_zeros():
    """A denied event is 0, with the denial as its span."""
    text = "一、纠纷\n全年未发生投诉、安全事故。"
    outcome, _ = run(text, use_model=False)
    assert values(outcome) == {"/claims/complaints": 0, "/claims/accidents": 0}
    assert all("未发生" in text[p.span.start : p.span.end] for p in outcome.proposals)


def test_rules_send_nothing():
    """Without the model there is no call, no estimate and no prompt."""
    strategy = LinkStrategy(use_model=False)
    _, backend = run(DOUBTFUL, use_model=False)
    assert backend.requests == []
    assert strategy.estimate(analysis(DOUBTFUL), SHOP).calls == 0
    assert strategy.prompts == {}
    assert (strategy.name, LinkStrategy().name) == ("rules", "link")


@pytest.mark.parametrize("text", [CERTAIN, DOUBTFUL, ""])
def test_the_estimate_is_what_is_sent(text):
    """As many calls are foretold as are made, with as many tokens out."""
    estimate = LinkStrategy().estimate(analysis(text), SHOP)
    sent = questions(text)
    assert estimate.calls == estimate.completion_tokens == len(sent)
    assert (estimate.prompt_tokens > 0) is bool(sent)


def test_fields_with_patterns_are_no_pairs():
    """A year with a pattern is read as a span, not weighed."""
    assert all(not spec.extract.pattern for spec in linkable(SCHEMA))
    assert "/head/year" not in {spec.pointer for spec in linkable(SCHEMA)}


def test_two_runs_are_alike():
    """Nothing depends on chance or on the order of answers."""
    assert run(DOUBTFUL, "是")[0] == run(DOUBTFUL, "是")[0]
