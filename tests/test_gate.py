"""The gate: a figure below its minimum fails, and every baseline can be measured."""

import importlib.util
import json
from pathlib import Path

import pytest

from llmextract.strategies.registry import STRATEGIES

EVAL = Path(__file__).parent.parent / "eval"


@pytest.fixture(scope="module")
def gate():
    spec = importlib.util.spec_from_file_location("gate", EVAL / "gate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("f1", "code", "said"), [(0.8, 0, "a: f1 0.800: reached"), (0.79, 1, "f1 is below 0.800")]
)
def test_a_figure_below_its_minimum_fails(
    gate, tmp_path, monkeypatch, capsys, f1, code, said
) -> None:
    """The exit code is 1 if any figure lies below its minimum, and the line says which."""
    monkeypatch.setattr(gate, "measure", lambda baseline: {"total": {"f1": f1, "precision": 0.1}})
    (tmp_path / "a.json").write_text('{"minimum": {"f1": 0.8}}', "utf-8")
    assert gate.main([str(tmp_path / "a.json")]) == code
    assert said in capsys.readouterr().out


@pytest.mark.parametrize("path", sorted((EVAL / "baselines").glob("*.json")), ids=lambda p: p.stem)
def test_a_baseline_names_what_there_is(path) -> None:
    """Documents, gold and strategy of each baseline exist, and something is held against it."""
    baseline = json.loads(path.read_text("utf-8"))
    assert any((EVAL.parent / baseline["documents"]).iterdir())
    assert any((EVAL.parent / baseline["gold"]).iterdir())
    assert baseline["strategy"] in STRATEGIES
    assert baseline["minimum"]
