"""Columns of the tables, and the page that explains them."""

import re
from pathlib import Path

import pytest

from llmextract.export import FORMATS
from llmextract.export.book import Book
from llmextract.export.columns import Kind
from llmextract.export.formats.database import VIEWS
from llmextract.export.formats.words import WORDS
from llmextract.export.tables import BODIES, CODEBOOK, DOCUMENTS, ERRORS, FINDINGS, KEYS, VALUES
from llmextract.schema import compile_schema
from tests.export.making import SCHEMA

PAGE = (Path(__file__).parents[2] / "docs" / "export.md").read_text("utf-8")
TABLES = (VALUES, CODEBOOK, FINDINGS, DOCUMENTS, BODIES, ERRORS)


def told(table: str) -> list[list[str]]:
    """The rows of the page's table of columns under `## table`."""
    part = PAGE.partition(f"\n### `{table}`\n")[2].partition("\n### ")[0].partition("\n## ")[0]
    rows = [
        [c.strip() for c in line.strip("|").split(" | ")]
        for line in part.splitlines()
        if line.startswith("|")
    ]
    return rows[2:]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_page_explains_every_column(table) -> None:
    """Names, kinds and words of docs/export.md are the program's, in its order."""
    assert told(table.name) == [[f"`{c.name}`", str(c.kind), c.about] for c in table.columns]


def test_the_page_explains_the_keys_of_the_panel() -> None:
    """The columns before the fields."""
    assert [row[0] for row in told("panel")] == [f"`{column.name}`" for column in KEYS]


def test_the_page_names_formats_views_and_limits() -> None:
    """What can be asked for is told of."""
    assert all(f"`{to}`" in PAGE for to in FORMATS)
    assert all(f"`{view}`" in PAGE for view in VIEWS)
    assert "DECIMAL(38, 6)" in PAGE


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_no_column_stands_twice(table) -> None:
    """Names are told apart without regard to case, as databases do."""
    assert len({name.casefold() for name in table.names}) == len(table.names)


def test_columns_of_fields_are_told_apart() -> None:
    """A field that is called as a key or, but for case, as another field gets a number."""
    from pydantic import BaseModel

    class Odd(BaseModel):
        body: str | None = None
        Total: int | None = None
        total: int | None = None

    names = Book(compile_schema(Odd)).panel.names
    assert names[len(KEYS) :] == ("body_2", "Total", "total_2")


def test_the_panel_has_a_column_for_each_scalar_field() -> None:
    """Lists and tables are left to the long form."""
    panel = Book(SCHEMA).panel
    assert [(c.name, c.kind) for c in panel.columns[len(KEYS) :]][-4:] == [
        ("loans.total", Kind.INTEGER), ("loans.adult", Kind.INTEGER),
        ("loans.child", Kind.INTEGER), ("loans.fines", Kind.NUMBER),
    ]  # fmt: skip


def test_both_languages_say_the_same() -> None:
    """Every word that a workbook needs is there in both, with the same places to fill."""
    zh, en = WORDS["zh"], WORDS["en"]
    assert zh.keys() == en.keys()
    for key, words in zh.items():
        assert sorted(re.findall(r"{(\w+)", words)) == sorted(re.findall(r"{(\w+)", en[key])), key
