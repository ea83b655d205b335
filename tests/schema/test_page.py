"""What docs/schemas.md says is so."""

import asyncio
import json
import re
from dataclasses import fields
from pathlib import Path

import pytest

from llmextract import as_document, extract
from llmextract.backends.scripted import ScriptedBackend
from llmextract.compiling import compile_phrases
from llmextract.schema import About, Extract, load_schema
from llmextract.schema.passages import parse_passages

PAGE = (Path(__file__).parent.parent.parent / "docs" / "schemas.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.M | re.S)


@pytest.fixture
def ferry(tmp_path, monkeypatch) -> str:
    """The schema of the page, with its phrasebook beside it."""
    monkeypatch.setenv("LLMEXTRACT_CACHE", str(tmp_path / "cache"))
    (tmp_path / "ferry.py").write_text(blocks("python")[0], "utf-8")
    (tmp_path / "ferry.phrasebook").mkdir()
    (tmp_path / "ferry.phrasebook" / "any.txt").write_text(blocks("text")[0], "utf-8")
    return f"{tmp_path / 'ferry.py'}:Ferry"


def record(spec: str) -> dict:
    [found] = extract(as_document(blocks("text")[1]), spec, strategy="rules")
    assert found.error is None
    return found.record


def test_the_record_shown_is_what_the_schema_shown_makes_of_the_text_shown(ferry) -> None:
    """Model, phrasebook and text give the record, without a model."""
    (shown,) = blocks("json")
    assert record(ferry) == json.loads(shown)


def test_without_the_phrasebook_what_is_said_to_be_missed_is_missed(ferry, tmp_path) -> None:
    """Children, cars and money are not found by the labels alone."""
    right = json.loads(blocks("json")[0])
    (tmp_path / "ferry.phrasebook" / "any.txt").unlink()
    found = record(ferry)
    assert found["traffic"]["passengers"] == right["traffic"]["passengers"]
    for group, name in (
        ("traffic", "children"),
        ("traffic", "cars"),
        *(("money", n) for n in right["money"]),
    ):
        assert found[group][name] != right[group][name]


def test_each_marked_number_of_the_phrasebook_shown_stands_in_its_mark(ferry) -> None:
    """The marks of the example do what the page says a mark has to."""
    passages = load_schema(ferry).passages
    marks = [(p, m) for p in passages for m in p.marks]
    assert len(marks) == 7
    assert all(re.fullmatch(r"£?[\d,]+", p.text[m.start : m.end]) for p, m in marks)
    assert {p.heading for p in passages} == {"Traffic", "Money"}


def test_the_answer_shown_is_compiled_into_the_lines_shown(ferry) -> None:
    """What is said to come of a model's answer comes of it, and reads as a phrasebook."""
    answer, lines = blocks("text")[2:]
    backend = ScriptedBackend(lambda r: answer if "Field: cars" in r.messages[-1].content else "")
    schema = load_schema(ferry)
    assert asyncio.run(compile_phrases(schema, backend)) == lines
    assert len(list(parse_passages(lines, schema.by_pointer, "compiled.txt"))) == 2
    assert len(backend.requests) == len([s for s in schema.fields if s.name != "year"])


def test_the_table_shown_can_be_declared() -> None:
    """The layout is one that the package takes."""
    namespace: dict = {}
    exec(compile(blocks("python")[1], "schemas.md", "exec"), namespace)
    assert namespace["FORM"].pointers == ("/traffic/cars",)
    assert set(namespace["ABOUT"].tables) == {"crossings"}


@pytest.mark.parametrize("kind", [Extract, About])
def test_every_word_of_a_schema_is_explained(kind) -> None:
    """The tables have a line for each thing that can be said of a field or a model."""
    section = PAGE.partition(f"`{kind.__name__}`\n")[2].partition("\n## ")[0]
    explained = set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\|[^|]+\|", section, re.M))))
    assert {field.name for field in fields(kind)} == explained
