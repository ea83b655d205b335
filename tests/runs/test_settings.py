"""What a finished document depends on."""

import subprocess
import sys
from dataclasses import replace
from typing import Annotated, ClassVar

import pytest
from pydantic import BaseModel

from llmextract.runs import Settings, schema_sha256
from llmextract.schema import (
    About,
    Block,
    Column,
    Extract,
    Layout,
    Mark,
    Passage,
    Row,
    compile_schema,
)
from tests.runs.fakes import SCHEMA

SETTINGS = Settings("1", "intake", "ab", "ask", {"a": "1"}, {"p.md": "1 a"}, "local:1")


@pytest.mark.parametrize(
    "change",
    [
        {"llmextract": "2"},
        {"schema_sha256": "cd"},
        {"strategy": "other"},
        {"strategy_options": {"a": "2"}},
        {"prompts": {"p.md": "2 b"}},
        {"model": "local:2"},
    ],
)
def test_every_setting_changes_the_key(change) -> None:
    """A record made under other settings is never taken for one made under these."""
    assert replace(SETTINGS, **change).key_of("f" * 64) != SETTINGS.key_of("f" * 64)


def test_the_text_changes_the_key_and_order_does_not() -> None:
    """The key tells texts apart, and is the same whatever order prompts are listed in."""
    assert SETTINGS.key_of("0" * 64) != SETTINGS.key_of("1" * 64)
    one = replace(SETTINGS, prompts={"a": "1", "b": "2"})
    assert one.key == replace(SETTINGS, prompts={"b": "2", "a": "1"}).key


def test_the_schema_digest_is_the_same_in_every_process() -> None:
    """A schema read anew tomorrow is the same schema."""
    code = "from llmextract.runs import schema_sha256; from tests.runs.fakes import SCHEMA; "
    code += "print(schema_sha256(SCHEMA))"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == schema_sha256(SCHEMA)


def _schema(alias: str = "收件", identity: str = "fax <= received", layout: str = "rows"):
    form = Layout("cells", (Block((Column(layout),), (Row("收到"),)),))

    class Table(BaseModel):
        cells: dict[str, int] | None = None
        about: ClassVar[About] = About("表", tables={"cells": (form,)})

    class Intake(BaseModel):
        received: Annotated[int | None, Extract("收到", aliases=(alias,))] = None
        fax: Annotated[int | None, Extract("传真")] = None
        table: Table = Table()
        about: ClassVar[About] = About("申请", identities=(identity,))

    return schema_sha256(compile_schema(Intake))


@pytest.mark.parametrize(
    "change", [{"alias": "新收"}, {"identity": "received = fax"}, {"layout": "columns"}]
)
def test_whatever_a_schema_says_changes_its_digest(change) -> None:
    """Aliases, identities, and table layouts of models without fields of their own all count."""
    assert _schema(**change) != _schema()
    assert _schema() == _schema()


def _passages(
    heading: str = "一",
    text: str = "收到3件",
    start: int = 2,
    end: int = 3,
    field: str = "/received",
):
    passage = Passage(heading, text, (Mark(start, end, (field,)),))
    return schema_sha256(replace(SCHEMA, passages=(passage,)))


@pytest.mark.parametrize(
    "change",
    [{"heading": "二"}, {"text": "新收3件"}, {"start": 1}, {"end": 4}, {"field": "/fax"}],
)
def test_whatever_a_phrasebook_says_changes_the_digest(change) -> None:
    """Headings, words, and where and what the marks are all count."""
    assert _passages(**change) != _passages()
    assert _passages() == _passages()


def test_a_phrasebook_changes_the_digest_and_so_do_its_size_and_order() -> None:
    """Without passages the digest is that of the schema; each passage counts, in its place."""
    one, two = (Passage("", text, ()) for text in ("收到3件", "传真1件"))
    found = [
        schema_sha256(replace(SCHEMA, passages=p)) for p in ((), (one,), (one, two), (two, one))
    ]
    assert len(set(found)) == 4
    assert found[0] == schema_sha256(SCHEMA)


def test_what_only_export_reads_leaves_the_digest() -> None:
    """Saying whom a document is about makes no record invalid."""

    class Intake(BaseModel):
        body: Annotated[str | None, Extract("机构")] = None
        about: ClassVar[About] = About("申请")

    before = schema_sha256(compile_schema(Intake))
    Intake.about = About("申请", entity="/body", title="/body")
    assert schema_sha256(compile_schema(Intake)) == before
