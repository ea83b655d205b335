"""Folders of labelled documents."""

from pathlib import Path

import pytest

EVAL = Path(__file__).parents[2] / "eval"


@pytest.fixture(scope="module")
def labelled():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(EVAL)
        import labelled

        yield labelled


def test_the_examples_are_enough(labelled, monkeypatch) -> None:
    """They need no folder beside the checkout, wherever the command is run from."""
    monkeypatch.chdir(EVAL.parent)
    for folder in (Path("examples"), labelled.EXAMPLES):
        documents, gold = labelled.folders_of(folder)
        names = {path.stem for path in gold.glob("*.json")}
        assert len(names) == 10
        assert all(labelled.document_of(documents, name).stem == name for name in names)


def test_a_folder_with_documents_and_gold_is_taken(labelled, tmp_path) -> None:
    """Both are its own, and a name with an extension means the same file."""
    for name in ("documents", "gold"):
        (tmp_path / name).mkdir()
    (tmp_path / "documents" / "a.html").write_text("x")
    assert labelled.folders_of(tmp_path) == (tmp_path / "documents", tmp_path / "gold")
    assert labelled.document_of(tmp_path / "documents", "a.html").name == "a.html"


def test_what_is_not_there_is_named(labelled, tmp_path) -> None:
    """Without folder, gold or document the command ends, and says what would do; labels of other
    documents are never taken."""
    with pytest.raises(SystemExit, match=r"shared: there is no such folder.*examples"):
        labelled.folders_of(tmp_path / "shared")
    with pytest.raises(SystemExit, match="no gold/"):
        labelled.folders_of(tmp_path)
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(SystemExit, match=r"b\.txt: not in"):
        labelled.document_of(tmp_path, "b.txt")


def test_recordings_are_of_the_first_folders(labelled) -> None:
    """Each name is a cassette of the model, and the other folders are asked about."""
    first, second = labelled.recordings(["examples"], "local:1.5b", 2)
    assert first.cassette.name == "examples_link_1.5b.yaml"
    assert first.cassette.is_file()
    assert second.cassette is None


def test_a_recording_that_is_not_there_is_named(labelled) -> None:
    """And so is one too many; neither is passed over for a call of the model."""
    with pytest.raises(SystemExit, match=r"there is no training_link_7b\.yaml.*ask local:7b"):
        labelled.recordings(["training"], "local:7b", 1)
    with pytest.raises(SystemExit, match="2 recordings of 1 folders"):
        labelled.recordings(["examples", "reports"], "local:1.5b", 1)
