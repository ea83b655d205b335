"""Reading declared tables of another domain, and what becomes of cells in the record."""

import asyncio
import hashlib
from decimal import Decimal
from typing import Annotated, ClassVar

import pytest
from pydantic import BaseModel

from llmextract.analyse import analyse
from llmextract.backends.scripted import ScriptedBackend
from llmextract.errors import SchemaError
from llmextract.ground import prove_cells
from llmextract.pipeline import process
from llmextract.schema import About, Block, Column, Extract, Layout, Row, Sum, compile_schema
from llmextract.strategies.registry import make_strategy
from llmextract.tables import read_tables
from llmextract.types import Document, Extraction, Status

USES = Layout(
    "uses",
    (
        Block(
            (Column("mains"), Column("well"), Column("all")),
            (
                Row("homes", fields={"all": "/homes"}),
                Row("farms", ("farms", "farms and gardens"), {"all": "/farms"}),
                Row("mills", fields={"all": "/mills"}),
                Row("total"),
            ),
            across=(Sum(("all",), ("mains", "well")),),
            down=(Sum(("total",), ("homes", "farms", "mills")),),
        ),
    ),
    headings=("Water used",),
)


class Water(BaseModel):
    homes: Annotated[int | None, Extract("water of homes", unit="litres")] = None
    farms: Annotated[int | None, Extract("water of farms", unit="litres")] = None
    mills: Annotated[int | None, Extract("water of mills", unit="litres")] = None
    uses: dict[str, dict[str, int | Decimal | None]] | None = None
    about: ClassVar[About] = About("water", tables={"uses": (USES,)})


SCHEMA = compile_schema(Water)


def document(text: str) -> Document:
    return Document("water", text, hashlib.sha256(text.encode()).hexdigest())


def extraction(text: str) -> Extraction:
    backend = ScriptedBackend(())
    return asyncio.run(process(document(text), SCHEMA, make_strategy("rules"), backend))


WHOLE = "Water used\n\tmains\twell\tall\nhomes\t4\t1\t5\nfarms\t2\t/\t2\nmills\t0\t0\t0\ntotal\t6\t1\t7\n"


def test_another_domain_is_another_declaration() -> None:
    """Cells go to the dict field by row and column, and to the fields that the form names."""
    found = extraction(WHOLE)
    assert found.record is not None
    assert found.record["uses"]["homes"] == {"mains": 4, "well": 1, "all": 5}
    assert found.record["uses"]["farms"] == {"mains": 2, "well": None, "all": 2}
    assert (found.record["homes"], found.record["farms"], found.record["mills"]) == (5, 2, 0)
    proof = found.evidence["/homes"]
    assert (proof.row, proof.column, proof.raw) == ("homes", "all", "5")
    assert proof.origin == "uses: homes × all"
    assert proof.quote == "homes\t4\t1\t5"
    assert proof.cell is not None
    assert proof.cell.of(WHOLE) == "5"


def test_every_quote_is_in_the_text_and_marks_are_no_zeros() -> None:
    """`text[start:end] == quote`; a mark is null and not applicable, a printed 0 is stated."""
    found = extraction(WHOLE)
    for evidence in found.evidence.values():
        assert WHOLE[evidence.start : evidence.end] == evidence.quote
    assert found.evidence["/uses/farms/well"].status is Status.NOT_APPLICABLE
    assert found.evidence["/mills"].status is Status.STATED_ZERO


def test_declared_sums_are_checked_and_a_wrong_source_is_told_of() -> None:
    """A total that is not the sum of its parts is reported, and left as it is printed."""
    found = extraction(WHOLE.replace("4\t1\t5", "4\t1\t6"))
    assert found.record is not None
    assert found.record["homes"] == 6
    broken = [f for f in found.findings if f.kind == "identity_broken"]
    assert any("/uses/homes/all" in f.pointers for f in broken)


def test_blanks_between_blanks_are_placed_only_if_sums_say_where() -> None:
    """Two cells for three columns: placed if one way fits the sums, told of either way."""
    text = WHOLE.replace("\t", " ").replace("farms 2 / 2", "farms 2 2")
    analysis = analyse(document(text))
    tables = read_tables(analysis, SCHEMA)
    farms = {c.column: c for c in tables.cells if c.row == "farms"}
    assert {name: cell.value for name, cell in farms.items()} == {
        "mains": 2,
        "well": None,
        "all": 2,
    }
    assert not any(cell.sure for cell in farms.values())
    assert [f.kind for f in tables.findings] == ["table_row_placed"]


def test_a_row_with_too_many_cells_is_left_out() -> None:
    """No guess which of four numbers is the stray one."""
    tables = read_tables(analyse(document(WHOLE.replace("4\t1\t5", "4\t1\t5\t9"))), SCHEMA)
    assert "homes" not in {c.row for c in tables.cells}
    (finding,) = (f for f in tables.findings if f.kind == "table_row_unread")
    assert "/homes" in finding.pointers
    assert "4 cells for 3 columns" in finding.message


def test_a_cell_that_was_changed_is_not_proved() -> None:
    """The cell's own characters are read again."""
    analysis = analyse(document(WHOLE))
    cells = read_tables(analysis, SCHEMA).cells
    changed = analyse(document(WHOLE.replace("4\t1\t5", "4\t1\t8")))
    proved, rejected = prove_cells(cells, changed, SCHEMA)
    assert {r.pointer for r in rejected} == {"/homes", "/uses/homes/all"}
    assert "/farms" in {p.pointer for p in proved}


def test_a_heading_without_its_table_is_a_missing_table() -> None:
    """Fields of a lost table are null for it, unless the text states them elsewhere."""
    text = "Report\n\n1. Water used\n\n2. Remarks\n\nNone were made in writing.\n"
    found = extraction(text)
    assert found.record is not None
    assert found.record["homes"] is None
    assert found.evidence["/homes"].status is Status.TABLE_MISSING
    assert "table_missing" in {f.kind for f in found.findings}


def test_a_table_that_stands_twice_and_differs_is_told_of() -> None:
    """The first reading stays; the cell that differs has a finding."""
    text = f"{WHOLE}\nThe same again, as sent to the board.\n\n{WHOLE.replace('4	1	5', '3	2	5')}"
    tables = read_tables(analyse(document(text)), SCHEMA)
    assert len([c for c in tables.cells if c.row == "homes"]) == 3
    twice = [f for f in tables.findings if f.kind == "table_twice"]
    assert {p for f in twice for p in f.pointers} == {"/uses/homes/mains", "/uses/homes/well"}


def test_columns_in_another_order_are_not_read() -> None:
    """Heads that stand in another order than declared: no cell, and a finding."""
    text = WHOLE.replace("mains\twell\tall", "all\tmains\twell")
    tables = read_tables(analyse(document(text)), SCHEMA)
    assert not tables.cells
    assert [f.kind for f in tables.findings] == ["table_unread"]


@pytest.mark.parametrize(
    ("layout", "says"),
    [
        (Layout("uses", (Block((Column("a"),), (Row("r", fields={"a": "/no"}),)),)), "/no"),
        (Layout("uses", (Block((Column("a"),), (Row("r", fields={"b": "/homes"}),)),)), "b"),
        (Layout("uses", (Block((Column("a"),), (Row("r"), Row("r"))),)), "twice"),
        (
            Layout("uses", (Block((Column("a"),), (Row("r"),), down=(Sum(("s",), ("r",)),)),)),
            "s is no row",
        ),
    ],
)
def test_a_layout_that_names_nothing_is_refused(layout: Layout, says: str) -> None:
    """Unknown fields, columns, rows and repeated names are errors of the schema."""

    class Other(Water):
        about: ClassVar[About] = About("water", tables={"uses": (layout,)})

    with pytest.raises(SchemaError, match=says):
        compile_schema(Other)
