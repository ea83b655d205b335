"""Sound files made unsound: bits, bytes, pieces, and the members of archives."""

from __future__ import annotations

import copy
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from random import Random
from types import MappingProxyType

from lxml import etree

from fuzzing.seeds import packed

_TAGS = re.compile(rb"<[^<>]{1,200}>")
_NUMBERS = re.compile(rb"\d+")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.S)
_MOST_ELEMENTS = 3_000  # beyond which a part is not made larger
_ODD_NUMBERS = (b"0", b"-1", b"1", b"65535", b"99999999", b"2147483648", b"1" * 400, b"1e308", b"x")
_WORDS: Mapping[str, tuple[bytes, ...]] = MappingProxyType({
    "txt": (b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xf0\x9f", b"\r", b"\t", b"\x81\x30\x81\x30"),
    "html": (
        b"<table>", b"<td rowspan=0 colspan=99999>", b"</table>", b"<!--", b"<![CDATA[", b"<pre>",
        b"&#x110000;", b"&#0;", b"<meta charset=utf-7>", b"<meta charset=hex>", b"<svg>", b"<base",
        b"<frameset>", b"<select>", b"\x00", b"</body></html>", b"<?xml encoding='utf-16'?>",
        b"<td hidden style='font-size:0'>", b"<sup>", b"<caption>", b"<template>",
    ),
    "docx": (
        b"<w:tbl>", b"</w:tc>", b"<w:p/>", b"&x;", b"<!DOCTYPE a [<!ENTITY x 'y'>]>", b"<w:del/>",
        b'<w:vMerge w:val="continue"/>', b'<w:gridSpan w:val="-5"/>', b"<w:txbxContent/>",
        b'<w:fldChar w:fldCharType="begin"/>', b"<mc:AlternateContent/>", b'w:val="%1%2%9%0"',
        b'<w:altChunk r:id="r0"/>', b'<w:sym w:char="D800"/>', b"xmlns:w='x'", b"<w:tr/>",
    ),
    "pdf": (
        b" obj", b"endobj", b"<<", b">>", b"[", b"]", b"/Kids", b"/Type /Page", b"/Length 0",
        b"stream\n", b"endstream", b"xref", b"trailer", b"startxref", b"/Filter /FlateDecode",
        b"/Filter [/ASCII85Decode /LZWDecode]", b"1 0 R", b"BT", b"ET", b" re f", b" cm",
        b"BI ID EI", b"/MediaBox [0 0 1e9 1e9]", b"/Rotate 37", b"/Encrypt 1 0 R", b"Do",
        b"Tj", b"(\\777)",
    ),
    "zip": (b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x06", b"../", b"\x00", b"C:\\"),
})  # fmt: skip


def mutated(data: bytes, others: list[bytes], format_: str, chance: Random) -> bytes:
    """`data` changed once to four times; `others` are files to splice it with.

    Most texts and pages keep an encoding that can be read, or little but decoding would be tried.
    """
    encoding = _encoding(data) if format_ in ("txt", "html") and chance.random() < 0.7 else None
    for _ in range(chance.choice((1, 1, 2, 4))):
        if format_ in ("docx", "zip") and chance.random() < 0.75:
            data = _repacked(data, others, chance)
        elif format_ == "pdf" and chance.random() < 0.3:
            data = _stream_changed(data, others, chance)
        else:
            data = _changed(data, others, format_, chance)
    return data.decode(encoding, "ignore").encode(encoding, "ignore") if encoding else data


def _encoding(data: bytes) -> str | None:
    for encoding in ("utf-8", "gb18030"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return None


def _changed(data: bytes, others: list[bytes], format_: str, chance: Random) -> bytes:
    if not data:
        return data
    way = chance.choice(_WAYS)
    return way(data, chance.choice(others), _WORDS[format_], chance)


def _repacked(data: bytes, others: list[bytes], chance: Random) -> bytes:
    """The archive with the content or the name of one member changed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = {info.filename: archive.read(info) for info in archive.infolist()}
    except Exception:
        return _changed(data, others, "zip", chance)
    if not files:
        return data
    name = chance.choice([*files, *(n for n in files if n.endswith("document.xml"))])
    if chance.random() < 0.1:
        moved = files.pop(name)
        name = chance.choice(("../", "/", "C:\\", "é" * 300, "a/" * 200, ".")) + name
        files[name] = moved
    elif chance.random() < 0.05:
        del files[name]
    elif chance.random() < 0.7 and name.endswith((".xml", ".rels")):
        files[name] = _reshaped(files[name], chance)
    else:
        inner = {"html": "html", "txt": "txt"}.get(name.rpartition(".")[2], "docx")
        files[name] = _changed(files[name], list(files.values()), inner, chance)
    method = chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))
    return packed(files, method)


def _reshaped(data: bytes, chance: Random) -> bytes:
    """XML that is still well formed, of another shape: elements gone, doubled, moved, renamed."""
    try:
        root = etree.fromstring(data)
    except etree.XMLSyntaxError:
        return data
    for _ in range(chance.choice((1, 2, 8, 30))):
        elements = list(root.iterdescendants("*"))
        if not 0 < len(elements) < _MOST_ELEMENTS:
            break
        _reshape(chance.choice(elements), elements, chance)
    return etree.tostring(root)


def _reshape(element: etree._Element, others: list[etree._Element], chance: Random) -> None:
    way, other = chance.randrange(6), chance.choice(others)
    if way == 0 and element.getparent() is not None:
        element.getparent().remove(element)
    elif way == 1:
        size = sum(1 for _ in element.iter())
        times = min(chance.choice((1, 1, 5, 50)), _MOST_ELEMENTS // size)
        copies = [copy.deepcopy(element) for _ in range(times)]
        other.extend(copies)
    elif way == 2 and other not in element.iter():
        other.append(element)
    elif way == 3:
        element.tag = other.tag
    elif way == 4 and element.attrib:
        key = chance.choice(list(element.attrib))
        element.set(key, chance.choice((*_ODD_NUMBERS, b"%1%2%3%9", b"begin", b"restart")).decode())
    else:
        for key, text in other.attrib.items():
            element.set(key, text)


def _stream_changed(data: bytes, others: list[bytes], chance: Random) -> bytes:
    """The PDF with the content of one of its streams changed."""
    streams = list(_STREAM.finditer(data))
    if not streams:
        return data
    match = chance.choice(streams)
    try:
        inner, was_packed = zlib.decompress(match[1]), True
    except zlib.error:
        inner, was_packed = match[1], False
    inner = _changed(inner or b" ", others, "pdf", chance)
    inner = zlib.compress(inner) if was_packed else inner
    return data[: match.start(1)] + inner + data[match.end(1) :]


def _flip(data: bytes, _other: bytes, _words: tuple[bytes, ...], chance: Random) -> bytes:
    found = bytearray(data)
    for _ in range(chance.choice((1, 3, 20, 200))):
        found[chance.randrange(len(found))] ^= 1 << chance.randrange(8)
    return bytes(found)


def _overwrite(data: bytes, _other: bytes, _words: tuple[bytes, ...], chance: Random) -> bytes:
    at, length = chance.randrange(len(data)), chance.choice((1, 4, 64))
    return data[:at] + chance.randbytes(length) + data[at + length :]


def _cut(data: bytes, _other: bytes, _words: tuple[bytes, ...], chance: Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _without(data: bytes, _other: bytes, _words: tuple[bytes, ...], chance: Random) -> bytes:
    start, end = _piece(data, chance)
    return data[:start] + data[end:]


def _repeat(data: bytes, _other: bytes, _words: tuple[bytes, ...], chance: Random) -> bytes:
    start, end = _piece(data, chance)
    return data[:end] + data[start:end] * chance.choice((1, 2, 10, 300)) + data[end:]


def _splice(data: bytes, other: bytes, _words: tuple[bytes, ...], chance: Random) -> bytes:
    return data[: chance.randrange(len(data))] + other[chance.randrange(len(other) or 1) :]


def _transplant(data: bytes, other: bytes, _words: tuple[bytes, ...], chance: Random) -> bytes:
    start, end = _piece(other or b" ", chance)
    at = chance.randrange(len(data))
    return data[:at] + other[start:end] + data[at:]


def _insert(data: bytes, _other: bytes, words: tuple[bytes, ...], chance: Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(words) * chance.choice((1, 1, 2, 500)) + data[at:]


def _untag(data: bytes, _other: bytes, _words: tuple[bytes, ...], chance: Random) -> bytes:
    """Without one tag, or with one written many times."""
    tags = list(_TAGS.finditer(data))
    if not tags:
        return data
    tag = chance.choice(tags)
    return data[: tag.start()] + tag[0] * chance.choice((0, 0, 2, 100)) + data[tag.end() :]


def _renumber(data: bytes, _other: bytes, _words: tuple[bytes, ...], chance: Random) -> bytes:
    numbers = list(_NUMBERS.finditer(data))
    if not numbers:
        return data
    number = chance.choice(numbers)
    return data[: number.start()] + chance.choice(_ODD_NUMBERS) + data[number.end() :]


def _piece(data: bytes, chance: Random) -> tuple[int, int]:
    start = chance.randrange(len(data))
    return start, min(len(data), start + chance.choice((1, 16, 256, 4096)))


_Way = Callable[[bytes, bytes, tuple[bytes, ...], Random], bytes]
_WAYS: tuple[_Way, ...] = (
    _flip, _overwrite, _cut, _without, _repeat, _splice, _transplant, _insert, _untag, _renumber,
)  # fmt: skip

__all__ = ["mutated"]
