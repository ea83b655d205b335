"""The page in Chromium; its state is in the address, so that no driver is needed."""

import re
import shutil
import subprocess

import pytest

from llmextract.evaluation.reports.html import as_html
from tests.evaluation.reports.making import calibration, mixed
from tests.evaluation.reports.test_html import Page, hostile

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-quic",
    "--virtual-time-budget=2000", "--lang=en-US", "--dump-dom",
)  # fmt: skip

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium"),
]


@pytest.fixture
def opened(tmp_path):
    """Opens a page from disk with a state; returns the document after its scripts have run."""

    def opened(html, state=""):
        file = tmp_path / "report.html"
        file.write_text(html, "utf-8")
        folder = f"--user-data-dir={tmp_path / 'profile'}"
        command = [CHROMIUM, *FLAGS, folder, f"file://{file}{state}"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
        return done.stdout

    return opened


def detail(dom):
    return re.search(r'<article class="detail".*?</article>', dom, re.DOTALL)[0]


def test_a_case_is_shown_with_both_passages_marked(opened):
    """A linked state shows that case: values, class, and the marks of gold and run."""
    dom = opened(
        as_html(mixed(calibration=calibration())), "#errors?field=%2Fa%2Fonline&outcome=wrong"
    )
    shown = detail(dom)
    assert '<mark class="run">信函1件</mark>' in shown
    assert '<mark class="gold">网络18件</mark>' in shown
    assert "from the same sentence" in shown
    assert "1 of 1" in shown


def test_a_shared_passage_is_marked_once_for_both(opened):
    """Where gold and run point at the same words there is one mark of both kinds."""
    shown = detail(opened(as_html(mixed()), "#errors?class=magnitude"))
    assert re.search(r'<mark class="gold run">信息2万条</mark>', shown)
    assert "×10,000" in shown


def test_language_and_colours_follow_the_address(opened):
    """lang=zh turns every word, plots included; theme=dark sets the colours."""
    dom = opened(as_html(mixed(calibration=calibration())), "#errors?lang=zh&theme=dark")
    root = dom[: dom.index("<head>")]
    assert 'lang="zh-CN"' in root
    assert 'data-theme="dark"' in root
    assert ">保留的比例</text>" in dom
    assert "显示 " in dom


def test_the_whole_document_opens_with_all_marks(opened):
    """open=1 opens the text of the document, unchanged, with the case's own mark outlined."""
    made = mixed()
    dom = opened(as_html(made), "#errors?class=magnitude&open=1")
    dialog = re.search(r"<dialog.*?</dialog>", dom, re.DOTALL)[0]
    assert "open=" in dialog.split(">")[0]
    assert 'class="gold run current"' in dialog
    reading = re.search(r'id="reading"[^>]*>(.*?)</div>', dialog, re.DOTALL)[1]
    assert re.sub(r"<[^>]*>", "", reading) == made.texts["d"]


def test_filters_that_let_nothing_pass_say_so(opened):
    """An empty list is said in words."""
    assert "No case passes" in detail(opened(as_html(mixed()), "#errors?q=nowhere"))


def test_planted_scripts_do_not_run(opened):
    """A document full of markup leaves the page's title, scripts and images as they were."""
    dom = opened(as_html(hostile()), "#errors?at=1&open=1")
    page = Page(dom)
    assert "<title>Evaluation of a-run</title>" in dom
    assert len(page.all("script")) == 2
    assert not page.all("img")
    assert "&lt;/script&gt;" in detail(dom)
