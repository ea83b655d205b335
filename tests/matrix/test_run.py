"""Running a matrix: each setup a process, resumed, and none in the way of another."""

import json
import multiprocessing
import os
import sys
from pathlib import Path

import pytest

from llmextract.errors import RunError
from llmextract.matrix import State, measure, run_matrix
from llmextract.matrix.run import read_failures
from llmextract.resources import resource
from llmextract.runs import RunReader, read_manifest
from llmextract.runs.lock import FolderLock
from tests.matrix.making import calls, model

OUT = Path("out")


def states(found) -> dict[str, State]:
    return {row.setup.name: row.state for row in found.rows}


def test_setups_run_two_at_a_time_and_one_that_fails_stops_no_other(planned, place) -> None:
    """A model that is not there and a process that dies are reasons in the table."""
    todo = planned(backends=[model("good"), model("away"), model("crash")])
    said: list[str] = []
    run_matrix(todo, OUT, jobs=2, say=said.append)
    found = measure(todo, OUT)
    assert states(found) == {
        "link-models.py-good-Shop": State.FINISHED,
        "link-models.py-away-Shop": State.FAILED,
        "link-models.py-crash-Shop": State.FAILED,
        "rules-Shop": State.FINISHED,
    }
    reasons = read_failures(OUT)
    assert "BackendUnavailable: script: is not at home" in reasons["link-models.py-away-Shop"]
    assert "ended with code 7" in reasons["link-models.py-crash-Shop"]
    assert sum(line.endswith(": begins") for line in said) == 4


def test_what_is_finished_is_not_run_again_and_what_failed_is(planned, place) -> None:
    """Once the model is there, only its setup is run, and its failure is forgotten."""
    todo = planned(strategies=["link"], backends=[model("good"), model("away")])
    run_matrix(todo, OUT)
    before = len(calls(place))
    assert before > 0
    script = (place / "models.py").read_text("utf-8")
    (place / "models.py").write_text(script.replace("def away", "away = bad\ndef gone"), "utf-8")
    run_matrix(todo, OUT)
    assert set(states(measure(todo, OUT)).values()) == {State.FINISHED}
    assert read_failures(OUT) == {}
    assert len(calls(place)) == 2 * before


def test_a_setup_that_was_stopped_goes_on(planned, place, run_here) -> None:
    """The documents that an earlier run finished stay as they are."""
    one = planned(strategies=["link"], backends=[model("good")], documents=["documents/0.txt"])
    run_here(one)
    records = OUT / one.setups[0].name / "records.jsonl"
    marked = records.read_text("utf-8").replace('"staff": 5', '"staff": 99')
    records.write_text(marked, "utf-8")
    run_here(planned(strategies=["link"], backends=[model("good")]))
    found = [json.loads(line)["record"]["staff"] for line in records.open(encoding="utf-8")]
    assert found == [99, 5]


def test_other_prompts_under_the_same_name_are_another_run(planned, place, run_here) -> None:
    """A run folder is taken for finished only as long as its prompts say the same."""
    (place / "mine" / "link").mkdir(parents=True)
    mine = place / "mine" / "link" / "zh.md"
    text = resource("prompts", "link/zh.md").read_text("utf-8")
    mine.write_text(text, "utf-8")
    todo = planned(strategies=["link"], backends=[model("good")], prompts=["mine"])
    folder = OUT / todo.setups[0].name
    run_here(todo)
    first = read_manifest(folder)
    run_here(todo)
    assert read_manifest(folder) == first
    mine.write_text(text.replace("version: ", "version: 9", 1), "utf-8")
    run_here(todo)
    assert read_manifest(folder)["prompts"]["link/zh.md"].startswith("9")
    assert RunReader(folder).names == ["0.txt", "1.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes")
def test_a_killed_matrix_leaves_nobody_at_work(planned, place) -> None:
    """The process of a setup ends with the one that started it, and the folder can be gone on
    with."""
    import fcntl

    os.mkfifo("alive")
    todo = planned(strategies=["link"], backends=[model("wait")])
    parent = multiprocessing.get_context("spawn").Process(target=run_matrix, args=(todo, OUT))
    parent.start()
    with Path("alive").open(encoding="utf-8") as pipe:
        assert int(pipe.readline()) != parent.pid
        parent.kill()
        assert pipe.read() == ""  # the end of the last process that could write
    parent.join()
    with (OUT / todo.setups[0].name / ".lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # waits until the kernel has tidied up
    assert measure(todo, OUT).rows[0].state is not State.FINISHED


def test_two_matrices_do_not_share_a_folder(planned, place) -> None:
    """The second is told that the first is at work."""
    OUT.mkdir()
    lock = FolderLock(OUT)
    try:
        with pytest.raises(RunError, match="is at work in this run folder"):
            run_matrix(planned(), OUT)
    finally:
        lock.release()


def test_a_damaged_list_of_failures_is_an_error(planned, place) -> None:
    """It says which file, and what to do."""
    OUT.mkdir()
    (OUT / "failures.json").write_text("[", "utf-8")
    with pytest.raises(RunError, match=r"failures\.json: cannot be read"):
        run_matrix(planned(), OUT)
