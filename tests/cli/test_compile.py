"""`llmextract compile`: a phrasebook from a scripted model."""

import contextlib
import os
import re
import sys
from pathlib import Path

import pytest

from llmextract.cli.progress import counting
from llmextract.schema import load_schema
from tests.cli.conftest import SCHEMA
from tests.cli.test_progress import Terminal

SCRIPT = """
from pathlib import Path
from llmextract.errors import AnswerError, TransportError

def note():
    with Path("calls").open("a") as file:
        file.write("a call\\n")

def answer(request):
    note()
    return "1. 全年收到N件\\n2. “其中N件为新收”"

def useless(request):
    note()
    return "我不知道。"

def fails(request):
    note()
    if "传真" in request.messages[-1].content:
        return TransportError("the server refuses", where="fake", hint="try another")
    return "全年收到N件"

def interrupted(request):
    raise KeyboardInterrupt

def overtaken(request):
    Path("words.txt").write_text("corrected meanwhile", "utf-8")
    return "全年收到N件"
"""
WRITTEN = "#\n" + "".join(
    f"全年收到{{{name}|12}}件\n其中{{{name}|12}}件为新收\n" for name in ("received", "fax")
)


@pytest.fixture(autouse=True)
def script(place: Path) -> None:
    (place / "script.py").write_text(SCRIPT, "utf-8")


@pytest.fixture
def compile_(run):
    def compile_(*arguments: str, answer: str = "answer", schema: str = SCHEMA):
        return run("compile", schema, "-b", f"scripted:script.py:{answer}", *arguments)

    return compile_


def calls() -> int:
    return len(Path("calls").read_text().splitlines()) if Path("calls").exists() else 0


def test_a_phrasebook_is_written(compile_) -> None:
    """The file has all fields' wordings, its folders are made, and the message counts them."""
    done = compile_("--out", "some/where/words.txt")
    assert done.exit_code == 0, done.stderr
    assert Path("some/where/words.txt").read_bytes().decode() == WRITTEN
    assert [file.name for file in Path("some/where").iterdir()] == ["words.txt"]
    assert "4 wordings written to some/where/words.txt" in done.stderr
    assert done.stdout == ""
    assert calls() == 2


def test_beside_the_schema_it_is_used_from_then_on(compile_) -> None:
    """The schema has the passages; elsewhere, the message says where they have to be."""
    Path("mine.py").write_text(Path(SCHEMA.rpartition(":")[0]).read_text("utf-8"), "utf-8")
    elsewhere = compile_("--out", "words.txt", schema="mine.py:Intake")
    assert "mine.phrasebook" in elsewhere.stderr
    assert load_schema("mine.py:Intake").passages == ()
    beside = compile_("--out", "mine.phrasebook/words.txt", schema="mine.py:Intake")
    assert "runs use them once" not in beside.stderr
    assert len(load_schema("mine.py:Intake").passages) == 4


def test_a_second_time_nothing_is_paid_for(compile_) -> None:
    """Answers are kept, so that another file costs no call."""
    compile_("--out", "one.txt")
    compile_("--out", "two.txt")
    assert Path("one.txt").read_bytes() == Path("two.txt").read_bytes()
    assert calls() == 2


def test_the_number_of_wordings_is_an_option(compile_) -> None:
    """--count limits the wordings of a field."""
    compile_("--out", "words.txt", "--count", "1")
    assert Path("words.txt").read_text("utf-8").count("|12}") == 2


def test_a_file_that_is_there_is_left_alone(compile_) -> None:
    """Corrections are not written over: exit code 2 before a call, and what to do."""
    Path("words.txt").write_text("corrected by hand", "utf-8")
    done = compile_("--out", "words.txt")
    assert done.exit_code == 2
    assert re.search(r"words\.txt: .*→ .*--force", done.stderr)
    assert Path("words.txt").read_text("utf-8") == "corrected by hand"
    assert calls() == 0


def test_force_writes_over_it(compile_) -> None:
    """With --force the file is made anew."""
    Path("words.txt").write_text("corrected by hand", "utf-8")
    assert compile_("--out", "words.txt", "--force").exit_code == 0
    assert Path("words.txt").read_text("utf-8") == WRITTEN


def test_a_file_written_meanwhile_is_left_alone_too(compile_) -> None:
    """Compiling may take long; what somebody wrote in that time is not lost."""
    done = compile_("--out", "words.txt", answer="overtaken")
    assert done.exit_code == 2
    assert Path("words.txt").read_text("utf-8") == "corrected meanwhile"


@pytest.mark.parametrize(
    ("answer", "code", "words"),
    [("fails", 5, "the server refuses"), ("useless", 5, "none of 2 answers"),
     ("interrupted", 130, "stopped")],
)  # fmt: skip
@pytest.mark.parametrize("force", [True, False])
def test_nothing_is_written_if_the_model_fails(compile_, answer, code, words, force) -> None:
    """The error is told with its exit code; an old file stays as it is, no new one is begun."""
    if force:
        Path("words.txt").write_text("corrected by hand", "utf-8")
    out = "words.txt" if force else "folder/words.txt"
    done = compile_("--out", out, *["--force"] * force, answer=answer)
    assert done.exit_code == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not Path("folder").exists()
    assert not force or Path("words.txt").read_text("utf-8") == "corrected by hand"


@pytest.mark.parametrize(
    ("out", "code", "words"),
    [
        ("words.md", 2, "name it *.txt"),
        ("folder.txt", 2, "this is a folder"),
        ("file/words.txt", 7, "nothing can be written there"),
        ("file/deeper/words.txt", 7, "nothing can be written there"),
        ("x" * 300 + ".txt", 7, "cannot be written"),
    ],
)
def test_a_place_that_cannot_be_written_is_told_before_a_call(compile_, out, code, words) -> None:
    """What, where and what next, without spending anything on it."""
    Path("file").write_text("")
    Path("folder.txt").mkdir()
    done = compile_("--out", out)
    assert done.exit_code == code
    assert words in done.stderr
    assert "→" in done.stderr
    assert calls() == 0


@pytest.mark.parametrize("out", ["closed/words.txt", "closed/below/words.txt"])
def test_a_folder_that_may_not_be_written_is_exit_code_7(compile_, monkeypatch, out) -> None:
    """A folder without the right to write in it is told of by its name, before a call."""
    closed, may = Path("closed").absolute(), os.access
    closed.mkdir()
    # Root, who may run the tests, may write anywhere.
    monkeypatch.setattr(os, "access", lambda path, mode: path != closed and may(path, mode))
    done = compile_("--out", out)
    assert done.exit_code == 7
    assert f"{closed}: nothing can be written there" in done.stderr
    assert calls() == 0


def test_a_disk_that_is_full_at_the_end_is_exit_code_7(compile_, monkeypatch) -> None:
    """An error of the last write is told too, and leaves no part of a file."""

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("llmextract.runs.files.os.fsync", full)
    done = compile_("--out", "words.txt")
    assert done.exit_code == 7
    assert "words.txt: cannot be written" in done.stderr
    assert "disk space" in done.stderr
    assert list(Path().glob("*words.txt*")) == []


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["compile", "no_such_schema", "--out", "w.txt"], 3),
        (["compile", SCHEMA, "--out", "w.txt", "-b", "unheard-of"], 2),
        (["compile", SCHEMA], 2),
        (["compile", SCHEMA, "--out", "w.txt", "--count", "0"], 2),
    ],
)
def test_a_wrong_name_or_option_has_its_exit_code(run, arguments, code) -> None:
    """Schema, backend and options are looked at as in every command."""
    assert run(*arguments).exit_code == code
    assert not Path("w.txt").exists()


def test_help_names_every_option(run) -> None:
    """No option is hidden."""
    shown = run("compile", "--help").stdout
    for option in ("--out", "--backend", "--count", "--prompts", "--base-url", "--force"):
        assert option in shown


def test_a_pipe_sees_no_progress(compile_) -> None:
    """Without a terminal there are only the closing messages."""
    done = compile_("--out", "words.txt")
    assert " of 2" not in done.stderr
    assert len(done.stderr.splitlines()) == 2


def test_a_terminal_sees_how_many_are_done(monkeypatch) -> None:
    """One line is written over and over, and ended."""
    monkeypatch.setattr(sys, "stderr", Terminal())
    with counting(82) as step:
        for _ in range(3):
            step()
    assert sys.stderr.getvalue() == "\r1 of 82\r2 of 82\r3 of 82\n"


def test_an_error_stands_on_a_line_of_its_own(monkeypatch) -> None:
    """The count's line is ended when something fails, and not begun if nothing was done."""
    for steps, shown in ((1, "\r1 of 9\n"), (0, "")):
        monkeypatch.setattr(sys, "stderr", Terminal())
        with contextlib.suppress(ValueError), counting(9) as step:
            for _ in range(steps):
                step()
            raise ValueError
        assert sys.stderr.getvalue() == shown
