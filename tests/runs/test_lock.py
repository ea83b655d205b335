"""One process at a time in a run folder."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from llmextract.errors import RunError
from llmextract.runs.lock import FolderLock

HOLD = """
import sys
from pathlib import Path
from llmextract.runs.lock import FolderLock
lock = FolderLock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def holder(folder: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_process_is_refused_and_told_who_holds_it(tmp_path: Path) -> None:
    """While another process holds the folder, RunError names that process."""
    process = holder(tmp_path)
    with process, pytest.raises(RunError, match=f"process {process.pid} "):
        FolderLock(tmp_path)


def test_the_lock_of_a_killed_process_is_taken_over(tmp_path: Path) -> None:
    """A lock file that a dead process left behind keeps nobody out."""
    with holder(tmp_path) as process:
        os.kill(process.pid, signal.SIGKILL)
    assert (tmp_path / ".lock").exists()
    FolderLock(tmp_path).release()


def test_the_same_process_cannot_take_it_twice(tmp_path: Path) -> None:
    """Two runs inside one process keep apart too, until the first lets go."""
    first = FolderLock(tmp_path)
    with pytest.raises(RunError, match="at work"):
        FolderLock(tmp_path)
    first.release()
    first.release()
    FolderLock(tmp_path).release()
