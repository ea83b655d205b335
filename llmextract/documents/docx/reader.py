"""A Word file's body in order: paragraphs with their list numbers, tables, text boxes, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from llmextract.documents.decoding import decode
from llmextract.documents.docx.names import child, is_on, local, number, value
from llmextract.documents.docx.numbering import Numbering
from llmextract.documents.docx.package import Package
from llmextract.documents.docx.paragraphs import Runs
from llmextract.documents.docx.styles import Styles
from llmextract.documents.docx.tables import blocks, cells_of, is_data_table, rows_of
from llmextract.documents.html import html_to_text
from llmextract.documents.placed import placed
from llmextract.documents.wording import RAISED, join, printable, tidy
from llmextract.errors import DocumentError

_DEEPEST = 20  # tables and text boxes within one another
_TYPED_MARK = re.compile(  # 一、 · （一） · 1. before a tab, which parts it from its own text only
    r"([一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十\d]{1,3}[）)]、?|\d{1,2}[、．.])"
    r"[ \u3000]*\t[\t \u3000]*"
)
_WIDE_STOPS = "、）．。〕】"
_WIDE_START = re.compile(r"[\u2e80-\u9fff（《“【〔]")


def read_docx(data: bytes, where: str) -> str:
    """The text of a Word file: a line a block, a line a table row with cells between tabs.

    List items and headings have the numbers that Word prints before them; tracked insertions are
    in and deletions out; hidden text, comments, headers and footers are out; footnotes stand
    behind the text, each after the raised number that marks its place.  Raises DocumentError for
    a file that is damaged, encrypted, no Word file, or nested too deeply.
    """
    package = Package(data, where)
    with placed(where):
        return "\n".join(_Reader(package).lines())


class _Reader:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._styles = Styles(_related(package, "styles"))
        self._numbering = Numbering(_related(package, "numbering"), self._styles)
        self._runs = Runs(self._styles)
        self._open: list[str] = []  # what paragraphs without a mark hand on to the next
        self._depth = 0

    def lines(self) -> Iterator[str]:
        root = self._package.xml(self._package.main)
        if local(root) != "document":
            raise DocumentError(
                f"is not a Word file: its main part is a {local(root)}",
                hint="convert spreadsheets and slides to .docx or .html",
            )
        body = child(root, "body")
        if body is not None:
            yield from self._blocks(body)
        yield from self._rest()
        yield from self._notes()

    def _blocks(self, parent: Any) -> Iterator[str]:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise DocumentError(
                f"has tables nested more than {_DEEPEST} deep",
                hint="take the tables out of one another",
            )
        for block in blocks(parent, "p", "tbl", "altChunk"):
            name = local(block)
            if name == "p":
                yield from self._paragraph(block)
                continue
            yield from self._rest()
            yield from self._table(block) if name == "tbl" else self._chunk(block)
        self._depth -= 1

    def _paragraph(self, element: Any) -> Iterator[str]:
        properties = child(element, "pPr")
        name, style = self._styles.of_paragraph(value(child(properties, "pStyle")))
        read = self._runs.read(element, style)
        self._open.append(read.text)
        text = "" if _runs_on(properties) else self._closed()
        if text.strip():
            yield from _split(self._numbered(text, properties, name, style))
        elif not self._open and not is_on(child(properties, "rPr", "vanish")):
            self._numbered("", properties, name, style)  # an empty item is counted all the same
        for box in read.boxes:
            yield from self._box(box)

    def _numbered(self, text: str, properties: Any, name: str, style: Any) -> str:
        own = child(properties, "numPr")
        num = value(child(own, "numId")) or style.num
        level = number(child(own, "ilvl"))
        mark = self._numbering.next(num, style.level if level is None else level, name)
        return _behind(mark, text.lstrip(" \t\u3000")) if mark else text

    def _rest(self) -> Iterator[str]:
        """What was left open, where no paragraph follows."""
        yield from _split(self._closed())

    def _closed(self) -> str:
        text = "".join(self._open)
        self._open.clear()
        return text

    def _box(self, box: Any) -> Iterator[str]:
        if local(box) == "textpath":
            yield from _split(value(box, "string") or "")
            return
        kept, self._open = self._open, []
        yield from self._blocks(box)
        yield from self._rest()
        self._open = kept

    def _table(self, table: Any) -> Iterator[str]:
        rows = cells_of(table)
        if is_data_table(rows):
            yield from ("\t".join(row) for row in rows_of(table, rows, self._cell))
            return
        for row in rows:
            for cell in row:
                yield from self._blocks(cell)
                yield from self._rest()

    def _chunk(self, chunk: Any) -> Iterator[str]:
        """A page or text that stands in the document as it was given."""
        _, part = self._package.relations().get(value(chunk, "id") or "", ("", ""))
        extension = part.rpartition(".")[2].lower()
        if extension not in ("html", "htm", "xhtml", "txt"):
            raise DocumentError(
                f"has a part in a format that is not read here ({part or 'missing'})",
                hint="open it in Word or LibreOffice and save it again",
            )
        text, _ = decode(self._package.read(part) or b"", part, markup=extension != "txt")
        yield from _split(text if extension == "txt" else html_to_text(text))

    def _cell(self, cell: Any) -> str:
        lines = [*self._blocks(cell), *self._rest()]
        return join([tidy(line.replace("\t", " ")) for line in lines])

    def _notes(self) -> Iterator[str]:
        parts = {kind: _by_id(_related(self._package, f"{kind}s"), kind) for kind in _KINDS}
        for (kind, name), n in list(self._runs.notes.seen.items()):
            note = parts[kind].get(name)
            if note is not None:
                text = join([tidy(line) for line in [*self._blocks(note), *self._rest()]])
                if text:
                    yield f"{str(n).translate(RAISED)} {text}"


_KINDS = ("footnote", "endnote")


def _related(package: Package, kind: str) -> Any:
    part = package.related(kind)
    return package.xml(part) if part else None


def _by_id(root: Any, kind: str) -> dict[str, Any]:
    found = () if root is None else root.iterchildren("{*}" + kind)
    return {value(note, "id") or "": note for note in found}


def _runs_on(properties: Any) -> bool:
    """Whether a paragraph's mark is deleted or no more than a change of style."""
    mark = child(properties, "rPr")
    return any(child(mark, name) is not None for name in ("del", "moveFrom", "specVanish"))


def _split(text: str) -> Iterator[str]:
    """Lines at the breaks; leading blanks are of the layout, tabs inside part columns."""
    for part in printable(text).split("\n"):
        line = part.strip()
        mark = _TYPED_MARK.match(line)
        if mark:
            line = _behind(mark[1], line[mark.end() :])
        if line:
            yield line


def _behind(mark: str, text: str) -> str:
    """A text behind its list number; a blank keeps `1.` off `2019年`, and `1` off any text."""
    wide = mark[-1] in _WIDE_STOPS or (not mark[-1].isalnum() and _WIDE_START.match(text))
    close = wide or not text
    return f"{mark}{text}" if close else f"{mark} {text}"


__all__ = ["read_docx"]
