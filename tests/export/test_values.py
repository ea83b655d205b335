"""The long form: nothing of a record is lost, and absent is never 0."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llmextract.export.book import Book
from llmextract.export.numbers import digits, exact, fits
from llmextract.export.tables import VALUES
from llmextract.export.values import At, value_rows
from llmextract.record import to_json_line
from llmextract.runs import extraction_of
from llmextract.types import Evidence, Status
from tests.export.making import FAILED, FULL, SCHEMA, extraction, leaves, proof, record

BOOK = Book(SCHEMA)
AT = At(("馆", 2019, "a.txt", "run", "b1", "f" * 64), "rules", "local:1")
NUMBERS = st.integers(-(10**20), 10**20) | st.floats(-1e12, 1e12).map(lambda x: round(x, 6))


def rows(found) -> dict[str, dict]:
    """The rows of an extraction, read back as a run's reader does, by pointer."""
    back = extraction_of(to_json_line(found))
    listed = [dict(zip(VALUES.names, row, strict=True)) for row in value_rows(back, AT, BOOK)]
    by_pointer = {row["pointer"]: row for row in listed}
    assert len(by_pointer) == len(listed)
    return by_pointer


def value(row: dict):
    """The value of a row, as JSON has it."""
    given = [row[n] for n in ("value_number", "value_text", "value_date") if row[n] is not None]
    assert len(given) <= 1
    return given[0] if given else None


@settings(max_examples=60)
@given(
    st.none() | NUMBERS.map(lambda n: int(n)),
    st.none() | NUMBERS,
    st.none() | st.text(min_size=1, max_size=20),
    st.lists(st.text(min_size=1, max_size=9), max_size=3),
    st.dictionaries(
        st.text("一二/~ ", min_size=1, max_size=3),
        st.dictionaries(st.text("上下/~", min_size=1, max_size=2), st.none() | NUMBERS, min_size=1),
        max_size=2,
    ),
    st.floats(0, 1),
)
def test_the_long_form_holds_the_whole_record(total, fines, title, problems, visits, sure) -> None:
    """Every value, quote, offset and confidence of a record stands in its row, unchanged."""
    whole = record(
        title=title, total=total, fines=fines, problems=problems or None, visits=visits or None
    )
    found = extraction(
        "a.txt",
        whole,
        evidence={
            pointer: proof(v, quote=f"{v}。", start=3, confidence=sure, raw=str(v))
            for pointer, v in leaves(whole)
            if v is not None
        },
    )
    written = json.loads(to_json_line(found))
    listed = rows(found)
    for pointer, wanted in leaves(written["record"]):
        if (
            pointer.startswith(("/by_kind", "/problems", "/visits"))
            and wanted is None
            and pointer not in listed
        ):
            continue
        got = value(listed[pointer])
        if isinstance(wanted, int | float):
            assert Decimal(str(got)) == Decimal(repr(wanted))
        else:
            assert got == wanted
        if wanted is not None:
            entry = written["evidence"][pointer]
            for name in ("quote", "start", "end", "confidence", "raw", "status", "qualifier"):
                assert listed[pointer][name] == entry[name]


def test_a_row_says_where_the_value_stands_and_what_it_is() -> None:
    """Field, label, group, unit, proof and run of a plain field, with its qualifier."""
    row = rows(FULL)["/loans/total"]
    assert {k: row[k] for k in ("body", "year", "field", "label", "group", "unit", "raw_unit")} == {
        "body": "馆", "year": 2019, "field": "/loans/total", "label": "外借总数", "group": "外借",
        "unit": "册", "raw_unit": "本",
    }  # fmt: skip
    assert (row["value_number"], row["qualifier"], row["status"]) == (3, "over", "stated")
    assert (row["run"], row["strategy"], row["model"]) == ("run", "rules", "local:1")


def test_null_is_not_zero() -> None:
    """A stated 0 is 0; whatever is absent has no value and says how it is absent."""
    listed = rows(FULL)
    assert (listed["/loans/adult"]["value_number"], listed["/loans/adult"]["status"]) == (
        0,
        "stated_zero",
    )
    absent = {p: row["status"] for p, row in listed.items() if value(row) is None}
    assert absent == {"/loans/child": "table_missing", "/visits/一楼/下午": "not_applicable"}
    empty = rows(extraction("b", record(None, None)))
    assert {p for p, row in empty.items() if row["status"] == "not_stated"} == {
        entry.pointer for entry in BOOK.scalars
    }
    assert all(row["quote"] is None and row["start"] is None for row in empty.values())


def test_dates_and_truth_values_have_their_place() -> None:
    """A date is a date, and true is text."""
    listed = rows(FULL)
    assert listed["/head/opened"]["value_date"].isoformat() == "2001-05-06"
    assert listed["/head/public"]["value_text"] == "true"


def test_items_of_lists_are_numbered_and_their_parts_named() -> None:
    """A list has a row an item, a list of objects a row for each part that is stated."""
    listed = rows(FULL)
    assert listed["/problems/1"]["item"] == 1
    assert listed["/problems/1"]["field"] == "/problems"
    count = listed["/by_kind/0/count"]
    assert (count["field"], count["item"], count["part"], count["label"], count["unit"]) == (
        "/by_kind", 0, "count", "册数", "册",
    )  # fmt: skip
    assert "/by_kind/1/count" not in listed


def test_cells_of_tables_are_addressed_by_row_and_column() -> None:
    """A cell names table, row and column, with the offsets of the cell itself, page and box."""
    cell = rows(FULL)["/visits/一楼/上~1午"]
    assert (cell["field"], cell["table"], cell["row"], cell["column"]) == (
        "/visits",
        "visits",
        "一楼",
        "上/午",
    )
    assert (cell["cell_start"], cell["cell_end"], cell["page"], cell["box"]) == (
        9,
        10,
        2,
        "1 2.5 3 4",
    )
    assert (cell["value_number"], cell["unit"]) == (5, "人次")


def test_what_the_schema_does_not_know_is_kept() -> None:
    """A value of an older schema has a row without a label."""
    old = extraction("a", {**record(), "gone": 4}, evidence={"/gone": proof(4)})
    assert (rows(old)["/gone"]["value_number"], rows(old)["/gone"]["label"]) == (4, None)


def test_a_list_that_is_absent_for_a_reason_says_so() -> None:
    """A list's own status has a row; without one there is none."""
    told = extraction(
        "a", record(), evidence={"/problems": Evidence("", 0, 0, Status.TABLE_MISSING)}
    )
    assert rows(told)["/problems"]["status"] == "table_missing"
    assert "/problems" not in rows(extraction("a", record()))


def test_a_failed_document_has_no_values() -> None:
    """It is told of elsewhere."""
    assert list(value_rows(FAILED, AT, BOOK)) == []


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**40), max_value=10**40))
def test_digits_are_the_number_without_an_exponent(number) -> None:
    """What is shown is the number, exactly."""
    shown = digits(number)
    assert Decimal(shown) == number
    assert "E" not in shown
    assert not ("." in shown and shown.endswith(("0", ".")))


@pytest.mark.parametrize(
    ("number", "held"),
    [("1e31", True), ("1e32", False), ("0.000001", True), ("0.0000001", False), ("-12.50", True)],
)
def test_a_number_is_held_exactly_or_not_at_all(number, held) -> None:
    """32 digits before the point and 6 behind it are exact; more are text in the long form."""
    assert fits(Decimal(number)) is held


def test_truth_is_no_number() -> None:
    """True is not 1."""
    assert exact(True) is None
