import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import pytest

from llmextract.errors import UsageError
from llmextract.evaluation.gold import Gold
from llmextract.evaluation.predictions import Prediction
from llmextract.evaluation.reports import plots
from llmextract.evaluation.reports.html import as_html
from tests.evaluation.reports.making import HOSTILE, calibration, evaluation, mixed, proof


class Page(HTMLParser):
    """Tags with attributes, and the text of scripts."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.scripts, self._inside = [], [], False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self._inside = tag == "script"

    def handle_data(self, text):
        if self._inside:
            self.scripts.append(text)
            self._inside = False

    def all(self, name):
        return [attributes for tag, attributes in self.tags if tag == name]


def hostile():
    """A run over a document whose name, text, values and quotes are an attack."""
    text = f"a😀 {HOSTILE} b"
    gold = Gold(HOSTILE, {"/a/x": HOSTILE, "/a/y": "no"})
    found = Prediction(HOSTILE, {"a": {"x": "b", "y": HOSTILE}}, {"/a/x": proof("b", text)})
    return evaluation([(gold, found)], texts={HOSTILE: text}, labels={"/a/x": HOSTILE})


def test_documents_cannot_become_markup():
    """Planted scripts and images stay text: the page has its two scripts and no image."""
    page = Page(as_html(hostile()))
    assert len(page.scripts) == len(page.all("script")) == 2
    assert not page.all("img")
    assert not [name for _, tag in page.tags for name in tag if name.startswith("on")]


def test_the_data_say_the_same_as_the_documents():
    """The embedded JSON holds texts and values unchanged, with offsets as JavaScript counts."""
    data = json.loads(Page(as_html(hostile())).scripts[0])
    (document,) = data["documents"]
    assert document["name"] == HOSTILE
    case = next(case for case in data["cases"] if case.get("pp"))
    start, end = case["pp"][0]
    assert document["text"].encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le") == "b"
    assert case["g"] == HOSTILE


def test_nothing_is_loaded_from_elsewhere():
    """No address stands in the page but links within it, and its policy forbids loading."""
    page = Page(as_html(mixed(calibration=calibration()), [("other", mixed())]))
    for _, tag in page.tags:
        assert not {"src", "srcset", "data", "action"} & set(tag)
        for name in ("href", "xlink:href"):
            assert tag.get(name, "#").startswith("#")
    (policy,) = (tag["content"] for tag in page.all("meta") if "http-equiv" in tag)
    assert "default-src 'none'" in policy
    digest = base64.b64encode(hashlib.sha256(page.scripts[1].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy


def test_the_same_evaluation_gives_the_same_bytes():
    """Two pages of one evaluation are equal, plots included."""
    pages = {as_html(mixed(calibration=calibration()), [("o", mixed())]) for _ in range(2)}
    assert len(pages) == 1


def test_ids_are_unique_and_tables_have_captions():
    """No id is given twice, each table has a caption and each select a label around it."""
    html = as_html(mixed(calibration=calibration()), [("other", mixed())])
    page = Page(html)
    ids = [tag["id"] for _, tag in page.tags if "id" in tag]
    assert sorted(set(ids)) == sorted(ids)
    assert len(page.all("table")) == len(page.all("caption"))
    assert not re.search(r"<select(?![^\0]*?</label>)", html)


def test_plots_take_colours_and_words_from_the_page():
    """A plot has no colour, font or word of its own, but variables and keys of the table."""
    svg = plots.risk_coverage(calibration(), "zh")
    assert 'data-w="coverage">保留的比例<' in svg
    assert "var(--run)" in svg
    assert not re.search(r"#[0-9a-f]{6}\b|font-family|<metadata|word:", svg)


def test_without_matplotlib_the_numbers_stand_alone(monkeypatch):
    """No plot, the tables open, and a note on how to get plots."""
    monkeypatch.setattr(plots, "can_plot", lambda: False)
    page = as_html(mixed(calibration=calibration()))
    assert "<svg" not in page
    assert "llmextract[report]" in page
    assert page.count("<details open>") == 2


def test_cost_is_plotted_only_for_several_runs():
    """One run is a row, two are a drawing as well."""
    assert "cost-accuracy-caption" not in as_html(mixed())
    assert "cost-accuracy-caption" in as_html(mixed(), [("other", mixed())])


def test_a_language_can_be_set():
    """The page is in the language asked for; another is refused."""
    assert '<html lang="zh" data-language="zh">' in as_html(mixed(), language="zh")
    assert 'data-language="auto"' in as_html(mixed())
    with pytest.raises(UsageError, match="no words"):
        as_html(mixed(), language="fr")


def test_a_page_without_errors_or_documents_stands():
    """Nothing to show is said, not a failure."""
    right = evaluation([(Gold("d", {"/a/x": 1}), Prediction("d", {"a": {"x": 1}}))], texts={})
    assert "There are no errors." in as_html(right)
    assert "nothing to draw an interval from" in as_html(evaluation([], texts={}))
