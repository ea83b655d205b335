"""Asking through instructor, over a Backend: so cache, retry, cassette and ledger all apply.

Two budgets are kept apart: transport retries belong to the backend; re-asks (a new request that
carries the validation error) are counted here.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from llmextract.backends.base import Backend
from llmextract.errors import AnswerError
from llmextract.strategies.reply import reply_schema
from llmextract.types import Completion, Message, Request

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion

M = TypeVar("M", bound=BaseModel)

_FENCE = re.compile(r"\s*```(?:json)?\s*\n(.*?)\n?```\s*", re.DOTALL)
_POINTER_TO_DOCS = re.compile(r"\n\s*For further information visit \S+")


async def ask(
    backend: Backend, request: Request, model: type[M], *, re_asks: int, cut_off: str
) -> M:
    """Have `request` answered as a `model`, re-asking up to `re_asks` times.

    A JSON schema that the request has of its own is sent instead of the model's.

    An answer that is cut off is asked for again with twice the room (within the backend's
    context) and the note `cut_off`.  Raises AnswerError when the re-asks are used up, and
    whatever the backend raises.
    """
    import instructor
    from instructor.core import IncompleteOutputException, InstructorRetryException

    _hush("instructor")
    calls = _Calls(backend, request)
    patched: Any = instructor.patch(create=calls.create, mode=instructor.Mode.JSON_SCHEMA)
    messages = [_as_dict(message) for message in request.messages]
    while True:
        left = re_asks + 1 - calls.made
        try:
            answer: M = await patched(
                response_model=model, max_retries=left - 1, strict=False, messages=messages
            )
            return answer
        except IncompleteOutputException:
            if calls.made > re_asks:
                what = f"the answer was cut off at {calls.max_tokens} tokens"
                hint = "ask per group (strategy direct-groups), or try a stronger model"
                raise _unusable(what, request, calls.made, hint) from None
        except InstructorRetryException as error:
            # Its text holds every completion, so it must not get into a message or a log.
            if calls.failure is not None:
                raise calls.failure from None
            hint = "try a stronger model, or ask per group (strategy direct-groups)"
            raise _unusable(_short(error.__cause__), request, calls.made, hint) from None
        calls.widen()
        messages = [_as_dict(m) for m in (*request.messages, Message("user", cut_off))]


@dataclass(slots=True)
class _Calls:
    """Stands where instructor expects an OpenAI client's `create`.  `failure` is what the
    backend raised, since instructor wraps that and validation errors alike."""

    backend: Backend
    request: Request
    made: int = 0
    max_tokens: int = 0
    failure: Exception | None = None

    def __post_init__(self) -> None:
        self.max_tokens = self.request.max_tokens

    def widen(self) -> None:
        wide = 2 * self.max_tokens
        if limit := self.backend.capabilities.max_context:
            wide = min(wide, limit // 2)
        self.max_tokens = max(self.max_tokens, wide)

    async def create(
        self,
        messages: Sequence[Mapping[str, Any]],
        response_format: Mapping[str, Any],
        **_: Any,
    ) -> ChatCompletion:
        schema = self.request.json_schema or reply_schema(response_format["json_schema"]["schema"])
        request = replace(
            self.request,
            messages=tuple(_as_message(message) for message in messages),
            max_tokens=self.max_tokens,
            json_schema=schema if self.backend.capabilities.json_schema else None,
        )
        self.made += 1
        try:
            completion = await self.backend.complete(request)
        except Exception as error:
            self.failure = error
            raise
        return _chat_completion(completion)


def _chat_completion(completion: Completion) -> ChatCompletion:
    from openai.types.chat import ChatCompletion

    fenced = _FENCE.fullmatch(completion.text)
    message = {"role": "assistant", "content": fenced[1] if fenced else completion.text}
    cut = completion.finish_reason == "length"
    return ChatCompletion.model_validate(
        {
            "id": "",
            "object": "chat.completion",
            "created": 0,
            "model": completion.model,
            "choices": [
                {"index": 0, "finish_reason": "length" if cut else "stop", "message": message}
            ],
        }
    )


def _as_dict(message: Message) -> dict[str, str]:
    return {"role": message.role, "content": message.content}


def _as_message(message: Mapping[str, Any]) -> Message:
    """The message without links to Pydantic's pages: they change with its version, and a request
    must not."""
    content = str(message.get("content") or "")
    if message["role"] == "user":
        content = _POINTER_TO_DOCS.sub("", content)
    return Message(str(message["role"]), content)


def _unusable(what: str, request: Request, calls: int, hint: str) -> AnswerError:
    where = " ".join(part for part in (request.document, f"({request.purpose})") if part)
    return AnswerError(f"no usable answer in {calls} tries: {what}", where=where, hint=hint)


def _short(cause: BaseException | None) -> str:
    """The first validation error, without the answer that it quotes."""
    if isinstance(cause, ValidationError):
        first = cause.errors(include_url=False, include_input=False, include_context=False)[0]
        place = "/".join(str(part) for part in first["loc"])
        return f"{place}: {first['msg']}" if place else str(first["msg"])
    return type(cause).__name__


def _hush(name: str) -> None:
    """Keep a library's error log, which quotes answers, off stderr unless logging is set up."""
    logger = logging.getLogger(name)
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
