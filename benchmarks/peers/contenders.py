"""The three contenders, each as its own documentation has it used, on one model and field list.

Each is an object with a `name`, the `settings` that its answers depend on (whatever changes them
makes it answer anew), and `extract`, which raises whatever its library raises.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

from fields import choices, listing, plain_model, record_of
from reading import read_value

import llmextract
from llmextract import CallOptions
from llmextract.evaluation.predictions import value_at
from llmextract.pointers import split
from llmextract.prompting import load_prompt
from llmextract.record import to_json_line
from llmextract.schema import SchemaSpec
from llmextract.strategies.reply import describe
from llmextract.types import Document

ROOT = Path(__file__).resolve().parents[2]
ANSWER = 3072  # tokens of instructor's one answer; all fields filled take about half of it
_PATIENCE = 3600.0  # seconds: a slow machine is no failure of the library
CHUNK_ANSWER = 2048  # tokens of langextract's answer to a chunk; 20 values take about 1,100
_RULES = load_prompt("direct/zh.md")
_EXAMPLE = Path(__file__).with_name("example.json")
_INSTRUCTIONS = """\
从文本中抽取下列字段的值。
规则：
1. 只抽取文本明确写出的值，不推算，不相加，不估计。文本没有写的字段不要输出。
2. 每个值一条，类别是字段的路径；文字照原文抄录，含数字和单位，互不重叠，按出现的先后排列。
3. value 是印出的数字连同单位；写明没有发生、没有收到的，value 写 0；日期写成 YYYY-MM-DD。
4. 意思不符的数字不要归入相近的字段。

字段（路径：类型，单位，含义）：

"""


@dataclass(frozen=True, slots=True)
class Answer:
    """A record in plain JSON types, and evidence (`quote`, `start`, `end`) by pointer."""

    record: Mapping[str, Any]
    evidence: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Connection:
    base_url: str
    api_key: str = field(repr=False)
    model: str


class Contender(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def settings(self) -> Mapping[str, Any]: ...
    def extract(self, document: Document, connection: Connection) -> Answer: ...


@dataclass(frozen=True, slots=True)
class LLMExtract:
    """The strategy `link`, without the response cache."""

    schema: str
    spec: SchemaSpec
    name: str = "llmextract"

    @property
    def settings(self) -> Mapping[str, Any]:
        package = Path(llmextract.__file__).parent
        folders = [package, ROOT / "schemas", ROOT / "prompts"]
        return {"strategy": "link", "schema": self.schema, "code": _digest_of(folders)}

    def extract(self, document: Document, connection: Connection) -> Answer:
        calls = CallOptions(
            base_url=connection.base_url,
            api_key=connection.api_key,
            cache=False,
            concurrency=1,
            timeout=_PATIENCE,
        )
        backend = f"openai:{connection.model}"
        [found] = llmextract.extract(
            document, self.schema, backend=backend, strategy="link", concurrency=1, calls=calls
        )
        if found.error is not None:
            raise RuntimeError(found.error)
        line = json.loads(to_json_line(found))
        asked = self.spec.by_pointer
        record = {p: value_at(line["record"], split(p)) for p in asked}
        evidence = {p: one for p, one in line["evidence"].items() if p in asked}
        return Answer(record_of(record), evidence)


@dataclass(frozen=True, slots=True)
class Instructor:
    """One question for the whole report: the schema as response model, JSON_SCHEMA mode, and the
    wording that llmextract's own `direct` asks with."""

    spec: SchemaSpec
    name: str = "instructor"

    @property
    def settings(self) -> Mapping[str, Any]:
        prompt = [message.content for message in self._messages("")]
        shape = plain_model(self.spec).model_json_schema()
        return {
            "versions": [version("instructor"), version("openai")],
            "max_tokens": ANSWER,
            "asked": _digest(prompt, shape),
        }

    def extract(self, document: Document, connection: Connection) -> Answer:
        import instructor
        from openai import OpenAI

        plain = OpenAI(base_url=connection.base_url, api_key=connection.api_key, timeout=_PATIENCE)
        client = instructor.from_openai(plain, mode=instructor.Mode.JSON_SCHEMA)
        reply = client.chat.completions.create(
            model=connection.model,
            response_model=plain_model(self.spec),
            messages=[
                {"role": message.role, "content": message.content}
                for message in self._messages(document.text)
            ],
            max_retries=1,
            temperature=0.0,
            max_tokens=ANSWER,
        )
        return Answer(reply.model_dump(mode="json"))

    def _messages(self, text: str) -> tuple[Any, ...]:
        return _RULES.render(text=text, fields=describe(self.spec.fields))


@dataclass(frozen=True, slots=True)
class LangExtract:
    """Its OpenAI provider and Unicode tokenizer, chunks of its own default size, an output schema
    with one extraction class a field, the field list in the prompt, and one example."""

    spec: SchemaSpec
    name: str = "langextract"

    @property
    def settings(self) -> Mapping[str, Any]:
        return {
            "versions": [version("langextract"), version("openai")],
            "max_tokens": CHUNK_ANSWER,
            "asked": _digest(self._prompt(), _EXAMPLE.read_text("utf-8")),
        }

    def extract(self, document: Document, connection: Connection) -> Answer:
        import langextract
        from langextract.core.tokenizer import UnicodeTokenizer
        from langextract.factory import ModelConfig, create_model

        config = ModelConfig(
            model_id=connection.model,
            provider="OpenAILanguageModel",
            provider_kwargs={
                "base_url": connection.base_url,
                "api_key": connection.api_key,
                "temperature": 0.0,
                "max_output_tokens": CHUNK_ANSWER,
                "max_workers": 1,
            },
        )
        model: Any = create_model(config, output_schema=self._output_schema())
        model._client = model._client.with_options(timeout=_PATIENCE)  # it has no option for this
        found = langextract.extract(
            document.text,
            prompt_description=self._prompt(),
            examples=[self._example()],
            model=model,
            tokenizer=UnicodeTokenizer(),
            max_workers=1,
            show_progress=False,
        )
        return self._answer(document, found.extractions or ())

    def _prompt(self) -> str:
        return _INSTRUCTIONS + listing(self.spec.fields)

    def _example(self) -> Any:
        from langextract.data import ExampleData, Extraction

        data = json.loads(_EXAMPLE.read_text("utf-8"))
        return ExampleData(
            text=data["text"],
            extractions=[
                Extraction(one["field"], one["text"], attributes={"value": one["value"]})
                for one in data["extractions"]
            ],
        )

    def _output_schema(self) -> dict[str, Any]:
        """The schema that langextract makes of examples would allow only their classes."""
        from langextract.schema import extraction_item_schema, extractions_schema

        items = []
        for one in self.spec.fields:
            allowed = {"enum": list(choices(one))} if choices(one) else {}
            value = {"type": "string", **allowed}
            items.append(extraction_item_schema(one.pointer, attributes={"value": value}))
        schema: dict[str, Any] = extractions_schema(*items)
        return schema

    def _answer(self, document: Document, extractions: Any) -> Answer:
        """Of each field the first value that can be read.  Extractions that langextract could not
        find in the text are left out, as its documentation advises."""
        values: dict[str, Any] = {}
        evidence: dict[str, Mapping[str, Any]] = {}
        for one in extractions:
            spec = self.spec.by_pointer.get(one.extraction_class)
            place = one.char_interval
            if spec is None or spec.pointer in values or place is None:
                continue
            if place.start_pos is None or place.end_pos is None:
                continue
            said = (one.attributes or {}).get("value")
            value = read_value(spec, said, one.extraction_text)
            if value is None:
                continue
            start, end = place.start_pos, place.end_pos
            values[spec.pointer] = value
            quote = document.text[start:end]
            evidence[spec.pointer] = {"quote": quote, "start": start, "end": end}
        return Answer(record_of(values), evidence)


def _digest(*parts: Any) -> str:
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _digest_of(folders: list[Path]) -> str:
    """A digest of all files that decide what llmextract answers."""
    files = sorted({file for folder in folders for file in folder.rglob("*") if file.is_file()})
    kept = (file for file in files if file.suffix != ".pyc")
    return _digest([hashlib.sha256(file.read_bytes()).hexdigest() for file in kept])
