"""The parts of a Word file: a ZIP archive of XML, read with limits, without DTD and entities."""

from __future__ import annotations

import io
import posixpath
from typing import Any

from lxml import etree

from llmextract.documents.zipped import list_zip, read_member
from llmextract.errors import DocumentError

_PART_BYTES = 32_000_000  # of XML; its tree takes some ten times as much
_MOST_PARTS = 10_000
_MOST_TAGS = 500_000  # of a part; a page of print has some seven hundred
_DOCTYPES = tuple("<!DOCTYPE".encode(e) for e in ("utf-8", "utf-16-le", "utf-16-be"))


class Package:
    """A Word file's parts, by name.  All of it raises DocumentError for what cannot be read."""

    def __init__(self, data: bytes, where: str) -> None:
        self._where = where
        self._file = io.BytesIO(data)
        members = list_zip(self._file, where, _MOST_PARTS)
        self._parts = {m.filename.replace("\\", "/").lstrip("/"): m for m in members}
        self.main = self._main_part()

    def names(self) -> tuple[str, ...]:
        return tuple(self._parts)

    def read(self, name: str) -> bytes | None:
        """The bytes of a part; None if there is none of that name."""
        if name not in self._parts:
            return None
        where = f"{self._where} ({name})"
        return read_member(self._file, self._parts[name], _PART_BYTES, where)

    def xml(self, name: str) -> Any:
        """The root element of a part; None if there is none of that name."""
        data = self.read(name)
        if data is None:
            return None
        if data.count(b"<") > _MOST_TAGS:
            raise DocumentError(
                f"has more than {_MOST_TAGS:,} tags ({name})",
                where=self._where,
                hint="split the document",
            )
        if any(mark in data for mark in _DOCTYPES):
            raise self._refused(name)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
            remove_pis=True,
        )  # fmt: skip
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            if "depth" in str(error):
                what = f"is nested too deeply ({name})"
                hint = "take tables out of tables, or convert it to PDF"
                raise DocumentError(what, where=self._where, hint=hint) from error
            raise self._damaged(f"{name}: {error}") from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise self._refused(name)
        return root

    def related(self, kind: str) -> str | None:
        """The name of the main part's first relation of a kind: `styles`, `footnotes` …"""
        return next((part for k, part in self.relations().values() if k == kind), None)

    def relations(self) -> dict[str, tuple[str, str]]:
        """Kind and part of each relation of the main part, by its id."""
        return self._relations(self.main)

    def _main_part(self) -> str:
        found = (part for k, part in self._relations("").values() if k == "officeDocument")
        main = next(found, "word/document.xml")
        if main not in self._parts:
            raise DocumentError(
                "is no Word file: it has no document part", where=self._where,
                hint="if it is an archive, name it .zip; convert other files to .docx",
            )  # fmt: skip
        return main

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        folder, base = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        found: dict[str, tuple[str, str]] = {}
        for item in () if root is None else root:
            if item.get("TargetMode") == "External":
                continue
            kind = (item.get("Type") or "").rpartition("/")[2]
            target = posixpath.normpath(posixpath.join("/", folder, item.get("Target") or ""))
            found[item.get("Id") or ""] = (kind, target.lstrip("/"))
        return found

    def _refused(self, name: str) -> DocumentError:
        return DocumentError(
            f"declares a document type of its own ({name}), as no Word file does",
            where=self._where,
            hint="open it in Word or LibreOffice and save it again",
        )

    def _damaged(self, what: str) -> DocumentError:
        return DocumentError(
            f"is damaged: {what}",
            where=self._where,
            hint="open it in Word or LibreOffice and save it again",
        )


__all__ = ["Package"]
