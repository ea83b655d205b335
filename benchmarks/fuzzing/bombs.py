"""Files made to hang a reader, to exhaust its memory, or to lead it astray."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from fuzzing.seeds import packed, word_file

_DEEP = 10_000
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def bombs(format_: str) -> list[tuple[str, bytes]]:
    """Named files of a format."""
    return list({"txt": _txt, "html": _html, "docx": _docx, "pdf": _pdf, "zip": _zip}[format_]())


def _txt() -> Iterator[tuple[str, bytes]]:
    yield "five million letters on one line", "甲".encode() * 1_600_000
    yield "a million empty lines", "甲".encode() + b"\r" * 4_000_000
    yield "tabs", b"1" + b"\t" * 4_000_000
    yield "digits", b"1" * 4_900_000
    yield "brackets", "（".encode() * 1_600_000
    yield "larger than the limit", b"x" * 6_000_000
    yield "UTF-16 without an end", b"\xff\xfe" + b"\x00\xd8" * 1_000_000


def _html() -> Iterator[tuple[str, bytes]]:
    yield "tables nested", b"<table><tr><td>" * _DEEP + b"x"
    yield "divisions nested", b"<div>" * 100_000 + b"x"
    yield "nesting at the limit", (b"<div class=nav>" * 1500 + b"x" + b"</div>" * 1500) * 100
    yield "attributes", b"<p " + b" ".join(b"a%d=1" % n for n in range(400_000)) + b">x"
    yield "spans", b"<table>" + b"<tr><td colspan=99999 rowspan=99999>1<td>2</tr>" * 50_000
    yield "columns", b"<table><tr>" + b"<td>1" * 500_000 + b"</table>"
    yield (
        "a wide row and many",
        (b"<table><tr>" + b"<td>1" * 999 + b"</tr>" + b"<tr><td>1</tr>" * 200_000 + b"</table>"),
    )
    yield "scripts", b"<p>a" + b"<script></script>x" * 200_000
    yield "unclosed tags", b"<b><p><a>" * 400_000
    yield "unclosed comments", b"<!--" * 1_000_000
    yield "quotes in a tag", b'<a b="' * 700_000
    yield "entities", b"&amp;" * 900_000
    yield "blanks", b"<p>" + "甲 \n".encode() * 900_000
    yield "line breaks", b"<br>" * 1_000_000
    yield "short paragraphs", b"<p>1" * 1_000_000
    yield "as many paragraphs as are read", b"<p>1" * 290_000
    yield "footers", b"<footer>" * 600_000
    yield "lists of links", b"<ul>" + b"<li><a>x</a>" * 350_000
    yield "a title", b"<title>" + b"- " * 2_000_000 + b"</title><p>x"
    yield (
        "billion laughs",
        (b"<!DOCTYPE a [<!ENTITY a 'x'><!ENTITY b '&a;&a;&a;&a;'>]><p>&b;&b;" + b"&b;" * 100_000),
    )


def _docx() -> Iterator[tuple[str, bytes]]:
    open_, close = b"<w:tbl><w:tr><w:tc>", b"</w:tc></w:tr></w:tbl>"
    yield "tables nested", _word(open_ * _DEEP + b"<w:p/>" + close * _DEEP)
    yield (
        "controls nested",
        _word(b"<w:sdt><w:sdtContent>" * 100 + b"</w:sdtContent></w:sdt>" * 100),
    )
    yield "billion laughs", _word(b"<w:p><w:r><w:t>&z;</w:t></w:r></w:p>", _laughs())
    yield (
        "an outside entity",
        _word(
            b"<w:p><w:r><w:t>&z;</w:t></w:r></w:p>",
            b'<!DOCTYPE a [<!ENTITY z SYSTEM "file:///etc/passwd">]>',
        ),
    )
    yield (
        "a document type from outside",
        _word(b"<w:p/>", b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a">'),
    )
    yield (
        "laughs in UTF-16",
        packed(
            {
                "word/document.xml": (
                    '<?xml version="1.0" encoding="utf-16"?>' + _laughs().decode() + "<a>&z;</a>"
                ).encode("utf-16")
            }
        ),
    )
    yield "a part of 300 MB", packed({"word/document.xml": b"<a>" + b" " * 300_000_000})
    yield "a part of many elements", _word(b"<w:p/>" * 4_000_000)
    yield (
        "spans",
        _word(b"<w:tbl>" + (b"<w:tr>" + _cell(99) * 11 + b"</w:tr>") * 20_000 + b"</w:tbl>"),
    )
    yield "a row of cells", _word(b"<w:tbl><w:tr>" + _cell(1) * 200_000 + b"</w:tr></w:tbl>")
    yield "runs", _word(b"<w:p>" + b"<w:r><w:t>1</w:t></w:r>" * 800_000 + b"</w:p>")
    yield (
        "as many runs as are read",
        _word(b"<w:p>" + b"<w:r><w:t>1</w:t></w:r>" * 120_000 + b"</w:p>"),
    )
    yield "as many paragraphs as are read", _word(b"<w:p/>" * 490_000)
    yield (
        "as many cells as are read",
        _word(b"<w:tbl>" + (b"<w:tr>" + _cell(1) * 10 + b"</w:tr>") * 4_000 + b"</w:tbl>"),
    )
    yield "notes", _word(b"<w:p>" + b"".join(
        b'<w:r><w:footnoteReference w:id="%d"/></w:r>' % n for n in range(100_000)
    ) + b"</w:p>")  # fmt: skip
    yield (
        "paragraphs run together",
        _word(
            b"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>" * 200_000
        ),
    )
    yield "packed by LZMA", word_file(["甲"], [["1", "2"]], zipfile.ZIP_LZMA)
    yield "many parts", packed({f"word/{n}.xml": b"" for n in range(20_000)})
    yield (
        "a relation to itself",
        packed({"_rels/.rels": b'<a><b Type="x/officeDocument" Target="_rels/.rels"/></a>'}),
    )


def _zip() -> Iterator[tuple[str, bytes]]:
    yield "a member of 300 MB", packed({"a.txt": b"0" * 300_000_000})
    yield "packed by BZIP2", packed({"a.txt": b"0" * 300_000_000}, zipfile.ZIP_BZIP2)
    yield "packed by LZMA", packed({"a.txt": b"0" * 300_000_000}, zipfile.ZIP_LZMA)
    yield "archives in archives", packed({"a.zip": packed({"b.zip": packed({"c.txt": b"x"})})})
    yield "many members", packed({f"{n}.txt": b"" for n in range(150_000)}, zipfile.ZIP_STORED)
    yield "members of one content", _overlapping()
    names = (
        "../a.txt",
        "/a.txt",
        "C:\\a.txt",
        "a/../../b.txt",
        "..\\a.txt",
        "a\x00.txt",
        "\\\\h\\s.txt",
    )
    yield "ways out", packed(dict.fromkeys(names, b"x"))
    link = zipfile.ZipInfo("a.txt")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    yield "a link", data.getvalue()
    yield (
        "an end that promises much",
        packed({"a.txt": b"x"})[:-22]
        + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 65535, 65535, 0xFFFFFFFE, 0, 0),
    )


def _pdf() -> Iterator[tuple[str, bytes]]:
    content = b"BT /F1 12 Tf (x) Tj ET"
    yield (
        "pages without end",
        _objects(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 9>>"),
    )
    yield "arrays nested", _pages(content, b"/A " + b"[" * 100_000 + b"]" * 100_000)
    yield "dictionaries nested", _pages(content, b"/A " + b"<</A" * 50_000 + b">>" * 50_000)
    yield "strings nested", _pages(b"BT " + b"(" * 200_000 + b" Tj ET")
    yield (
        "a stream of 300 MB",
        _pages(zlib.compress(b" " * 300_000_000), stream=b"/Filter/FlateDecode"),
    )
    twice = zlib.compress(zlib.compress(b"0 0 1 1 re f " * 20_000_000, 9), 9)
    yield "a stream packed twice", _pages(twice, stream=b"/Filter[/FlateDecode/FlateDecode]")
    yield "many lines", _pages(b"0 0 m 9 9 l S " * 300_000)
    yield (
        "many rectangles",
        _pages(b"".join(b"%d %d 9 9 re S " % (n % 600, n // 600) for n in range(100_000))),
    )
    yield "many letters", _pages(b"BT /F1 1 Tf " + b"(xxxxxxxxxx) Tj " * 50_000 + b"ET")
    yield "states saved", _pages(b"q " * 1_000_000)
    yield "a huge page", _pages(content, b"/MediaBox[0 0 1e30 1e30]")
    yield "no page", _pages(content, b"/MediaBox[]/Rotate(x)/Contents[[[9 0 R]]]")
    yield (
        "a form in itself",
        _pages(
            b"/X Do",
            b"/Resources<</XObject<</X 4 0 R>>>>",
            stream=b"/Subtype/Form/Type/XObject/BBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>",
        ),
    )
    yield (
        "many pages",
        _objects(
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 100000/Kids[" + b"3 0 R " * 100_000 + b"]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        ),
    )


def _word(body: bytes, doctype: bytes = b"") -> bytes:
    xml = b'<?xml version="1.0"?>' + doctype + f'<w:document xmlns:w="{_W}"><w:body>'.encode()
    return packed({"word/document.xml": xml + body + b"</w:body></w:document>"})


def _cell(span: int) -> bytes:
    return (
        b'<w:tc><w:tcPr><w:gridSpan w:val="%d"/></w:tcPr><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>'
        % span
    )


def _laughs() -> bytes:
    lines = [b'<!ENTITY a0 "xxxxxxxxxx">']
    lines += [b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12)]
    return b"<!DOCTYPE a [" + b"".join(lines) + b'<!ENTITY z "&a11;">]>'


def _overlapping() -> bytes:
    """A thousand members that are all the same bytes of the file."""
    whole = packed({"a0000.txt": b"0" * 4_900_000})
    start = whole.index(b"PK\x01\x02")
    entry = whole[start : whole.index(b"PK\x05\x06")]
    entries = b"".join(entry.replace(b"a0000", b"a%04d" % n) for n in range(1000))
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1000, 1000, len(entries), start, 0)
    return whole[:start] + entries + end


def _pages(content: bytes, page: bytes = b"", stream: bytes = b"") -> bytes:
    """A PDF of one page."""
    font = b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    return _objects(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R"
        + (b"" if b"/MediaBox" in page else b"/MediaBox[0 0 600 800]")
        + (b"" if b"/Resources" in page else font)
        + page
        + b">>",
        b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), stream, content),
    )


def _objects(*objects: bytes) -> bytes:
    data, places = b"%PDF-1.7\n", []
    for n, item in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (n, item)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        data + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table
        + b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(data))
    )  # fmt: skip


__all__ = ["bombs"]
