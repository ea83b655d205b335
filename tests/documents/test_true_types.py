import base64
import quopri

import pytest

from llmextract.documents import find_documents, read_document
from llmextract.errors import DocumentError
from tests.documents.docx_making import docx, p, packed

PAGE = "<html><body><p>本局全年收到申请13件，均已办结。</p></body></html>"
SAID = "本局全年收到申请13件，均已办结。"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


def mht(page: bytes, encoding: str, charset: str) -> bytes:
    body = base64.encodebytes(page) if encoding == "base64" else quopri.encodestring(page)
    head = (
        "From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
        '\ttype="text/html"; boundary="XX"\r\n\r\n--XX\r\nContent-Type: text/html'
        f"{charset}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    ).encode()
    image = b"\r\n--XX\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA"
    return head + body + image + b"\r\n--XX--\r\n"


@pytest.mark.parametrize("name", ["r.docx", "r.doc", "r.wps"])
@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (PAGE.encode(), "text/html"),
        (b"\xef\xbb\xbf\n<!-- a --><!-- b -->" + PAGE.encode(), "text/html"),
        (b'<?xml version="1.0"?>\n<!DOCTYPE html>' + PAGE.encode(), "text/html"),
        (PAGE.replace("<body>", '<meta charset="gb2312"><body>').encode("gbk"), "text/html"),
        (docx(p(SAID)), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (mht(PAGE.encode(), "base64", ""), "multipart/related"),
    ],
)
def test_what_calls_itself_a_word_file_is_read_by_its_bytes(tmp_path, name, data, media_type):
    """Pages and saved pages under a Word name, and .docx under an old one, are read as they are."""
    path = tmp_path / name
    path.write_bytes(data)
    assert find_documents([path]) == [path]
    document = read_document(path)
    assert (document.text, document.media_type) == (SAID, media_type)


@pytest.mark.parametrize(
    ("name", "data", "what", "hint"),
    [
        ("r.doc", OLE + "WordDocument".encode("utf-16-le"), "old Word file", "--convert-to docx"),
        ("r.docx", OLE + "WordDocument".encode("utf-16-le"), "old Word file", "--convert-to docx"),
        ("r.wps", OLE, "old Office file", "--convert-to docx"),
        ("r.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "is encrypted", "password"),
        ("r.doc", b"{\\rtf1 x}", "an RTF file", "--convert-to docx"),
        ("r.rtf", b"{\\rtf1 x}", "RTF files are not read", "--convert-to docx"),
        ("r.odt", b"PK\x03\x04", "OpenDocument files are not read", "--convert-to docx"),
        ("r.ofd", b"PK\x03\x04", "OFD files are not read", "PDF"),
        (
            "r.docx",
            b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w/>',
            "plain XML",
            "convert",
        ),
        ("r.docx", packed({"xl/workbook.xml": "<workbook/>"}), "no Word file", ".zip"),
        ("r.docx", "收到13件".encode(), "is not a Word file", "ending of its type"),
        ("r.pdf", PAGE.encode(), "is not a PDF but a page", "ending of its type"),
        ("r.pdf", b"x" * 2000 + b"%PDF-1.7", "is not a PDF", "ending of its type"),
        ("r.txt", b"%PDF-1.7", "is a PDF, not text", ".pdf"),
        ("r.html", docx(p("x")), "an Office document", ".docx"),
        ("r.docx", b"", "is empty", "text"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_way_to_convert_it(
    tmp_path, name, data, what, hint
):
    """Old, encrypted, foreign and mislabelled files raise DocumentError saying what they are."""
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(DocumentError) as raised:
        read_document(path)
    assert what in raised.value.what
    assert hint in raised.value.hint
    assert raised.value.where == str(path)


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable"])
@pytest.mark.parametrize(
    ("page", "charset"),
    [
        (PAGE.encode("gbk"), '; charset="gb2312"'),
        (PAGE.encode("gbk"), ""),
        (PAGE.encode("utf-8"), "; charset=utf-8"),
        (PAGE.encode("utf-8"), "; charset=gbk"),
        (PAGE.encode("big5", "ignore"), "; charset=big5"),
    ],
)
def test_a_saved_page_is_decoded_by_its_header(tmp_path, encoding, page, charset):
    """The header's encoding goes first, and a false one does no harm."""
    path = tmp_path / "r.mht"
    path.write_bytes(mht(page, encoding, charset))
    expected = SAID.encode("big5", "ignore").decode("big5") if "big5" in charset else SAID
    assert read_document(path).text == expected


@pytest.mark.parametrize(
    "data", [b"MIME-Version: 1.0\r\n\r\nx", b"MIME-Version: 1.0\n" + b"\n--XX" * 9000]
)
def test_a_saved_page_without_a_page_is_refused(tmp_path, data):
    """Nothing to read, and too many parts to be a page, are errors with a remedy."""
    path = tmp_path / "r.mhtml"
    path.write_bytes(data)
    with pytest.raises(DocumentError) as raised:
        read_document(path)
    assert raised.value.hint
