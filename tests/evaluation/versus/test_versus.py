import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.errors import UsageError
from llmextract.evaluation import Gold, Outcome, Prediction, score
from llmextract.evaluation.versus import (
    Change,
    as_json,
    as_lines,
    better,
    compare_runs,
    verdict,
    versus,
)
from llmextract.types import Span

FIELDS = ("/a/x", "/a/y", "/b/x", "/b/z")
answers = st.dictionaries(st.sampled_from(FIELDS), st.one_of(st.none(), st.integers(0, 3)))
labels = st.dictionaries(st.sampled_from(FIELDS), st.integers(0, 3), min_size=1)
cases = st.lists(st.tuples(labels, answers, answers), min_size=1, max_size=6)

GOLD = {"/a/x": 1, "/a/y": 20}
A = {"a": {"x": 1, "y": 2}}
B = {"a": {"x": 1, "y": 20}}


def record(found):
    nested = {}
    for pointer, value in found.items():
        _, group, name = pointer.split("/")
        nested.setdefault(group, {})[name] = value
    return nested


def scored(found):
    gold = [Gold(f"d{n}", labels) for n, (labels, _, _) in enumerate(found)]
    return tuple(
        score(gold, [Prediction(f"d{n}", record(case[side])) for n, case in enumerate(found)])
        for side in (1, 2)
    )


def one_cell(gold, a, b):
    """The comparison of two runs over one document with one field."""
    found = versus(*(score([gold], [prediction]) for prediction in (a, b)), draws=20)
    (cell,) = found.changed or found.alike or (None,)
    return cell.change if cell else Change.NONE


@given(cases)
def test_every_cell_is_changed_alike_or_the_same(found):
    """A cell is listed as changed just if its value or outcome is another, as alike if it is an
    error that is the same in both."""
    a, b = scored(found)
    result = versus(a, b, draws=20)
    one = {(cell.document, cell.pointer): cell for cell in a.cells}
    other = {(cell.document, cell.pointer): cell for cell in b.cells}
    changed = {(cell.document, cell.pointer) for cell in result.changed}
    alike = {(cell.document, cell.pointer) for cell in result.alike}
    for key in one.keys() & other.keys():
        differs = (one[key].outcome, one[key].predicted) != (
            other[key].outcome,
            other[key].predicted,
        )
        error = one[key].outcome not in (Outcome.RIGHT, Outcome.RIGHT_NULL)
        assert (key in changed, key in alike) == (differs, error and not differs)


@given(cases)
def test_mended_and_broken_cells_explain_the_difference(found):
    """Cells right in B less those in A are the mended less the broken ones, and McNemar's."""
    result = versus(*scored(found), draws=20)
    changes = [cell.change for cell in result.changed]
    assert changes.count(Change.MENDED) == result.cells.only_b
    assert changes.count(Change.BROKE) == result.cells.only_a


@given(cases)
def test_a_run_against_itself(found):
    """Nothing changed, every difference is 0, every p is 1, and no run is better."""
    a, _ = scored(found)
    result = versus(a, a, draws=50)
    assert result.changed == ()
    assert result.fields == ()
    assert better(result) is None
    for figure in result.figures:
        if figure.difference is not None:
            assert (figure.difference.difference, figure.difference.low) == (0, 0)
            assert figure.test.p == 1
    assert result.documents.p == 1
    assert result.f1.a is None or verdict(result).startswith("No difference")


@given(cases)
def test_the_runs_exchanged_exchange_what_is_said(found):
    """B against A: mended cells are broken ones, differences change sign, p stay."""
    a, b = scored(found)
    one, other = versus(a, b, draws=50), versus(b, a, draws=50)
    assert [(c.a, c.b) for c in one.changed] == [(c.b, c.a) for c in other.changed]
    assert [field.adjusted for field in one.fields] == [field.adjusted for field in other.fields]
    for figure, mirrored in zip(one.figures, other.figures, strict=True):
        assert figure.test == mirrored.test
        assert (figure.a, figure.interval_a) == (mirrored.b, mirrored.interval_b)


@given(cases)
def test_only_fields_that_count_differently_are_tested(found):
    """A field in the family has a document that differs, and no p below what that allows."""
    for field in versus(*scored(found), draws=50).fields:
        assert field.test.differing
        assert field.test.least <= field.test.p <= field.adjusted <= 1


@pytest.mark.parametrize(
    ("a", "b", "change"),
    [
        (1, 2, Change.BROKE),
        (None, 1, Change.MENDED),
        (2, 3, Change.WRONG_OTHERWISE),
        (None, 3, Change.WRONG_OTHERWISE),
        (2, 2, Change.WRONG_ALIKE),
        (None, None, Change.WRONG_ALIKE),
        (1, 7, Change.RIGHT_OTHERWISE),
        (7, 7, Change.NONE),
    ],
)
def test_each_change_by_example(a, b, change):
    """With gold 1, or 7, each pair of values has its change."""
    gold = Gold("d", {"/a/x": 1}, accepted={"/a/x": (7,)})
    one, other = (Prediction("d", {"a": {"x": value}}) for value in (a, b))
    assert one_cell(gold, one, other) is change


def test_an_invented_value_is_broken_and_its_removal_mended():
    """Where the gold has nothing, null is right."""
    gold = Gold("d", {"/a/y": 1})
    full, empty = Prediction("d", {"a": {"x": 5, "y": 1}}), Prediction("d", {"a": {"y": 1}})
    assert one_cell(gold, empty, full) is Change.BROKE
    assert one_cell(gold, full, empty) is Change.MENDED


def test_another_proof_of_a_right_value_is_a_change():
    """A value that both have right is listed if only one has it from the gold's place."""
    gold = Gold("d", {"/a/x": 1}, spans={"/a/x": (Span(10, 20),)})
    near, far = (
        Prediction("d", {"a": {"x": 1}}, {"/a/x": {"start": at, "end": at + 2, "quote": "1件"}})
        for at in (12, 40)
    )
    assert one_cell(gold, near, far) is Change.PROOF_BROKE
    assert one_cell(gold, far, near) is Change.PROOF_MENDED


def many(count, a, b):
    """The comparison over so many documents that are all alike."""
    gold = [Gold(f"d{n}", GOLD) for n in range(count)]
    return versus(*(score(gold, [Prediction(g.document, found) for g in gold]) for found in (a, b)))


def test_a_clear_winner_is_named():
    """Ten documents that all get better are more than chance: 2 of 1024 ways."""
    result = many(10, A, B)
    assert better(result) == "B"
    text = verdict(result)
    assert text.startswith("B is better: F1 is 0.500 in A and 1.000 in B, +0.500")
    assert text.endswith("1 of 510 cases.")
    assert better(many(10, B, A)) == "A"


def test_few_documents_tell_nothing():
    """With three documents no difference can be told from chance, and it is said why."""
    text = verdict(many(3, A, B))
    assert text.startswith("Cannot be told from chance with 3 documents, of which 3 differ")
    assert "6 have to" in text
    assert text.endswith("25 of 100 cases.")


def test_a_sampled_p_says_fewer_than():
    """Where no draw reaches the difference the verdict gives the limit of the draws."""
    assert verdict(many(40, A, B)).endswith("fewer than 1 of 10,000 cases.")


def test_no_figure_no_verdict():
    """Without a value in gold or record there is nothing to compare."""
    gold = [Gold("d", {"/a/x": 1}, not_annotated=frozenset({"/a/x"}))]
    empty = score(gold, [Prediction("d", {})])
    assert verdict(versus(empty, empty, draws=10)).startswith("There is no F1")


def test_lists_are_told_of_apart():
    """Items of a list that only one run has are counted beside the figures, not in them."""
    gold = Gold("d", {"/a/x": 1}, items={"/names": ("甲", "乙")})
    one, other = (
        score([gold], [Prediction("d", {"a": {"x": 1}, "names": names})])
        for names in (["甲"], ["甲", "乙"])
    )
    result = versus(one, other, draws=10)
    (found,) = result.apart
    assert (found.pointer, found.a.right, found.b.right) == ("/names", 1, 2)
    assert result.changed == ()
    assert versus(one, one, draws=10).apart == ()


@pytest.fixture
def runs(tmp_path):
    """Two runs and gold; d0 is in both, d1 failed in A, d2 is in A only, d3 in neither."""
    (tmp_path / "gold").mkdir()
    for n in range(4):
        gold = json.dumps({"document": f"d{n}", "values": GOLD})
        (tmp_path / "gold" / f"d{n}.json").write_text(gold, "utf-8")
    lines = {
        "a": [("d0", A, None), ("d1", None, "timeout"), ("d2", A, None)],
        "b": [("d0", B, None), ("d1", B, None)],
    }
    for name, found in lines.items():
        (tmp_path / name).mkdir()
        text = "".join(
            json.dumps({"document": f"{document}.txt", "record": made, "error": error}) + "\n"
            for document, made, error in found
        )
        (tmp_path / name / "records.jsonl").write_text(text, "utf-8")
    return tmp_path


def manifest(folder, **settings):
    (folder / "manifest.json").write_text(json.dumps(settings), "utf-8")


def test_only_what_both_runs_are_about_is_compared(runs):
    """Documents of one run are left out and named; a failed one counts as all null."""
    found = compare_runs(runs / "a", runs / "b", runs / "gold", draws=10)
    assert found.a.documents == found.b.documents == ("d0", "d1")
    assert found.a.failed == ("d1",)
    assert (found.left_out.only_a, found.left_out.only_b) == (("d2",), ())
    assert found.left_out.neither == ("d3",)
    assert [(c.document, c.pointer, c.change) for c in found.changed] == [
        ("d0", "/a/y", Change.MENDED),
        ("d1", "/a/x", Change.MENDED),
        ("d1", "/a/y", Change.MENDED),
    ]


def test_runs_without_a_common_document_are_an_error(runs):
    """There is nothing to compare, and the message says so."""
    line = json.dumps({"document": "d3.txt", "record": B}) + "\n"
    (runs / "b" / "records.jsonl").write_text(line, "utf-8")
    with pytest.raises(UsageError, match="no document of the gold is in both"):
        compare_runs(runs / "a", runs / "b", runs / "gold")


def test_what_the_runs_were_made_with(runs):
    """Only settings that differ are named, nested ones with their path, texts by digest."""
    manifest(
        runs / "a", strategy="rules", model="m", started="1", prompts={"p.md": "1 a"},
        documents=[{"name": "d0.txt", "sha256": "00"}, {"name": "d1.txt", "sha256": "11"}],
    )  # fmt: skip
    manifest(
        runs / "b", strategy="rules", model="n", started="2", prompts={"p.md": "1 b"},
        documents=[{"name": "d0.txt", "sha256": "0f"}, {"name": "d1.txt", "sha256": None}],
    )  # fmt: skip
    found = compare_runs(runs / "a", runs / "b" / "records.jsonl", runs / "gold", draws=10)
    assert [(setting.name, setting.a, setting.b) for setting in found.settings] == [
        ("model", "m", "n"),
        ("prompts.p.md", "1 a", "1 b"),
        ("text of d0.txt", "00", "0f"),
    ]


def test_text_and_json_say_the_same(runs):
    """The headings count the cells that the JSON lists, and the verdict stands in both."""
    found = compare_runs(runs / "a", runs / "b", runs / "gold", draws=10)
    text = "\n".join(line for line, _ in as_lines(found, runs / "a", runs / "b"))
    data = json.loads(json.dumps(as_json(found, runs / "a", runs / "b", alike=True)))
    assert text.startswith(data["verdict"])
    assert f"B mended: right in B, not in A ({len(data['changed'])})" in text
    assert "left out, in A only: d2" in text
    assert data["left_out"] == {"only_a": ["d2"], "only_b": [], "neither": ["d3"]}
    assert data["a"]["failed"] == ["d1"]
    assert data["figures"]["f1"]["b"] == 1
    assert data["changed"][0] == {
        "document": "d0", "pointer": "/a/y", "change": "mended", "gold": 20,
        "a": {"value": 2, "outcome": "wrong", "magnitude": 10, "grounded": None, "quote": None},
        "b": {"value": 20, "outcome": "right", "magnitude": None, "grounded": None, "quote": None},
    }  # fmt: skip
    assert data["alike"] == []
