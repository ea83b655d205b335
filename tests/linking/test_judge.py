"""Questions to the model, and its answers."""

import asyncio
import math

import pytest

from llmextract.backends.base import Capabilities
from llmextract.backends.scripted import ScriptedBackend
from llmextract.errors import TransportError
from llmextract.linking.judge import judge, log_odds, question
from llmextract.prompting import load_prompt
from llmextract.types import Completion, TokenChoice

ZH, EN = load_prompt("link/zh.md"), load_prompt("link/en.md")


def completion(text, **chances):
    choices = (TokenChoice(text, {t: math.log(p) for t, p in chances.items()}),) if chances else ()
    return Completion(text, "stop", 1, 1, 0.0, "test", choices)


def test_a_question_shows_the_masked_phrase_and_asks_for_one_token():
    """Phrase and label stand in the last message; the examples alternate before it."""
    request = question(ZH, "订单 › 网络订单N件", "网络订单")
    assert request.max_tokens == 1
    assert request.top_logprobs > 1
    assert "订单 › 网络订单N件" in request.messages[-1].content
    assert "网络订单" in request.messages[-1].content
    roles = [m.role for m in request.messages]
    assert roles == ["system", *["user", "assistant"] * (len(roles) // 2 - 1), "user"]


def test_equal_questions_are_equal_requests():
    """The same phrase and label make the same request, whatever the document."""
    assert question(EN, "N units", "sales") == question(EN, "N units", "sales")
    assert question(EN, "N units", "sales") != question(EN, "N units", "returns")


@pytest.mark.parametrize(
    ("chances", "expected"),
    [
        ({"是": 0.8, "否": 0.2}, math.log(4)),
        ({"是": 0.2, " 是": 0.2, "否": 0.4}, 0.0),
        ({"也许": 1.0}, 0.0),
        ({"否": 1.0}, math.log(1e-4)),
    ],
)
def test_probabilities_are_weighed(chances, expected):
    """Tokens that mean yes stand against those that mean no; others do not count."""
    assert log_odds(completion("是", **chances), ZH) == pytest.approx(expected, abs=1e-6)


def test_tokens_of_english_answers():
    """Case, blanks and a first letter alone are understood; words that begin alike are not."""
    assert log_odds(completion("Yes", **{" Yes": 0.6, "y": 0.2, "no": 0.2}), EN) == pytest.approx(
        math.log(4)
    )
    assert log_odds(completion("x", yesterday=0.9, nothing=0.1), EN) == 0.0


@pytest.mark.parametrize(
    ("text", "expected"),
    [("是", math.log(9)), ("否。", -math.log(9)), ("不知道", 0.0), ("", 0.0)],
)
def test_answers_without_probabilities(text, expected):
    """A bare answer counts as 9 to 1."""
    assert log_odds(completion(text), ZH) == pytest.approx(expected)


def test_each_question_is_asked_once():
    """Repeated phrases cost one call, and every pair has its answer."""
    backend = ScriptedBackend(lambda r: "是" if "网络" in r.messages[-1].content else "否")
    asked = [("网络N件", "a"), ("门店N件", "a"), ("网络N件", "a"), ("网络N件", "b")]
    answers = asyncio.run(judge(backend, ZH, asked))
    assert len(backend.requests) == 3
    assert {pair: odds > 0 for pair, odds in answers.items()} == {
        ("网络N件", "a"): True,
        ("门店N件", "a"): False,
        ("网络N件", "b"): True,
    }


def test_no_questions_no_calls():
    """Nothing is asked for nothing."""
    backend = ScriptedBackend([])
    assert asyncio.run(judge(backend, ZH, [])) == {}
    assert backend.requests == []


def test_a_failure_calls_the_others_off():
    """The first error is raised as it is, and calls that wait are not made."""

    async def refuse(_):
        await asyncio.sleep(0)  # as a call would, it lets others go on
        return TransportError("refused")

    backend = ScriptedBackend(refuse, capabilities=Capabilities(concurrency=1))
    with pytest.raises(TransportError, match="refused"):
        asyncio.run(judge(backend, ZH, [(f"N件{n}", "a") for n in range(9)]))
    assert len(backend.requests) <= 2
