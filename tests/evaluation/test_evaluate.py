import json

import pytest

from llmextract.evaluation.__main__ import main
from llmextract.evaluation.statistics import bootstrap_f1
from llmextract.evaluation.tally import Tally


@pytest.fixture
def run(tmp_path):
    gold = {"document": "d", "values": {"/a/x": 7, "/a/y": 5}, "quotes": {"/a/x": "收到7件"}}
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "d.json").write_text(json.dumps(gold), "utf-8")
    old = {"document": "d.txt", "record": None, "error": "timeout"}
    evidence = {"/a/x": {"quote": "70件", "start": 4, "end": 7}}
    new = {"document": "d.txt", "record": {"a": {"x": 70, "y": 5}}, "evidence": evidence}
    lines = "\n".join(json.dumps(line) for line in (old, new))
    (tmp_path / "records.jsonl").write_text(lines + "\n", "utf-8")
    return tmp_path


def test_the_command_prints_headline_and_errors(run, capsys):
    """The text shows F1 and, on demand, each error with gold, prediction and quotes."""
    assert main([str(run), "--gold", str(run / "gold"), "--errors"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("F1 0.500 [0.500, 0.500]   P 0.500   R 0.500")
    assert "wrong    d /a/x  gold=7 predicted=70  ×10  quote='70件'  gold_quote='收到7件'" in out


def test_json_says_the_same(run, capsys):
    """The JSON output carries the counts, the tables and the errors."""
    assert (
        main([str(run / "records.jsonl"), "--gold", str(run / "gold"), "--json", "--errors"]) == 0
    )
    data = json.loads(capsys.readouterr().out)
    assert (data["total"]["f1"], data["total"]["wrong"]) == (0.5, 1)
    assert {factor: n for factor, n in data["magnitude_errors"].items() if n} == {"10": 1}
    assert data["by_field"]["/a/y"]["f1"] == 1
    assert [error["pointer"] for error in data["errors"]] == ["/a/x"]


def test_a_bad_line_is_named(run, capsys):
    """A line that is not a record ends the command with its number and exit code 2."""
    with (run / "records.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"record": {}}\n')
    assert main([str(run), "--gold", str(run / "gold")]) == 2
    assert "records.jsonl:3" in capsys.readouterr().err


def test_the_interval_holds_the_estimate_and_is_seeded():
    """The interval encloses the micro F1, repeats under one seed, and narrows with documents."""
    few = [Tally(right=8, wrong=2), Tally(right=3, missing=4), Tally(right=5, spurious=5)]
    low, high = bootstrap_f1(few)
    f1 = sum(few, Tally()).f1
    assert low < f1 < high
    assert bootstrap_f1(few) == (low, high)
    narrow = bootstrap_f1(few * 20)
    assert high - low > narrow[1] - narrow[0]


def test_no_documents_have_no_interval():
    """Without documents, or without a single value, there is no interval."""
    assert bootstrap_f1([]) is None
    assert bootstrap_f1([Tally(right_null=3)]) is None


def test_with_a_schema_its_fields_are_the_cells(run, capsys):
    """A schema adds the fields nobody named as rightly null, and names those it lacks."""
    code = "from pydantic import BaseModel\n\n\nclass A(BaseModel):\n    x: int | None = None\n"
    code += "    z: int | None = None\n\n\nclass R(BaseModel):\n    a: A = A()\n"
    (run / "r.py").write_text(code, "utf-8")
    options = [str(run), "--gold", str(run / "gold"), "--json", "--schema", f"{run / 'r.py'}:R"]
    assert main(options) == 0
    data = json.loads(capsys.readouterr().out)
    total = data["total"]
    assert data["unscored"] == ["/a/y"]
    assert (total["wrong"], total["right"], total["right_null"]) == (1, 0, 1)
