"""`llmextract eval`."""

import json
from pathlib import Path

import pytest


@pytest.fixture
def scored(place) -> list[str]:
    """Arguments for a run with one right and one wrong value."""
    gold = {"document": "d", "values": {"/a/x": 7, "/a/y": 5}, "quotes": {"/a/x": "收到7件"}}
    record = {"document": "d.txt", "record": {"a": {"x": 70, "y": 5}}, "usage": {"calls": 3}}
    Path("gold").mkdir()
    Path("gold/d.json").write_text(json.dumps(gold), "utf-8")
    Path("run").mkdir()
    Path("run/records.jsonl").write_text(json.dumps(record) + "\n", "utf-8")
    return ["eval", "run", "--gold", "gold"]


def test_the_terminal_has_headline_and_tables(run, scored) -> None:
    """Without options: F1 with interval, spending, and the worst fields."""
    out = run(*scored).stdout
    assert out.startswith("F1 0.500 [0.500, 0.500]")
    assert "a document: 3.0 calls" in out
    assert "/a/x" in out
    assert "/a/y" not in out
    assert "/a/y" in run(*scored, "--fields").stdout


def test_json_has_totals_run_and_classes(run, scored) -> None:
    """--json --errors holds what programs read: totals, run, classes and each error."""
    data = json.loads(run(*scored, "--json", "--errors").stdout)
    assert data["total"]["f1"] == 0.5
    assert data["a_document"]["calls"] == 3
    assert data["classes"] == {"magnitude": {"wrong": 1}}
    assert [error["class"] for error in data["errors"]] == ["magnitude"]


def test_markdown_goes_to_a_file_or_to_stdout(run, scored) -> None:
    """--markdown FILE writes beside the terminal's report, - prints nothing else."""
    done = run(*scored, "--markdown", "out/report.md")
    assert done.stdout.startswith("F1 ")
    assert "wrote out/report.md" in done.stderr
    printed = run(*scored, "--markdown", "-").stdout
    assert printed == Path("out/report.md").read_text("utf-8")


def test_html_is_written_in_the_language_asked_for(run, scored) -> None:
    """--html writes one page; runs beside it stand in the table of costs."""
    done = run(*scored, "--html", "r.html", "--language", "zh", "--beside", "run")
    assert done.exit_code == 0
    page = Path("r.html").read_text("utf-8")
    assert '<html lang="zh"' in page
    assert page.count('<th scope="row">1 run</th>') == page.count('<th scope="row">2 run</th>') == 1


def test_strata_are_made_by_a_field(run, scored) -> None:
    """--by parts the documents by a field's gold value."""
    data = json.loads(run(*scored, "--by", "/a/y", "--json").stdout)
    assert list(data["strata"]["/a/y"]) == ["5"]


@pytest.mark.parametrize(
    "options",
    [
        ["--language", "fr"],
        ["--compare", "sloppy"],
        ["--json", "--markdown", "-"],
        ["--html", "run/records.jsonl/x.html"],
    ],
)
def test_what_cannot_be_done_is_refused(run, scored, options) -> None:
    """Unknown languages and comparisons, two reports on stdout and files that cannot be written end with 2."""
    done = run(*scored, *options)
    assert done.exit_code == 2
    assert "error: " in done.stderr


def test_help_names_every_option(run) -> None:
    """No option is hidden."""
    text = run("eval", "--help").stdout
    options = ("gold", "documents", "schema", "by", "json", "errors", "fields", "markdown")
    for option in (*options, "compare", "html", "language", "beside", "seed"):
        assert f"--{option}" in text


def test_tables_statuses_and_qualifiers_are_reported_apart(run, place) -> None:
    """Cells of tables, agreement of statuses and of qualifiers stand beside F1, in text and JSON."""
    gold = {
        "document": "d",
        "values": {"/fees/collected": 0, "/applications/received": 7},
        "status": {"/fees/collected": "stated_zero"},
        "qualifiers": {"/applications/received": "over"},
        "tables": {"table_2": {"规章": {"本年制发件数": 1, "本年废止件数": 2}}},
    }
    evidence = {"/applications/received": {"status": "stated", "qualifier": "exact"}}
    cells = {"规章": {"本年制发件数": 1, "本年废止件数": 3}}
    record = {"applications": {"received": 7}, "tables": {"table_2": cells}}
    Path("gold").mkdir()
    Path("gold/d.json").write_text(json.dumps(gold), "utf-8")
    line = {"document": "d", "record": record, "evidence": evidence}
    Path("run.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    scored = ["eval", "run.jsonl", "--gold", "gold", "--schema", "disclosure_report"]
    data = json.loads(run(*scored, "--json").stdout)
    assert (data["total"]["right"], data["total"]["missing"]) == (1, 1)
    table = data["by_table"]["/tables/table_2"]
    assert (table["right"], table["wrong"]) == (1, 1)
    assert data["statuses"]["counts"]["stated_zero"] == {"not_stated": 1}
    assert data["qualifiers"]["counts"] == {"over": {"exact": 1}}
    assert (data["zeros_called_null"], data["nulls_called_zero"]) == (1, 0)
    text = run(*scored).stdout
    assert "zeros called absent: 1; qualifiers of right numbers: 0.000 of 1" in text
    assert "/tables/table_2" in text.partition("table (cells)")[2]
