"""The command line on small documents, with a scripted backend and a strategy of our own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from llmextract.cli.app import app
from llmextract.strategies import registry
from tests.runs import fakes

SCHEMA = f"{fakes.__file__}:Intake"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with three documents, a script, and a cache of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LLMEXTRACT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(registry, "make_strategy", lambda name: fakes.AskEach())
    (tmp_path / "docs").mkdir()
    for n in range(3):
        (tmp_path / "docs" / f"{n}.txt").write_text(fakes.document(n).text, "utf-8")
    (tmp_path / "script.py").write_text("from tests.runs.fakes import answer\n")
    return tmp_path


@pytest.fixture
def run() -> Callable[..., Result]:
    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, arguments)

    return run


@pytest.fixture
def extract(run: Callable[..., Result]) -> Callable[..., Result]:
    def extract(*arguments: str) -> Result:
        return run("extract", "-s", SCHEMA, "-b", "scripted:script.py:answer", *arguments)

    return extract
