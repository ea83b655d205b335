import json
import re
from pathlib import Path

import pytest

from llmextract.evaluation import load_gold
from llmextract.evaluation.gold import check_gold, gold_text
from tests.evaluation.gold.making import SCHEMA

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared"
EVAL = ROOT / "eval"
FOLDERS = {
    "examples": (EVAL / "gold", ROOT / "examples", True),
    "heldout": (EVAL / "heldout" / "gold", EVAL / "heldout" / "documents", True),
    "training": (EVAL / "training" / "gold", EVAL / "training" / "documents", True),
    "shared": (SHARED / "gold", SHARED / "documents", False),
}


@pytest.mark.parametrize("name", FOLDERS)
def test_the_labels_are_clean(name):
    """All gold passes; ours is complete: each value and each list item has its span."""
    gold, documents, complete = FOLDERS[name]
    if not gold.is_dir():
        pytest.skip(f"there is no {gold.parent.name} beside this checkout")
    checked = check_gold([gold], documents=documents, schema=SCHEMA, complete=complete)
    assert [str(fault) for fault in checked.faults] == []
    assert checked.values > 300


@pytest.mark.parametrize("name", [name for name in FOLDERS if name != "shared"])
def test_every_report_has_gold(name):
    """No report lies there without its labels, and no labels without their report."""
    gold, documents, _ = FOLDERS[name]
    labelled = {item.document for item in load_gold(gold)}
    assert labelled == {file.name for file in documents.glob("*.txt")}


def test_no_report_is_both_held_out_and_trained_on():
    """What is held out stands, by name and by text, in no folder that weights are fitted on."""
    held, *others = (
        {(kind, value) for file in FOLDERS[name][1].glob("*.txt")
         for kind, value in (("name", file.name), ("text", file.read_bytes()))}
        for name in ("heldout", "examples", "training")
    )  # fmt: skip
    assert len(held) == 12
    assert not held & set().union(*others)


def test_numbers_ten_times_too_large_are_found(tmp_path):
    """In real labels, a magnitude error is seen by the check in all passages but those that
    print the larger number too."""
    planted, found = 0, 0
    for file in sorted((EVAL / "gold").glob("*.json")):
        data = json.loads(file.read_text("utf-8"))
        wrong = {p for p, v in data["values"].items() if type(v) is int and v > 0}
        data["values"] |= {pointer: data["values"][pointer] * 10 for pointer in wrong}
        (tmp_path / file.name).write_text(json.dumps(data), "utf-8")
        faults = check_gold([tmp_path / file.name], documents=ROOT / "examples", schema=SCHEMA)
        told = {fault.where for fault in faults.faults if "states" in fault.what}
        told |= {fault.where for fault in faults.faults if "does not hold" in fault.what}
        planted, found = planted + len(wrong), found + len(wrong & told)
    assert planted > 400
    assert found >= 0.99 * planted


def test_gold_files_are_in_the_form_that_is_written():
    """A file that is read and written again loses nothing."""
    for file in (EVAL / "gold").glob("*.json"):
        (gold,) = load_gold(file)
        written, kept = json.loads(gold_text(gold)), json.loads(file.read_text("utf-8"))
        kept["not_annotated"] = sorted(kept["not_annotated"])
        assert written == {key: value for key, value in kept.items() if value or key in written}


def test_the_example_in_the_documentation_is_complete_gold(tmp_path):
    """docs/gold.md shows a text and its gold, and the check finds nothing."""
    page = (ROOT / "docs" / "gold.md").read_text("utf-8")
    (text,) = re.findall(r"^```text\n(.*?)^```$", page, re.M | re.S)
    (gold,) = re.findall(r"^```json\n(.*?)^```$", page, re.M | re.S)
    name = json.loads(gold)["document"]
    assert f"`{name}`" in page
    (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "gold.json").write_text(gold, "utf-8")
    checked = check_gold([tmp_path], documents=tmp_path, schema=SCHEMA, complete=True)
    assert [str(fault) for fault in checked.faults] == []


def test_the_documentation_names_every_key():
    """The table of keys is that of the reader."""
    from llmextract.evaluation.gold.parse import KEYS

    page = (ROOT / "docs" / "gold.md").read_text("utf-8")
    assert [key for key in KEYS if f"`{key}`" not in page] == []
