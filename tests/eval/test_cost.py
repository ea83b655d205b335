"""What a document costs, the further a corpus is read."""

import re
from pathlib import Path

import pytest

from llmextract.schema import load_schema

EVAL = Path(__file__).parents[2] / "eval"


@pytest.fixture(scope="module")
def cost():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(EVAL)
        import cost

        yield cost


@pytest.fixture(scope="module")
def read(cost, tmp_path_factory):
    """Two generated reports, read twice over."""
    paths = cost.corpus(tmp_path_factory.mktemp("corpus"), 2, 5, [])
    return list(cost.read_all([*paths, *paths], load_schema("disclosure_report")))


def test_a_corpus_read_again_costs_nothing_new(read) -> None:
    """Its questions are the same, and all of them have been asked."""
    first, second = read[:2], read[2:]
    assert [c.questions for c in first] == [c.questions for c in second]
    assert first[0].new == first[0].questions > 0
    assert [(c.new, c.tokens) for c in second] == [(0, 0), (0, 0)]


def test_new_questions_are_questions_and_cost_tokens(read) -> None:
    """No document needs more new calls than it has questions, and no call is free."""
    assert all(0 <= c.new <= c.questions for c in read)
    assert all((c.new > 0) == (c.tokens > 0) for c in read)


def test_the_totals_add_up(cost, read) -> None:
    """The last line has the sums of all documents, and the first row is the first document."""
    text = cost.table(read)
    assert re.findall(r"\d+", text.splitlines()[-1]) == [
        str(n) for n in (len(read), sum(c.questions for c in read), sum(c.new for c in read))
    ]
    (row,) = [line for line in text.splitlines() if line.startswith("| 1–1 |")]
    cells = [float(cell.replace(",", "")) for cell in row.split("|")[2:5]]
    assert cells == [read[0].questions, read[0].new, read[0].tokens]


def test_rows_are_of_the_documents_about_their_place(cost) -> None:
    """A row of equal documents has their figures, and takes a tenth to either side."""
    costs = [cost.Cost(str(n), 10, 1 if n > 50 else 10, 1200) for n in range(1, 121)]
    rows = cost.table(costs).splitlines()[2:-2]
    assert rows == [
        "| 1–1 | 10.0 | 10.0 | 1,200 |",
        "| 9–11 | 10.0 | 10.0 | 1,200 |",
        "| 90–110 | 10.0 | 1.0 | 1,200 |",
    ]


def test_a_corpus_has_its_size_and_the_reports_of_the_folders(cost, tmp_path) -> None:
    """Reports at hand are among the generated ones, in an order that the seed makes."""
    (tmp_path / "real").mkdir()
    (tmp_path / "made").mkdir()
    (tmp_path / "real" / "own.txt").write_text("报告", "utf-8")
    orders = [cost.corpus(tmp_path / "made", 12, 5, [tmp_path / "real"]) for _ in range(2)]
    assert orders[0] == orders[1] != sorted(orders[0])
    assert len(set(orders[0])) == 12
    assert tmp_path / "real" / "own.txt" in orders[0]


def test_more_reports_at_hand_than_asked_for_are_all_there_is(cost, tmp_path) -> None:
    """Nothing is generated, and it comes to an end."""
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text("报告", "utf-8")
    found = cost.corpus(tmp_path, 1, 5, [tmp_path])
    assert sorted(path.name for path in found) == ["a.txt", "b.txt"]
