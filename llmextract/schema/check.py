"""What can be wrong with a schema, found before a document is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from llmextract.errors import SchemaError
from llmextract.schema.annotations import About, Extract
from llmextract.schema.identities import Identity, YearIdentity
from llmextract.schema.layouts import TableSpec
from llmextract.types import Pointer

PLACES = ("title", "head", "tail", "text")
COMPARISONS = ("strict", "normalised", "lenient")
_KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"entity": ("str",), "time": ("int", "date"), "title": ("str",)}
)


def check_extract(extract: Extract, siblings: Iterable[str], where: str) -> None:
    """Raise SchemaError if `extract` names a place, a comparison or a sibling that there is not,
    or holds a regular expression that cannot be compiled or captures nothing."""
    _one_of(extract.within, PLACES, "within", where)
    _one_of(extract.compare, COMPARISONS, "compare", where)
    for key, name in (("of", extract.of), ("parts_of", extract.parts_of)):
        if name is not None:
            _one_of(name, tuple(siblings), key, where)
    for pattern in patterns_of(extract):
        if not _compile(pattern, where).groups:
            raise SchemaError(
                f"the pattern {pattern!r} has no group",
                where=where,
                hint="put the value in group 1 or in a group named value",
            )
    for expression, _ in extract.choices:
        _compile(expression, where)


def check_identity(identity: Identity, known: Iterable[Pointer], where: str) -> None:
    """Raise SchemaError if `identity` names something that is no field."""
    missing = [pointer for pointer in identity.pointers if pointer not in set(known)]
    if missing:
        raise SchemaError(
            f"the identity “{identity.text}” names {missing[0]}, which is not a field",
            where=where,
            hint="write field names relative to the model that declares the identity",
        )


def check_years(
    identity: YearIdentity, known: Iterable[Pointer], mappings: Iterable[Pointer], where: str
) -> None:
    """Raise SchemaError if `identity` names neither a field nor a cell of a table, or if all of it
    is of one year."""
    fields, tables = set(known), tuple(f"{mapping}/" for mapping in mappings)
    for term in identity.terms:
        if term.pointer not in fields and not term.pointer.startswith(tables):
            raise SchemaError(
                f"the identity “{identity.text}” names {term.pointer}, which is no field",
                where=where,
                hint="write field names relative to the model that declares the identity",
            )
    if len({term.back for term in identity.terms}) == 1:
        raise SchemaError(
            f"the identity “{identity.text}” is of one year",
            where=where,
            hint="put it under identities, or write x[-1] for what the year before says",
        )


def check_keys(about: About, kinds: Mapping[Pointer, str], where: str) -> None:
    """Raise SchemaError if `entity`, `time` or `title` points at no field, or at one whose kind
    (`kinds`, by pointer) cannot say it."""
    for key, fitting in _KEYS.items():
        pointer = getattr(about, key)
        if pointer and kinds.get(pointer) not in fitting:
            what = f"is {kinds[pointer]}" if pointer in kinds else "is not a field"
            raise SchemaError(
                f"{key}={pointer!r} {what}",
                where=where,
                hint=f"point at a field of kind {' or '.join(fitting)}, e.g. /report/{key}",
            )


def check_table(table: TableSpec, known: Iterable[Pointer], where: str) -> None:
    """Raise SchemaError if a layout's cells fill no known field, if its names repeat, or if its
    sums name rows or columns that there are not."""
    where, fields = f"{where}, table {table.name}", set(known)
    for layout in table.layouts:
        _known(layout.pointers, fields, "field", where)
        for block in layout.blocks:
            rows = [row.name for row in block.value_rows]
            columns = [column.name for column in block.columns]
            for names in (rows, columns):
                if len(set(names)) < len(names):
                    raise SchemaError(
                        f"a name stands twice: {', '.join(names)}",
                        where=where,
                        hint="give each row and column a name of its own; `printed` may repeat",
                    )
            _known([n for s in block.across for n in (*s.left, *s.right)], columns, "column", where)
            _known([n for s in block.down for n in (*s.left, *s.right)], rows, "row", where)
            _known([n for row in block.value_rows for n in row.fields], columns, "column", where)


def _known(names: Iterable[str], known: Iterable[str], what: str, where: str) -> None:
    for name in names:
        if name not in known:
            raise SchemaError(f"{name} is no {what}", where=where, hint=f"use the name of a {what}")


def patterns_of(extract: Extract) -> Iterator[str]:
    """The patterns of a field, in the order in which they are tried."""
    if isinstance(extract.pattern, str):
        yield extract.pattern
    else:
        yield from extract.pattern or ()


def _one_of(value: str, known: tuple[str, ...], key: str, where: str) -> None:
    if value not in known:
        raise SchemaError(
            f"{key}={value!r} names nothing known",
            where=where,
            hint=f"use one of: {', '.join(known)}",
        )


def _compile(expression: str, where: str) -> re.Pattern[str]:
    try:
        return re.compile(expression)
    except re.error as error:
        raise SchemaError(
            f"the regular expression {expression!r} cannot be compiled: {error}",
            where=where,
            hint="correct it; Python's re module reads it",
        ) from error


__all__ = [
    "COMPARISONS",
    "PLACES",
    "check_extract",
    "check_identity",
    "check_keys",
    "check_table",
    "check_years",
    "patterns_of",
]
