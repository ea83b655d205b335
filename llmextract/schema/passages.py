"""Labelled passages of a schema: in what words its values are stated.

Beside the schema's file, in a folder `<schema>.phrasebook/`, stand text files of passages:

    # 依申请公开
    全年共收到申请{applications/received|35}件，其中当面递交{applications/in_person|12}件。

A line that begins with `#` is the heading of what follows, every other line a passage.  A mark
`{field[,field…]|text}` says which field a number, or a denial, gives; numbers that are not
marked give none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from llmextract.errors import SchemaError
from llmextract.types import Pointer

_MARK = re.compile(r"\{([^{}|]*)\|([^{}|]+)\}")


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters of a passage, and the fields that they state."""

    start: int
    end: int
    pointers: tuple[Pointer, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A text without its marks, the heading it stands under (may be empty), and the marks."""

    heading: str
    text: str
    marks: tuple[Mark, ...]


def read_passages(folder: Path, known: Collection[Pointer]) -> tuple[Passage, ...]:
    """The passages of all text files in `folder`, in order; none if there is no such folder.

    Raises SchemaError, naming file and line, for a broken mark or one of an unknown field, and for
    a file that cannot be read.
    """
    if not folder.is_dir():
        return ()
    return tuple(
        passage
        for file in sorted(folder.glob("*.txt"))
        for passage in parse_passages(_text(file), known, str(file))
    )


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SchemaError(
            f"the passages cannot be read: {error}",
            where=str(file),
            hint="keep passages as text files in UTF-8",
        ) from error


def parse_passages(text: str, known: Collection[Pointer], where: str) -> Iterator[Passage]:
    """The passages of one file's text."""
    heading = ""
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#"):
            heading = line.lstrip("#").strip()
        elif line.strip():
            yield _passage(heading, line.strip(), known, f"{where}:{number}")


def _passage(heading: str, line: str, known: Collection[Pointer], where: str) -> Passage:
    pieces: list[str] = []
    marks: list[Mark] = []
    at = length = 0
    for match in _MARK.finditer(line):
        before, marked = line[at : match.start()], match[2]
        pointers = tuple(f"/{p.strip()}" for p in match[1].split(","))
        for pointer in pointers:
            if pointer not in known:
                raise _wrong(f"the schema has no field {pointer}", where)
        start = length + len(before)
        pieces += (before, marked)
        length = start + len(marked)
        marks.append(Mark(start, length, pointers))
        at = match.end()
    pieces.append(line[at:])
    text = "".join(pieces)
    if "{" in text or "}" in text:
        raise _wrong("a mark is broken", where)
    return Passage(heading, text, tuple(marks))


def _wrong(what: str, where: str) -> SchemaError:
    return SchemaError(what, where=where, hint="write {group/field|number}; see docs/schemas.md")
