"""What README and CONTRIBUTING say is so: commands, options, code, tables, files and links."""

import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from llmextract import CallOptions, errors, extract
from llmextract.backends.registry import make_backend
from llmextract.backends.scripted import ScriptedBackend
from llmextract.cli.app import EPILOG, app
from llmextract.record import plain_evidence
from llmextract.strategies.registry import STRATEGIES

ROOT = Path(__file__).parent.parent
NAMES = (
    "README.md",
    "CONTRIBUTING.md",
    "docs/evaluation.md",
    "docs/export.md",
    "docs/findings.md",
    "docs/gold.md",
    "docs/schemas.md",
)
PAGES = {name: (ROOT / name).read_text("utf-8") for name in NAMES}
README = PAGES["README.md"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.M | re.S)


def inline(text: str) -> list[str]:
    """What stands between single backquotes, outside the fenced blocks."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S))


def commands(program: str) -> list[list[str]]:
    """The arguments of each command of a program that the pages show, without placeholders."""
    return list(_commands(program))


def _commands(program: str) -> Iterator[list[str]]:
    for text in PAGES.values():
        lines = [line for block in blocks(text, "sh") for line in block.splitlines()]
        for line in lines + inline(text):
            for part in re.split(r"&&|;", line):
                words = shlex.split(part, comments=True)
                if words[:1] == [program] and not any(word.isupper() for word in words[1:]):
                    yield words[1:]


def section(title: str) -> str:
    """The part of the README under a heading."""
    return re.split(r"^#+ ", README.partition(f"# {title}\n")[2], maxsplit=1, flags=re.M)[0]


def rows(text: str) -> list[tuple[str, str]]:
    """First and last cell of the rows of a table, without its head."""
    cells = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    return [(row[0].strip(), row[-1].strip()) for row in cells[2:]]


@pytest.mark.parametrize("arguments", commands("llmextract"), ids=" ".join)
def test_each_command_shown_can_be_given(arguments) -> None:
    """Command, options and arguments are ones that the command line takes; a command that is
    only named exists."""
    command = typer.main.get_command(app)
    while hasattr(command, "commands"):
        name, *arguments = arguments
        command = command.commands[name]
    if arguments:
        command.make_context(name, arguments)  # raises for what it does not know


@pytest.mark.parametrize("arguments", commands("make"), ids=" ".join)
def test_each_make_target_shown_exists(arguments) -> None:
    """What the pages say to make can be made."""
    known = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M)
    assert {word for word in arguments if "=" not in word} <= set(known)


def test_options_that_are_named_exist() -> None:
    """An option in running text is one of some command."""
    group = typer.main.get_command(app)
    known = {option for c in group.commands.values() for p in c.params for option in p.opts}
    named = {words.split()[0] for words in inline(README) if words.startswith("--")}
    assert named
    assert named <= known


@pytest.mark.parametrize("code", [c for text in PAGES.values() for c in blocks(text, "python")])
def test_python_examples_compile(code) -> None:
    """Each block of Python is Python."""
    compile(code, "README.md", "exec")


def test_the_schema_example_prints_what_it_says(tmp_path, monkeypatch, capsys) -> None:
    """The invoice, through the whole pipeline with a model that agrees, gives the lines shown."""
    _, schema, use = blocks(README, "python")
    (tmp_path / "invoice.py").write_text(schema, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("LLMEXTRACT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(
        "llmextract.backends.registry.make_backend", lambda *_, **__: ScriptedBackend(_yes)
    )
    exec(compile(use, "README.md", "exec"), {})
    expected = re.findall(r"^# (.+)$", use, re.M)
    assert capsys.readouterr().out.splitlines() == expected


def _yes(request) -> str:
    return "yes"


def test_the_record_shown_is_proved_by_the_report_shown() -> None:
    """The lines of the report are the example's, and each quote stands at its offsets."""
    (shown,) = (json.loads(block) for block in blocks(README, "json"))
    text = (ROOT / "examples" / shown["document"]).read_text("utf-8-sig")
    (quoted,) = re.findall(r"(?:^> .+\n)+", README, re.M)
    assert all(line.removeprefix("> ").strip("…") in text for line in quoted.splitlines())
    for pointer, evidence in shown["evidence"].items():
        group, name = pointer.split("/")[1:]
        absent = evidence["status"] == "not_stated"
        assert (shown["record"][group][name] is None) is absent
        assert absent or text[evidence["start"] : evidence["end"]] == evidence["quote"]


def test_the_record_shown_is_what_the_recorded_model_gives() -> None:
    """Values, quotes and confidences (to three digits) are those of the recorded run."""
    (shown,) = (json.loads(block) for block in blocks(README, "json"))
    calls = CallOptions(cassette=ROOT / "cassettes" / "eval" / "examples_link_1.5b.yaml")
    [found] = extract(ROOT / "examples" / shown["document"], "disclosure_report", calls=calls)
    for group, fields in shown["record"].items():
        assert {name: found.record[group][name] for name in fields} == fields
    for pointer, evidence in shown["evidence"].items():
        whole = json.loads(json.dumps(plain_evidence(found.evidence[pointer])))
        whole["confidence"] = round(whole.get("confidence", 0.0), 3)
        assert {name: whole[name] for name in evidence} == evidence


def test_the_exit_codes_are_those_of_the_errors_and_of_the_help() -> None:
    """README, `--help` and errors.py agree, code by code and word by word."""
    documented = {int(code): what for code, what in rows(section("Exit codes"))}
    told = dict(re.findall(r"^(\d+)  ([^;\n]+)", EPILOG, re.M))
    assert documented == {int(code): what for code, what in told.items()}
    raised = {
        kind.exit_code
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.LLMExtractError)
    }
    assert raised <= set(documented)


def test_the_file_tree_exists() -> None:
    """Every file and folder of the tree is there."""
    (tree,) = blocks(section("How it works"), "text")
    named = []
    for line in tree.splitlines():
        base = ROOT / "llmextract" if line.startswith(" ") else ROOT
        named += [base / name for name in re.findall(r"\S+(?:/|\.py)(?=\s|$)", line)]
    assert len(named) > 20
    assert [str(path) for path in named if not path.exists()] == []


@pytest.mark.parametrize("page", [*PAGES, "CHANGELOG.md", "eval/README.md", "benchmarks/README.md"])
def test_links_into_the_repository_lead_somewhere(page) -> None:
    """A relative link names a file or folder."""
    file = ROOT / page
    links = re.findall(r"\]\(([^)]+)\)", file.read_text("utf-8"))
    inside = [link.partition("#")[0] for link in links if "://" not in link]
    assert [link for link in inside if not (file.parent / link).exists()] == []


def test_the_tables_name_all_strategies_and_only_backends_that_there_are() -> None:
    """Strategies and backends are those of the registries."""
    assert tuple(sorted(row[0].strip("`") for row in rows(section("Strategies")))) == tuple(
        sorted(STRATEGIES)
    )
    names = [name for row in rows(section("Backends")) for name in inline(row[0])]
    assert len(names) > 4
    for name in names:
        if not name.startswith("scripted:"):
            make_backend(name)


def test_extras_that_are_named_exist() -> None:
    """An extra to install is one that pyproject.toml has."""
    named = set(re.findall(r"\.\[([\w-]+)\]|--extra ([\w-]+)", README))
    assert {one or other for one, other in named} == set(PROJECT["optional-dependencies"])


def test_the_lock_holds_every_dependency_in_a_version_that_is_allowed() -> None:
    """requirements.lock is for the dependencies of today, and names no address."""
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    locked = dict(re.findall(r"^([\w.-]+)==([\w.]+)", lock, re.M))
    for line in PROJECT["dependencies"] + PROJECT["optional-dependencies"]["local"]:
        requirement = Requirement(line)
        assert locked[canonicalize_name(requirement.name)] in requirement.specifier
    assert "://" not in lock
