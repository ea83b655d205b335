"""The matrices that `make eval` runs."""

import re
from pathlib import Path

import pytest

from llmextract.matrix import plan, read_matrix

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "eval").glob("*.toml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_matrix_can_be_planned_and_its_figures_have_a_place(path) -> None:
    """What it names is known and, unless it is optional, there; eval/README.md shows it."""
    found = plan(read_matrix(path))
    if not found.optional:
        assert all(Path(name).exists() for name in found.documents)
        assert found.gold.exists()
    page = (ROOT / "eval" / "README.md").read_text("utf-8")
    assert re.search(rf"^<!-- figures: {found.name}( \w+)? -->$", page, re.M)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_make_eval_runs_it_without_a_model(path) -> None:
    """Each setup asks nobody or has a recording, and records nothing itself."""
    found = plan(read_matrix(path))
    assert f"eval/{path.name}" in (ROOT / "Makefile").read_text("utf-8")
    assert [s.name for s in found.setups if s.backend and s.cassette is None] == []
    assert not found.record
