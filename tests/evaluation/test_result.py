"""`Evaluation`: what a run was, what it spent, and how it did, in one object."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from llmextract.errors import UsageError
from llmextract.evaluation import evaluate
from llmextract.evaluation.facts import RunFacts, run_facts
from llmextract.evaluation.result import calibration_of, stratum
from llmextract.evaluation.tally import Tally

USAGE = {"calls": 4, "prompt_tokens": 100, "completion_tokens": 6, "seconds": 2.5}


def line(document: str, record: object, **more: object) -> str:
    return json.dumps({"document": document, "record": record, "usage": USAGE, **more})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Gold of two towns and a city, and a run that failed on one town."""
    gold, run = tmp_path / "gold", tmp_path / "run"
    gold.mkdir()
    run.mkdir()
    for name, level, count in (("a", "town", 1), ("b", "town", 2), ("c", "city", 3)):
        labels = {"document": name, "values": {"/x/level": level, "/x/count": count}}
        (gold / f"{name}.json").write_text(json.dumps(labels), "utf-8")
    evidence = {"/x/count": {"status": "stated", "confidence": 0.9}}
    lines = [
        line("a.txt", {"x": {"level": "town", "count": 1}}, evidence=evidence),
        line("b.txt", None, error="DocumentError: unreadable"),
        line("c.txt", {"x": {"level": "city", "count": 7}}, evidence=evidence),
        line("unlabelled.txt", {"x": {"level": "city", "count": 7}}),
    ]
    (run / "records.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    return tmp_path


def test_one_call_gives_figures_spending_and_strata(folder: Path) -> None:
    """A run folder and a gold folder make an evaluation; the failed document counts as null."""
    found = evaluate(folder / "run", folder / "gold", by=["/x/level"])
    assert found.scores.total == Tally(right=3, wrong=1, missing=2)
    assert found.strata["/x/level"] == {
        "city": Tally(right=1, wrong=1),
        "town": Tally(right=2, missing=2),
    }
    assert found.gold.documents == 3
    assert found.gold.values == 6
    assert len(found.gold.sha256) == 64
    assert found.macro_f1 == pytest.approx((2 * 2 / 5 + 2 * 1 / 5) / 2)


def test_strata_add_up_to_the_total(folder: Path) -> None:
    """Each document is in one stratum, also if its gold has no value for the field."""
    found = evaluate(folder / "run", folder / "gold", by=["/x/level", "/x/other"])
    for tallies in found.strata.values():
        assert sum(tallies.values(), Tally()) == found.scores.total
    assert list(found.strata["/x/other"]) == [""]
    assert stratum(found.scores, [], "/x/level") == {"": found.scores.total}


def test_calibration_is_over_the_values_that_have_a_confidence(folder: Path) -> None:
    """Two values with 0.9, one of them right: Brier (0.01 + 0.81) / 2; nulls do not count."""
    scores = evaluate(folder / "run", folder / "gold").scores
    found = calibration_of(scores)
    assert found is not None
    assert found.values == 2
    assert found.brier == pytest.approx(0.41)


def test_a_run_without_confidence_has_no_calibration(folder: Path) -> None:
    """A records file of another tool, without evidence, is scored all the same."""
    file = folder / "other.jsonl"
    file.write_text(line("a", {"x": {"level": "town", "count": 1}}) + "\n", "utf-8")
    found = evaluate(file, folder / "gold")
    assert found.calibration is None
    assert found.scores.total.right == 2


def test_spending_counts_the_documents_asked_for(folder: Path) -> None:
    """Calls, tokens and seconds are summed over documents; the last line about one counts."""
    records = folder / "run" / "records.jsonl"
    again = json.loads(line("a.txt", {})) | {"usage": {"calls": 1}}
    records.write_text(records.read_text("utf-8") + json.dumps(again) + "\n", "utf-8")
    facts = run_facts(folder / "run", ["a.txt", "c.txt", "nowhere.txt"])
    assert (facts.documents, facts.calls, facts.prompt_tokens, facts.seconds) == (2, 5, 100, 2.5)
    assert facts.a_document(facts.calls) == 2.5
    assert RunFacts("empty").a_document(3) == 0.0


def test_the_bundled_schema_of_a_run_is_taken_by_itself(folder: Path) -> None:
    """Without a schema, that of the manifest says which fields count, and what they are called."""
    manifest = {
        "schema": "disclosure_report",
        "strategy": "link",
        "model": "m",
        "state": "finished",
    }
    (folder / "run" / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    found = evaluate(folder / "run", folder / "gold")
    assert found.labels["/applications/received"]
    assert found.labels["/applications"] == "依申请公开政府信息情况"
    assert list(found.strata) == ["/report/template"]
    assert found.scores.unscored == ("/x/count", "/x/level")
    assert found.run.strategy == "link"


def test_a_strict_comparison_is_never_kinder(folder: Path) -> None:
    """`compare` stands in for what the fields say."""
    file = folder / "loose.jsonl"
    file.write_text(line("a", {"x": {"level": "Town ", "count": "1"}}) + "\n", "utf-8")
    right = [
        evaluate(file, folder / "gold", compare=compare).scores.total.right
        for compare in ("strict", "normalised", "lenient")
    ]
    assert right == sorted(right)
    assert right[0] < right[-1]


def test_missing_folders_are_named(folder: Path) -> None:
    """Neither a missing run nor missing gold is an empty one."""
    with pytest.raises(UsageError, match=r"nowhere"):
        evaluate(folder / "nowhere", folder / "gold")
    with pytest.raises(UsageError, match=r"gold"):
        evaluate(folder / "run", folder / "no-gold")


def test_decimals_are_scored_exactly(folder: Path) -> None:
    """A decimal of the gold is that decimal, not a binary fraction near it."""
    labels = {"document": "a", "values": {"/x/level": "town", "/x/count": 0.1}}
    (folder / "gold" / "a.json").write_text(json.dumps(labels), "utf-8")
    cell = next(
        c for c in evaluate(folder / "run", folder / "gold").scores.cells if c.document == "a"
    )
    assert cell.gold == Decimal("0.1")
