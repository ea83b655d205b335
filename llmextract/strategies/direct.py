"""The baseline: schema in, JSON out, through instructor.

One question for all fields, or one a top-level group where the document with all fields would
not fit (or if asked to).  Values come without a place in the text; grounding has to find it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from llmextract.backends.base import Backend
from llmextract.errors import AnswerError, UsageError
from llmextract.prompting import Prompt, estimate_tokens, language_of, load_prompt
from llmextract.schema import FieldSpec, SchemaSpec
from llmextract.strategies.asking import ask
from llmextract.strategies.base import Estimate, Outcome
from llmextract.strategies.reply import describe, merge, reply_model, unknown, values
from llmextract.strategies.windows import LEAST_ROOM, room_for_text, windows
from llmextract.types import (
    Analysis,
    Finding,
    Message,
    Pointer,
    Proposal,
    Reason,
    Rejected,
    Request,
    Value,
)

_LANGUAGES = ("zh", "en")
_SCALAR_TOKENS = 12  # of an answer: a key and its value
_LIST_TOKENS = 150


@dataclass(frozen=True, slots=True)
class Question:
    """One call: some fields, asked about one window of the text."""

    fields: tuple[FieldSpec, ...]
    text: str
    purpose: str


@dataclass(slots=True)
class _Answers:
    """What the questions' answers come to."""

    merged: dict[Pointer, Value] = field(default_factory=dict)
    unknown: dict[Pointer, Value] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DirectStrategy:
    """`per_group` asks one question a group always; `re_asks` is the budget of each question;
    `max_tokens` bounds an answer (default: by the number of fields); `language` of the prompt
    (default: that of the schema's labels).  Prompts in `folder` take the place of those that come
    with the package."""

    per_group: bool = False
    re_asks: int = 2
    max_tokens: int | None = None
    language: str | None = None
    folder: Path | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        return "direct-groups" if self.per_group else "direct"

    @property
    def prompts(self) -> dict[str, str]:
        names = [_file(lang) for lang in ([self.language] if self.language else _LANGUAGES)]
        return {name: load_prompt(name, self.folder).identity for name in names}

    async def extract(self, analysis: Analysis, schema: SchemaSpec, backend: Backend) -> Outcome:
        """Ask and merge.  A question without a usable answer becomes a finding, so that the
        others are kept; AnswerError if none has one.  Raises BackendError, PromptError, and
        UsageError if the model's context is too small for a question."""
        prompt = self._prompt(schema)
        questions = self._questions(analysis, schema, prompt, backend.capabilities.max_context)
        answers = _Answers()
        for question in questions:
            try:
                await self._ask(question, analysis, schema, prompt, backend, answers)
            except AnswerError as error:
                answers.findings.append(_unanswered(question, error))
                if len(answers.findings) == len(questions):
                    raise
        origin = f"{self.name}/{backend.identity}"
        return Outcome(
            tuple(Proposal(p, value, None, origin=origin) for p, value in answers.merged.items()),
            tuple(_not_asked(p, value, origin) for p, value in answers.unknown.items()),
            tuple(answers.findings),
        )

    def estimate(self, analysis: Analysis, schema: SchemaSpec) -> Estimate:
        """Without re-asks, and for a context that holds the whole document."""
        prompt = self._prompt(schema)
        questions = self._questions(analysis, schema, prompt, None)
        rendered = (m.content for q in questions for m in _messages(prompt, q.text, q.fields))
        return Estimate(
            calls=len(questions),
            prompt_tokens=sum(estimate_tokens(content) for content in rendered),
            completion_tokens=sum(_answer_tokens(q.fields) for q in questions),
        )

    async def _ask(
        self,
        question: Question,
        analysis: Analysis,
        schema: SchemaSpec,
        prompt: Prompt,
        backend: Backend,
        answers: _Answers,
    ) -> None:
        request = Request(
            messages=_messages(prompt, question.text, question.fields),
            max_tokens=self._room(question.fields),
            purpose=question.purpose,
            document=analysis.document.name,
        )
        model = reply_model(schema, question.fields)
        note = prompt.block("cut_off")
        reply = await ask(backend, request, model, re_asks=self.re_asks, cut_off=note)
        merge(answers.merged, values(reply, question.fields))
        answers.unknown.update(unknown(reply))

    def _questions(
        self, analysis: Analysis, schema: SchemaSpec, prompt: Prompt, limit: int | None
    ) -> list[Question]:
        """Windows outside, groups inside: questions about one window share their beginning."""
        text = analysis.document.text
        sets = [schema.fields]
        room = self._text_room(sets, prompt, limit)
        if self.per_group or (room is not None and estimate_tokens(text) > room):
            sets = _groups(schema.fields)
            room = self._text_room(sets, prompt, limit)
        if room is not None and room < LEAST_ROOM:
            raise UsageError(
                f"a context of {limit} tokens is too small for the schema's groups",
                where=schema.name,
                hint="use a larger context, or smaller groups",
            )
        return [
            Question(fields, span.of(text), _purpose(fields, len(sets) > 1))
            for span in windows(analysis, room)
            for fields in sets
        ]

    def _text_room(
        self, sets: Sequence[tuple[FieldSpec, ...]], prompt: Prompt, limit: int | None
    ) -> int | None:
        """Tokens left for text beside the largest question, its answer and, for a re-ask, the
        answer before."""
        if limit is None:
            return None
        taken = (
            sum(estimate_tokens(m.content) for m in _messages(prompt, "", fields))
            + self._room(fields)
            + (_answer_tokens(fields) if self.re_asks else 0)
            for fields in sets
        )
        return room_for_text(limit, max(taken))

    def _room(self, fields: Sequence[FieldSpec]) -> int:
        return self.max_tokens or 100 + 2 * _answer_tokens(fields)

    def _prompt(self, schema: SchemaSpec) -> Prompt:
        language = self.language or language_of(s.label for s in schema.fields)
        return load_prompt(_file(language), self.folder)


def _file(language: str) -> str:
    return f"direct/{language}.md"


def _messages(prompt: Prompt, text: str, fields: Sequence[FieldSpec]) -> tuple[Message, ...]:
    return prompt.render(text=text, fields=describe(fields))


def _groups(fields: Sequence[FieldSpec]) -> list[tuple[FieldSpec, ...]]:
    """The fields by top-level group, in order; those outside any group are one of their own."""
    groups: dict[str, list[FieldSpec]] = {}
    for spec in fields:
        groups.setdefault(spec.group.split(".")[0], []).append(spec)
    return [tuple(group) for group in groups.values()]


def _purpose(fields: Sequence[FieldSpec], one_of_many: bool) -> str:
    group = fields[0].group.split(".")[0]
    return f"direct/{group or 'top'}" if one_of_many else "direct"


def _answer_tokens(fields: Iterable[FieldSpec]) -> int:
    return sum(_LIST_TOKENS if s.kind.startswith("list") else _SCALAR_TOKENS for s in fields)


def _unanswered(question: Question, error: AnswerError) -> Finding:
    pointers = tuple(spec.pointer for spec in question.fields)
    return Finding("unanswered", str(error), pointers)


def _not_asked(pointer: str, value: Value, origin: str) -> Rejected:
    return Rejected(
        pointer, value, Reason.UNKNOWN_FIELD, "the model was not asked for this field", None, origin
    )
