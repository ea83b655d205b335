"""Panels in every format hold the same rows, arrive whole or not at all, and keep runs apart."""

import csv
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.errors import RunError, UsageError
from llmextract.export import FORMATS, export
from llmextract.export.formats import lines
from llmextract.export.formats.lines import csv_text, shielded
from llmextract.export.numbers import digits
from llmextract.export.tables import VALUES
from tests import invoice
from tests.export.making import FAILED, FULL, ODD, SCHEMA, extraction, make_run, record

TABLES = ("panel", "values", "codebook", "findings", "documents", "bodies", "errors")
SECOND = extraction("b.txt", record("西山图书馆", 2018, total=40, adult=30, fines=0.25))


@pytest.fixture
def run(tmp_path) -> Path:
    return make_run(tmp_path / "run", [FULL, FAILED, SECOND])


def panel(run: Path | list[Path], to: str, **more) -> Path:
    runs = run if isinstance(run, list) else [run]
    out = runs[0].parent / (f"p.{to}" if to in ("xlsx", "duckdb") else f"p-{to}")
    export(runs, out, to=to, schema=more.pop("schema", SCHEMA), **more)
    return out


def jsonl(folder: Path, table: str) -> list[dict]:
    text = (folder / f"{table}.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_formats_agree(run) -> None:
    """Parquet, DuckDB, CSV and JSON lines hold the same tables, rows and values."""
    out = {to: panel(run, to) for to in FORMATS}
    with duckdb.connect(str(out["duckdb"]), read_only=True) as base:
        for table in TABLES:
            parquet = pq.read_table(out["parquet"] / f"{table}.parquet")
            stored = base.execute(f'SELECT * FROM "{table}"').fetchall()
            assert stored == [tuple(row.values()) for row in parquet.to_pylist()]
            with (out["csv"] / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
                head, *rows = csv.reader(file)
            assert head == parquet.column_names
            assert rows == [[csv_text(value) for value in row] for row in stored]
            as_json = jsonl(out["jsonl"], table)
            assert [list(row.values()) for row in as_json] == [
                [plain(v) for v in r] for r in stored
            ]


def plain(value):
    if isinstance(value, Decimal):
        return float(value) if value % 1 else int(value)
    return value.isoformat() if isinstance(value, date) else value


def test_numbers_are_exact_and_typed(run) -> None:
    """Numbers are decimals, dates dates, lists lists; every column says what it holds."""
    schema = pq.read_schema(panel(run, "parquet") / "values.parquet")
    types = {field.name: field.type for field in schema}
    assert types["value_number"] == pa.decimal128(38, 6)
    assert types["value_date"] == pa.date32()
    assert types["start"] == pa.int64()
    assert types["confidence"] == pa.float64()
    assert all(field.metadata[b"description"] for field in schema)
    findings = pq.read_schema(run.parent / "p-parquet" / "findings.parquet")
    assert findings.field("pointers").type == pa.list_(pa.string())


def test_the_database_answers(run) -> None:
    """Sums are exact, absent values leave them alone, and the views show numbers and cells."""
    with duckdb.connect(str(panel(run, "duckdb")), read_only=True) as base:
        one = base.execute
        assert one('SELECT sum("loans.total"), sum("loans.fines") FROM panel').fetchone() == (
            43, Decimal("12.75"),
        )  # fmt: skip
        assert one("SELECT sum(value) FROM numbers WHERE field = '/loans/total'").fetchone() == (
            43,
        )
        assert one("SELECT row_name, column_name, value FROM cells ORDER BY 2 DESC").fetchall() == [
            ("一楼", "下午", None), ("一楼", "上/午", 5),
        ]  # fmt: skip
        told = one("SELECT comment FROM duckdb_columns() WHERE table_name = 'values'").fetchall()
        assert len(told) == len(VALUES.columns)
        assert all(comment for (comment,) in told)


def test_rows_stand_by_body_and_year(run) -> None:
    """The panel has one row a document, by body, with its field columns; failed ones have none."""
    rows = jsonl(panel(run, "jsonl"), "panel")
    assert [(row["body"], row["year"], row["document"]) for row in rows] == [
        ("东河图书馆", 2019, "a.txt"), ("西山图书馆", 2018, "b.txt"),
    ]  # fmt: skip
    assert (rows[0]["loans.total"], rows[0]["loans.child"], rows[0]["loans.adult"]) == (3, None, 0)
    assert "by_kind" not in rows[0]
    assert "visits" not in rows[0]


def test_failed_documents_are_listed(run) -> None:
    """A document that failed has its reason in errors, and a line in documents."""
    out = panel(run, "jsonl")
    [row] = jsonl(out, "errors")
    assert (row["document"], row["kind"]) == ("bad.txt", "DocumentError")
    assert row["reason"].startswith("bad.txt: is empty")
    states = {row["document"]: row["state"] for row in jsonl(out, "documents")}
    assert states == {"a.txt": "done", "b.txt": "done", "bad.txt": "failed"}
    assert {row["document"] for row in jsonl(out, "values")} == {"a.txt", "b.txt"}


def test_documents_say_what_they_cost_and_where_their_text_is(run) -> None:
    """Calls and tokens are those of the record, and the text that offsets count in is named."""
    first = jsonl(panel(run, "jsonl"), "documents")[0]
    assert (first["calls"], first["cached_calls"], first["prompt_tokens"]) == (4, 1, 100)
    assert (first["title"], first["spelling"]) == ("年报", "东河图书馆")
    assert (run / first["text"]).read_text("utf-8") == "text of a.txt"
    assert (first["findings"], first["identities_held"]) == (1, 1)


def test_the_codebook_counts(run) -> None:
    """Each field has a line: how many documents state it, its least and greatest value."""
    book = {row["field"]: row for row in jsonl(panel(run, "jsonl"), "codebook")}
    total = book["/loans/total"]
    assert (total["stated"], total["documents"], total["share"]) == (2, 2, 1.0)
    assert (total["min"], total["max"], total["unit"], total["hint"]) == (3, 40, "册", "全年外借。")
    assert total["identities"] == ["total = adult + child"]
    assert (total["column"], book["/problems"]["column"]) == ("loans.total", None)
    assert (book["/visits"]["kind"], book["/visits"]["stated"]) == ("mapping", 1)
    assert book["/loans/child"]["stated"] == 0


def test_findings_leave_out_what_holds(run) -> None:
    """Broken identities are listed with their judgement; those that hold are counted only."""
    [row] = jsonl(panel(run, "jsonl"), "findings")
    assert (row["kind"], row["judgement"]) == (ODD.kind, ODD.judgement)
    assert row["pointers"] == ["/loans/total"]


def test_two_documents_of_one_body_and_year_are_kept_and_flagged(tmp_path) -> None:
    """Neither is dropped; each names the other."""
    twice = [
        extraction(f"{n}.txt", record(name, 2019)) for n, name in enumerate(("东河 馆", "东河馆"))
    ]
    out = panel(make_run(tmp_path / "run", twice), "jsonl")
    assert len(jsonl(out, "panel")) == 2
    flagged = {row["document"]: row["message"] for row in jsonl(out, "findings")}
    assert "1.txt (run)" in flagged["0.txt"]
    assert "0.txt (run)" in flagged["1.txt"]


def test_what_has_no_body_or_year_is_flagged(tmp_path) -> None:
    """Such a document stands at the end of the panel, and findings say why."""
    lost = extraction("0.txt", record(None, None))
    out = panel(make_run(tmp_path / "run", [lost, SECOND]), "jsonl")
    assert [row["document"] for row in jsonl(out, "panel")] == ["b.txt", "0.txt"]
    assert [row["kind"] for row in jsonl(out, "findings")] == ["no_body", "no_year"]


def test_runs_are_told_apart(tmp_path) -> None:
    """The same document in two runs has a row for each; the same text is no duplicate, another
    text of that body and year is."""
    one = make_run(tmp_path / "x" / "run", [SECOND])
    two = make_run(
        tmp_path / "y" / "run", [SECOND, extraction("c.txt", record("西山图书馆", 2018))]
    )
    out = panel([one, two], "jsonl")
    rows = jsonl(out, "panel")
    assert [(row["document"], row["run"]) for row in rows] == [
        ("b.txt", str(one)), ("b.txt", str(two)), ("c.txt", str(two)),
    ]  # fmt: skip
    assert len({row["body_id"] for row in rows}) == 1
    assert {row["document"]: row["kind"] for row in jsonl(out, "findings")} == {
        "b.txt": "duplicate", "c.txt": "duplicate",
    }  # fmt: skip
    [body] = jsonl(out, "bodies")
    assert body["documents"] == 2
    only = panel([one, make_run(tmp_path / "z", [SECOND])], "jsonl", force=True)
    assert jsonl(only, "findings") == []


def test_a_prefix_is_looked_for_in_the_text(tmp_path) -> None:
    """Whether a shorter name is the fuller one's is read from the documents themselves."""
    named = [extraction("1", record("甲省水利厅", 2018)), extraction("2", record("水利厅", 2019))]
    for text, count in (("本厅属甲 省政府。", 1), ("本厅属乙省政府。", 2)):
        run = make_run(tmp_path / str(count), named, {"1": "x", "2": text})
        assert len(jsonl(panel(run, "jsonl", force=True), "bodies")) == count
        (tmp_path / "p-jsonl").rename(tmp_path / f"kept{count}")


def test_another_schema_makes_a_panel(tmp_path) -> None:
    """An invoice, which declares neither body nor year, gives one row a document."""
    whole = {
        "head": {"number": "7", "issued": "2024-03-05"},
        "amounts": {"subtotal": 10.5, "total": 12, "tax_rate": 8.25},
        "delivery": {"delivered": None, "returned": 0},
        "issues": ["a box is missing"],
    }
    run = make_run(tmp_path / "run", [extraction("i.txt", whole)], schema=invoice.INVOICE)
    out = panel(run, "parquet", schema=invoice.INVOICE)
    [row] = pq.read_table(out / "panel.parquet").to_pylist()
    assert (row["body"], row["year"], row["head.issued"]) == (None, None, date(2024, 3, 5))
    assert row["amounts.tax_rate"] == Decimal("8.25")
    assert pq.read_table(out / "findings.parquet").num_rows == 0


@pytest.mark.parametrize(
    ("options", "kept"), [({"wide": False}, "values"), ({"long": False}, "panel")]
)
def test_one_of_the_forms_can_be_left_out(run, options, kept) -> None:
    """--long and --wide leave out the other; the other tables stay."""
    written = {path.stem for path in panel(run, "csv", **options).iterdir()}
    assert written == {*TABLES[2:], kept}


@given(st.text(max_size=12))
def test_a_text_is_shielded_and_given_back(text) -> None:
    """No text of a CSV file begins a formula, and taking the apostrophe off gives back the text."""
    shown = shielded(text)
    assert shown[:1] not in ("=", "@", "\t", "\r")
    assert shown[:1] not in ("+", "-") or shown[1:].replace(".", "", 1).isdecimal()
    again = shown[1:] if lines._FORMULA.match(shown) and shown.startswith("'") else shown
    assert again == text


def test_formulas_do_not_run(run) -> None:
    """A problem that begins with = is text in a CSV file; a negative number is a number."""
    with (panel(run, "csv") / "values.csv").open(encoding="utf-8-sig") as file:
        texts = [row["value_text"] for row in csv.DictReader(file) if row["field"] == "/problems"]
    assert texts == ["'=1+1 藏书少", "'@馆舍小"]
    assert csv_text(Decimal("-35")) == digits(Decimal(-35)) == "-35"


def test_numbers_beyond_the_columns_are_text(tmp_path) -> None:
    """What a column cannot hold exactly is never rounded: it is text in the long form."""
    run = make_run(tmp_path / "run", [extraction("a", record(total=10**30, fines=0.1234567))])
    out = panel(run, "duckdb")
    with duckdb.connect(str(out), read_only=True) as base:
        long = dict(
            base.execute(
                "SELECT field, value_text FROM \"values\" WHERE field LIKE '/loans/%'"
            ).fetchall()
        )
        assert long["/loans/fines"] == "0.1234567"
        row = base.execute('SELECT "loans.total", "loans.fines" FROM panel').fetchone()
        assert row == (None, None)
        number = base.execute("SELECT value FROM numbers WHERE field = '/loans/total'").fetchone()
        assert number == (10**30,)


@pytest.mark.parametrize("to", FORMATS)
def test_nothing_is_written_over_unasked(run, to) -> None:
    """What is there stays, unless --force is given."""
    out = panel(run, to)
    with pytest.raises(UsageError, match="--force"):
        panel(run, to)
    assert panel(run, to, force=True) == out


def test_a_folder_with_other_files_is_left_alone(run) -> None:
    """--force removes nothing that is not a table of a panel."""
    out = panel(run, "csv")
    (out / "notes.txt").write_text("mine")
    with pytest.raises(UsageError, match=r"notes\.txt"):
        panel(run, "csv", force=True)
    assert (out / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("to", FORMATS)
def test_a_panel_that_fails_leaves_what_was_there(run, to, monkeypatch) -> None:
    """An error half way leaves the old panel, and nothing beside it."""
    out = panel(run, to)
    before = sorted(path.name for path in run.parent.iterdir())

    def broken(*_):
        raise RunError("cannot be read")
        yield

    monkeypatch.setattr("llmextract.export.lists.body_rows", broken)
    with pytest.raises(RunError, match="cannot be read"):
        panel(run, to, force=True)
    assert sorted(path.name for path in run.parent.iterdir()) == before
    assert out.exists()


@pytest.mark.parametrize(
    ("out", "to", "word"),
    [("p.csv", "csv", "a folder"), ("p", "xlsx", "p.xlsx"), ("run", "duckdb", "a folder"),
     ("run/manifest.json", "jsonl", "a file"), ("p.ods", "ods", "xlsx, csv, parquet")],
)  # fmt: skip
def test_places_and_formats_that_cannot_be_are_refused(run, out, to, word) -> None:
    """The message says what to name instead."""
    with pytest.raises(UsageError, match=word):
        export([run], run.parent / out, to=to, schema=SCHEMA)


@pytest.mark.parametrize(
    ("to", "library"), [("xlsx", "openpyxl"), ("parquet", "pyarrow"), ("duckdb", "duckdb")]
)
def test_a_missing_library_is_named(run, to, library, monkeypatch) -> None:
    """The message says what to install."""
    monkeypatch.setattr(
        "importlib.util.find_spec", lambda name: None if name == library else object()
    )
    with pytest.raises(UsageError, match=rf"{library}.*llmextract\[export\]"):
        panel(run, to)


def test_runs_that_do_not_belong_together_are_refused(run, tmp_path) -> None:
    """No run, one twice, two schemas, and what is no run."""
    other = make_run(tmp_path / "other", [], schema=invoice.INVOICE)
    for runs, word in (([], "no run"), ([run, run], "twice"), ([run, other], "different schemas")):
        with pytest.raises(UsageError, match=word):
            export(runs, tmp_path / "p", to="jsonl", schema=SCHEMA)
    with pytest.raises(RunError, match="no run folder"):
        export([tmp_path / "nowhere"], tmp_path / "p", to="jsonl", schema=SCHEMA)


@pytest.mark.parametrize(
    ("key", "value", "word"),
    [("schema_sha256", "0", "another version of the schema"), ("state", "stopped", "not finished")],
)
def test_what_a_run_lacks_is_told(run, key, value, word) -> None:
    """Labels may be newer than the run, and documents may be missing: a note says so."""
    manifest = json.loads((run / "manifest.json").read_text("utf-8"))
    (run / "manifest.json").write_text(json.dumps({**manifest, key: value}), "utf-8")
    [note] = export([run], run.parent / "p", to="jsonl", schema=SCHEMA).notes
    assert word in note


def test_documents_of_an_earlier_run_have_their_digest(run) -> None:
    """A document that the manifest no longer lists is identified by its text."""
    manifest = json.loads((run / "manifest.json").read_text("utf-8"))
    known = {item["name"]: item["sha256"] for item in manifest["documents"]}
    manifest["documents"] = []
    (run / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    rows = jsonl(panel(run, "jsonl"), "documents")
    assert {row["document"]: row["document_sha256"] for row in rows} == known
