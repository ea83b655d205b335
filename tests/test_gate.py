"""The baselines that `make gate` holds the strategy without a model to."""

import re
from pathlib import Path

import pytest

from llmextract.evaluation.baseline import read_baseline
from llmextract.evaluation.basis import check_fields, check_labels

ROOT = Path(__file__).parent.parent
BASELINES = sorted((ROOT / "eval" / "baselines").glob("*.json"))


@pytest.mark.parametrize("path", BASELINES, ids=lambda path: path.stem)
def test_a_baseline_is_of_the_labels_and_fields_there_are(path) -> None:
    """Who changes a label or a field writes the baseline anew: `llmextract gate RUN --write`."""
    baseline = read_baseline(path)
    check_labels(path.parent / baseline.gold, baseline)
    check_fields(baseline.schema_name, baseline)
    assert baseline.minimum["f1"] > 0.5


def test_make_gate_holds_each_baseline() -> None:
    """No baseline lies there unused."""
    recipe = re.split(r"^gate:", (ROOT / "Makefile").read_text("utf-8"), flags=re.M)[1]
    named = re.findall(r"^\t.*\bhold (\w+) ", recipe.partition("\n\n")[0], re.M)
    assert sorted(f"rules-{name}" for name in named) == [path.stem for path in BASELINES]


def test_the_held_out_baseline_does_not_say_which_cells_fail() -> None:
    """Nobody mends what is held out by reading what fails there."""
    assert read_baseline(ROOT / "eval" / "baselines" / "rules-heldout.json").errors is None
