"""`llmextract compare`."""

import json
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def runs(place) -> None:
    """Two records files that differ in one cell, and gold."""
    Path("gold.json").write_text(
        json.dumps({"document": "d", "values": {"/a/x": "市局", "/a/y": 5}})
    )
    for name, value in (("a", "区局"), ("b", "市局")):
        record = {"document": "d.txt", "record": {"a": {"x": value, "y": 6}}}
        Path(f"{name}.jsonl").write_text(json.dumps(record) + "\n")


def test_compare_shows_the_changed_cell(run) -> None:
    """Exit code 0, the verdict first, and the cell with gold, both values and outcomes."""
    done = run("compare", "a.jsonl", "b.jsonl", "--gold", "gold.json")
    assert done.exit_code == 0
    assert done.stdout.startswith("Cannot be told from chance with 1 document")
    assert "/a/x  gold 市局  A 区局 (wrong)  B 市局 (right)" in done.stdout
    assert "/a/y" not in done.stdout.partition("B mended")[2]


def test_all_adds_what_is_wrong_in_both(run) -> None:
    """--all lists the errors that did not change too."""
    done = run("compare", "a.jsonl", "b.jsonl", "--gold", "gold.json", "--all")
    assert "/a/y  gold 5  A 6 (wrong)  B 6 (wrong)" in done.stdout


def test_compare_as_json(run) -> None:
    """--json prints the same as one object, numbers and words readable."""
    done = run("compare", "a.jsonl", "b.jsonl", "--gold", "gold.json", "--json", "--draws", "7")
    assert "市局" in done.stdout
    data = json.loads(done.stdout)
    assert (data["figures"]["f1"]["a"], data["figures"]["f1"]["b"], data["draws"]) == (0, 0.5, 7)
    assert [cell["change"] for cell in data["changed"]] == ["mended"]
    assert "alike" not in data


def test_a_missing_run_is_an_error(run) -> None:
    """A run that is not there ends with code 2 and a hint."""
    done = run("compare", "a.jsonl", "nowhere", "--gold", "gold.json")
    assert done.exit_code == 2
    assert "→" in done.stderr
