"""Files that survive a kill."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.errors import RunError
from llmextract.runs.files import (
    LineWriter,
    json_text,
    lines_with_offsets,
    mend_tail,
    replacing,
    run_errors,
)

LINES = st.lists(st.text(st.characters(exclude_characters="\n", codec="utf-8"), max_size=20))


@given(lines=LINES, data=st.data())
def test_a_torn_file_keeps_every_whole_line(tmp_path_factory, lines, data) -> None:
    """Cut anywhere, a file mended holds exactly the lines whose newline was written."""
    path = tmp_path_factory.mktemp("torn") / "lines"
    whole = "".join(f"{line}\n" for line in lines).encode()
    cut = data.draw(st.integers(0, len(whole)))
    path.write_bytes(whole[:cut])
    dropped = mend_tail(path)
    kept = whole[:cut].rpartition(b"\n")[0].count(b"\n") + (b"\n" in whole[:cut])
    assert path.read_bytes() == "".join(f"{line}\n" for line in lines[:kept]).encode()
    assert dropped == cut - path.stat().st_size


def test_a_long_torn_line_is_found(tmp_path: Path) -> None:
    """The last newline is found however far it is from the end."""
    path = tmp_path / "lines"
    path.write_bytes(b"one\n" + b"x" * 200_000)
    assert mend_tail(path) == 200_000
    assert path.read_bytes() == b"one\n"


@given(lines=LINES)
def test_lines_are_found_where_they_were_written(tmp_path_factory, lines) -> None:
    """Offset and length that `append` returns are those of the line."""
    path = tmp_path_factory.mktemp("lines") / "lines"
    writer = LineWriter(path)
    places = [writer.append(line) for line in lines]
    writer.close()
    data = path.read_bytes()
    assert [data[o : o + n].decode() for o, n in places] == lines
    assert [(o, line.decode()) for o, line in lines_with_offsets(path)] == [
        (o, line) for (o, _), line in zip(places, lines, strict=True)
    ]


def test_a_line_with_a_newline_is_refused(tmp_path: Path) -> None:
    """One line can never become two."""
    with pytest.raises(ValueError, match="newline"):
        LineWriter(tmp_path / "lines").append("a\nb")


@given(st.text(st.characters(codec="utf-8")))
def test_json_text_is_one_line_to_every_reader(text) -> None:
    """No character inside a value ends the line, for Python's splitlines too."""
    assert len(json_text({"text": text}).splitlines()) == 1


def test_a_full_disk_is_a_run_error_with_a_hint(tmp_path: Path) -> None:
    """Writing to a full device raises RunError that says what to do."""
    (tmp_path / "lines").symlink_to("/dev/full")
    with pytest.raises(RunError, match=r"No space left.*disk space"):
        LineWriter(tmp_path / "lines").append("x")


def test_a_failed_write_leaves_whole_lines_only(tmp_path: Path, monkeypatch) -> None:
    """When the disk fills up in the middle of a line, that line is taken back."""
    writer = LineWriter(tmp_path / "lines")
    writer.append("first")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RunError):
        writer.append("second")
    monkeypatch.undo()
    writer.append("third")
    assert (tmp_path / "lines").read_text() == "first\nthird\n"


def test_replacing_leaves_the_old_file_when_writing_fails(tmp_path: Path) -> None:
    """A file is replaced as a whole or not at all, and nothing is left beside it."""
    path = tmp_path / "file"
    path.write_text("old")
    with pytest.raises(TypeError), replacing(path) as file:
        file.writelines([b"half", None])
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
    with replacing(path) as file:
        file.write(b"new")
    assert path.read_text() == "new"


def test_run_errors_name_the_file(tmp_path: Path) -> None:
    """An OSError becomes a RunError with the path in it."""
    with pytest.raises(RunError, match="Is a directory") as caught, run_errors(tmp_path):
        tmp_path.read_text()
    assert str(tmp_path) in str(caught.value)
