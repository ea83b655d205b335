"""Runs against baselines: figures, cells that turned, and what cannot be compared."""

import json
from pathlib import Path

import pytest

from llmextract.errors import UsageError
from llmextract.evaluation.baseline import read_baseline, write_baseline
from llmextract.evaluation.gate import gate, make_baseline
from llmextract.evaluation.tally import Outcome
from tests.runs import fakes

SCHEMA = f"{fakes.__file__}:Intake"


def put_gold(folder: Path, **labels: dict) -> None:
    folder.mkdir(exist_ok=True)
    for name, values in labels.items():
        gold = {"document": f"{name}.txt", "values": values}
        (folder / f"{name}.json").write_text(json.dumps(gold), "utf-8")


def put_run(folder: Path, **records: dict | None) -> Path:
    """A run that found these records; None is a document that failed."""
    folder.mkdir(exist_ok=True)
    lines = [
        {"document": f"{name}.txt", "record": record, "error": None if record else "lost"}
        for name, record in records.items()
    ]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    (folder / "records.jsonl").write_text(text, "utf-8")
    return folder


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    put_gold(tmp_path / "gold", a={"/received": 20, "/fax": 3}, b={"/received": 21})
    return tmp_path / "gold"


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return put_run(tmp_path / "run", a={"received": 20, "fax": 3}, b={"received": 7, "fax": None})


@pytest.fixture
def baseline(tmp_path: Path, gold: Path, run: Path) -> Path:
    path = tmp_path / "held" / "b.json"
    write_baseline(path, make_baseline(run, path, gold=gold, schema=SCHEMA))
    return path


def held(run: Path, path: Path, **options):
    return gate(run, read_baseline(path), path, **options)


def changed(path: Path, **values) -> Path:
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | values), "utf-8")
    return path


def test_a_run_reaches_the_baseline_made_from_it(run, baseline) -> None:
    """Rounding never puts a minimum above what was measured, and no cell has turned."""
    verdict = held(run, baseline)
    assert verdict.passed
    assert verdict.turned == ()
    assert {check.name for check in verdict.checks} > {"f1", "grounded_f1", "invented_zeros"}


def test_a_worse_run_does_not_and_the_cells_that_broke_are_named(tmp_path, baseline) -> None:
    """A right cell gone wrong, a null filled and a wrong one mended are told apart."""
    worse = put_run(tmp_path / "worse", a={"received": 2, "fax": 3}, b={"received": 21, "fax": 0})
    verdict = held(worse, baseline)
    assert not verdict.passed
    missed = {check.name for check in verdict.checks if not check.reached}
    assert {"spurious", "invented_zeros"} <= missed
    turned = {
        (item.cell.document, item.cell.pointer): (item.before, item.cell.outcome, item.broke)
        for item in verdict.turned
    }
    assert turned == {
        ("a.txt", "/received"): (Outcome.RIGHT, Outcome.WRONG, True),
        ("b.txt", "/received"): (Outcome.WRONG, Outcome.RIGHT, False),
        ("b.txt", "/fax"): (Outcome.RIGHT_NULL, Outcome.SPURIOUS, True),
    }


def test_a_failed_document_is_measured_not_left_out(tmp_path, baseline) -> None:
    """A document without a record counts among the failed, and its values are missing."""
    verdict = held(put_run(tmp_path / "lost", a=None, b={"received": 7}), baseline)
    by_name = {check.name: check for check in verdict.checks}
    assert (by_name["failed"].found, by_name["failed"].reached) == (1, False)
    assert by_name["recall"].found == 0


def test_a_margin_lowers_the_minima_only(tmp_path, gold, run) -> None:
    """Counts that may not be exceeded stay what they were."""
    exact, wide = (
        make_baseline(run, tmp_path / "b.json", gold=gold, schema=SCHEMA, margin=margin)
        for margin in (0.0, 0.1)
    )
    assert wide.maximum == exact.maximum
    for name, least in exact.minimum.items():
        assert wide.minimum[name] == pytest.approx(least - 0.1, abs=1.1e-4)


def test_figures_alone_can_be_kept(tmp_path, gold, run) -> None:
    """Then the gate holds them all the same, and says nothing of cells."""
    path = tmp_path / "b.json"
    write_baseline(path, make_baseline(run, path, gold=gold, schema=SCHEMA, cells=False))
    assert "errors" not in json.loads(path.read_text("utf-8"))
    assert held(run, path).passed
    assert held(run, path).turned is None


def test_a_run_without_errors_keeps_that_there_were_none(tmp_path, gold, run) -> None:
    """Every cell of a later run that is not right is then one that broke."""
    path = tmp_path / "b.json"
    best = put_run(tmp_path / "best", a={"received": 20, "fax": 3}, b={"received": 21})
    write_baseline(path, make_baseline(best, path, gold=gold, schema=SCHEMA))
    assert [item.cell.document for item in held(run, path).turned] == ["b.txt"]


def test_floors_of_a_field_and_a_group_are_held(run, baseline) -> None:
    """They are checked beside the figures of the whole run."""
    changed(baseline, fields={"/fax": {"f1": 1.0}, "/received": {"recall": 0.9}})
    by_name = {check.name: check for check in held(run, baseline).checks}
    assert by_name["/fax f1"].reached
    assert not by_name["/received recall"].reached
    changed(baseline, fields={}, groups={"fax": {"precision": 1.0}})
    assert held(run, baseline).passed


def test_changed_labels_are_an_error_not_a_number(run, gold, baseline) -> None:
    """The message says that the baseline has to be written anew in the same change."""
    put_gold(gold, b={"/received": 7})
    with pytest.raises(UsageError, match="labels changed since the baseline was written: write"):
        held(run, baseline)


def test_labels_laid_out_otherwise_are_the_same_labels(run, gold, baseline) -> None:
    """White space and the order of keys in a gold file say nothing."""
    file = gold / "a.json"
    data = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps(dict(reversed(data.items())), indent=4), "utf-8")
    assert held(run, baseline).passed


def test_other_fields_are_an_error(run, baseline) -> None:
    """Figures over other fields are other figures."""
    with pytest.raises(UsageError, match="how they compare changed"):
        held(run, baseline, schema="disclosure_report")


def test_a_run_over_other_documents_is_an_error(tmp_path, baseline) -> None:
    """One document less is no worse run but another measurement."""
    part = put_run(tmp_path / "part", a={"received": 20, "fax": 3})
    with pytest.raises(UsageError, match=r"1 of 2 are not in it \(b\.txt\)"):
        held(part, baseline)


def test_another_text_of_a_document_is_an_error(run, baseline) -> None:
    """The text that the run read has to be the one that the baseline was made on."""
    (run / "documents").mkdir()
    for name in ("a.txt", "b.txt"):
        (run / "documents" / name).write_text("收到申请20件", "utf-8")
    lines = (run / "records.jsonl").read_text("utf-8").splitlines()
    keyed = [json.dumps(json.loads(line) | {"key": "k"}) for line in lines]
    (run / "records.jsonl").write_text("\n".join(keyed) + "\n", "utf-8")
    data = json.loads(baseline.read_text("utf-8"))
    changed(baseline, documents=dict.fromkeys(data["documents"], "0" * 64))
    with pytest.raises(UsageError, match=r"a\.txt has another text"):
        held(run, baseline)


def test_the_baseline_may_lie_anywhere(tmp_path, run, baseline, monkeypatch) -> None:
    """Gold and schema are named relative to it, whatever the working folder."""
    monkeypatch.chdir(tmp_path.parent)
    assert held(run, baseline).passed


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"gold": 1}, "gold: Input should be a valid string"),
        ({"minimun": {}}, "minimun: Extra inputs"),
        ({"minimum": {"f2": 1}}, "no figure is called 'f2'.*known: f1"),
        ({"maximum": {"spurious": "few"}}, "maximum/spurious"),
        ({"fields": {"/nowhere": {"f1": 1}}}, "nothing scored is called '/nowhere'"),
        ({"minimum": {}, "maximum": {}}, "holds no figure"),
    ],
)
def test_a_file_that_is_no_baseline_says_where(run, baseline, values, message) -> None:
    """Misspelt names and wrong values are named, not passed over."""
    with pytest.raises(UsageError, match=message):
        held(run, changed(baseline, **values))


@pytest.mark.parametrize(("text", "message"), [(None, "cannot be read"), ("{", "is no JSON")])
def test_a_file_that_cannot_be_read_is_an_error(tmp_path, text, message) -> None:
    """A gate without its baseline does not pass."""
    path = tmp_path / "b.json"
    if text is not None:
        path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=message):
        read_baseline(path)
