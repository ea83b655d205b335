"""A schema compiled by a model: in what words its fields are likely to be stated.

Asked once a schema, not once a document.  The answer is a phrasebook (see `schema.passages`): a
text that people can read and correct, and that every extraction uses.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from llmextract.backends.base import Backend
from llmextract.prompting import Prompt, language_of, load_prompt
from llmextract.schema import FieldSpec, SchemaSpec
from llmextract.types import Message, Request

_LINE = re.compile(r"^[\s\-*•·]*(?:[（(]?\d{1,2}[)）.、．:：])?\s*[“\"]?(.*?)[”\"]?\s*$")
_NUMBER = re.compile(r"(?<![A-Za-z])N(?![A-Za-z])|\d[\d,.]*")
_SHOWN = 12  # stands for N: the value of an example does not matter
_TOKENS = 28  # of a line
_BRACES = re.compile(r"[{}|]")


async def compile_phrases(
    schema: SchemaSpec,
    backend: Backend,
    *,
    count: int = 8,
    prompts: Path | None = None,
    done: Callable[[FieldSpec], None] = lambda spec: None,
) -> str:
    """Ask for `count` wordings of every counted field; the text of a phrasebook.

    `done` is told of each field as it is answered.  Raises BackendError.
    """
    fields = [spec for spec in schema.numeric if not spec.extract.pattern]
    prompt = load_prompt(f"compile/{language_of(s.label for s in schema.fields)}.md", prompts)
    limit = asyncio.Semaphore(max(1, backend.capabilities.concurrency))

    async def ask(spec: FieldSpec) -> list[str]:
        async with limit:
            completion = await backend.complete(question(prompt, spec, count))
        done(spec)
        return list(marked(completion.text, spec))[:count]

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(ask(spec)) for spec in fields]
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from None
    return _text(fields, [task.result() for task in tasks])


def question(prompt: Prompt, spec: FieldSpec, count: int) -> Request:
    """The request for the wordings of one field."""
    asked = prompt.block(
        "user",
        label=spec.label,
        group=_group(spec) or "-",
        unit=spec.extract.unit or "-",
        hint=spec.extract.hint or spec.label,
        count=count,
    )
    messages = (
        Message("system", prompt.system),
        Message("user", prompt.block("example_user")),
        Message("assistant", prompt.block("example_answer")),
        Message("user", asked),
    )
    return Request(messages, max_tokens=count * _TOKENS, purpose="compile")


def marked(answer: str, spec: FieldSpec) -> Iterator[str]:
    """The usable lines of an answer, their number marked: those with exactly one, each once."""
    seen: set[str] = set()
    for line in answer.splitlines():
        match = _LINE.match(line)
        words = _BRACES.sub("", match[1]) if match else ""
        numbers = list(_NUMBER.finditer(words))
        if len(numbers) == 1 and len(words) > 3 and words not in seen:
            seen.add(words)
            at = numbers[0]
            mark = f"{{{spec.pointer[1:]}|{_SHOWN}}}"
            yield f"{words[: at.start()]}{mark}{words[at.end() :]}"


def _text(fields: Sequence[FieldSpec], phrases: Sequence[Sequence[str]]) -> str:
    lines: list[str] = []
    heading = None
    for spec, found in zip(fields, phrases, strict=True):
        if found and _group(spec) != heading:
            heading = _group(spec)
            lines.append(f"# {heading}".rstrip())
        lines += found
    return "\n".join(lines) + "\n"


def _group(spec: FieldSpec) -> str:
    """What the innermost model around the field is about; empty for the schema itself."""
    return spec.inside[-1].label if len(spec.inside) > 1 else ""


__all__ = ["compile_phrases", "marked", "question"]
