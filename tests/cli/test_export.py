"""`export`: runs in, a panel out."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import SCHEMA
from tests.export.making import FULL, SCHEMA_FILE, extraction, make_run, record


def test_a_run_becomes_a_panel(run, extract) -> None:
    """What was extracted is exported, counted on stderr, and its place printed to stdout."""
    extract("docs", "--out", "run")
    done = run("export", "run", "--to", "jsonl", "-s", SCHEMA)
    assert done.exit_code == 0
    assert done.stdout == "panel-jsonl\n"
    assert "3 rows" in done.stderr
    rows = [
        json.loads(line) for line in Path("panel-jsonl/panel.jsonl").read_text("utf-8").splitlines()
    ]
    assert [row["received"] for row in rows] == [20, 21, 22]


def test_excel_is_the_default(run) -> None:
    """Without options there is one workbook."""
    make_run(Path("run"), [FULL])
    assert run("export", "run", "-s", SCHEMA_FILE).stdout == "panel.xlsx\n"
    assert Path("panel.xlsx").is_file()


def test_a_schema_of_ones_own_must_be_named(run) -> None:
    """The message says how."""
    make_run(Path("run"), [FULL])
    done = run("export", "run")
    assert done.exit_code == 2
    assert "--schema path/to/file.py:library" in done.stderr


@pytest.mark.parametrize(
    ("option", "tables"), [("--wide", {"panel"}), ("--long", {"values"}), ("", {"panel", "values"})]
)
def test_forms_are_chosen(run, option, tables) -> None:
    """--wide is the panel alone, --long the values alone, and both come without either."""
    make_run(Path("run"), [FULL])
    assert run(*f"export run --to csv -o p -s {SCHEMA_FILE} {option}".split()).exit_code == 0
    assert {path.stem for path in Path("p").iterdir()} & {"panel", "values"} == tables


def test_a_person_can_say_which_body_is_meant(run) -> None:
    """--bodies joins spellings that the rules leave apart."""
    make_run(
        Path("run"), [extraction(f"{n}", record(name, 2018 + n)) for n, name in enumerate("甲乙")]
    )
    Path("b.csv").write_text("spelling,body\n甲,丙\n乙,丙\n", "utf-8")
    assert (
        run(*f"export run --to jsonl -o p -s {SCHEMA_FILE} --bodies b.csv".split()).exit_code == 0
    )
    [body] = [json.loads(line) for line in Path("p/bodies.jsonl").read_text("utf-8").splitlines()]
    assert (body["body"], body["spellings"]) == ("丙", ["乙", "甲"])


def test_an_unknown_format_and_a_folder_that_is_no_run(run) -> None:
    """Both are told of with their exit codes."""
    make_run(Path("run"), [FULL])
    assert run("export", "run", "--to", "ods").exit_code == 2
    assert run("export", "docs", "-s", SCHEMA_FILE).exit_code == 7
