"""The workbook as Excel opens it: heads, frozen panes, comments, colours, and nothing that runs."""

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.errors import UsageError
from llmextract.export import export
from llmextract.export.formats import excel, sheet, workbook
from llmextract.types import Finding
from tests import invoice
from tests.export.making import FULL, SCHEMA, extraction, make_run, proof, record

SHEETS = ["panel", "legend", "values", "codebook", "findings", "documents", "bodies", "errors"]


def book(tmp_path: Path, *found, schema=SCHEMA, **options):
    run = make_run(tmp_path / "run", found or [FULL], schema=schema)
    done = export([run], tmp_path / "p.xlsx", schema=schema, **options)
    return openpyxl.load_workbook(tmp_path / "p.xlsx"), done


def cell(opened, name: str, row: int = 3):
    """The cell of `panel` under a field's name."""
    names = {c.value: c.column for c in opened["panel"][2]}
    return opened["panel"].cell(row, names[name])


def colour(found) -> str | None:
    return found.fill.fgColor.rgb[2:] if found.fill.fill_type else None


def test_every_sheet_has_two_rows_of_heads_that_stay_in_sight(tmp_path) -> None:
    """Chinese label with unit, then the name; panes frozen behind the keys; filters on all rows."""
    opened, _ = book(tmp_path)
    assert opened.sheetnames == SHEETS
    panel = opened["panel"]
    assert cell(opened, "loans.total", 1).value == "外借总数\n（册）"
    assert (panel["A1"].value, panel["A2"].value) == ("机构", "body")
    assert panel.freeze_panes == "D3"
    assert panel.auto_filter.ref == f"A2:{panel.cell(3, panel.max_column).coordinate}"
    for name in SHEETS:
        if name != "legend":
            assert opened[name].freeze_panes.endswith("3")
            assert opened[name].auto_filter.ref.startswith("A2:")
            assert all(c.alignment.wrap_text for c in opened[name][1])
            assert all(d.width > 5 for d in opened[name].column_dimensions.values())


def test_each_number_has_its_proof_beside_it(tmp_path) -> None:
    """The comment holds quote, qualifier and confidence, and for a table its row and column."""
    opened, _ = book(tmp_path)
    words = cell(opened, "loans.total").comment.text
    assert "“3”" in words
    assert "余、多（over）" in words
    assert "50.0%" in words
    assert "3余册" in words
    assert ODD_MESSAGE in words
    assert "95.0%" in cell(opened, "loans.fines").comment.text


ODD_MESSAGE = "3 = 1 + 1: but they differ by 1"


def test_states_of_a_cell_can_be_told_apart(tmp_path) -> None:
    """Stated, zero, absent, table missing, unsure and doubted cells look different, and the legend
    says how."""
    found = extraction(
        "a", record(total=3, adult=0, fines=12.5),
        evidence={"/loans/child": FULL.evidence["/loans/child"], "/loans/fines": proof(12.5, confidence=0.79)},
        findings=(Finding("identity_broken", "odd", ("/loans/total",), "source"),),
    )  # fmt: skip
    opened, _ = book(tmp_path, found)
    shown = {
        n: (cell(opened, f"loans.{n}").value, colour(cell(opened, f"loans.{n}")))
        for n in ("total", "adult", "child", "fines")
    }
    assert shown == {
        "total": (3, workbook.RED), "adult": (0, None), "child": (None, workbook.GREY),
        "fines": (12.5, workbook.ORANGE),
    }  # fmt: skip
    assert "table_missing" in cell(opened, "loans.child").comment.text
    empty = cell(opened, "head.title")
    assert (empty.value, empty.comment, colour(empty)) == (None, None, None)
    legend = opened["legend"]
    explained = {colour(row[0]): row[2].value for row in legend.iter_rows() if colour(row[0])}
    assert set(explained) == {workbook.GREY, workbook.ORANGE, workbook.RED}
    assert "80%" in explained[workbook.ORANGE]


def test_a_value_stated_elsewhere_is_no_victim_of_a_lost_table(tmp_path) -> None:
    """That its table is missing speaks against a cell only if the cell is empty."""
    lost = Finding("table_missing", "no table", ("/loans/total", "/loans/adult"), "source")
    opened, _ = book(tmp_path, extraction("a", record(total=3), findings=(lost,)))
    assert colour(cell(opened, "loans.total")) is None
    assert colour(cell(opened, "loans.adult")) == workbook.RED


def test_rough_numbers_are_italic_and_years_are_no_amounts(tmp_path) -> None:
    """A qualifier shows in the letter, a unit in the thousands' separators."""
    opened, _ = book(tmp_path, FULL, extraction("b", record(total=12345, fines=1234.5)))
    assert cell(opened, "loans.total").font.italic
    assert not cell(opened, "loans.total", 4).font.italic
    assert cell(opened, "loans.total", 4).number_format == "#,##0"
    assert cell(opened, "loans.fines", 4).number_format == "#,##0.0"
    assert cell(opened, "head.year").number_format == "0"
    assert cell(opened, "head.opened").is_date


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1 册", "@SUM(A1)", "#N/A", "\t=1"])
def test_texts_are_never_formulas(tmp_path, text) -> None:
    """Whatever a text begins with, it is a text, and stays one when the cell is edited."""
    opened, _ = book(tmp_path, extraction("a", record(title=text, problems=[text])))
    for found in (cell(opened, "head.title"), _value(opened, "/problems/0")):
        assert (found.value, found.data_type, found.quotePrefix) == (text, "s", True)


def _value(opened, pointer: str):
    names = [c.value for c in opened["values"][2]]
    row = next(
        r
        for r in opened["values"].iter_rows(min_row=3)
        if r[names.index("pointer")].value == pointer
    )
    return row[names.index("value_text")]


def test_what_no_workbook_can_hold_is_shown_and_told(tmp_path) -> None:
    """Control characters are shown as replaced, long texts cut with an ellipsis; notes and legend
    say so."""
    long = "长" * 40_000
    opened, done = book(tmp_path, extraction("a", record(title="a\x00b\x0bc", problems=[long])))
    assert cell(opened, "head.title").value == "a\ufffdb\ufffdc"
    assert len(_value(opened, "/problems/0").value) == excel.UNITS
    assert any("cut" in note for note in done.notes)
    assert any("\ufffd" in note for note in done.notes)
    assert any("cut" in str(row[2].value) for row in opened["legend"].iter_rows())


@given(st.text(st.sampled_from("a长𠀀"), max_size=20), st.integers(0, 40_000))
def test_a_text_is_cut_to_what_a_cell_holds(tail, count) -> None:
    """Excel counts UTF-16 units; no character is cut in two."""
    text = "𠀀" * count + tail
    shown = excel.clipped(text)
    assert len(shown.encode("utf-16-le")) <= 2 * excel.UNITS
    assert shown == text or text.startswith(shown.removesuffix("…"))


def test_numbers_that_excel_would_round_are_texts(tmp_path) -> None:
    """Excel keeps 15 digits; a longer number is shown whole."""
    opened, _ = book(tmp_path, extraction("a", record(total=1234567890123456)))
    assert cell(opened, "loans.total").value == "1234567890123456"


def test_a_sheet_that_would_be_too_long_is_refused(tmp_path, monkeypatch) -> None:
    """The message names formats without a limit, before and while rows are written."""
    with pytest.raises(UsageError, match="duckdb or parquet"):
        excel.check_rows("values", excel.ROWS)
    with pytest.raises(UsageError, match="16,384 columns"):
        excel.check_columns("panel", excel.COLUMNS + 1)
    monkeypatch.setattr(sheet, "ROWS", 5)
    with pytest.raises(UsageError, match="duckdb or parquet"):
        book(tmp_path)
    assert not (tmp_path / "p.xlsx").exists()


def test_comments_have_an_end(tmp_path, monkeypatch) -> None:
    """A large panel keeps its first comments, and a note says so."""
    monkeypatch.setattr(workbook, "COMMENTS", 2)
    opened, done = book(tmp_path)
    assert sum(c.comment is not None for row in opened["panel"].iter_rows() for c in row) == 2
    assert any("comments" in note for note in done.notes)


def test_labels_in_english_have_english_words(tmp_path) -> None:
    """Heads, comments and legend follow the language of the schema's labels."""
    whole = {"head": {"number": "7"}, "amounts": {"total": 12}, "delivery": {}, "issues": None}
    opened, _ = book(tmp_path, extraction("i", whole), schema=invoice.INVOICE)
    assert cell(opened, "amounts.total", 1).value == "total amount due\n（USD）"
    assert opened["panel"]["F1"].value == "document sha256"
    assert "Confidence: 95.0%" in cell(opened, "amounts.total").comment.text
    assert "Blank is not 0" in str([row[2].value for row in opened["legend"].iter_rows()])
