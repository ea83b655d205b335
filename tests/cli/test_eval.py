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
