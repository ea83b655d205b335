"""`llmextract gate`: what it prints, and its exit codes."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import SCHEMA


@pytest.fixture
def gate(run, extract):
    """Runs the command on a run over the three documents, whose gold lies beside them."""
    Path("gold").mkdir()
    for n in range(3):
        values = {"/received": n + 20, "/fax": n + 3}
        gold = {"document": f"{n}.txt", "values": values}
        Path(f"gold/{n}.json").write_text(json.dumps(gold), "utf-8")
    extract("docs", "--out", "run")

    def command(*arguments: str):
        return run("gate", "run", *arguments)

    return command


def write(gate, *arguments: str):
    return gate("--gold", "gold", "--schema", SCHEMA, "--write", "b.json", *arguments)


def spoil() -> None:
    """Make the record of the second document wrong."""
    lines = Path("run/records.jsonl").read_text("utf-8").splitlines()
    data = json.loads(lines[1])
    data["record"]["received"] = 99
    lines[1] = json.dumps(data)
    Path("run/records.jsonl").write_text("\n".join(lines) + "\n", "utf-8")


def test_a_baseline_is_written_and_then_reached(gate) -> None:
    """stdout has the file's path; the gate then ends with 0 and prints each figure."""
    written = write(gate)
    assert (written.exit_code, written.stdout) == (0, "b.json\n")
    done = gate("--baseline", "b.json")
    assert done.exit_code == 0
    assert "b: reached" in done.stderr
    line = next(line for line in done.stdout.splitlines() if line.startswith("f1 "))
    assert line.split() == ["f1", "≥", "1.0000", "1.0000", "+0.0000"]


def test_a_figure_below_its_minimum_is_exit_code_10_and_the_cell_is_named(gate) -> None:
    """What is wanted, what was found, and which cell broke."""
    write(gate)
    spoil()
    done = gate("--baseline", "b.json")
    assert done.exit_code == 10
    assert "b: not reached: f1, precision, recall" in done.stderr
    assert "broke: 1\n  1.txt /received  right → wrong  gold=21 predicted=99" in done.stdout


def test_json_says_the_same(gate) -> None:
    """For programs: the checks and the cells that turned."""
    write(gate)
    spoil()
    done = gate("--baseline", "b.json", "--json")
    data = json.loads(done.stdout)
    assert (done.exit_code, data["passed"]) == (10, False)
    f1 = next(check for check in data["checks"] if check["name"] == "f1")
    assert f1["reached"] is False
    assert f1["difference"] == pytest.approx(f1["found"] - f1["least"])
    assert data["turned"] == [
        {"document": "1.txt", "pointer": "/received", "before": "right", "now": "wrong",
         "gold": 21, "predicted": 99}
    ]  # fmt: skip


def test_changed_labels_are_exit_code_2(gate) -> None:
    """So that no script takes them for a figure that was not reached."""
    write(gate)
    Path("gold/1.json").write_text('{"document": "1.txt", "values": {"/received": 9}}', "utf-8")
    done = gate("--baseline", "b.json")
    assert done.exit_code == 2
    assert "the labels changed since the baseline was written" in done.stderr


def test_a_baseline_is_renewed_where_it_lies(gate) -> None:
    """Gold, schema and margin are those it names; floors that somebody set stay."""
    write(gate, "--margin", "0.25", "--figures-only")
    data = json.loads(Path("b.json").read_text("utf-8"))
    Path("b.json").write_text(json.dumps(data | {"fields": {"/fax": {"f1": 0.5}}}), "utf-8")
    spoil()
    assert gate("--write", "b.json").exit_code == 0
    done = gate("--baseline", "b.json")
    assert done.exit_code == 0
    assert "/fax f1" in done.stdout
    new = json.loads(Path("b.json").read_text("utf-8"))
    assert new["margin"] == 0.25
    assert new["minimum"]["recall"] == pytest.approx(5 / 6 - 0.25, abs=1e-4)
    assert "errors" not in new


@pytest.mark.parametrize(
    "arguments", [[], ["--write", "new.json"], ["--baseline", "b.json", "--write", "b.json"]]
)
def test_what_is_missing_or_too_much_is_a_wrong_option(gate, arguments) -> None:
    """Either a baseline to hold, or a file to write with gold and schema."""
    assert gate(*arguments).exit_code == 2
