"""`llmextract extract`."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from llmextract.cli.running import code_of, default_out
from llmextract.runs import RunReader, read_manifest
from llmextract.runs.lock import FolderLock
from llmextract.strategies import registry
from llmextract.strategies.registry import make_strategy
from tests.cli.conftest import SCHEMA


def test_records_are_written_and_their_path_printed(extract) -> None:
    """stdout has the path of the records and nothing else; the summary is on stderr."""
    done = extract("docs", "--out", "run")
    assert done.exit_code == 0
    assert done.stdout == f"{Path('run/records.jsonl')}\n"
    records = [json.loads(line) for line in Path("run/records.jsonl").read_text().splitlines()]
    assert [record["record"]["received"] for record in records] == [20, 21, 22]
    summary = " ".join(done.stderr.split())
    assert "documents 3 done, 0 failed" in summary
    assert "values proved 6" in summary
    assert "calls 6 sent, 0 failed, 0 from the cache" in summary


def test_the_summary_can_be_computed_from_the_folder(extract) -> None:
    """Every figure of the summary stands in the manifest, which is made from the files."""
    summary = " ".join(extract("docs", "--out", "run").stderr.split())
    totals = read_manifest(Path("run"))["totals"]
    spent = totals["spent"]
    assert f"values proved {totals['values']} " in summary
    assert f"tokens {spent['prompt_tokens']} in, {spent['completion_tokens']} out" in summary


def test_a_run_into_the_same_folder_goes_on(extract) -> None:
    """The second time nothing is sent, and the summary says what was there already."""
    extract("docs/0.txt", "--out", "run", "--no-cache")
    done = extract("docs", "--out", "run", "--no-cache")
    summary = " ".join(done.stderr.split())
    assert "3 done, 0 failed, 1 of them by an earlier run" in summary
    assert "calls 4 sent" in summary


def test_records_to_stdout(extract, place) -> None:
    """With `--out -` each line of stdout is a record, and no folder is made."""
    done = extract("docs", "--out", "-")
    names = [json.loads(line)["document"] for line in done.stdout.splitlines()]
    assert sorted(names) == ["0.txt", "1.txt", "2.txt"]
    assert not (place / "runs").exists()


def test_the_default_folder_is_named_after_time_schema_and_strategy(extract) -> None:
    """Without --out a new folder under runs/ is made."""
    done = extract("docs", "--limit", "1")
    folder = Path(done.stdout.strip()).parent
    assert folder.parent == Path("runs")
    assert folder.name.endswith("-Intake-link")
    assert default_out("disclosure_report", "link").name.endswith("-disclosure_report-link")


def test_limit_takes_the_first_documents(extract) -> None:
    """--limit 2 does two documents, the first in order."""
    extract("docs", "--out", "run", "--limit", "2")
    assert RunReader(Path("run")).names == ["0.txt", "1.txt"]


def test_other_prompts_are_used_and_told_of(extract, monkeypatch) -> None:
    """The manifest has the version and digest of the prompts in the folder that was given; one
    without a prompt is a wrong option."""
    monkeypatch.setattr(registry, "make_strategy", make_strategy)
    Path("mine/link").mkdir(parents=True)
    Path("mine/link/zh.md").write_text("---\nversion: mine\n---\n# system\n# user\n", "utf-8")
    assert extract("docs", "--out", "run", "--prompts", "mine").exit_code == 0
    assert read_manifest(Path("run"))["prompts"]["link/zh.md"].startswith("mine ")
    refused = extract("docs", "--out", "run", "--prompts", "docs")
    assert refused.exit_code == 3
    assert "docs: has no prompt of the strategy link" in refused.stderr


def test_some_failed_is_exit_code_8(extract) -> None:
    """One unreadable and one unanswerable document: the others are done, and stderr says why."""
    Path("docs/bad.txt").write_bytes(b"\x00\x01\x02")
    Path("docs/sad.txt").write_text("坏的文本。", "utf-8")
    done = extract("docs", "--out", "run")
    assert done.exit_code == 8
    assert "failed: bad.txt: DocumentError" in done.stderr
    assert "failed: sad.txt: AnswerError" in done.stderr
    assert "3 done, 2 failed" in done.stderr


@pytest.mark.parametrize(("content", "code"), [(b"\x00\x01", 4), ("坏。".encode(), 5)])
def test_all_failed_is_the_code_of_the_first(extract, content, code) -> None:
    """When no document could be done, the exit code says what went wrong."""
    Path("only.txt").write_bytes(content)
    assert extract("only.txt", "--out", "run").exit_code == code


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["-s", SCHEMA, "nothere.txt"], 4, "no such file"),
        (["-s", "nothing", "docs"], 3, "no bundled schema"),
        (["-s", SCHEMA, "-b", "abacus", "docs"], 2, "no backend named 'abacus'"),
        (["docs"], 2, "--schema"),
        (["-s", SCHEMA, "-b", "scripted:script.py:answer", "--cassette", "c.yaml", "docs"], 2, "→"),
        (["-s", SCHEMA, "-b", "openai:m", "--cassette", "c.yaml", "docs"], 6, "c.yaml"),
    ],
)
def test_what_is_wrong_is_said_with_its_exit_code(run, arguments, code, words) -> None:
    """Each kind of error has its code, its words, and no traceback."""
    done = run("extract", "--out", "run", *arguments)
    assert done.exit_code == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_locked_folder_is_exit_code_7(extract) -> None:
    """A folder in use is refused with the holder's process number."""
    Path("run").mkdir()
    lock = FolderLock(Path("run"))
    done = extract("docs", "--out", "run")
    lock.release()
    assert done.exit_code == 7
    assert f"process {os.getpid()} is at work" in done.stderr


def test_a_file_in_place_of_the_folder_is_exit_code_7(extract) -> None:
    """An --out that cannot be a folder is said so."""
    Path("run").write_text("")
    done = extract("docs", "--out", "run")
    assert done.exit_code == 7
    assert "→" in done.stderr


READ_ONLY = """
import fcntl, os, sys
from pathlib import Path
from llmextract.errors import RunError
from llmextract.runs import RunFolder, Settings
if os.getuid() == 0:
    os.setuid(65534)  # root may write anywhere
try:
    RunFolder(Path(sys.argv[1]), Settings("1", "s", "", "x"), {}, [])
except RunError as error:
    print(error.exit_code, error)
"""


@pytest.mark.parametrize("inside", [True, False])
def test_a_folder_that_cannot_be_written_is_said_so(inside) -> None:
    """A read-only folder, or one that cannot be made, is RunError (7) with a hint."""
    with tempfile.TemporaryDirectory() as name:
        closed = Path(name)
        (closed / "documents").mkdir()
        closed.chmod(0o555)
        folder = closed if inside else closed / "run"
        said = subprocess.run(
            [sys.executable, "-c", READ_ONLY, str(folder)],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        closed.chmod(0o755)
    assert said.startswith(f"7 {folder}")
    assert "Permission denied" in said
    assert "choose another folder with --out" in said


def test_a_dry_run_asks_nothing_and_counts(extract, place) -> None:
    """It says how many documents and calls there are, and which calls are in the cache."""
    extract("docs/0.txt", "--out", "one")
    before = sorted(place.rglob("*"))
    done = extract("docs", "--dry-run")
    figures = dict(line.rsplit(maxsplit=1) for line in done.stdout.splitlines())
    assert figures["documents"] == "3"
    assert figures["calls (estimate)"] == "6"
    assert figures["of these in the cache"] == "2"
    assert figures["prompt tokens (estimate)"] == "300"
    assert sorted(place.rglob("*")) == before


def test_a_dry_run_leaves_out_what_is_finished(extract) -> None:
    """Documents that the folder holds already cost nothing."""
    extract("docs/0.txt", "--out", "run")
    Path("docs/bad.txt").write_bytes(b"\x00")
    done = extract("docs", "--out", "run", "--dry-run", "--no-cache")
    figures = dict(line.rsplit(maxsplit=1) for line in done.stdout.splitlines())
    assert (figures["already finished"], figures["to do"], figures["unreadable"]) == ("1", "2", "1")
    assert figures["calls (estimate)"] == "4"


def test_the_manifest_holds_no_secret(extract) -> None:
    """Of the server's address only the host is kept."""
    extract("docs", "--out", "run", "--base-url", "https://me:secret@host.example/v1?key=secret")
    assert "secret" not in Path("run/manifest.json").read_text()
    assert read_manifest(Path("run"))["options"]["server"] == "host.example"


INTERRUPT = """
import asyncio, os, signal
from tests.runs.fakes import answer as honest

async def answer(request):
    if "1号" in request.messages[0].content:
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.Event().wait()
    return honest(request)
"""
DRIVER = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background ignores it
from llmextract.strategies import registry
from tests.runs.fakes import AskEach
registry.make_strategy = lambda name: AskEach()
from llmextract.cli import main
main()
"""


def test_ctrl_c_finishes_cleanly_and_says_how_to_go_on(place, extract) -> None:
    """SIGINT ends with code 130, keeps what is done, and the same command goes on."""
    (place / "stop.py").write_text(INTERRUPT)
    command = ["extract", "docs", "-s", SCHEMA, "-b", "scripted:stop.py:answer", "--out", "run"]
    before = signal.getsignal(signal.SIGINT)
    done = subprocess.run(
        [sys.executable, "-c", DRIVER, *command, "--concurrency", "1"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 130
    assert "stopped: 1 of 3 documents are done" in done.stderr
    assert "--out run" in done.stderr
    assert "Traceback" not in done.stderr
    assert read_manifest(Path("run"))["state"] == "stopped"
    (place / "stop.py").write_text("from tests.runs.fakes import answer\n")
    again = extract("docs", "--out", "run", "-b", "scripted:stop.py:answer")
    assert again.exit_code == 0
    assert "3 done, 0 failed, 1 of them by an earlier run" in again.stderr
    assert signal.getsignal(signal.SIGINT) is before


def test_codes_of_errors_kept_as_text() -> None:
    """An error's kind, which stands first in its text, gives its exit code; others are 1."""
    assert code_of("DocumentError: a: b") == 4
    assert code_of("CassetteError: a: b") == 6
    assert code_of("TypeError: a") == 1
    assert code_of("ClassVar: a") == 1
