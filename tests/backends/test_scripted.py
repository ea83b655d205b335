"""The shipped test double."""

from __future__ import annotations

import pytest

from llmextract.backends.scripted import ScriptedBackend
from llmextract.errors import AnswerError
from llmextract.types import Completion, Message, Request

pytestmark = pytest.mark.anyio
REQUEST = Request((Message("user", "几件？"),), max_tokens=5, purpose="count")


async def test_answers_are_given_in_turn():
    """Texts, completions and errors come in the order of the list; then it has run out."""
    whole = Completion("b", "length", 1, 1, 0.0, "m")
    backend = ScriptedBackend(["a", whole, ValueError("c")])
    assert (await backend.complete(REQUEST)).text == "a"
    assert await backend.complete(REQUEST) is whole
    with pytest.raises(ValueError, match="c"):
        await backend.complete(REQUEST)
    with pytest.raises(AnswerError, match="count"):
        await backend.complete(REQUEST)
    assert backend.requests == [REQUEST] * 4


@pytest.mark.parametrize("asynchronous", [False, True])
async def test_a_function_sees_the_request(asynchronous):
    """A function, plain or asynchronous, answers from the request."""

    async def later(request: Request) -> str:
        return request.purpose

    backend = ScriptedBackend(later if asynchronous else lambda request: request.purpose)
    answer = await backend.complete(REQUEST)
    assert (answer.text, answer.prompt_tokens, answer.completion_tokens) == ("count", 3, 5)
