import json
from pathlib import Path

import pytest

from llmextract import extract
from llmextract.backends.scripted import ScriptedBackend
from llmextract.errors import RunError, UsageError
from llmextract.evaluation import load_gold, load_predictions, score
from llmextract.evaluation.gold import check_gold, new_gold, skeleton
from llmextract.evaluation.predictions import Prediction
from llmextract.schema import load_schema
from llmextract.types import Evidence, Qualifier, Span, Status

EXAMPLES = Path(__file__).parents[3] / "examples"
SCHEMA = load_schema("disclosure_report")
NAME = "linlan-2019.txt"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A finished run over one example, without a model."""
    out = tmp_path_factory.mktemp("runs") / "run"
    backend = ScriptedBackend(lambda request: "no")
    extract(EXAMPLES / NAME, "disclosure_report", strategy="rules", backend=backend, out=out)
    return out


def corrected(file):
    """The file as a person leaves it who found nothing to change."""
    data = json.loads(file.read_text("utf-8"))
    marks = data.pop("unchecked")
    data |= {"annotator": "A", "date": "2026-11-21"}
    file.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    return marks


def test_a_run_scored_against_gold_made_from_it_is_all_right(run, tmp_path):
    """The skeleton holds every value, item and proof of the run, in a form that passes."""
    (file,) = new_gold(run, tmp_path, schema=SCHEMA).written
    corrected(file)
    checked = check_gold([file], documents=EXAMPLES, schema=SCHEMA, complete=True)
    assert checked.faults == ()
    scores = score(load_gold(tmp_path, EXAMPLES), load_predictions(run), SCHEMA)
    assert scores.total.right > 30
    assert scores.total.f1 == scores.grounded.f1 == 1
    lists = sum(tally.right for tally in scores.by_list.values())
    assert lists > 5
    assert all(tally.f1 in (1, None) for tally in scores.by_list.values())


def test_a_skeleton_is_no_gold_until_it_is_checked(run, tmp_path):
    """Scoring refuses it, and the check says what is left to do."""
    (file,) = new_gold(run, tmp_path, schema=SCHEMA).written
    with pytest.raises(UsageError, match="nobody has read them"):
        load_gold(tmp_path)
    faults = check_gold([file], documents=EXAMPLES, schema=SCHEMA).faults
    assert [fault.where for fault in faults] == ["annotator", "unchecked"]


def test_every_field_is_to_be_checked_the_least_sure_first(run, tmp_path):
    """Values by confidence, unknown before low; then the fields that were left empty."""
    (file,) = new_gold(run, tmp_path, schema=SCHEMA).written
    marks = corrected(file)
    assert sorted(marks) == sorted([*(s.pointer for s in SCHEMA.fields), *SCHEMA.mappings])
    gold = json.loads(file.read_text("utf-8"))
    stated = {*gold["values"], *gold["items"], *(f"/tables/{name}" for name in gold["tables"])}
    assert set(marks[: len(stated)]) == stated
    (found,) = load_predictions(run)
    fields = [p for p in marks[: len(stated)] if p in gold["values"]]
    sure = [found.evidence.get(p, {}).get("confidence") for p in fields]
    known = [one for one in sure if one is not None]
    assert len(known) > 10
    assert known == sorted(known)
    assert sure[-len(known) :] == known


def test_a_file_that_is_there_is_never_written_to(run, tmp_path):
    """A person's work is safe from a second `gold new`."""
    done = new_gold(run, tmp_path)
    done.written[0].write_text("mine", "utf-8")
    again = new_gold(run, tmp_path)
    assert (again.written, again.existing) == ((), done.written)
    assert done.written[0].read_text("utf-8") == "mine"


def test_an_unknown_document_and_a_folder_without_run_are_told(run, tmp_path):
    """What cannot be done is said before a file is written."""
    with pytest.raises(UsageError, match=r"no document 'x\.txt'.*linlan"):
        new_gold(run, tmp_path / "out", ["x.txt"])
    assert not (tmp_path / "out").exists()
    with pytest.raises(RunError):
        new_gold(tmp_path, tmp_path / "out")


def test_a_document_that_failed_has_no_skeleton(run, tmp_path):
    """Without a record there is nothing to correct; the others are written."""
    copy = tmp_path / "run"
    (copy / "documents").mkdir(parents=True)
    (copy / "documents" / NAME).write_bytes((run / "documents" / NAME).read_bytes())
    line = json.loads((run / "records.jsonl").read_text("utf-8"))
    failed = line | {"document": "bad.txt", "record": None, "error": "timeout"}
    lines = [json.dumps(one) + "\n" for one in (failed, line)]
    (copy / "records.jsonl").write_text("".join(lines), "utf-8")
    done = new_gold(copy, tmp_path / "gold")
    assert (done.failed, len(done.written)) == (("bad.txt",), 1)


def test_statuses_qualifiers_and_cells_are_taken_over():
    """What a run says beside its values is kept where it is not the usual."""
    record = {
        "disclosure": {"via_gazette": None, "total": 5, "via_weibo": None},
        "tables": {"table_2": {"规章": {"现行有效件数": 3}}, "table_3": None},
    }
    cell = "/tables/table_2/规章/现行有效件数"
    proof = Evidence("5条余", 0, 3, qualifier=Qualifier.OVER, also=(Span(9, 12),))
    evidence = {
        "/disclosure/total": proof,
        "/disclosure/via_gazette": Evidence("", 0, 0, Status.NOT_APPLICABLE),
        "/disclosure/via_weibo": Evidence("", 0, 0, Status.NOT_STATED),
        "/tables/table_3": Evidence("", 0, 0, Status.TABLE_MISSING),
        cell: Evidence("规章\t3", 4, 8, confidence=0.9, cell=Span(7, 8)),
    }
    gold = skeleton(Prediction("d", record), evidence, "5条余\n规章\t3\n5条余", SCHEMA)
    assert gold.values == {"/disclosure/total": 5}
    assert gold.status == {
        "/disclosure/via_gazette": "not_applicable",
        "/tables/table_3": "table_missing",
    }
    assert gold.qualifiers == {"/disclosure/total": "over"}
    assert gold.spans == {"/disclosure/total": (Span(0, 3), Span(9, 12)), cell: (Span(7, 8),)}
    assert gold.unchecked[:2] == ("/disclosure/total", "/tables/table_2")
    assert gold.tables == {"table_2": {"规章": {"现行有效件数": 3}}}
