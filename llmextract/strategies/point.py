"""`point`: code marks numbers and denials with ids, a strong model answers with ids.

The document is sent once, in windows only if it does not fit.  The model writes no number: it
points at one, code parses it, and the proof judges it.  Fields that are not numbers are read as
spans; those of them that spans do not find are asked in the same call, as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from llmextract.backends.base import Backend
from llmextract.errors import AnswerError, UsageError
from llmextract.prompting import Prompt, estimate_tokens, language_of, load_prompt
from llmextract.schema import FieldSpec, SchemaSpec
from llmextract.spans import propose_breakdown, propose_spans
from llmextract.strategies.asking import ask
from llmextract.strategies.base import Estimate, Outcome
from llmextract.strategies.marks import Marks, marks_of
from llmextract.strategies.pointed import pointed, pointing_schema
from llmextract.strategies.reply import describe, reply_model, unknown, values
from llmextract.types import (
    Analysis,
    Finding,
    Message,
    Pointer,
    Proposal,
    Rejected,
    Request,
    Span,
    Value,
)

_LANGUAGES = ("zh", "en")
_TEXT_TOKENS, _LIST_TOKENS = 20, 150  # of an answer, for a field that is asked as text
_MARGIN = 0.9  # of the context, since tokens are only estimated
_LEAST_ROOM = 50  # tokens of text that a window must be able to hold


@dataclass(frozen=True, slots=True)
class _Task:
    """What is asked about one document.  `spans` are what code proposes without a question."""

    prompt: Prompt
    marks: Marks
    numbers: tuple[FieldSpec, ...]
    texts: tuple[FieldSpec, ...]
    spans: tuple[Proposal, ...]

    def messages(self, text: str) -> tuple[Message, ...]:
        """What differs between documents comes last: all before it is read once by servers that
        keep prefixes."""
        block = self.prompt.block
        system = block("system", mark=self.marks.mark(17), id=17)
        user = [
            block("ids", fields=describe(self.numbers)) if self.numbers else "",
            block("user", text=text),
            block("texts", fields=describe(self.texts)) if self.texts else "",
            block("answer"),
        ]
        return Message("system", system), Message("user", "\n\n".join(filter(None, user)))

    @property
    def answer_tokens(self) -> int:
        """At most: as if every field were stated."""
        ids = sum(estimate_tokens(f'"{spec.name}":100,') for spec in self.numbers)
        lists = sum(spec.kind.startswith("list") for spec in self.texts)
        return ids + lists * _LIST_TOKENS + (len(self.texts) - lists) * _TEXT_TOKENS


@dataclass(slots=True)
class _Found:
    """What the windows' answers come to; of a text the first value counts, lists are joined."""

    proposals: list[Proposal] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    texts: dict[Pointer, Value] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def add(self, answers: Iterable[Proposal | Rejected]) -> None:
        for one in answers:
            if isinstance(one, Rejected):
                self.rejected.append(one)
            else:
                self.proposals.append(one)

    def add_texts(self, found: Iterable[tuple[Pointer, Value]]) -> None:
        for pointer, value in found:
            have = self.texts.setdefault(pointer, value)
            if isinstance(have, list) and isinstance(value, list):
                self.texts[pointer] = have + [item for item in value if item not in have]


@dataclass(frozen=True, slots=True)
class PointStrategy:
    """`re_asks` is the budget of each question, for answers that are no JSON; `max_tokens` bounds
    an answer (default: by the number of fields).  Prompts in `folder` take the place of those
    that come with the package."""

    re_asks: int = 2
    max_tokens: int | None = None
    folder: Path | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        return "point"

    @property
    def prompts(self) -> dict[str, str]:
        names = [_file(language) for language in _LANGUAGES]
        return {name: load_prompt(name, self.folder).identity for name in names}

    async def extract(self, analysis: Analysis, schema: SchemaSpec, backend: Backend) -> Outcome:
        """Ask and merge.  A window without a usable answer becomes a finding, so that the others
        are kept; AnswerError if none has one.  Raises BackendError, PromptError, and UsageError if
        the model's context is too small for the question."""
        task = self._task(analysis, schema)
        found = _Found()
        origin = f"{self.name}/{backend.identity}"
        windows = self._windows(task, schema, backend.capabilities.max_context)
        for window in windows:
            try:
                await self._ask(task, window, schema, backend, found, origin)
            except AnswerError as error:
                pointers = tuple(spec.pointer for spec in (*task.numbers, *task.texts))
                found.findings.append(Finding("unanswered", str(error), pointers))
                if len(found.findings) == len(windows):
                    raise
        texts = [Proposal(p, value, None, origin=origin) for p, value in found.texts.items()]
        proposals = [*found.proposals, *texts, *task.spans]
        proposals += _breakdowns(analysis, schema, found.proposals)
        return Outcome(tuple(proposals), tuple(found.rejected), tuple(found.findings))

    def estimate(self, analysis: Analysis, schema: SchemaSpec) -> Estimate:
        """Without re-asks, and for a context that holds the whole document."""
        task = self._task(analysis, schema)
        windows = self._windows(task, schema, None)
        rendered = (m.content for w in windows for m in task.messages(_shown(task, w)))
        return Estimate(
            calls=len(windows),
            prompt_tokens=sum(estimate_tokens(content) for content in rendered),
            completion_tokens=len(windows) * task.answer_tokens,
        )

    async def _ask(
        self,
        task: _Task,
        window: Span,
        schema: SchemaSpec,
        backend: Backend,
        found: _Found,
        origin: str,
    ) -> None:
        shown = task.marks.within(window)
        document = task.marks.analysis.document
        request = Request(
            messages=task.messages(_shown(task, window)),
            max_tokens=self._room(task),
            json_schema=pointing_schema(schema, task.numbers, task.texts, list(shown)),
            purpose=self.name,
            document=document.name,
        )
        model = reply_model(schema, task.texts)  # ids are keys that it does not know
        note = task.prompt.block("cut_off")
        reply = await ask(backend, request, model, re_asks=self.re_asks, cut_off=note)
        fields = {spec.pointer: spec for spec in task.numbers}
        found.add(pointed(unknown(reply), fields, shown, document.text, origin))
        found.add_texts(values(reply, task.texts))

    def _task(self, analysis: Analysis, schema: SchemaSpec) -> _Task:
        prompt = load_prompt(_file(language_of(s.label for s in schema.fields)), self.folder)
        spans = tuple(propose_spans(analysis, schema))
        marks = marks_of(analysis)
        numbers = tuple(s for s in schema.numeric if not s.extract.pattern)
        rest = [s for s in schema.fields if s not in numbers and not s.extract.parts_of]
        texts = tuple(s for s in rest if not _proposed(s, spans))
        return _Task(prompt, marks, numbers if marks.mentions else (), texts, spans)

    def _windows(self, task: _Task, schema: SchemaSpec, limit: int | None) -> list[Span]:
        """The windows that have something to be asked about."""
        room = None
        if limit is not None:
            taken = sum(estimate_tokens(m.content) for m in task.messages(""))
            taken += self._room(task) + (task.answer_tokens if self.re_asks else 0)
            room = int(limit * _MARGIN) - taken
            if room < _LEAST_ROOM:
                raise UsageError(
                    f"a context of {limit} tokens is too small for the schema's fields",
                    where=schema.name,
                    hint="use a larger context, or the strategy link or direct-groups",
                )
        windows = task.marks.windows(room, task.prompt.block("table"))
        return [w for w in windows if task.texts or task.marks.within(w)]

    def _room(self, task: _Task) -> int:
        return self.max_tokens or 100 + 2 * task.answer_tokens


def _file(language: str) -> str:
    return f"point/{language}.md"


def _shown(task: _Task, window: Span) -> str:
    return task.marks.show(window, task.prompt.block("table"))


def _proposed(spec: FieldSpec, proposals: Iterable[Proposal]) -> bool:
    """Whether there is a value for a field, or an item for a list."""
    return any(
        p.pointer == spec.pointer or p.pointer.startswith(f"{spec.pointer}/") for p in proposals
    )


def _breakdowns(
    analysis: Analysis, schema: SchemaSpec, proposals: Sequence[Proposal]
) -> list[Proposal]:
    """The parts of what was pointed at, for lists that break a number down."""
    pointed_at: Mapping[Pointer, Value] = {p.pointer: p.value for p in proposals}
    found: list[Proposal] = []
    for spec in schema.fields:
        whole = pointed_at.get(f"{spec.pointer.rpartition('/')[0]}/{spec.extract.parts_of}")
        if spec.extract.parts_of and isinstance(whole, int | Decimal):
            equal = [m for m in analysis.mentions if m.value == whole]
            found += propose_breakdown(analysis, spec, whole, equal)
    return found
