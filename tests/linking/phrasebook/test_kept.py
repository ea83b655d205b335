"""A phrasebook learnt once, and kept."""

import json
import pickle
from itertools import count

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from llmextract.linking.phrasebook import entries_of, kept
from llmextract.linking.phrasebook.kept import phrasebook_of
from tests.linking.phrasebook.making import passages

PASSAGES = passages()
SHAPES = [entry.shape for entry in entries_of(PASSAGES)]


@pytest.fixture
def learnt(monkeypatch):
    """How many entries were learnt from, each time; nothing stays in memory between two calls."""
    times = []
    real = kept.learn

    def learn(entries):
        times.append(len(entries))
        return real(entries)

    monkeypatch.setattr(kept, "learn", learn)
    phrasebook_of.cache_clear()
    yield times
    phrasebook_of.cache_clear()


def again(folder, text=PASSAGES):
    """The phrasebook as a new process gets it."""
    phrasebook_of.cache_clear()
    return phrasebook_of(text, folder)


def only_file(folder):
    (path,) = folder.iterdir()
    return path


def test_what_is_kept_is_what_was_learnt(tmp_path, learnt) -> None:
    """A second process learns nothing, and compares to the last digit as the first did."""
    first, second = again(tmp_path), again(tmp_path)
    assert learnt == [len(SHAPES)]
    assert first is not second
    assert second.compare(SHAPES) == first.compare(SHAPES)
    assert second.fields == first.fields
    assert second.vocabulary.columns == first.vocabulary.columns


def test_within_a_process_it_is_read_once(tmp_path, learnt) -> None:
    """The same passages give the very same phrasebook."""
    assert phrasebook_of(PASSAGES, tmp_path) is phrasebook_of(passages(), tmp_path)
    assert len(learnt) == 1


@pytest.mark.parametrize(
    "change",
    [
        ("来水{", "进水{"),
        ("# 渔业", "# 捕鱼"),
        ("inflow|41", "outflow|41"),
        ("{fish/caught|655}", "655"),
    ],
)
def test_other_passages_are_learnt_anew(tmp_path, learnt, change) -> None:
    """Words, headings and marks all tell one phrasebook from another."""
    from tests.linking.phrasebook.making import TEXT

    again(tmp_path)
    again(tmp_path, passages(TEXT.replace(*change)))
    assert len(learnt) == 2
    assert len(list(tmp_path.iterdir())) == 2


def test_another_version_or_way_of_reading_learns_anew(tmp_path, learnt, monkeypatch) -> None:
    """A file that other code wrote is not taken for this code's."""
    again(tmp_path)
    monkeypatch.setattr(kept, "_READING", -1)
    again(tmp_path)
    monkeypatch.setattr(kept, "version", lambda: "0.0.0-other")
    again(tmp_path)
    assert len(learnt) == 3


@pytest.mark.parametrize("text", ["", "# 渔业", "今年未发生偷捕。"])
def test_without_numbers_there_is_no_phrasebook(tmp_path, text) -> None:
    """Nothing is learnt, and nothing written."""
    assert again(tmp_path, passages(text)) is None
    assert list(tmp_path.iterdir()) == []


def test_the_cache_folder_can_be_moved(tmp_path, learnt, monkeypatch) -> None:
    """LLMEXTRACT_CACHE names the folder, as for all that is kept."""
    monkeypatch.setenv("LLMEXTRACT_CACHE", str(tmp_path))
    again(None)
    assert [p.suffix for p in (tmp_path / "phrasebooks").iterdir()] == [".npz"]


def test_nothing_but_the_file_is_left_behind(tmp_path, learnt) -> None:
    """The part that is written first is gone afterwards."""
    again(tmp_path)
    assert only_file(tmp_path).suffix == ".npz"


class Trap:
    """Unpickling this leaves a file."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return (type(self.path).touch, (self.path,))


def pickled(path):
    return np.array([Trap(path)], dtype=object)


def arrays(path):
    with np.load(path, allow_pickle=False) as file:
        return dict(file)


def test_the_file_holds_no_pickles(tmp_path, learnt) -> None:
    """Every array can be read without unpickling, and the words are JSON."""
    again(tmp_path)
    held = arrays(only_file(tmp_path))  # raises for an array of objects
    assert all(array.dtype.kind in "fiu" for array in held.values())
    words = json.loads(held["words"].tobytes())
    assert set(words) == {"fields", "grams"}


@pytest.mark.parametrize("name", ["words", "weights", "data", "indices", "indptr", "labels", "map"])
def test_a_pickle_in_the_file_is_not_opened(tmp_path, learnt, name) -> None:
    """An array swapped for a pickle runs nothing: the phrasebook is learnt anew."""
    folder, sprung = tmp_path / "books", tmp_path / "sprung"
    book = again(folder)
    np.savez(only_file(folder), **{**arrays(only_file(folder)), name: pickled(sprung)})
    assert again(folder).compare(SHAPES) == book.compare(SHAPES)
    assert len(learnt) == 2
    assert not sprung.exists()


def test_a_pickle_in_the_files_place_is_not_opened(tmp_path, learnt) -> None:
    """The whole file may be a pickle, and still nothing runs."""
    folder, sprung = tmp_path / "books", tmp_path / "sprung"
    again(folder)
    only_file(folder).write_bytes(pickle.dumps(Trap(sprung)))
    assert again(folder) is not None
    assert len(learnt) == 2
    assert not sprung.exists()


def words(**changes):
    text = json.dumps({"fields": ["/a"], "grams": ["o:a"]} | changes)
    return np.frombuffer(text.encode(), dtype=np.uint8)


BROKEN = {
    "an empty list of words": {"words": np.frombuffer(b"[]", dtype=np.uint8)},
    "no JSON": {"words": np.frombuffer(b"{", dtype=np.uint8)},
    "other words": {"words": words()},
    "grams that are no words": {"words": words(grams=[[1]])},
    "too few weights": {"weights": np.ones(1)},
    "too few labels": {"labels": np.ones((1, 1))},
    "labels of nothing": {"labels": np.float64(1)},
    "another map": {"map": np.ones((2, 2))},
    "texts as weights": {"weights": np.array(["a"])},
}


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN)
def test_arrays_that_do_not_fit_together_are_learnt_anew(tmp_path, learnt, change) -> None:
    """A file of the right kind with wrong contents is not trusted, but written over."""
    book = again(tmp_path)
    np.savez(only_file(tmp_path), **{**arrays(only_file(tmp_path)), **change})
    assert again(tmp_path).compare(SHAPES) == book.compare(SHAPES)
    assert again(tmp_path).compare(SHAPES) == book.compare(SHAPES)
    assert len(learnt) == 2, "the third call finds the file mended"


@pytest.mark.parametrize("shift", [-(10**6), -1, 10**6])
def test_columns_out_of_bounds_are_found_before_they_are_used(tmp_path, learnt, shift) -> None:
    """Indices that point outside the arrays, which would crash the process, are not used."""
    book = again(tmp_path)
    held = arrays(only_file(tmp_path))
    held["indices"] = held["indices"] + np.int32(shift)
    np.savez(only_file(tmp_path), **held)
    assert again(tmp_path).compare(SHAPES) == book.compare(SHAPES)
    assert len(learnt) == 2


def _array_file(path):
    with path.open("wb") as file:
        np.save(file, np.zeros(3))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_text("hello", "utf-8"),
        lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: np.savez(path, other=np.zeros(3)),
        _array_file,
    ],
    ids=["empty", "text", "half", "cut", "other arrays", "one array"],
)
def test_a_broken_or_foreign_file_is_learnt_anew(tmp_path, learnt, spoil) -> None:
    """Whatever lies in the file's place, the phrasebook is that of the passages."""
    book = again(tmp_path)
    spoil(only_file(tmp_path))
    assert again(tmp_path).compare(SHAPES) == book.compare(SHAPES)
    assert len(learnt) == 2


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=4))
def test_changed_bytes_change_no_likeness(tmp_path, changes) -> None:
    """A file in which any bytes were overwritten is found out, or is as good as before."""
    folder = tmp_path / str(next(_FOLDERS))
    expected = again(folder).compare(SHAPES)
    data = bytearray(only_file(folder).read_bytes())
    for place, byte in changes:
        data[int(place * len(data))] = byte
    only_file(folder).write_bytes(data)
    assert again(folder).compare(SHAPES) == expected


_FOLDERS = count()


def test_a_folder_that_cannot_be_made_is_done_without(tmp_path, learnt) -> None:
    """Where a file stands in the folder's place the phrasebook is learnt, and not kept."""
    (tmp_path / "file").write_text("mine", "utf-8")
    assert again(tmp_path / "file") is not None
    assert again(tmp_path / "file" / "below") is not None
    assert len(learnt) == 2
    assert (tmp_path / "file").read_text("utf-8") == "mine"


def test_a_full_disk_leaves_no_part_behind(tmp_path, learnt, monkeypatch) -> None:
    """A write that fails half-way is cleaned up, and the phrasebook serves all the same."""

    def full(file, **_):
        file.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    assert again(tmp_path).compare(SHAPES)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_files_place_is_done_without(tmp_path, learnt) -> None:
    """What can be neither read nor replaced costs the time of learning only."""
    again(tmp_path)
    path = only_file(tmp_path)
    path.unlink()
    path.mkdir()
    assert again(tmp_path).compare(SHAPES)
    assert only_file(tmp_path).is_dir()
