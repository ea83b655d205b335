import json
from decimal import Decimal

import pytest

from llmextract.errors import UsageError
from llmextract.evaluation import Gold, load_predictions, score
from llmextract.evaluation.predictions import Prediction, by_document
from llmextract.types import Qualifier, Span, Status


def write(path, *records):
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    return path


def test_a_record_and_its_evidence_are_read(tmp_path):
    """Values stay exact, and what the evidence says of them is at hand by pointer."""
    evidence = {
        "/a/x": {"quote": "收到7.5件", "start": 3, "end": 8, "status": "stated", "raw": "7.5件",
                 "qualifier": "over", "confidence": 0.75},
        "/a/y": {"status": "not_stated"},
    }  # fmt: skip
    write(
        tmp_path / "records.jsonl",
        {"document": "d", "record": {"a": {"x": 7.5, "y": None}}, "evidence": evidence},
    )
    (found,) = load_predictions(tmp_path)
    assert found.value("/a/x") == Decimal("7.5")
    assert found.proof("/a/x") == (Span(3, 8), "收到7.5件", 0.75, Status.STATED, Qualifier.OVER)
    assert found.proof("/a/y") == (None, None, None, Status.NOT_STATED, None)
    assert found.proof("/a/z") == (None,) * 5


def test_fields_named_like_evidence_are_kept_whole(tmp_path):
    """A record's own fields keep everything, whatever they are called."""
    record = {"status": "stated", "quote": "某", "start": 1, "more": {"status": "x", "y": 2}}
    (found,) = load_predictions(
        write(tmp_path / "r.jsonl", {"document": "d", "record": record, "evidence": {}})
    )
    assert found.record == record


def test_pointers_are_unescaped():
    """~0 and ~1 in a pointer are ~ and / of a key, both ways."""
    found = Prediction("d", {"a/b": {"c~d": 5}})
    assert found.value("/a~1b/c~0d") == 5
    assert list(found.leaves()) == [("/a~1b/c~0d", 5)]


@pytest.mark.parametrize("record", [None, {}, {"a": None}, {"a": 3}, {"a": [{"x": 1}]}])
def test_a_value_that_is_not_there_is_null(record):
    """A path through nothing, a number or a list leads to null."""
    assert Prediction("d", record).value("/a/x") is None


def test_the_last_of_several_lines_counts_and_all_are_counted(tmp_path):
    """A document's later line replaces the earlier, and the scores say how many there were."""
    lines = [{"document": "d", "record": {"a": {"x": value}}} for value in (1, 2, 3)]
    found = load_predictions(write(tmp_path / "r.jsonl", *lines))
    assert [(one.value("/a/x"), one.lines) for one in found] == [(3, 3)]
    assert score([Gold("d", {"/a/x": 3})], found).repeated == {"d": 3}
    assert score([], [*found, Prediction("e", {}), Prediction("d", {})]).repeated == {"d": 4}


def test_names_match_in_any_order_of_records():
    """A whole name goes before a stem, and among equal stems the first name in order."""
    names = ["b/x.txt", "a/x.txt", "x.html"]
    for order in (names, names[::-1]):
        found = by_document(["x", "x.html"], [Prediction(name, {}) for name in order])
        assert {key: one.document for key, one in found.items()} == {
            "x": "a/x.txt",
            "x.html": "x.html",
        }


@pytest.mark.parametrize("line", ["{", "[]", "3", '{"record": {}}', '{"document": "d", "evidence": 3}'])  # fmt: skip
def test_a_line_that_is_no_record_is_named(tmp_path, line):
    """The file and the number of the line stand in the message."""
    path = write(tmp_path / "r.jsonl", {"document": "d", "record": {}})
    path.write_text(path.read_text("utf-8") + "\n" + line, "utf-8")
    with pytest.raises(UsageError, match=r"r\.jsonl:3"):
        load_predictions(path)


def test_files_that_cannot_be_read_are_named(tmp_path):
    """A missing file and one that is not UTF-8 are usage errors."""
    with pytest.raises(UsageError, match="none"):
        load_predictions(tmp_path / "none")
    (tmp_path / "gbk.jsonl").write_bytes("某局".encode("gbk"))
    with pytest.raises(UsageError, match="UTF-8"):
        load_predictions(tmp_path / "gbk.jsonl")
