"""`show`: what is absent takes one line a status, below the values."""

from pathlib import Path


def test_absent_fields_stand_together(run, extract) -> None:
    """Fields that are null are named once, with their number and why, after those with a value."""
    Path("one.txt").write_text("收到申请7件。", "utf-8")
    extract("one.txt", "--out", "run")
    lines = run("show", "run", "one.txt").stdout.splitlines()
    assert lines[1].startswith("/received  7")
    assert lines[2:] == ["null, not_stated (1): /fax"]
