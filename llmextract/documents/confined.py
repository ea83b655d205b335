"""A reader in a process of its own, so that a hostile file costs time and memory only up to a
limit, and never the program.

The child gets the file on its standard input and answers in JSON on its standard output:
`python -m llmextract.documents.confined NAME SECONDS`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import traceback
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

from llmextract.errors import DocumentError
from llmextract.paper import Printed

Read: TypeAlias = tuple[str, tuple[Printed, ...]]
Reader: TypeAlias = Callable[[bytes, str], Read]

READERS: Mapping[str, str] = MappingProxyType(
    {"pdf": "llmextract.documents.pdf.reading:read_pdf"}  # name → module:function
)
MEMORY = 2 << 30  # bytes of address space
SECONDS = 30.0  # for any file
_SECONDS_A_BYTE = 1e-4  # and 100 for every megabyte: some 30 to 300 pages of text
_MOST_SECONDS = 600.0
_ANOTHER = "split it, or give another format"
_KILLED = (-9, 137, -24, 152)  # by the system: for want of memory, or at the limit of time


def read_confined(
    name: str, data: bytes, where: str, *, seconds: float | None = None, memory: int = MEMORY
) -> Read:
    """`data` read by the reader `name` in another process; may be called from any thread.

    The limits are `seconds` of wall-clock time (None: by the size of the file) and `memory` bytes
    (where the system can limit them).  Raises the reader's DocumentError, and DocumentError where
    a limit is met or the process crashes.
    """
    limit = (
        min(SECONDS + len(data) * _SECONDS_A_BYTE, _MOST_SECONDS) if seconds is None else seconds
    )
    command = [sys.executable, "-P", "-m", __name__, name, str(limit), str(memory)]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            timeout=limit,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise DocumentError(
            f"takes more than {limit:.0f} seconds to read",
            where=where,
            hint=_ANOTHER,
        ) from error
    except OSError as error:
        raise DocumentError(
            f"cannot be read: no process could be started ({error.strerror})",
            where=where,
            hint="free memory or processes and try again",
        ) from error
    return _answer(done.returncode, done.stdout, where)


def _environment() -> dict[str, str]:
    """As ours, with this package found first, wherever it was imported from."""
    root = str(Path(__file__).resolve().parents[2])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"}


def _answer(code: int, output: bytes, where: str) -> Read:
    try:
        said: Any = json.loads(output)
        if "error" in said:
            raise DocumentError(said["error"], where=where, hint=said["hint"])
        printed = (Printed(a, b, page, tuple(box)) for a, b, page, box in said["printed"])
        return said["text"], tuple(printed)
    except (ValueError, KeyError, TypeError) as error:
        what = (
            "needs too much memory or time"
            if code in _KILLED
            else f"made its reader crash (code {code})"
        )
        raise DocumentError(what, where=where, hint=_ANOTHER) from error


def main(name: str, seconds: float, memory: int) -> None:
    """The child: read standard input, answer on standard output."""
    _limit(seconds, memory)
    sys.stdout.write(answer(name, sys.stdin.buffer.read()))


def answer(name: str, data: bytes) -> str:
    """What the reader `name` makes of `data`, in JSON: text and lines, or what went wrong."""
    module, function = READERS[name].split(":")
    try:
        reader: Reader = getattr(import_module(module), function)
        text, printed = reader(data, "")
        lines = [(one.start, one.end, one.page, one.box) for one in printed]
        return json.dumps({"text": text, "printed": lines})
    except DocumentError as error:
        return json.dumps({"error": error.what, "hint": error.hint})
    except MemoryError:
        return json.dumps({"error": "needs too much memory to read", "hint": _ANOTHER})
    except Exception as error:  # whatever it is, it is said, and no other document is harmed
        hint = "this is a fault of llmextract: report it"
        return json.dumps({"error": f"cannot be read: {_fault(error)}", "hint": hint})


def _fault(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({Path(last.filename).name}:{last.lineno})"[:300]


def _limit(seconds: float, memory: int) -> None:
    """Hold this process to `memory`, and to the time if whoever started it is gone."""
    try:
        import resource
    except ImportError:  # there are systems without
        return
    for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, int(seconds) + 1)):
        _, hard = resource.getrlimit(kind)
        if hard == resource.RLIM_INFINITY or most < hard:
            resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]))


__all__ = ["MEMORY", "READERS", "SECONDS", "read_confined"]
