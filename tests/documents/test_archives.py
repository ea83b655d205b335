import io
import random
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest

from llmextract.documents import Archives, find_documents, name_documents, read_document
from llmextract.documents import archive as archives
from llmextract.errors import DocumentError
from tests.documents.docx_making import docx, p, packed

PAGE = "<p>本局全年收到申请13件，均已办结。</p>"


def written(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def names(path: Path) -> list[str]:
    return [found.relative_to(path.parent).as_posix() for found in find_documents([path])]


def renamed(data: bytes, old: bytes, new: bytes) -> bytes:
    """An archive with other bytes for a member's name, in both places that have it."""
    assert len(old) == len(new)
    assert data.count(old) == 2
    return data.replace(old, new)


def test_an_archive_is_its_documents(tmp_path):
    """Members of known types have paths in the archive; other, hidden and system files have not."""
    files = {
        "2019/b.html": PAGE, "a.txt": "甲", "c.docx": docx(p("乙")), "d.jpg": "x", ".e.txt": "x",
        "__MACOSX/2019/._b.html": "x", "f/.g/h.txt": "x", "i.zip": packed({"j.txt": "x"}), "k/": "",
    }  # fmt: skip
    path = written(tmp_path / "reports.zip", packed(files))
    assert names(path) == ["reports.zip/2019/b.html", "reports.zip/a.txt", "reports.zip/c.docx"]
    texts = [read_document(found).text for found in find_documents([path])]
    assert texts == ["本局全年收到申请13件，均已办结。", "甲", "乙"]


def test_folders_globs_and_parts_of_archives_name_members(tmp_path):
    """Archives in folders and globs are looked into; one member or folder of one can be named."""
    files = {"2019/a.txt": "甲", "2020/a.txt": "乙"}
    path = written(tmp_path / "in" / "r.ZIP", packed(files))
    both = [path / "2019" / "a.txt", path / "2020" / "a.txt"]
    assert find_documents([tmp_path]) == both
    assert find_documents([str(tmp_path / "*" / "*.ZIP"), path]) == both
    assert find_documents([path / "2019"]) == find_documents([both[0]]) == both[:1]
    assert list(name_documents(both).values()) == ["2019/a.txt", "2020/a.txt"]
    assert read_document(both[1]).source == str(both[1])
    with pytest.raises(DocumentError, match="of this name in the archive"):
        find_documents([path / "2021"])
    with pytest.raises(DocumentError, match="no such member"):
        read_document(path / "2021.txt")


def test_a_folder_called_like_an_archive_is_a_folder(tmp_path):
    """What lies in a folder named `x.zip` is read from the disk."""
    path = written(tmp_path / "x.zip" / "a.txt", "甲".encode())
    assert find_documents([tmp_path]) == [path]
    assert read_document(path).text == "甲"


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "gb18030"])
def test_names_without_a_mark_of_their_encoding_are_decoded(tmp_path, encoding):
    """Names in UTF-8 or GBK that old packers leave unmarked come out as Chinese."""
    raw = "年报/云溪县".encode(encoding)
    data = renamed(packed({"x" * len(raw) + ".txt": "甲"}), b"x" * len(raw), raw)
    path = written(tmp_path / "r.zip", data)
    assert names(path) == ["r.zip/年报/云溪县.txt"]
    assert read_document(path / "年报" / "云溪县.txt").text == "甲"


def test_names_with_the_separators_of_another_system_are_paths(tmp_path):
    """Backslashes part folders, as in archives packed on Windows."""
    data = renamed(packed({"2019/a.txt": "甲"}), b"2019/a.txt", b"2019\\a.txt")
    path = written(tmp_path / "r.zip", data)
    assert names(path) == ["r.zip/2019/a.txt"]
    assert read_document(path / "2019" / "a.txt").text == "甲"


@pytest.mark.parametrize(
    ("name", "danger"),
    [
        (b"../../etc/a.txt", "leads out of the archive"),
        (b"b/..\\../c/a.txt", "leads out of the archive"),
        (b"/etc/aaaaaa.txt", "names a place outside"),
        (b"\\\\srv\\aaaaa.txt", "names a place outside"),
        (b"C:\\aaaaaaaa.txt", "names a place outside"),
        (b"aaaaaaa.txt\0.sh", "a NUL in its name"),
    ],
)
def test_names_that_lead_elsewhere_are_refused_and_the_others_read(tmp_path, name, danger):
    """A dangerous member keeps a harmless path, reading it says why not, its neighbours are read."""
    plain = b"x" * len(name)
    data = packed({plain.decode() + ".txt": "甲", "b.txt": "乙"})
    data = renamed(data, plain + b".txt", name + b".txt")
    path = written(tmp_path / "r.zip", data)
    found = find_documents([path])
    assert all(path in document.resolve().parents for document in found)
    (bad,) = (document for document in found if document.name != "b.txt")
    with pytest.raises(DocumentError, match=danger) as raised:
        read_document(bad)
    assert str(path) in raised.value.where
    assert raised.value.hint
    assert read_document(path / "b.txt").text == "乙"
    with pytest.raises(DocumentError, match="no such member"):
        read_document(path / name.decode().partition("\0")[0].replace("\\", "/").lstrip("/"))


def test_a_link_in_an_archive_is_not_followed(tmp_path):
    """A member that is a symbolic link is refused."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        link = zipfile.ZipInfo("a.txt")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    path = written(tmp_path / "r.zip", data.getvalue())
    with pytest.raises(DocumentError, match="is a link"):
        read_document(path / "a.txt")


def test_one_bad_member_harms_no_other(tmp_path):
    """Encrypted, damaged and oddly packed members are refused one by one, with their names."""
    data = bytearray(packed({"good.txt": "甲", "locked.txt": "x", "torn.txt": "x" * 5000}))
    central = data.index(b"PK\x01\x02")
    entry = data.index(b"locked.txt", central) - 46
    data[entry + 8] |= 1
    torn = data.index(b"torn.txt") + 12
    data[torn] ^= 0xFF
    path = written(tmp_path / "r.zip", bytes(data))
    assert len(find_documents([path])) == 3
    assert read_document(path / "good.txt").text == "甲"
    with pytest.raises(DocumentError, match=r"locked\.txt: is encrypted"):
        read_document(path / "locked.txt")
    with pytest.raises(DocumentError, match=r"torn\.txt: is damaged"):
        read_document(path / "torn.txt")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packing_that_unpacks_without_bound_is_refused(tmp_path, method):
    """Methods that Python unpacks at one go are not used."""
    path = written(tmp_path / "r.zip", packed({"a.txt": "甲"}, method))
    with pytest.raises(DocumentError, match="packed by a method"):
        read_document(path / "a.txt")


def test_a_member_has_the_limit_of_its_type(tmp_path):
    """A member larger than a file of its type may be is refused, whatever its header says."""
    path = written(tmp_path / "r.zip", packed({"a.txt": b"0" * 6_000_000}))
    with pytest.raises(DocumentError, match=r"larger than 5,000,000"):
        read_document(path / "a.txt")
    assert read_document(path / "a.txt", max_bytes=6_000_000).text == "0" * 6_000_000


def test_a_header_that_lies_about_a_size_gains_nothing(tmp_path):
    """No more is unpacked than the header says, and a member cut short by it is damaged."""
    data = bytearray(packed({"a.txt": b"0" * 4_000_000}))
    entry = data.index(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<I", 10)
    path = written(tmp_path / "r.zip", bytes(data))
    with pytest.raises(DocumentError, match="is damaged"):
        read_document(path / "a.txt")


def test_a_bomb_is_refused_as_a_whole(tmp_path, monkeypatch):
    """Members that share their bytes, or come to too much, condemn the archive by its name."""
    monkeypatch.setattr(archives, "MOST_UNPACKED", 1000)
    large = written(tmp_path / "large.zip", packed({f"{n}.txt": "0" * 600 for n in range(2)}))
    data = bytearray(packed({"a.txt": random.Random(1).randbytes(400), "b.txt": "x"}))
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    data[second + 20 : second + 24] = struct.pack("<I", 400)
    shared = written(tmp_path / "shared.zip", bytes(data))
    for path in (large, shared):
        assert find_documents([path]) == [path]
        with pytest.raises(DocumentError, match="ZIP bomb") as raised:
            read_document(path)
        assert raised.value.where == str(path)


def test_too_many_members_are_refused(tmp_path, monkeypatch):
    """An archive of more members than the limit is refused before it is listed."""
    monkeypatch.setattr(archives, "MOST_MEMBERS", 5)
    path = written(tmp_path / "r.zip", packed({f"{n}.txt": "x" for n in range(6)}))
    with pytest.raises(DocumentError, match="more than 5 members"):
        read_document(path)
    path = written(tmp_path / "r.zip", packed({f"{n}.txt": "x" for n in range(600)}))
    with pytest.raises(DocumentError, match="too many members"):
        read_document(path)


def a_tar() -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w"):
        pass
    return data.getvalue()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", packed({"a.txt": "x"})[:-10], a_tar()])
def test_a_damaged_archive_stands_among_the_documents_with_its_error(tmp_path, data):
    """A folder with a broken archive gives the others and the archive, whose reading says why."""
    path = written(tmp_path / "bad.zip", data)
    good = written(tmp_path / "good.txt", "甲".encode())
    assert find_documents([tmp_path]) == [path, good]
    with pytest.raises(DocumentError, match="damaged") as raised:
        read_document(path)
    assert raised.value.where == str(path)
    assert raised.value.hint


def test_an_archive_without_documents_is_passed_over_in_folders_only(tmp_path):
    """Named itself it is an error; in a folder it is like any other file without text."""
    path = written(tmp_path / "empty.zip", packed({"a.jpg": "x"}))
    written(tmp_path / "a.txt", "甲".encode())
    assert find_documents([tmp_path]) == [tmp_path / "a.txt"]
    with pytest.raises(DocumentError, match="no documents in this archive"):
        find_documents([path])


def test_an_archive_is_no_document(tmp_path):
    """Reading an archive itself says how to read what is in it."""
    path = written(tmp_path / "r.zip", packed({"a.txt": "x"}))
    with pytest.raises(DocumentError, match="archive of 1 documents") as raised:
        read_document(path)
    assert "a.txt" in raised.value.hint


def test_members_read_together_list_their_archive_once(tmp_path, monkeypatch):
    """Shared archives are listed once while they stay the same, and anew when they change."""
    listed = []
    list_zip = archives.list_zip
    monkeypatch.setattr(archives, "list_zip", lambda *given: listed.append(1) or list_zip(*given))
    path = written(tmp_path / "r.zip", packed({"a.txt": "甲", "b.txt": "乙"}))
    shared = Archives()
    said = [
        read_document(path / name, archives=shared).text for name in ("a.txt", "b.txt", "a.txt")
    ]
    assert (said, len(listed)) == (["甲", "乙", "甲"], 1)
    written(path, packed({"a.txt": "丙", "c.txt": "丁"}))
    assert read_document(path / "c.txt", archives=shared).text == "丁"
    assert read_document(path / "a.txt", archives=shared).text == "丙"
    assert len(listed) == 2
    with pytest.raises(DocumentError, match="no such member"):
        read_document(path / "b.txt", archives=shared)
