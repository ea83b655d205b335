"""`llmextract gold`, on small documents."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import SCHEMA

GOLD = {"document": "0.txt", "values": {"/received": 20, "/fax": 3}}


@pytest.fixture
def gold(place):
    def gold(name="0", **changes):
        Path("gold").mkdir(exist_ok=True)
        Path(f"gold/{name}.json").write_text(json.dumps(GOLD | changes), "utf-8")

    return gold


def test_clean_gold_ends_with_0_and_says_what_was_not_looked_at(run, gold) -> None:
    """Data is empty; the summary goes to stderr."""
    gold()
    done = run("gold", "check", "gold")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.startswith("1 gold files, 2 values, 0 list items: no faults\n")
    assert "not checked without --schema" in done.stderr
    assert "not checked without --documents" in done.stderr
    done = run("gold", "check", "gold", "--schema", SCHEMA, "--documents", "docs")
    assert (done.exit_code, done.stderr.count("\n")) == (0, 1)


def test_faults_are_lines_on_stdout_and_end_with_9(run, gold) -> None:
    """One line a fault, sorted by file and place."""
    gold("0", values={"/recieved": 20, "/fax": "3"})
    gold("1", document="1.txt", values={"/received": None})
    done = run("gold", "check", "gold", "-s", SCHEMA)
    assert done.exit_code == 9
    lines = done.stdout.splitlines()
    assert lines == sorted(lines)
    assert [line.split(": ")[:2] for line in lines] == [
        ["gold/0.json", "/fax"],
        ["gold/0.json", "/recieved"],
        ["gold/1.json", "/received"],
    ]
    assert "did you mean /received?" in lines[1]
    assert "3 faults in 2 of them" in done.stderr


def test_json_says_the_same(run, gold) -> None:
    """The same faults for a program to read."""
    gold(values={"/received": 21, "/fax": 3}, spans={"/received": [7, 14]})
    done = run("gold", "check", "gold/0.json", "-s", SCHEMA, "--complete", "--json")
    assert done.exit_code == 9
    data = json.loads(done.stdout)
    assert (data["files"], data["values"], data["items"]) == (1, 2, 0)
    assert [fault["where"] for fault in data["faults"]] == [
        "/fax", "annotator", "date", "sha256", "sha256",
    ]  # fmt: skip
    assert set(data["faults"][0]) == {"file", "where", "what", "hint"}


def test_a_wrong_option_is_no_fault_of_the_gold(run, gold) -> None:
    """Paths and schemas that are not there have their usual exit codes."""
    gold()
    assert run("gold", "check", "nowhere").exit_code == 2
    assert run("gold", "check", "gold", "--documents", "nowhere").exit_code == 2
    assert run("gold", "check", "gold", "-s", "nothing").exit_code == 3
    assert run("gold", "check").exit_code == 2


def test_gold_is_begun_from_a_run_and_left_alone_afterwards(run, extract) -> None:
    """Written files go to stdout, those that were there to stderr."""
    extract("docs", "--out", "run")
    done = run("gold", "new", "run", "--out", "drafts", "1.txt")
    assert (done.exit_code, done.stdout) == (0, "drafts/1.json\n")
    done = run("gold", "new", "run", "--out", "drafts")
    assert done.stdout.split() == ["drafts/0.json", "drafts/2.json"]
    assert "drafts/1.json is there already" in done.stderr
    data = json.loads(Path("drafts/1.json").read_text("utf-8"))
    assert data["values"] == {"/received": 21, "/fax": 4}
    done = run("gold", "check", "drafts", "--documents", "docs", "-s", SCHEMA)
    assert done.exit_code == 9
    assert [line.split(": ")[1] for line in done.stdout.splitlines()] == [
        "annotator", "unchecked",
    ] * 3  # fmt: skip


def test_new_refuses_what_is_not_there(run, extract) -> None:
    """An unknown document is a usage error, a folder that is no run a run error."""
    extract("docs", "--out", "run")
    assert run("gold", "new", "run", "--out", "drafts", "9.txt").exit_code == 2
    assert run("gold", "new", "docs", "--out", "drafts").exit_code == 7
    assert run("gold", "new", "run").exit_code == 2
