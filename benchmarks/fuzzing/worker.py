"""A process that reads files under a limit of memory, and one that watches it."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import resource
import time
import traceback
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

DIED = "the process ended"
_START = 60.0  # seconds a worker may take to begin
_CONFINED = 600.0  # seconds more for a reader that ends itself


@dataclass(frozen=True, slots=True)
class Outcome:
    """`kind`: read, refused, crashed, hung, or out of memory; `seconds`: of processor (by the clock
    for what hung); `megabytes`: the process's highest so far."""

    kind: str
    detail: str = ""
    seconds: float = 0.0
    megabytes: float = 0.0


class Worker:
    """Reads one file after another; begun anew after a death."""

    def __init__(self, folder: Path, seconds: float, megabytes: int) -> None:
        self._folder, self._seconds, self._megabytes = folder, seconds, megabytes
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None

    def read(self, path: Path, *, confined: bool = False) -> Outcome:
        """How the file is taken; with `confined`, a PDF is read as llmextract does, in a process
        of its own with limits of its own, which get their time."""
        pipe = self._ready()
        begun = time.perf_counter()
        pipe.send((str(path), confined))
        if not pipe.poll(self._seconds + (_CONFINED if confined else 0)):
            self.stop()
            return Outcome("hung", seconds=time.perf_counter() - begun)
        try:
            outcome: Outcome = pipe.recv()
        except EOFError:
            assert self._process is not None
            self._process.join(5)
            code = self._process.exitcode
            self.stop()
            return Outcome("crashed", f"{DIED} with {code}")
        if outcome.kind == "out of memory":
            self.stop()
        return outcome

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None

    def _ready(self) -> Connection:
        if self._pipe is None or self._process is None or not self._process.is_alive():
            self.stop()
            context = multiprocessing.get_context("spawn")
            self._pipe, other = context.Pipe()
            self._process = context.Process(
                target=_serve, args=(other, self._megabytes), daemon=True
            )
            self._process.start()
            other.close()
            if not self._pipe.poll(_START):
                raise RuntimeError("the worker did not begin")
            self._pipe.recv()
        return self._pipe


def _serve(pipe: Connection, megabytes: int) -> None:
    import llmextract.documents.docx
    import llmextract.documents.html
    import llmextract.documents.mhtml

    with contextlib.suppress(ImportError):
        import llmextract.documents.pdf.reading  # noqa: F401
    logging.disable()  # what libraries have to say about damaged files
    limit = megabytes << 20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    pipe.send("ready")
    with contextlib.suppress(EOFError):
        while True:
            path, confined = pipe.recv()
            begun = sum(os.times()[:4])  # with child processes
            kind, detail = _outcome(Path(path), confined)
            highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            pipe.send(Outcome(kind, detail, sum(os.times()[:4]) - begun, highest))


def _outcome(path: Path, confined: bool) -> tuple[str, str]:
    from llmextract.errors import DocumentError

    try:
        return _read(path, confined), ""
    except DocumentError as error:
        if "fault" in error.hint:
            return "crashed", error.what
        return "refused", error.what
    except MemoryError:
        return "out of memory", ""
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        return "crashed", f"{type(error).__name__}: {error} ({frame.filename}:{frame.lineno})"[:400]


def _read(path: Path, confined: bool) -> str:
    """Read a file; of an archive every document, of which one must be readable."""
    from llmextract.documents import find_documents, read_document
    from llmextract.errors import DocumentError

    if path.suffix == ".pdf" and not confined:
        from llmextract.documents.pdf import read_pdf

        read_pdf(path.read_bytes(), str(path))
        return "read"
    refusals: list[DocumentError] = []
    documents = find_documents([path])
    for document in documents:
        try:
            read_document(document)
        except DocumentError as error:
            refusals.append(error)
    if len(refusals) == len(documents):
        raise refusals[0]
    return "read"


__all__ = ["DIED", "Outcome", "Worker"]
