"""A schema compiled by a model: in what words its fields are likely to be stated.

Asked once a schema, not once a document.  The answer is a phrasebook (see `schema.passages`): a
text that people can read and correct, and that every extraction uses.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from llmextract.backends.base import Backend
from llmextract.errors import AnswerError, SchemaError
from llmextract.prompting import Prompt, language_of, load_prompt
from llmextract.schema import FieldSpec, SchemaSpec
from llmextract.types import Completion, Message, Request

_ENUMERATED = re.compile(
    r"^[\s\-*•·#>]*"
    r"(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）、]|\d{1,2}[.．:：](?!\d)|[①-⑳])?"
    r"[\s\-*•·#]*"
)
_QUOTED = re.compile(r"([“\"'‘「『])(.+)([”\"'’」』])[,，;；]?")
_MARKUP = re.compile(r"[{}|*`]")
_ASKED = re.compile(r"(?<![A-Za-z])[NＮ](?![A-Za-z]|/A)")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_LETTER = re.compile(r"[^\W\d_]")
_LEAST = 2  # letters beside number and unit: fewer name no field
_SHOWN = 12  # stands for N: the value of an example does not matter
_TOKENS = 28  # of a line


async def compile_phrases(
    schema: SchemaSpec,
    backend: Backend,
    *,
    count: int = 8,
    prompts: Path | None = None,
    done: Callable[[FieldSpec], None] = lambda spec: None,
) -> str:
    """Ask for `count` wordings of every counted field; the text of a phrasebook.

    `done` is told of each field as it is answered.  Raises BackendError, among them AnswerError if
    no answer holds a wording, PromptError, and SchemaError if there is nothing to ask for.
    """
    fields = asked_fields(schema)
    if not fields:
        raise SchemaError(
            "no field is counted: there are no wordings to ask for",
            where=schema.name,
            hint="wordings are of int and Decimal fields that have no pattern",
        )
    prompt = load_prompt(f"compile/{language_of(s.label for s in schema.fields)}.md", prompts)
    limit = asyncio.Semaphore(max(1, backend.capabilities.concurrency))

    async def ask(spec: FieldSpec) -> list[str]:
        async with limit:
            completion = await backend.complete(question(prompt, spec, count))
        done(spec)
        return list(islice(marked(_whole_lines(completion), spec), count))

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(ask(spec)) for spec in fields]
    except ExceptionGroup as failed:
        first = failed.exceptions[0]
        raise first from first.__cause__
    found = [task.result() for task in tasks]
    if not any(found):
        raise AnswerError(
            f"none of {len(fields)} answers holds a wording with one number",
            where=backend.identity,
            hint="take another model, or other prompts (--prompts)",
        )
    return _text(fields, found)


def asked_fields(schema: SchemaSpec) -> tuple[FieldSpec, ...]:
    """The fields whose wordings are asked for: those counted, but for what a pattern finds."""
    return tuple(spec for spec in schema.numeric if not spec.extract.pattern)


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
    """The usable lines of an answer, their number marked: those with exactly one, each once.

    The number is the N that was asked for; digits stand for it in an answer that has no N.
    """
    lines = [_plain(line) for line in answer.splitlines()]
    asked = any(_ASKED.search(line) for line in lines)
    mark = f"{{{spec.pointer[1:]}|{_SHOWN}}}"
    seen: set[str] = set()
    for line in lines:
        numbers = [*_DIGITS.finditer(line), *_ASKED.finditer(line)]
        if len(numbers) != 1 or (asked and numbers[0][0] not in "NＮ"):
            continue
        before, after = line[: numbers[0].start()], line[numbers[0].end() :]
        phrase = f"{before}{mark}{after}"
        if phrase not in seen and _says_something(before, after, spec):
            seen.add(phrase)
            yield phrase


def _plain(line: str) -> str:
    """A line without its place in a list, quotes around all of it, and what is markup."""
    words = _MARKUP.sub("", _ENUMERATED.sub("", line)).strip()
    quoted = _QUOTED.fullmatch(words)
    if quoted and not {quoted[1], quoted[3]} & set(quoted[2]):
        words = quoted[2].strip()
    return words.lstrip("# ")


def _says_something(before: str, after: str, spec: FieldSpec) -> bool:
    """Whether there is more than number and unit, and no announcement of what follows."""
    rest = f"{before} {after.strip().removeprefix(spec.extract.unit or '')}"
    return len(_LETTER.findall(rest)) >= _LEAST and not after.rstrip().endswith((":", "："))


def _whole_lines(completion: Completion) -> str:
    """An answer without the line that it was cut off in."""
    if completion.finish_reason != "length":
        return completion.text
    return completion.text.rpartition("\n")[0]


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
    return " ".join(spec.inside[-1].label.split()) if len(spec.inside) > 1 else ""


__all__ = ["asked_fields", "compile_phrases", "marked", "question"]
