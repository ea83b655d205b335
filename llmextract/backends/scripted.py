"""A backend that answers from a function or a list: for tests, examples and dry runs."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeAlias

from llmextract.backends.base import Capabilities
from llmextract.errors import AnswerError
from llmextract.types import Completion, Request

Answer: TypeAlias = str | Completion | BaseException
AnswerFunction: TypeAlias = Callable[[Request], Answer | Awaitable[Answer]]
DEFAULT_CAPABILITIES = Capabilities(logprobs=True, concurrency=64)


class ScriptedBackend:
    """Answers from `script`: a function of the request, or answers to be given in turn.

    An answer is a text, a Completion, or an exception to raise.  Texts are counted as one
    token a character.  `requests` holds all requests seen, in order.
    """

    def __init__(
        self,
        script: AnswerFunction | Iterable[Answer],
        *,
        identity: str = "scripted",
        capabilities: Capabilities = DEFAULT_CAPABILITIES,
    ) -> None:
        self._answer = script if callable(script) else _in_turn(script, identity)
        self._identity = identity
        self._capabilities = capabilities
        self.requests: list[Request] = []
        self.closed = False

    @property
    def identity(self) -> str:
        return self._identity

    @property
    def capabilities(self) -> Capabilities:
        return self._capabilities

    async def complete(self, request: Request) -> Completion:
        """Answer from the script.  Raises what it says, and AnswerError when it has run out."""
        self.requests.append(request)
        answer = self._answer(request)
        if inspect.isawaitable(answer):
            answer = await answer
        if isinstance(answer, BaseException):
            raise answer
        return answer if isinstance(answer, Completion) else self._complete(request, answer)

    async def aclose(self) -> None:
        self.closed = True

    def _complete(self, request: Request, text: str) -> Completion:
        return Completion(
            text=text,
            finish_reason="stop",
            prompt_tokens=sum(len(message.content) for message in request.messages),
            completion_tokens=len(text),
            seconds=0.0,
            model=self._identity,
        )


def _in_turn(answers: Iterable[Answer], identity: str) -> AnswerFunction:
    remaining = iter(answers)

    def answer(request: Request) -> Answer:
        try:
            return next(remaining)
        except StopIteration:
            hint = f"add an answer for the request {request.purpose!r}"
            raise AnswerError("the script has run out", where=identity, hint=hint) from None

    return answer
