import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from llmextract.matrix import MatrixFile, Plan, plan
from llmextract.matrix.run import tasks
from llmextract.matrix.work import carry_out
from tests.matrix.making import SCHEMA, make_place, model


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with documents, gold and models."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LLMEXTRACT_CACHE", str(tmp_path / "cache"))
    return make_place(tmp_path)


@pytest.fixture
def planned(place: Path) -> Callable[..., Plan]:
    """A plan over the place; what is given takes the place of what stands here."""

    def planned(**values) -> Plan:
        given = {
            "name": "shop",
            "documents": ["documents"],
            "gold": "gold",
            "schemas": [SCHEMA],
            "strategies": ["link", "rules"],
            "backends": [model("good"), model("bad")],
        }
        return plan(MatrixFile(**given | values))

    return planned


@pytest.fixture
def run_here() -> Callable[..., None]:
    """Runs a plan in this process, which is faster than one process a setup."""

    def run_here(todo: Plan, out: Path = Path("out")) -> None:
        for task in tasks(todo, out):
            asyncio.run(carry_out(task))

    return run_here
