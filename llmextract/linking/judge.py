"""The model's part: is the number in this phrase that field?  One token, with its probability.

Questions are about masked phrases, not documents, so equal phrases are asked once in a corpus, and
a new field costs only its own questions.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Sequence

from llmextract.backends.base import Backend
from llmextract.prompting import Prompt
from llmextract.types import Completion, Message, Request

_FLOOR = 1e-4  # of a probability, so that log-odds stay finite
_TOP = 6


def question(prompt: Prompt, phrase: str, label: str) -> Request:
    """The request that asks whether `phrase` gives `label`."""
    messages = [Message("system", prompt.system)]
    for line in prompt.blocks["examples"].splitlines():
        shown, asked, answer = (part.strip() for part in line.split("|"))
        messages.append(Message("user", prompt.block("user", phrase=shown, label=asked)))
        messages.append(Message("assistant", answer))
    messages.append(Message("user", prompt.block("user", phrase=phrase, label=label)))
    return Request(tuple(messages), max_tokens=1, top_logprobs=_TOP, purpose="link/judge")


def log_odds(completion: Completion, prompt: Prompt) -> float:
    """Log-odds of yes.  Without logprobs the bare answer counts as 9 to 1."""
    yes, no = _answers(prompt)
    if completion.choices:
        chances = completion.choices[0].alternatives
        for_yes = sum(math.exp(v) for t, v in chances.items() if _means(t, yes))
        for_no = sum(math.exp(v) for t, v in chances.items() if _means(t, no))
        return math.log(max(for_yes, _FLOOR)) - math.log(max(for_no, _FLOOR))
    answer = completion.text.strip().lower()
    if answer.startswith(yes):
        return math.log(9)
    return -math.log(9) if answer.startswith(no) else 0.0


async def judge(
    backend: Backend, prompt: Prompt, questions: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], float]:
    """Log-odds for (phrase, label) pairs, each asked once.  Raises BackendError."""
    limit = asyncio.Semaphore(max(1, backend.capabilities.concurrency))

    async def ask(phrase: str, label: str) -> float:
        async with limit:
            return log_odds(await backend.complete(question(prompt, phrase, label)), prompt)

    pairs = list(dict.fromkeys(questions))
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(ask(phrase, label)) for phrase, label in pairs]
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from None  # the first; the others were called off
    return {pair: task.result() for pair, task in zip(pairs, tasks, strict=True)}


def _answers(prompt: Prompt) -> tuple[str, str]:
    yes, no = (part.strip() for part in prompt.blocks["answers"].split("|"))
    return yes, no


def _means(token: str, answer: str) -> bool:
    bare = token.strip().lower()
    return bool(bare) and (bare == answer or (bare[0] == answer[0] and answer.startswith(bare)))
