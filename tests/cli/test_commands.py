"""All commands but `extract`."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from llmextract.backends.registry import BackendInfo
from llmextract.strategies.registry import STRATEGIES
from tests.cli.conftest import SCHEMA

HEAVY = ("openai", "instructor", "scipy", "xllamacpp", "numpy", "vcr", "lxml", "diskcache")


@pytest.mark.parametrize("arguments", [["--help"], ["extract", "--help"], ["version"]])
def test_starting_imports_nothing_heavy(arguments) -> None:
    """Help and version wait for no library that they do not need."""
    code = (
        "import sys; from llmextract.cli import main\n"
        f"sys.argv = ['llmextract', *{arguments!r}]\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code\n"
        f"print('heavy:', [m for m in {HEAVY!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "heavy: []"


def test_help_names_every_command_and_exit_code(run) -> None:
    """`--help` is the reference for commands and exit codes."""
    text = run("--help").stdout
    for command in (
        "extract", "show", "findings", "export", "eval", "compare", "gate", "matrix", "calibrate", "gold",
        "schema", "compile", "backends", "cache", "doctor", "version",
    ):  # fmt: skip
        assert f" {command} " in text
    for code in (*range(11), 130):
        assert f"\n {code}  " in text


@pytest.mark.parametrize(
    "option",
    ["--schema", "--backend", "--strategy", "--out", "--limit", "--dry-run", "--base-url",
     "--no-cache", "--cassette", "--concurrency"],
)  # fmt: skip
def test_help_of_extract_names_every_option(run, option) -> None:
    """No option is hidden."""
    assert option in run("extract", "--help").stdout


def test_help_of_extract_names_every_strategy(run) -> None:
    """A strategy that is added is told of."""
    assert set(STRATEGIES) <= set(re.findall(r"[\w-]+", run("extract", "--help").stdout))


def test_show_lists_documents_and_their_errors(run, extract) -> None:
    """Without a document every document has a line, failed ones with their error."""
    Path("docs/bad.txt").write_bytes(b"\x00")
    extract("docs", "--out", "run")
    lines = run("show", "run").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["0.txt", "1.txt", "2.txt", "bad.txt"]
    assert "2 values" in lines[0]
    assert "DocumentError" in lines[3]


def test_show_prints_values_with_their_quotes(run, extract) -> None:
    """Each value stands with the words that prove it and their place."""
    extract("docs", "--out", "run")
    shown = run("show", "run", "1.txt").stdout
    line = next(line for line in shown.splitlines() if line.startswith("/received"))
    assert "21" in line
    assert "收到申请21件" in line
    text = Path("run/documents/1.txt").read_text("utf-8")
    start, end = map(int, line.rpartition("[")[2].rstrip("]").split(":"))
    assert "21件" in text[start:end]


def test_show_adds_rejected_and_findings_on_request(run, extract) -> None:
    """What was not proved and what contradicts itself are shown when asked for."""
    Path("odd.txt").write_text("收到申请2件，其中传真申请5件。", "utf-8")
    extract("odd.txt", "--out", "run")
    assert "findings:" not in run("show", "run").stdout
    shown = run("show", "run", "odd.txt", "--findings", "--rejected").stdout
    assert "rejected: 0" in shown
    assert "传真申请 5" in shown.partition("findings: 1")[2]


def test_show_as_json(run, extract) -> None:
    """--json prints record lines, for one document or all."""
    extract("docs", "--out", "run")
    assert json.loads(run("show", "run", "2.txt", "--json").stdout)["record"]["received"] == 22
    lines = run("show", "run", "--json").stdout.splitlines()
    assert [json.loads(line)["document"] for line in lines] == ["0.txt", "1.txt", "2.txt"]


@pytest.mark.parametrize("arguments", [["show", "docs"], ["show", "run", "9.txt"]])
def test_show_says_what_is_not_there(run, extract, arguments) -> None:
    """A folder without a run and an unknown document are errors with a hint."""
    extract("docs", "--out", "run")
    done = run(*arguments)
    assert done.exit_code == 7
    assert "→" in done.stderr


def test_schema_lists_and_shows(run) -> None:
    """Without a name the bundled schemas; with one its fields, labels, units and identities."""
    assert "disclosure_report" in run("schema").stdout.split()
    shown = run("schema", SCHEMA).stdout
    assert "收到申请 (件)" in shown
    assert "/fax <= /received" in shown


def test_schema_as_json(run) -> None:
    """--json prints the model's JSON schema."""
    data = json.loads(run("schema", SCHEMA, "--json").stdout)
    assert set(data["properties"]) == {"received", "fax"}


def test_cache_tells_and_clears(run, extract, place) -> None:
    """stats counts answers, clear removes them after asking, path says where they are."""
    assert json.loads(run("cache", "stats").stdout)["entries"] == 0
    assert not (place / "cache").exists()
    extract("docs", "--out", "run")
    assert json.loads(run("cache", "stats").stdout)["entries"] == 6
    assert run("cache", "path").stdout.strip() == str(place / "cache" / "responses")
    assert run("cache", "clear").exit_code != 0
    assert json.loads(run("cache", "stats").stdout)["entries"] == 6
    assert "removed 6 answers" in run("cache", "clear", "--yes").stderr
    assert json.loads(run("cache", "stats").stdout)["entries"] == 0


def test_no_cache_keeps_nothing(run, extract, place) -> None:
    """--no-cache neither reads nor writes answers."""
    extract("docs", "--out", "run", "--no-cache")
    assert not (place / "cache").exists()


def _backends(monkeypatch, *, ready: bool) -> None:
    found = (
        BackendInfo("local:1.5b", "weights", ready, "pip install 'llmextract[local]'"),
        BackendInfo("openai:MODEL", "a server", False, "OPENAI_API_KEY"),
    )
    monkeypatch.setattr("llmextract.backends.registry.describe_backends", lambda: found)


def test_backends_says_what_is_ready_and_what_is_missing(run, monkeypatch) -> None:
    """Each backend with whether it would work; what others need is printed whole."""
    _backends(monkeypatch, ready=False)
    shown = run("backends").stdout
    assert "pip install 'llmextract[local]'" in shown
    assert json.loads(run("backends", "--json").stdout)[1]["installed"] is False


@pytest.mark.parametrize(("ready", "code"), [(True, 0), (False, 1)])
def test_doctor_fails_if_the_default_backend_cannot_run(run, monkeypatch, ready, code) -> None:
    """Exit code 1, and how to mend it, only when the default backend is missing."""
    _backends(monkeypatch, ready=ready)
    done = run("doctor")
    assert done.exit_code == code
    assert ("pip install 'llmextract[local]'" in done.stdout) is not ready


def test_version_is_the_packages(run) -> None:
    """The version is that of the installed package."""
    from importlib import metadata

    assert run("version").stdout.strip() == metadata.version("llmextract")
