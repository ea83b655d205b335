"""A shop's documents, their gold, and models that are functions in a file."""

import json
from pathlib import Path

from tests.linking import making

SCHEMA = f"{making.__file__}:Shop"
TEXT = "一、订单\n门店卖出{}件，网络卖出{}件，退2件。员工5人。"

SCRIPT = """
import math
from pathlib import Path
from llmextract.errors import BackendUnavailable
from llmextract.types import Completion, TokenChoice

def _says(request, yes):
    with Path("calls.log").open("a") as file:
        file.write(f"{yes}\\n")
    choice = TokenChoice("是", {"是": math.log(yes), "否": math.log(1 - yes)})
    return Completion("是", "stop", 100, 1, 0.5, "script", (choice,))

def good(request):
    phrase, label = request.messages[-1].content.rpartition("›")[2].split("\\n")
    fits = any(word in phrase and word in label for word in ("门店", "网络"))
    return _says(request, 0.9999 if fits else 0.0001)

def bad(request):
    return _says(request, 0.0001)

def away(request):
    raise BackendUnavailable("is not at home", where="script", hint="try later")

def wait(request):
    import os, threading
    with open("alive", "w") as pipe:
        pipe.write(f"{os.getpid()}\\n")
        pipe.flush()
        threading.Event().wait()

def crash(request):
    import os
    os._exit(7)
"""


def make_place(folder: Path, documents: int = 2) -> Path:
    """documents/, gold/ and models.py under `folder`."""
    (folder / "documents").mkdir()
    (folder / "gold").mkdir()
    for n in range(documents):
        text = TEXT.format(n + 12, n + 30)
        (folder / "documents" / f"{n}.txt").write_text(text, "utf-8")
        values = {"/orders/shop": n + 12, "/orders/online": n + 30, "/staff": 5}
        gold = {"document": f"{n}.txt", "values": values}
        (folder / "gold" / f"{n}.json").write_text(json.dumps(gold), "utf-8")
    (folder / "models.py").write_text(SCRIPT, "utf-8")
    return folder


def model(name: str) -> str:
    """A backend, for a working folder that `make_place` made."""
    return f"scripted:models.py:{name}"


def calls(folder: Path) -> list[str]:
    """A line for each call."""
    log = folder / "calls.log"
    return log.read_text("utf-8").splitlines() if log.exists() else []
