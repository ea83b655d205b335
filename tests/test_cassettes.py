"""Extraction from answers that the local model gave once, replayed without it.

Recorded with `llmextract extract examples/NAME.txt --schema disclosure_report --strategy STRATEGY
--cassette cassettes/STRATEGY_NAME.yaml --record`.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from llmextract import CallOptions, extract
from llmextract.evaluation.gold import load_gold
from llmextract.evaluation.predictions import load_predictions
from llmextract.evaluation.score import score

ROOT = Path(__file__).parent.parent
CASSETTES = sorted((ROOT / "cassettes").glob("*.yaml"))


@pytest.fixture(params=CASSETTES, ids=lambda path: path.stem)
def cassette(request) -> Path:
    return request.param


def replay(cassette: Path, out: Path):
    strategy, _, name = cassette.stem.partition("_")
    document = ROOT / "examples" / f"{name}.txt"
    calls = CallOptions(cassette=cassette, cache=False)
    found = extract(
        str(document), "disclosure_report", strategy=strategy, calls=calls, out=str(out)
    )
    return found[0]


def test_there_is_a_recording_of_the_default_strategy() -> None:
    """A recording of `link` lies in cassettes/."""
    assert "link" in {path.stem.partition("_")[0] for path in CASSETTES}


def test_a_replayed_run_makes_a_proved_record(cassette, tmp_path) -> None:
    """All questions are in the recording, every quote stands at its place, and most of what is
    found is right."""
    found = replay(cassette, tmp_path / "run")
    assert found.error is None
    assert found.usage.calls > 0
    text = (tmp_path / "run" / "documents" / f"{found.document}").read_text("utf-8")
    for evidence in found.evidence.values():
        if evidence.quote is not None:
            assert text[evidence.start : evidence.end] == evidence.quote
    gold = [g for g in load_gold(ROOT / "eval" / "gold") if g.document == found.document]
    scores = score(gold, load_predictions(tmp_path / "run"))
    assert scores.total.precision > 0.5


def test_a_recording_can_be_read_and_holds_no_secret(cassette) -> None:
    """Prompts and answers stand in plain Chinese, and no key, cookie or path does."""
    text = cassette.read_text("utf-8")
    assert len(re.findall(r"[\u4e00-\u9fff]", text)) > 1000
    assert "\\u" not in text
    assert not re.search(r"(?i)authorization|bearer|cookie|api[-_]?key|/home/|/root/|/tmp/", text)
    assert cassette.stat().st_size < 1_000_000
