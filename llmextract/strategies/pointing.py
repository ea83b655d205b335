"""What `point` asks about a document: which fields by id, which as text, and the messages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from llmextract.prompting import Prompt, estimate_tokens
from llmextract.schema import FieldSpec, SchemaSpec
from llmextract.spans import propose_spans
from llmextract.strategies.link import linkable
from llmextract.strategies.marks import Marks, marks_of
from llmextract.strategies.reply import describe
from llmextract.types import Analysis, Message, Proposal, Span

_TEXT_TOKENS, _LIST_TOKENS = 20, 150  # of an answer, for a field that is asked as text


@dataclass(frozen=True, slots=True)
class Task:
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

    def messages_about(self, window: Span) -> tuple[Message, ...]:
        return self.messages(self.marks.show(window, self.prompt.block("table")))

    def windows(self, room: int | None) -> list[Span]:
        """The windows that have something to be asked about, of at most `room` tokens of text."""
        windows = self.marks.windows(room, self.prompt.block("table"))
        return [w for w in windows if self.texts or self.marks.within(w)]

    @property
    def answer_tokens(self) -> int:
        """At most: as if every field were stated."""
        ids = sum(estimate_tokens(f'"{spec.name}":100,') for spec in self.numbers)
        lists = sum(spec.kind.startswith("list") for spec in self.texts)
        return ids + lists * _LIST_TOKENS + (len(self.texts) - lists) * _TEXT_TOKENS


def task_of(analysis: Analysis, schema: SchemaSpec, prompt: Prompt) -> Task:
    """Numbers are asked by id if any are marked; other fields if spans do not find them."""
    spans = tuple(propose_spans(analysis, schema))
    marks = marks_of(analysis)
    numbers = linkable(schema)
    rest = [s for s in schema.fields if s not in numbers and not s.extract.parts_of]
    texts = tuple(s for s in rest if not _proposed(s, spans))
    return Task(prompt, marks, numbers if marks.mentions else (), texts, spans)


def _proposed(spec: FieldSpec, proposals: Iterable[Proposal]) -> bool:
    """Whether there is a value for a field, or an item for a list."""
    return any(
        p.pointer == spec.pointer or p.pointer.startswith(f"{spec.pointer}/") for p in proposals
    )


__all__ = ["Task", "task_of"]
