"""Progress on a terminal; nothing in a pipe."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from types import TracebackType
from typing import TYPE_CHECKING

from llmextract.runs.views import Spent

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from llmextract.ledger import LedgerRow


class Reporter:
    """Hears of documents and calls; shows done, rate, tokens and time left.

    `spent` adds up the calls of this run.  A context manager.
    """

    def __init__(self, total: int | None = None, *, show: bool | None = None) -> None:
        self.spent = Spent()
        self._done, self._started = 0, time.monotonic()
        self._progress: Progress | None = None
        if sys.stderr.isatty() if show is None else show:
            self._progress = _bar()
            self._task: TaskID = self._progress.add_task("documents", total=total, note="")

    def __enter__(self) -> Reporter:
        if self._progress is not None:
            self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._progress is not None:
            self._progress.stop()

    def expect(self, documents: int) -> None:
        """So many documents there are."""
        if self._progress is not None:
            self._progress.update(self._task, total=documents)

    def call(self, row: LedgerRow) -> None:
        """A call has ended."""
        self.spent.add(asdict(row))
        if self._progress is not None:
            self._note()

    def document(self) -> None:
        """A document is done."""
        self._done += 1
        if self._progress is not None:
            self._progress.advance(self._task)
            self._note()

    def _note(self) -> None:
        if self._progress is not None:
            minutes = (time.monotonic() - self._started) / 60
            used = self.spent.prompt_tokens + self.spent.completion_tokens
            rate = f"{self._done / minutes:.1f}/min" if minutes > 0 else ""
            note = (
                f"{rate} · {self.spent.calls} calls · {used:,} tokens · {self.spent.cached} cached"
            )
            self._progress.update(self._task, note=note)

    def say(self, text: str) -> None:
        """A message above the bar."""
        if self._progress is not None:
            self._progress.console.print(text, markup=False, highlight=False)
        else:
            sys.stderr.write(text + "\n")


@contextlib.contextmanager
def counting(total: int) -> Iterator[Callable[[], None]]:
    """What is called for each thing done shows `3 of 82`, in one line of its own."""
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{done} of {total}")
            sys.stderr.flush()

    try:
        yield step
    finally:
        if done and sys.stderr.isatty():
            sys.stderr.write("\n")


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        TextColumn("{task.fields[note]}"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(elapsed_when_finished=False),
        console=Console(file=sys.stderr),
    )
