"""A small schema, documents, a strategy of one call a field, and what answers it."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel

from llmextract.backends.base import Backend
from llmextract.errors import AnswerError
from llmextract.schema import About, Extract, SchemaSpec, compile_schema
from llmextract.strategies.base import Estimate, Outcome
from llmextract.types import Analysis, Document, Extraction, Message, Proposal, Request


class Intake(BaseModel):
    received: Annotated[int | None, Extract("收到申请", unit="件")] = None
    fax: Annotated[int | None, Extract("传真申请", unit="件")] = None

    about: ClassVar[About] = About("申请", identities=("fax <= received",))


SCHEMA = compile_schema(Intake, "intake")


@dataclass(frozen=True)
class AskEach:
    """One call a field; `wording` is part of every request."""

    wording: str = "几件？"
    name: str = "ask-each"
    prompts: Mapping[str, str] = field(default_factory=lambda: {"ask.md": "1 abc"})

    async def extract(self, analysis: Analysis, schema: SchemaSpec, backend: Backend) -> Outcome:
        found = []
        for spec in schema.fields:
            question = f"{spec.label}{self.wording}\n{analysis.document.text}"
            answer = await backend.complete(Request((Message("user", question),), 9, purpose="ask"))
            if answer.text != "null":
                found.append(Proposal(spec.pointer, int(answer.text), None, origin=self.name))
        return Outcome(tuple(found))

    def estimate(self, analysis: Analysis, schema: SchemaSpec) -> Estimate:
        return Estimate(len(schema.fields), 100, 10)


def answer(request: Request) -> str | Exception:
    """The number that stands behind the label asked for; an error where the text says 坏."""
    question = request.messages[0].content
    if "坏" in question:
        return AnswerError("the model is at a loss", where="fake", hint="try another")
    match = re.search(question[:4] + r"(\d+)件", question)
    return match[1] if match else "null"


def document(number: int, name: str = "") -> Document:
    text = f"{number}号报告\n\n收到申请{number + 20}件，其中传真申请{number + 3}件。\n"
    return made(text, name or f"{number:02d}.txt")


def made(text: str, name: str) -> Document:
    return Document(name, text, hashlib.sha256(text.encode()).hexdigest())


def documents(count: int) -> list[Document]:
    return [document(number) for number in range(count)]


def found(extraction: Extraction) -> Any:
    """What a run found, without what it cost."""
    return (
        extraction.document,
        extraction.record,
        extraction.evidence,
        extraction.findings,
        extraction.error,
    )
