"""Readers in a process of their own: the same answers, and no harm from hostile files."""

import asyncio
import sys
import zlib

import pytest

from llmextract.documents import confined
from llmextract.documents.confined import READERS, answer, read_confined
from llmextract.documents.pdf import read_pdf, read_pdf_confined
from llmextract.errors import DocumentError
from llmextract.paper import Printed
from tests.documents.pdf_making import Style, one_page, paragraph, pdf, scan

DATA = pdf([paragraph("全年收到申请1,385件，“双随机”占三成。", Style())])


def hostile(content: bytes) -> bytes:
    fonts = b"/Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>"
    return one_page(zlib.compress(content), fonts, entries=b"/Filter /FlateDecode")


def test_the_answer_is_that_of_the_reader():
    """Text and places come through the pipe as they are."""
    assert read_pdf_confined(DATA, "a.pdf") == read_pdf(DATA, "a.pdf")


def test_refusals_come_through_with_the_name_of_the_file():
    """A DocumentError of the reader names the file, which the child does not know."""
    with pytest.raises(DocumentError, match=r"^a/b\.pdf: is a scan: .* → recognise"):
        read_pdf_confined(scan(), "a/b.pdf")


def test_a_file_that_takes_too_long_is_given_up():
    """At the limit of time the child is killed, and the error says so."""
    with pytest.raises(DocumentError, match=r"slow\.pdf: takes more than \d+ seconds"):
        read_confined("pdf", hostile(b"0 0 m 1 1 l S " * 3_000_000), "slow.pdf", seconds=1.0)


@pytest.mark.skipif(sys.platform == "win32", reason="memory cannot be limited there")
def test_a_file_that_needs_too_much_memory_is_given_up():
    """A small file that unpacks to a large one meets the limit of memory, and nothing else does."""
    bomb = hostile(b"BT /F 1 Tf (" + b"x" * 90_000_000 + b") Tj ET")
    assert len(bomb) < 200_000
    with pytest.raises(DocumentError, match=r"bomb\.pdf: needs too much memory"):
        read_confined("pdf", bomb, "bomb.pdf", memory=200 << 20)


@pytest.mark.parametrize("output", ["", "{", "[]", '{"text": "x"}', "null"])
def test_a_child_that_crashes_is_an_error_of_its_document(output, monkeypatch, tmp_path):
    """Whatever a dying child leaves behind, the caller gets a DocumentError."""
    script = tmp_path / "python"
    script.write_text(f"#!/bin/sh\ncat > /dev/null\nprintf '%s' '{output}'\nexit 139\n")
    script.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(script))
    with pytest.raises(DocumentError, match=r"f\.pdf: made its reader crash \(code 139\)"):
        read_pdf_confined(DATA, "f.pdf")


def test_no_process_is_an_error_of_the_document(monkeypatch, tmp_path):
    """Where no process can be started the document fails, and others go on."""
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    with pytest.raises(DocumentError, match=r"no process could be started"):
        read_pdf_confined(DATA, "f.pdf")


def failing(data: bytes, where: str) -> tuple[str, tuple[Printed, ...]]:
    raise {b"memory": MemoryError(), b"fault": ZeroDivisionError("by zero")}[data]


@pytest.mark.parametrize(
    ("data", "said"), [(b"memory", "too much memory"), (b"fault", "ZeroDivisionError: by zero")]
)
def test_a_fault_of_a_reader_is_said(data, said, monkeypatch):
    """Any exception in the child becomes an answer in words."""
    monkeypatch.setattr(confined, "READERS", {"failing": f"{__name__}:failing"})
    assert said in answer("failing", data)


def test_readers_run_side_by_side_in_threads():
    """Many files are read at once from threads of an event loop."""

    async def main() -> list[tuple[str, tuple[Printed, ...]]]:
        return await asyncio.gather(
            *(asyncio.to_thread(read_pdf_confined, DATA, f"{n}.pdf") for n in range(4))
        )

    assert asyncio.run(main()) == [read_pdf(DATA, "a.pdf")] * 4


def test_every_reader_is_there():
    """The names of readers lead to functions."""
    assert "pdf" in READERS
    assert all("unknown" not in answer(name, b"") for name in READERS)
