from pathlib import Path

import pytest

from llmextract.documents import find_documents, name_documents
from llmextract.errors import DocumentError


def touch(folder: Path, *names: str) -> list[Path]:
    files = [folder / name for name in names]
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x", "utf-8")
    return files


def test_a_folder_gives_its_documents_and_passes_over_the_rest(tmp_path):
    """A folder means its documents of known types, subfolders too, sorted, without hidden ones."""
    touch(tmp_path, "b.txt", "a.HTML", "sub/c.htm", "d.pdf", "e.json", ".f.txt", ".git/g.txt")
    touch(tmp_path, "h.docx", "i.mht", "j.doc", "~$h.docx")
    found = find_documents([tmp_path])
    assert [file.relative_to(tmp_path).as_posix() for file in found] == [
        "a.HTML",
        "b.txt",
        "d.pdf",
        "h.docx",
        "i.mht",
        "sub/c.htm",
    ]


def test_files_folders_and_globs_together_name_each_document_once(tmp_path):
    """A document that several arguments name comes out once, in whatever order they stand."""
    one, two = touch(tmp_path, "1.txt", "2.txt")
    pattern = str(tmp_path / "*.txt")
    assert find_documents([two, tmp_path, pattern, one]) == [one, two]
    assert find_documents([one, pattern]) == find_documents([pattern, one])


def test_a_glob_reaches_into_folders(tmp_path):
    """`**` in a glob means any depth, and other types are passed over."""
    (wanted,) = touch(tmp_path, "x/y/report.txt")
    touch(tmp_path, "x/y/report.csv")
    assert find_documents([str(tmp_path / "**" / "report.*")]) == [wanted]


def test_a_file_with_glob_characters_in_its_name_is_that_file(tmp_path):
    """A path that exists is taken as it is, even with brackets in it."""
    (file,) = touch(tmp_path, "report[1].txt")
    assert find_documents([str(file)]) == [file]


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ("gone.txt", "no such file"),
        ("*.txt", "no document matches"),
        ("slides.pptx", "“.pptx”"),
        ("old.rtf", "RTF files are not read"),
        ("old.ofd", "OFD files are not read"),
        ("empty", "no documents in this folder"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_place_and_remedy(tmp_path, given, what):
    """Missing files, globs and folders without documents and unknown types raise DocumentError."""
    touch(tmp_path, "slides.pptx", "old.rtf", "old.ofd")
    (tmp_path / "empty").mkdir()
    with pytest.raises(DocumentError) as raised:
        find_documents([str(tmp_path / given)])
    assert what in raised.value.what
    assert given in raised.value.where
    assert raised.value.hint


def test_a_document_is_named_after_its_file(tmp_path):
    """Names that differ are the plain file names."""
    files = touch(tmp_path, "a/x.txt", "b/y.txt")
    assert list(name_documents(files).values()) == ["x.txt", "y.txt"]


def test_files_of_one_name_get_their_folders_as_far_as_needed(tmp_path):
    """Equal file names grow parent folders until they differ; the others stay short."""
    files = touch(tmp_path, "a/2019/r.txt", "b/2019/r.txt", "b/2020/r.txt", "b/s.txt")
    names = name_documents(files)
    assert [names[file] for file in files] == [
        "a/2019/r.txt",
        "b/2019/r.txt",
        "2020/r.txt",
        "s.txt",
    ]


def test_a_name_does_not_depend_on_the_order_of_the_files(tmp_path):
    """Naming the same files in another order gives each the same name."""
    files = touch(tmp_path, "a/r.txt", "b/r.txt", "c/r.txt", "q.txt")
    assert name_documents(files) == name_documents(list(reversed(files)))
