import re

from hypothesis import given
from hypothesis import strategies as st

from llmextract.evaluation.gold import Gold
from llmextract.evaluation.predictions import Prediction
from llmextract.evaluation.reports import markdown
from llmextract.evaluation.reports.markdown import as_markdown
from tests.evaluation.reports.making import HOSTILE, calibration, evaluation, mixed


def test_headline_tables_and_errors_are_there():
    """The report says F1 with its interval, and folds errors away by document."""
    text = as_markdown(mixed(calibration=calibration()))
    assert text.startswith("# Evaluation of a-run\n")
    assert re.search(r"\*\*F1 0\.\d{3}\*\* \[", text)
    assert "<summary>d (4)</summary>" in text
    assert "收到申请数" in text
    assert "Brier" in text


def test_it_can_be_chinese():
    """The same report in Chinese has the same number of lines."""
    chinese = as_markdown(mixed(), language="zh")
    assert "评测报告" in chinese
    assert chinese.count("\n") == as_markdown(mixed()).count("\n")


@given(st.text(max_size=30).map(lambda text: text + HOSTILE))
def test_what_documents_say_is_no_markup(words):
    """Values with HTML, pipes and line breaks leave each table its columns and add no element."""
    gold = Gold("d", {"/a/x": words})
    text = as_markdown(evaluation([(gold, Prediction("d", {"a": {"x": "other"}}))], texts={}))
    assert set(re.findall(r"<(\w+)", text)) <= {"details", "summary"}
    row = next(line for line in text.splitlines() if line.startswith("| wrong | "))
    assert row.count("|") == 6


def test_a_long_list_of_errors_is_cut(monkeypatch):
    """So that the report fits a comment, only the first errors are listed, and the rest counted."""
    monkeypatch.setattr(markdown, "MOST", 2)
    text = as_markdown(mixed())
    assert len(re.findall(r"^\| (?:wrong|missing|spurious) \|", text, re.MULTILINE)) == 2
    assert "3 more errors are not listed" in text
