"""`point`: code marks numbers and denials with ids, a strong model answers with ids.

The document is sent once, in windows only if it does not fit.  The model writes no number: it
points at one, code parses it, and the proof judges it.  Fields that are not numbers are read as
spans; those of them that spans do not find are asked in the same call, as text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from llmextract.backends.base import Backend
from llmextract.errors import AnswerError, UsageError
from llmextract.prompting import estimate_tokens, language_of, load_prompt
from llmextract.schema import SchemaSpec
from llmextract.spans import propose_breakdowns
from llmextract.strategies.asking import ask
from llmextract.strategies.base import Estimate, Outcome
from llmextract.strategies.pointed import pointed, pointing_schema
from llmextract.strategies.pointing import Task, task_of
from llmextract.strategies.reply import merge, reply_model, unknown, values
from llmextract.strategies.windows import LEAST_ROOM, room_for_text
from llmextract.types import (
    Analysis,
    Finding,
    Pointer,
    Proposal,
    Rejected,
    Request,
    Span,
    Value,
)

_LANGUAGES = ("zh", "en")


@dataclass(slots=True)
class _Found:
    """What the windows' answers come to."""

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
        pointed_at = {p.pointer: p.value for p in found.proposals}
        proposals += propose_breakdowns(analysis, schema, pointed_at)
        return Outcome(tuple(proposals), tuple(found.rejected), tuple(found.findings))

    def estimate(self, analysis: Analysis, schema: SchemaSpec) -> Estimate:
        """Without re-asks, and for a context that holds the whole document."""
        task = self._task(analysis, schema)
        windows = self._windows(task, schema, None)
        rendered = (m.content for w in windows for m in task.messages_about(w))
        return Estimate(
            calls=len(windows),
            prompt_tokens=sum(estimate_tokens(content) for content in rendered),
            completion_tokens=len(windows) * task.answer_tokens,
        )

    async def _ask(
        self,
        task: Task,
        window: Span,
        schema: SchemaSpec,
        backend: Backend,
        found: _Found,
        origin: str,
    ) -> None:
        shown = task.marks.within(window)
        document = task.marks.analysis.document
        request = Request(
            messages=task.messages_about(window),
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
        merge(found.texts, values(reply, task.texts))

    def _task(self, analysis: Analysis, schema: SchemaSpec) -> Task:
        prompt = load_prompt(_file(language_of(s.label for s in schema.fields)), self.folder)
        return task_of(analysis, schema, prompt)

    def _windows(self, task: Task, schema: SchemaSpec, limit: int | None) -> list[Span]:
        if limit is None:
            return task.windows(None)
        taken = sum(estimate_tokens(m.content) for m in task.messages(""))
        taken += self._room(task) + (task.answer_tokens if self.re_asks else 0)
        room = room_for_text(limit, taken)
        if room < LEAST_ROOM:
            raise UsageError(
                f"a context of {limit} tokens is too small for the schema's fields",
                where=schema.name,
                hint="use a larger context, or the strategy link or direct-groups",
            )
        return task.windows(room)

    def _room(self, task: Task) -> int:
        return self.max_tokens or 100 + 2 * task.answer_tokens


def _file(language: str) -> str:
    return f"point/{language}.md"
