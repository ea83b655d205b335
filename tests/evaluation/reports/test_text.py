import json

from llmextract.evaluation.reports import text
from llmextract.evaluation.reports.as_json import as_json, classes_json, errors_json
from llmextract.evaluation.reports.classes import cases
from llmextract.evaluation.reports.text import as_text, class_lines, error_lines
from llmextract.evaluation.tally import Tally
from tests.evaluation.reports.making import calibration, mixed


def test_the_headline_comes_first_and_says_how_sure_it_is():
    """F1 with interval, spending, confidence and failed documents stand before the tables."""
    head = as_text(mixed(calibration=calibration())).split("\n\n")[0]
    assert head.startswith("F1 0.")
    for words in ("macro F1", "a document: 2.0 calls", "Brier 0.100", "(all null): failed"):
        assert words in head


def test_only_the_worst_fields_are_shown(monkeypatch):
    """Fields with errors stand there, most errors first; the others on request."""
    monkeypatch.setattr(text, "WORST", 1)
    short, long = as_text(mixed()), as_text(mixed(), fields=True)
    assert "4 more with errors" in short
    assert long.count(" /a/") > short.count(" /a/") == 1


def test_strata_are_named_by_their_field():
    """A table for each field that parts the documents; no value is a dash."""
    shown = as_text(mixed(strata={"/a/kind": {"": Tally(right=1), "new": Tally(wrong=1)}}))
    assert "  /a/kind\n" in shown
    assert "  –\n" in shown


def test_each_error_has_a_line_with_its_class():
    """As many lines as errors, each ending with its class; the classes add up."""
    found = cases(mixed())
    lines = list(error_lines(found))
    assert len(lines) == sum(case.is_error for case in found)
    assert any(line.endswith("(magnitude)") for line in lines)
    assert sum(int(line.split()[0]) for line in class_lines(found)) == len(lines)


def test_json_is_plain_and_holds_it_all():
    """Everything goes through json.dumps, errors with spans and classes among it."""
    made = mixed(calibration=calibration())
    found = cases(made)
    data = as_json(made) | {"errors": errors_json(found), "classes": classes_json(found)}
    read = json.loads(json.dumps(data, allow_nan=False))
    assert read["calibration"]["brier"] == 0.1
    assert read["run"]["strategy"] == "link"
    assert read["gold"]["sha256"] == "ab" * 32
    assert all(error["class"] for error in read["errors"])
    (swapped,) = (error for error in read["errors"] if error["mixed_up_with"])
    assert (swapped["pointer"], swapped["mixed_up_with"]) == ("/a/letter", "/a/online")
