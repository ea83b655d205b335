"""`llmextract calibrate`, and `extract` with what it made."""

import json
from pathlib import Path

import pytest

from llmextract.runs import read_manifest
from tests.cli.conftest import SCHEMA
from tests.runs import fakes


@pytest.fixture
def labelled(place, extract) -> Path:
    """Twelve documents, a run over them, and gold that finds every third fax number wrong."""
    (place / "gold").mkdir()
    for n in range(12):
        (place / "docs" / f"{n}.txt").write_text(fakes.document(n).text, "utf-8")
        gold = {"/received": n + 20, "/fax": n + (3 if n % 3 else 4)}
        text = json.dumps({"document": f"{n}.txt", "values": gold})
        (place / "gold" / f"{n}.json").write_text(text)
    assert extract("docs", "--out", "run").exit_code == 0
    return place


def test_a_calibrator_is_fitted_and_used(labelled, run, extract) -> None:
    """The table is printed, the file written, and the next run's confidences come from it."""
    done = run("calibrate", "run", "--gold", "gold", "-s", SCHEMA, "--out", "own.json")
    assert done.exit_code == 0
    assert "12 documents, 24 values, 20 right" in done.stdout
    assert done.stdout.splitlines()[-1] == "own.json"
    again = extract("docs/0.txt", "--out", "again", "--calibration", "own.json")
    assert again.exit_code == 0
    assert read_manifest(Path("again"))["calibration"] != "uncalibrated"
    line = json.loads(Path("again/records.jsonl").read_text())
    assert 0.7 < line["evidence"]["/fax"]["confidence"] < 0.95
    assert line["evidence"]["/fax"]["score"] is None


def test_without_a_file_to_write_only_the_table_is_printed(labelled, run) -> None:
    """Nothing is written unless it is asked for."""
    before = sorted(labelled.iterdir())
    done = run("calibrate", "run", "--gold", "gold", "-s", SCHEMA)
    assert "Brier" in done.stdout
    assert sorted(labelled.iterdir()) == before


def test_a_run_without_a_calibrator_says_so(extract) -> None:
    """The manifest of a run whose way was not fitted says uncalibrated."""
    extract("docs", "--out", "run")
    assert read_manifest(Path("run"))["calibration"] == "uncalibrated"


def test_a_changed_calibrator_makes_documents_anew(labelled, run, extract) -> None:
    """Records with other confidences are not taken for finished; their calls come from the
    cache."""
    run("calibrate", "run", "--gold", "gold", "-s", SCHEMA, "--out", "own.json")
    done = extract("docs", "--out", "run", "--calibration", "own.json")
    summary = " ".join(done.stderr.split())
    assert "earlier run" not in summary
    assert "calls 0 sent" in summary


def test_runs_made_in_two_ways_are_refused(labelled, run) -> None:
    """What is fitted must be of one strategy and model."""
    manifest = json.loads(Path("run/manifest.json").read_text())
    Path("other").mkdir()
    Path("other/records.jsonl").write_bytes(Path("run/records.jsonl").read_bytes())
    Path("other/manifest.json").write_text(json.dumps({**manifest, "model": "another"}))
    done = run("calibrate", "run", "other", "--gold", "gold", "-s", SCHEMA)
    assert done.exit_code == 2
    assert "several ways" in done.stderr


def test_gold_of_other_documents_is_of_no_use(labelled, run) -> None:
    """If nothing is labelled, the error says so."""
    for file in Path("gold").iterdir():
        file.unlink()
    Path("gold/x.json").write_text(json.dumps({"document": "x.txt", "values": {"/fax": 1}}))
    done = run("calibrate", "run", "--gold", "gold", "-s", SCHEMA)
    assert done.exit_code == 2
    assert "labelled" in done.stderr


def test_an_unreadable_calibration_is_an_error_of_usage(extract) -> None:
    """A damaged file stops the run before anything is asked."""
    Path("bad.json").write_text("{")
    done = extract("docs", "--out", "run", "--calibration", "bad.json")
    assert done.exit_code == 2
    assert "bad.json" in done.stderr
    assert not Path("run").exists()
