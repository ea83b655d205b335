"""The table says what the run folders say, however far they have come."""

import json
from pathlib import Path

import pytest

from llmextract.matrix import State, measure
from llmextract.matrix.as_json import as_json
from llmextract.matrix.table import as_markdown, as_text
from tests.matrix.making import model

OUT = Path("out")
GOOD, BAD, RULES = "link-models.py-good-Shop", "link-models.py-bad-Shop", "rules-Shop"


@pytest.fixture
def done(planned, run_here):
    """The plan, run."""
    todo = planned()
    run_here(todo)
    return todo


def rows(found):
    return {row.setup.name: row for row in found.rows}


def manifest(name: str, **values) -> None:
    path = OUT / name / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | values), "utf-8")


def test_each_setup_has_its_figures_and_what_it_cost(done) -> None:
    """Accuracy is that of `evaluate`; calls, tokens and seconds are a document's."""
    found = as_json(measure(done, OUT))["setups"]
    good, bad, rules = found[GOOD], found[BAD], found[RULES]
    assert good["f1"] == 1
    assert 0 < bad["f1"] < 1
    assert good["calls"] > 0
    assert good["tokens_in"] == 100 * good["calls"]
    assert good["seconds"] == pytest.approx(0.5 * good["calls"])
    assert (rules["calls"], rules["cost"], rules["backend"], rules["model"]) == (0, 0, "", "")


def test_the_others_are_held_against_the_best(done) -> None:
    """With the difference of F1; two documents are too few to be more than chance."""
    found = rows(measure(done, OUT))
    assert found[GOOD].best
    assert found[GOOD].versus is None
    versus = found[BAD].versus
    assert versus.difference.difference == pytest.approx(found[BAD].f1 - 1)
    assert versus.p >= versus.test.p >= 0.5
    assert not versus.more_than_chance


def test_more_than_chance_is_told(planned, place, run_here) -> None:
    """Twelve documents that all say the same are a sign."""
    from tests.matrix.making import TEXT

    for n in range(2, 12):
        (place / "documents" / f"{n}.txt").write_text(TEXT.format(n + 12, n + 30), "utf-8")
        values = {"/orders/shop": n + 12, "/orders/online": n + 30, "/staff": 5}
        gold = json.dumps({"document": f"{n}.txt", "values": values})
        (place / "gold" / f"{n}.json").write_text(gold, "utf-8")
    todo = planned(strategies=["link"])
    run_here(todo)
    found = measure(todo, OUT)
    assert rows(found)[BAD].versus.more_than_chance
    (line,) = (line for line in as_text(found).splitlines() if "bad" in line and " *" in line)
    assert "−" in line


def test_prices_make_costs_and_without_a_price_there_is_none(planned, run_here) -> None:
    """A million tokens cost what the matrix says; nobody guesses a price."""
    prices = {model("good"): {"input": 2.0, "output": 10.0}}
    todo = planned(prices=prices, currency="EUR")
    run_here(todo)
    measured = measure(todo, OUT)
    found = as_json(measured)["setups"]
    good = found[GOOD]
    spent = 2 * good["tokens_in"] + 10 * good["tokens_out"]
    assert good["cost"] == pytest.approx(spent / 1_000_000)
    assert found[BAD]["cost"] is None
    assert found[RULES]["cost"] == 0
    assert "| cost EUR |" in as_markdown(measured)


def test_what_is_not_finished_says_so_and_has_no_figures(done) -> None:
    """A half run is no measurement; the others are measured all the same."""
    manifest(BAD, state="stopped")
    found = measure(done, OUT)
    row = rows(found)[BAD]
    assert (row.state, row.evaluation) == (State.UNFINISHED, None)
    assert "unfinished: 2 of 2 documents" in as_text(found)
    assert rows(found)[GOOD].evaluation is not None
    assert [row.setup.name for row in found.unfinished] == [BAD]


def test_what_was_never_run_says_so(planned) -> None:
    """The table can be made of an empty folder."""
    found = measure(planned(), OUT)
    assert {row.state for row in found.rows} == {State.NOT_BEGUN}
    assert as_text(found).count("not begun") == 3


def spoil(name: str, error: str, count: int) -> None:
    """Make the first documents of a run failed ones."""
    path = OUT / name / "records.jsonl"
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for line in lines[:count]:
        line.update(record=None, error=error)
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")


def test_a_failed_document_is_measured_and_told_of(done) -> None:
    """Its values are missing, and why it failed stands below the table."""
    spoil(GOOD, "AnswerError: nothing but noise", 1)
    found = measure(done, OUT)
    row = rows(found)[GOOD]
    assert row.state is State.FINISHED
    assert row.evaluation.scores.total.recall == 0.5
    assert f"{GOOD}: 1 documents failed: AnswerError: nothing but noise" in as_text(found)


@pytest.mark.parametrize(
    ("error", "count"), [("CassetteError: no recorded answer", 1), ("AnswerError: noise", 2)]
)
def test_answers_that_are_not_there_make_no_figures(done, error, count) -> None:
    """One call that was not recorded, or no document that did not fail: nothing was measured."""
    spoil(GOOD, error, count)
    row = rows(measure(done, OUT))[GOOD]
    assert (row.state, row.evaluation, row.reason) == (State.FAILED, None, error)


def test_markdown_and_text_say_the_same(done) -> None:
    """Every figure of one stands in the other."""
    found = measure(done, OUT)
    text, page = as_text(found), as_markdown(found)
    cells = {cell.strip() for line in page.splitlines() for cell in line.split("|")} - {"--"}
    assert {cell for cell in cells if cell not in text} == set()
    assert "2 documents, 18 cells, 6 of them stated." in page
