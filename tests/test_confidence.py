"""Confidence as `extract` gives it: signals, curves, calibration files, and their use in a run."""

import asyncio
import json
import math
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.backends.scripted import ScriptedBackend
from llmextract.confidence import (
    ABOUT,
    Calibration,
    Calibrator,
    Curve,
    find_calibrator,
    load_calibration,
    save_calibration,
    scored,
    signals,
)
from llmextract.errors import UsageError
from llmextract.jobs import as_job
from llmextract.pipeline import process
from llmextract.schema import load_schema
from llmextract.schema.load import bundled_schemas, schema_file
from llmextract.types import Evidence, Extraction, Finding, Rejected, Status, Usage
from tests.runs.fakes import SCHEMA, AskEach, answer, document

NOTHING = dict.fromkeys(ABOUT, 0.0)
PLATT = Curve("platt", {"constant": -1.0, "score": 1.0}, fitted={"documents": 3})
LEVELS = Curve("isotonic", knots=((0.2, 0.1), (0.6, 0.5), (0.9, 0.5), (1.0, 0.8)))
RATE = Curve("rate", {"constant": 2.0})
UNIT = st.floats(0, 1)


def extraction(rejected=(), findings=(), **evidence) -> Extraction:
    given = {f"/{name.replace('_', '/')}": item for name, item in evidence.items()}
    return Extraction("a.txt", {}, given, tuple(rejected), tuple(findings), Usage())


def proof(start=0, confidence=None, status=Status.STATED, origin="o") -> Evidence:
    return Evidence("x", start, start + 1, status, confidence=confidence, origin=origin)


def test_signals_say_what_the_record_knows() -> None:
    """Rivals, distance in the group, identities and zeros, for values given only."""
    found = signals(
        extraction(
            a_one=proof(100),
            a_two=proof(130, status=Status.STATED_ZERO),
            b_far=proof(900),
            b_absent=Evidence("", 0, 0, Status.NOT_STATED),
            a_list_0=proof(1),
            rejected=[Rejected("/a/one", 1, "rival", ""), Rejected("/a/two", 1, "taken", "")],
            findings=[
                Finding("identity_holds", "", ("/a/one", "/a/two")),
                Finding("identity_broken", "", ("/a/two",)),
            ],
        )
    )
    assert found["/a/one"] == {
        "rivals": math.log(2), "apart": math.log(31), "broken": 0, "holds": 1, "zero": 0
    }  # fmt: skip
    assert (found["/a/two"]["rivals"], found["/a/two"]["broken"], found["/a/two"]["zero"]) == (
        0, 1, 1
    )  # fmt: skip
    assert found["/b/far"]["apart"] > found["/a/one"]["apart"]
    assert set(found) == {"/a/one", "/a/two", "/b/far"}
    assert all(set(known) == set(ABOUT) for known in found.values())


@pytest.mark.parametrize("curve", [PLATT, LEVELS, RATE], ids=lambda curve: curve.method)
@given(scores=st.tuples(UNIT, UNIT))
def test_a_curve_rises_and_gives_probabilities(curve, scores) -> None:
    """A higher score is never less sure, and nothing leaves 0 to 1."""
    low, high = (curve.probability(score, NOTHING) for score in sorted(scores))
    assert 0 <= low <= high <= 1


def test_between_knots_a_curve_is_straight() -> None:
    """Isotonic points are joined by lines, and level outside."""
    found = [LEVELS.probability(score, {}) for score in (0.0, 0.2, 0.4, 0.7, 0.95, 1.0)]
    assert found == pytest.approx([0.1, 0.1, 0.3, 0.5, 0.65, 0.8])


def test_without_a_score_only_a_rate_can_be_given() -> None:
    """A curve of the score says nothing about a value that has none."""
    assert PLATT.probability(None, NOTHING) is None
    assert LEVELS.probability(None, NOTHING) is None
    assert RATE.probability(None, NOTHING) == pytest.approx(1 / (1 + math.exp(-2)))


@pytest.mark.parametrize(
    ("curve", "said"),
    [
        ({"weights": {"score": -0.1}}, "would lower"),
        ({"weights": {"luck": 1.0}}, "no signal 'luck'"),
        ({"weights": {"constant": math.inf}}, "not a finite number"),
        ({"weights": {"constant": "1"}}, "not a finite number"),
        ({"weights": {}}, "either weights or knots"),
        ({"knots": ((0.1, 0.5), (0.2, 0.4))}, "do not rise"),
        ({"knots": ((0.1, 1.5),)}, "outside 0 to 1"),
    ],
)
def test_what_is_no_curve_is_refused(curve, said) -> None:
    """A curve that falls, or has unknown terms or figures that are none, cannot be made."""
    with pytest.raises(UsageError, match=said):
        Curve("bad", **curve)


def test_confidences_are_calibrated_and_scores_kept() -> None:
    """Each value with a curve for its origin gets a new confidence; its score says what was."""
    before = extraction(a=proof(confidence=0.9), b=proof(confidence=0.9, origin="other"), c=proof())
    after = scored(before, Calibrator("s", "m", {"o": PLATT})).evidence
    assert after["/a"].score == 0.9
    assert after["/a"].confidence == pytest.approx(9 / (9 + math.e), abs=1e-4)
    assert (after["/b"].score, after["/b"].confidence) == (0.9, 0.9)
    assert (after["/c"].score, after["/c"].confidence) == (None, None)


def test_cells_of_tables_share_a_curve() -> None:
    """Whatever cell a value is read from, the curve for tables is its own."""
    cells = {name: replace(proof(origin=name), column="总计") for name in ("a", "b")}
    after = scored(extraction(**cells), Calibrator("s", "m", {"table": RATE})).evidence
    assert {item.confidence for item in after.values()} == {0.8808}


def test_without_a_calibrator_the_confidence_is_the_score() -> None:
    """Nothing is changed but that the score is written down."""
    before = extraction(a=proof(confidence=0.9))
    after = scored(before, None).evidence["/a"]
    assert (after.confidence, after.score) == (0.9, 0.9)


def test_the_pipeline_calibrates() -> None:
    """What a document's way ends with has calibrated confidences; without a calibrator, none."""
    calibrator = Calibrator("ask-each", "", {"ask-each": RATE})
    found = asyncio.run(
        process(document(1), SCHEMA, AskEach(), ScriptedBackend(answer), calibrator=calibrator)
    )
    assert {e.confidence for e in found.evidence.values()} == {0.8808}
    raw = asyncio.run(process(document(1), SCHEMA, AskEach(), ScriptedBackend(answer)))
    assert {e.confidence for e in raw.evidence.values()} == {None}
    assert raw.record == found.record


def test_a_file_comes_back_as_it_was(tmp_path: Path) -> None:
    """What is saved is loaded again, all figures the same, as JSON that can be read."""
    path = tmp_path / "x.calibration.json"
    curves = {"a/b": PLATT, "c": LEVELS}
    calibration = Calibration("x", (Calibrator("s", "m", curves), Calibrator("t", "", {})))
    save_calibration(calibration, path)
    assert load_calibration(path) == calibration
    assert json.loads(path.read_text("utf-8"))["calibrators"][0]["curves"]["a/b"]["fitted"]
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_a_calibrator_takes_the_place_of_its_forerunner() -> None:
    """There is one for each strategy and model; others stay."""
    one, two = Calibrator("s", "m", {}), Calibrator("s", "n", {})
    new = Calibrator("s", "m", {"o": RATE})
    assert Calibration("x", (one, two)).with_calibrator(new).calibrators == (new, two)


def test_a_calibrator_is_picked_by_strategy_and_model() -> None:
    """An empty model stands for any; what was not fitted has none."""
    rules, link = Calibrator("rules", "", {}), Calibrator("link", "m", {})
    calibration = Calibration("x", (link, rules))
    assert calibration.pick("link", "m") is link
    assert calibration.pick("rules", "anything") is rules
    assert calibration.pick("link", "other") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is not a calibration file"),
        ("[]", "is not a calibration file"),
        ('{"schema": "x", "calibrators": []}', "is not a calibration file"),
        ('{"format": 2, "schema": "x", "calibrators": []}', "format 2"),
        ('{"format": 1, "schema": "x", "calibrators": [{"strategy": "s"}]}', "calibration file"),
    ],
)
def test_a_damaged_file_is_named(tmp_path: Path, text, said) -> None:
    """The error says which file, what is wrong, and what to do."""
    path = tmp_path / "x.calibration.json"
    path.write_text(text)
    with pytest.raises(UsageError, match=said) as caught:
        load_calibration(path)
    assert caught.value.where == str(path)
    assert "--calibration none" in str(caught.value)


def test_a_tampered_weight_is_refused(tmp_path: Path) -> None:
    """A weight turned round by hand does not pass for a calibration."""
    path = tmp_path / "x.calibration.json"
    save_calibration(Calibration("x", (Calibrator("s", "m", {"o": PLATT}),)), path)
    path.write_text(path.read_text().replace('"score": 1.0', '"score": -1.0'))
    with pytest.raises(UsageError, match="would lower the confidence"):
        load_calibration(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A file that was asked for must be there."""
    with pytest.raises(UsageError, match="cannot be read"):
        find_calibrator(tmp_path / "none.json", None, "x", "s", "m")


def test_the_file_beside_the_schema_is_found(tmp_path: Path) -> None:
    """Without a word, what lies beside the schema counts, if it is about this schema."""
    file = tmp_path / "x.py"
    own = Calibrator("s", "m", {"o": RATE})
    assert find_calibrator(None, file, "X", "s", "m") is None
    save_calibration(Calibration("X", (own,)), tmp_path / "x.calibration.json")
    assert find_calibrator(None, file, "X", "s", "m") == own
    assert find_calibrator(None, file, "Other", "s", "m") is None
    assert find_calibrator("none", file, "X", "s", "m") is None
    assert find_calibrator(None, None, "X", "s", "m") is None


def test_a_calibration_of_another_schema_is_refused() -> None:
    """One that is asked for by name must be about the schema of the run."""
    with pytest.raises(UsageError, match="about the schema 'x', not 'y'"):
        find_calibrator(Calibration("x"), None, "y", "s", "m")


def test_settings_change_with_the_calibrator() -> None:
    """A run knows by which calibrator its confidences are; one that was not fitted says so."""

    def settings(calibration):
        job = as_job(document(1), SCHEMA, AskEach(), BACKEND, calibration=calibration)
        return job.settings

    raw = settings(None)
    fitted = [
        settings(Calibration("intake", (Calibrator("ask-each", "", {"ask-each": curve}),)))
        for curve in (RATE, PLATT)
    ]
    other = settings(Calibration("intake", (Calibrator("link", "", {"ask-each": RATE}),)))
    assert raw.calibration == "uncalibrated"
    assert other == raw
    assert len({s.key for s in (raw, *fitted)}) == 3


def test_what_a_curve_was_fitted_on_is_no_setting() -> None:
    """Figures in the file that change no confidence leave the digest as it is."""
    same = Curve(PLATT.method, PLATT.weights, fitted={"documents": 4})
    assert Calibrator("s", "m", {"o": same}).digest == Calibrator("s", "m", {"o": PLATT}).digest


@pytest.mark.parametrize("name", bundled_schemas())
def test_shipped_calibrations_can_be_used(name) -> None:
    """Each belongs to its schema and says on how many documents it was fitted."""
    path = schema_file(name).with_suffix(".calibration.json")
    if path.exists():
        calibration = load_calibration(path)
        assert calibration.schema == load_schema(name).name
        curves = [curve for c in calibration.calibrators for curve in c.curves.values()]
        assert curves
        assert all(curve.fitted["documents"] >= 2 for curve in curves)


BACKEND = ScriptedBackend(answer)
