import hashlib
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.documents import read_document
from llmextract.documents.decoding import decode
from llmextract.errors import DocumentError

REPORT = (
    "云溪县水利局2016年政府信息公开工作年度报告\n"
    "　　一、概述。全年收到申请１３件，其中网络４件、信函9件，均已按时办结。\n"
    "　　二、未收取任何费用，没有发生行政复议和诉讼。\n"
)


def written(tmp_path, data: bytes, name: str = "r.txt"):
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (REPORT.encode("utf-8"), "utf-8"),
        (REPORT.encode("utf-8-sig"), "utf-8"),
        (b"\xff\xfe" + REPORT.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + REPORT.encode("utf-16-be"), "utf-16-be"),
        (REPORT.encode("gbk"), "gb18030"),
        ((REPORT + "𠮷").encode("gb18030"), "gb18030"),
    ],
)
def test_every_supported_encoding_gives_the_same_text(tmp_path, data, encoding):
    """UTF-8 and UTF-16 with marks, and GBK and GB18030 without, all come out as one text."""
    document = read_document(written(tmp_path, data))
    assert document.text.removesuffix("𠮷") == REPORT
    assert document.encoding == encoding
    assert document.name == "r.txt"
    assert document.sha256 == hashlib.sha256(document.text.encode()).hexdigest()


def test_only_line_ends_change(tmp_path):
    """CRLF and CR become LF; tabs, form feeds, full-width spaces and blank lines stay."""
    data = "甲\r\n\r\n\t乙　 1\f2\r丙 \n".encode()
    assert read_document(written(tmp_path, data)).text == "甲\n\n\t乙　 1\f2\n丙 \n"


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Co")), min_size=1))
def test_any_utf8_text_is_read_as_it_is(text):
    """Text without control characters survives decoding unchanged."""
    marked = "头" + text.replace("\ufffd", "")
    assert decode(marked.encode(), "x") == (marked, "utf-8")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "is empty"),
        (" \r\n\u3000\u00a0\t\n".encode(), "has no text"),
        (b"\xef\xbb\xbf", "has no text"),
        (b"ab\x00cd", "NUL byte at offset 2"),
        (b"%PDF-1.7 \xe2\xe3", "is a PDF"),
        (b"PK\x03\x04word/document.xml", "an Office document"),
        (b"\xff\xfe" + "甲".encode("utf-16-le") + b"\x00", "is not the UTF-16-LE"),
        ("甲乙丙".encode()[:-1], "neither UTF-8 nor GB18030"),
        ("Les demandes reçues à l’été".encode("cp1252"), "byte 0xe7 at offset 15"),
        ("本機關受理資訊公開申請案件，統計如下。".encode("big5"), "neither UTF-8 nor GB18030"),
        (("收到申请\ufffd\ufffd件" * 3).encode(), "replacement or control characters"),
        (b"\x02\x03\x1b[31mred\x1b[0m", "replacement or control characters"),
    ],
)
def test_what_is_no_readable_text_is_refused(tmp_path, data, what):
    """Empty, binary, undecodable and spoilt files raise DocumentError with cause and remedy."""
    path = written(tmp_path, data)
    with pytest.raises(DocumentError) as raised:
        read_document(path)
    assert what in raised.value.what
    assert raised.value.where == str(path)
    assert raised.value.hint


def test_utf8_cut_in_the_middle_is_not_taken_for_gb18030(tmp_path):
    """UTF-8 with one broken character is refused rather than read as rare characters."""
    data = REPORT.encode()
    for cut in range(200, 206):
        broken = data[:cut] + b"\xff" + data[cut + 1 :]
        with pytest.raises(DocumentError):
            read_document(written(tmp_path, broken))


def test_a_lone_odd_character_in_a_long_text_is_no_reason_to_refuse_it(tmp_path):
    """One replacement character in a long report leaves the report readable."""
    text = REPORT * 20 + "\ufffd"
    assert read_document(written(tmp_path, text.encode())).text == text


def test_the_limit_is_the_last_size_that_is_read(tmp_path):
    """A file of max_bytes is read, one byte more is refused with the limit."""
    path = written(tmp_path, b"x" * 100)
    assert len(read_document(path, max_bytes=100).text) == 100
    with pytest.raises(DocumentError, match="larger than 99 bytes"):
        read_document(path, max_bytes=99)


@pytest.mark.parametrize("name", ["gone.txt", "gone.html"])
def test_a_missing_file_is_refused(tmp_path, name):
    """A file that is not there raises DocumentError."""
    with pytest.raises(DocumentError, match="no such file"):
        read_document(tmp_path / name)


def test_a_folder_and_an_unknown_type_are_refused(tmp_path):
    """Only files of known types are read."""
    (tmp_path / "d.txt").mkdir()
    with pytest.raises(DocumentError, match="cannot be read"):
        read_document(tmp_path / "d.txt")
    with pytest.raises(DocumentError, match="docx"):
        read_document(written(tmp_path, b"x", "r.odt"))


def test_a_file_without_permission_is_refused(tmp_path, monkeypatch):
    """A file that may not be opened raises DocumentError that says so."""
    path = written(tmp_path, b"x")
    path.chmod(0)
    if os.access(path, os.R_OK):  # a superuser may read everything

        def refuse(*_args, **_kwargs):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr("pathlib.Path.open", refuse)
    with pytest.raises(DocumentError, match="may not be read"):
        read_document(path)


def test_a_name_can_be_given(tmp_path):
    """The caller's name goes before the file's."""
    document = read_document(written(tmp_path, b"x"), name="2019/r.txt")
    assert (document.name, document.media_type) == ("2019/r.txt", "text/plain")
