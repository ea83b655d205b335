"""Bad input through the command line: each time a message that says what, where and what to do
next, the documented exit code, and the good documents beside it done."""

import contextlib
import importlib.util
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from llmextract.cli.app import EPILOG, app
from llmextract.documents import MAX_BYTES
from llmextract.retry import RetryPolicy
from tests.backends.server import Reply, Server, chat, closed_port, serving

GOOD = "2016年度报告\n\n一、依申请公开\n\n全年共收到申请{}件，其中传真申请{}件。\n"
SCHEMAS = '''
from typing import Annotated, ClassVar
from pydantic import BaseModel
from llmextract import About, Extract

class Intake(BaseModel):
    received: Annotated[int | None, Extract("收到申请数", unit="件")] = None
    fax: Annotated[int | None, Extract("传真申请数", unit="件")] = None

class Missing(Intake):
    about: ClassVar = About("申请", identities=("received = fax + letter",))

class Garbled(Intake):
    about: ClassVar = About("申请", identities=("received is fax",))
'''  # fmt: skip
SCRIPT = """
import json, re, sys

def answer(request):
    print("asked", file=sys.stderr)
    text = request.messages[-1].content
    found = [re.search(name + r"申请(\\d+)件", text) for name in ("收到", "传真")]
    return json.dumps({"received": int(found[0][1]), "fax": int(found[1][1])})
"""
KEY = "sk-very-secret-key"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with two good documents, schemas, a script, and a cache of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LLMEXTRACT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    (tmp_path / "docs").mkdir()
    good("docs/a.txt", 27, 5)
    good("docs/z.txt", 31, 4)
    (tmp_path / "schemas.py").write_text(SCHEMAS, "utf-8")
    (tmp_path / "script.py").write_text(SCRIPT, "utf-8")
    return tmp_path


def good(path: str, received: int, fax: int) -> None:
    Path(path).write_text(GOOD.format(received, fax), "utf-8")


def extract(*arguments: str, schema: str = "schemas.py:Intake") -> Result:
    return CliRunner().invoke(app, ["extract", "docs", "-s", schema, "-o", "run", *arguments])


def ask(server: Server, *arguments: str) -> Result:
    """Ask a server about all fields in one call a document."""
    model = ["--strategy", "direct", "-b", "openai:m", "--base-url", server.url]
    return extract(*model, *arguments)


def says(done: Result, code: int, where: str, what: str, hint: str) -> None:
    """It ended with `code`, which the help explains, and one line of stderr has it all."""
    assert done.exit_code == code
    assert re.search(rf"^{code}  \w", EPILOG, re.M)
    [line] = [line for line in done.stderr.splitlines() if what in line]
    assert line.startswith(("error: ", "failed: "))
    assert where in line.partition(what)[0]
    assert hint in line.partition(what)[2].partition("→")[2]
    assert "Traceback" not in done.stderr


def records() -> dict[str, Any]:
    """What the run folder holds, by document."""
    lines = [json.loads(line) for line in Path("run/records.jsonl").read_text("utf-8").splitlines()]
    return {line["document"]: line["record"] for line in lines}


def all_good() -> dict[str, Any]:
    return {"a.txt": {"received": 27, "fax": 5}, "z.txt": {"received": 31, "fax": 4}}


BIG5 = "全年共收到政府信息公開申請27件，其中傳真申請5件，均依法辦理。\n".encode("big5")
DOCUMENTS = {
    "empty": (b"", "is empty", "give a file with text"),
    "blank": ("\n　 \n".encode(), "has no text", "leave it out"),
    "binary": (bytes(range(256)) * 9, "is binary: NUL byte at offset 0", "give a text file"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "is a PDF, not text", "name it .pdf"),
    "large": (b"2017 " * (MAX_BYTES // 5 + 1), "is larger than 5,000,000 bytes", "split it"),
    "big5": (BIG5, "neither UTF-8 nor GB18030: byte 0xa5 at offset 0", "save the file as UTF-8"),
    "torn": (GOOD.encode()[:-6] + b"\n", "neither UTF-8 nor GB18030: byte 0x", "iconv"),
    "unmarked": (GOOD.encode("utf-16-le"), "is binary: NUL byte", "UTF-16 needs its byte order"),
}


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_file_that_is_no_text_fails_alone(kind) -> None:
    """The file is named with its trouble, and the documents before and after it are done."""
    content, what, hint = DOCUMENTS[kind]
    Path("docs/m.txt").write_bytes(content)
    done = extract("--strategy", "rules")
    says(done, 8, "failed: m.txt: DocumentError: docs/m.txt: ", what, hint)
    assert "2 done, 1 failed" in done.stderr
    assert records() == all_good() | {"m.txt": None}


def test_a_file_that_is_no_text_alone_is_exit_code_4() -> None:
    """Where nothing could be done, the code says that documents were the trouble."""
    for name in ("a", "z"):
        Path(f"docs/{name}.txt").write_bytes(b"")
    assert extract("--strategy", "rules").exit_code == 4
    assert records() == {"a.txt": None, "z.txt": None}


@pytest.mark.parametrize(
    ("schema", "where", "what", "hint"),
    [
        ("disclosure_rep", "disclosure_rep", "no bundled schema", "did you mean disclosure_report"),
        ("none.py:Intake", "none.py", "there is no such file", "check the path"),
        ("schemas.py:Outtake", "schemas.py:Outtake", "has no Outtake", "models there: Intake"),
        (
            "schemas.py:Missing",
            "schemas.py:Missing",
            "the identity “received = fax + letter” names /letter, which is not a field",
            "write field names relative to the model",
        ),
        (
            "schemas.py:Garbled",
            "schemas.py:Garbled",
            "identity “received is fax” is not of the form a = b + c or a <= b",
            "llmextract schema --help",
        ),
    ],
)
def test_a_schema_that_cannot_be_used_costs_nothing(schema, where, what, hint, place) -> None:
    """An unknown schema or one with a bad identity is said before anything is asked or written;
    with the right one the same command does all documents."""
    model = ["--strategy", "direct", "-b", "scripted:script.py:answer"]
    done = extract(*model, schema=schema)
    says(done, 3, f"error: {where}", what, hint)
    assert "asked" not in done.stderr
    assert not (place / "run").exists()
    assert extract(*model).exit_code == 0
    assert records() == all_good()


def test_a_missing_model_file_ends_the_run_and_loses_nothing() -> None:
    """No document can be done without the model, so the run ends at once; what is done stays
    done, and the same folder goes on with a model that is there."""
    Path("docs/m.txt").write_bytes(b"")
    done = extract("--strategy", "direct", "-b", "local:/no/such.gguf")
    says(done, 5, "error: /no/such.gguf", "no such file", "give the path of a GGUF file")
    done = extract("--strategy", "direct", "-b", "scripted:script.py:answer")
    says(done, 8, "docs/m.txt", "is empty", "give a file with text")
    assert records() == all_good() | {"m.txt": None}


@pytest.mark.skipif(not importlib.util.find_spec("xllamacpp"), reason="needs xllamacpp")
@pytest.mark.parametrize("content", [b"no model at all", b"GGUF\x03\x00\x00\x00" + b"\xff" * 999])
def test_a_corrupted_model_file_ends_the_run_and_loses_nothing(content) -> None:
    """A file that is no GGUF, or one with nothing sound behind its first bytes, is named; the
    process lives, and the same folder goes on with a model that works."""
    Path("model.gguf").write_bytes(content)
    done = extract("--strategy", "direct", "-b", "local:model.gguf")
    hint = "check that the file is a complete GGUF model"
    says(done, 5, "error: model.gguf", "the model cannot be loaded", hint)
    assert extract("--strategy", "direct", "-b", "scripted:script.py:answer").exit_code == 0
    assert records() == all_good()


def numbers(body: dict[str, Any]) -> Reply:
    """The answer that a good model gives."""
    text = body["messages"][1]["content"]
    found = [re.search(name + r"申请(\d+)件", text) for name in ("收到", "传真")]
    values = [int(match[1]) if match else None for match in found]
    return Reply(body=chat(json.dumps({"received": values[0], "fax": values[1]})))


def failing(reply: Reply) -> Callable[[dict[str, Any]], Reply]:
    """A model that gives `reply` where the text says 坏, and good answers elsewhere."""
    return lambda body: reply if "坏" in body["messages"][1]["content"] else numbers(body)


def test_a_server_that_refuses_the_connection() -> None:
    """The document that needs the server fails with its address and code 5 where nothing else is
    done; documents answered before come from the cache."""
    with serving(answer=numbers) as server:
        assert ask(server).exit_code == 0
        port = server.port
    Path("docs/m.txt").write_text("坏的文本，收到申请9件。", "utf-8")
    gone = Server([], port=port)
    for out in ("run", "other"):
        done = ask(gone, "--tries", "1", "-o", out)
        where = f"failed: m.txt: TransportError: openai:m@127.0.0.1:{port}/v1"
        says(done, 8, where, "no connection", "check the base URL, and that the server runs")
        assert "2 done, 1 failed" in done.stderr
    assert records() == all_good() | {"m.txt": None}


def test_a_server_that_was_never_there() -> None:
    """All documents fail one by one, and the code is 5."""
    nowhere = Server([], port=closed_port())
    done = ask(nowhere, "--tries", "1")
    assert done.exit_code == 5
    failures = [line for line in done.stderr.splitlines() if "no connection" in line]
    assert len(failures) == 2
    assert records() == {"a.txt": None, "z.txt": None}


def test_a_refused_connection_is_tried_again_as_often_as_asked(monkeypatch) -> None:
    """`--tries` bounds the tries of a call, and the ledger counts them."""
    monkeypatch.setattr("llmextract.calls.DEFAULT_RETRY", RetryPolicy(first=0.0))
    done = ask(Server([], port=closed_port()), "--tries", "3", "--limit", "1")
    assert done.exit_code == 5
    [row] = Path("run/ledger.jsonl").read_text("utf-8").splitlines()
    assert json.loads(row)["attempts"] == 3


def test_a_server_that_refuses_the_key_ends_the_run() -> None:
    """HTTP 401 would meet every document, so the run ends at once with code 5, says what is done
    and how to go on, and keeps the key to itself; with a good key only the rest is asked."""
    with serving(answer=numbers) as server:
        assert ask(server).exit_code == 0
        good("docs/m.txt", 12, 1)
        server.answer = None
        server.replies = [Reply(status=401, body={"error": {"message": f"bad key {KEY}"}})]
        done = ask(server, "--concurrency", "1")
        where = f"error: openai:m@127.0.0.1:{server.port}/v1"
        says(done, 5, where, "the server refused the API key (HTTP 401)", "set OPENAI_API_KEY")
        assert "stopped: 1 of 3 documents are done" in done.stderr
        assert "go on with the same command and --out run" in done.stderr
        assert KEY not in done.stderr + Path("run/ledger.jsonl").read_text("utf-8")
        assert records() == all_good()
        server.seen.clear()
        server.answer = numbers
        assert ask(server).exit_code == 0
        assert len(server.seen) == 1
    assert records() == all_good() | {"m.txt": {"received": 12, "fax": 1}}


NO_JSON = Reply(body=chat("抱歉，我无法从这份报告中找到您要的数字。"))
CUT_OFF = Reply(body=chat('{"received": 2', finish_reason="length"))
NO_API = Reply(body=b"<html>Welcome to nginx!</html>", headers={"content-type": "text/html"})


@pytest.mark.parametrize(
    ("reply", "where", "what", "hint", "calls"),
    [
        (NO_JSON, "m.txt (direct)", "in 3 tries: Invalid JSON", "try a stronger model", 3),
        (CUT_OFF, "m.txt (direct)", "in 3 tries: the answer was cut off at ", "ask per group", 3),
        (
            NO_API,
            "openai:m@127.0.0.1",
            "not a chat completion in JSON",
            "check that the base URL",
            1,
        ),
    ],
    ids=["no JSON", "cut off", "no API"],
)
def test_an_answer_that_cannot_be_used_fails_its_document_alone(
    reply, where, what, hint, calls
) -> None:
    """An answer that is not JSON or is cut off is asked for again twice; then its document fails
    with code 8 beside good ones and 5 alone, and the answer is not quoted."""
    Path("docs/m.txt").write_text("坏的文本，收到申请9件。", "utf-8")
    with serving(answer=failing(reply)) as server:
        done = ask(server, "--tries", "1")
        says(done, 8, f"failed: m.txt: AnswerError: {where}", what, hint)
        assert "抱歉" not in done.stderr
        assert len(server.seen) == 2 + calls
        assert records() == all_good() | {"m.txt": None}
        Path("docs/a.txt").unlink()
        Path("docs/z.txt").unlink()
        assert ask(server, "--tries", "1", "-o", "alone").exit_code == 5


@contextlib.contextmanager
def as_nobody() -> Iterator[None]:
    """Without root's right to write anywhere."""
    mine = os.geteuid()
    if mine == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(mine)


@pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX")
@pytest.mark.parametrize("out", ["closed", "closed/run"])
def test_a_run_folder_that_cannot_be_written_costs_nothing(out, place, monkeypatch) -> None:
    """A read-only --out is said with code 7 before anything is asked; with another one all
    documents are done."""
    model = ["--strategy", "direct", "-b", "scripted:script.py:answer", "--no-cache"]
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders are closed to nobody
        shutil.copytree(place, name, dirs_exist_ok=True)
        Path(name).chmod(0o755)
        monkeypatch.chdir(name)
        Path("closed").mkdir(0o555)
        assert extract(*model).exit_code == 0
        assert records() == all_good()
        with as_nobody():
            done = extract(*model, "-o", out)
        monkeypatch.chdir(place)
    hint = "you may not write there; choose another folder with --out"
    says(done, 7, f"error: {out}", "cannot be written or read: Permission denied", hint)
    assert "asked" not in done.stderr


def test_a_cache_that_cannot_be_written_costs_nothing(place, monkeypatch) -> None:
    """A file in the place of the cache is said with code 7 and a way out, which works."""
    (place / "file").write_text("")
    monkeypatch.setenv("LLMEXTRACT_CACHE", str(place / "file"))
    model = ["--strategy", "direct", "-b", "scripted:script.py:answer"]
    done = extract(*model)
    says(done, 7, str(place / "file"), "the cache cannot be used", "LLMEXTRACT_CACHE")
    assert "asked" not in done.stderr
    assert extract(*model, "--no-cache").exit_code == 0
    assert records() == all_good()


def test_a_file_in_the_place_of_the_run_folder_costs_nothing(place) -> None:
    """An --out that is a file is said with code 7 before anything is asked, and not touched."""
    (place / "run").write_text("mine")
    done = extract("--strategy", "direct", "-b", "scripted:script.py:answer")
    says(done, 7, "error: run", "cannot be written or read", "choose another folder with --out")
    assert "asked" not in done.stderr
    assert (place / "run").read_text() == "mine"
