"""What the tables need of a schema: its fields with their labels, units and columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from llmextract.export.columns import Column, Kind, Table
from llmextract.export.tables import KEYS
from llmextract.prompting import language_of
from llmextract.schema import Extract, FieldSpec, SchemaSpec
from llmextract.schema.kinds import kind_of
from llmextract.types import Pointer

_KINDS: Mapping[str, Kind] = {
    "int": Kind.INTEGER,
    "decimal": Kind.NUMBER,
    "str": Kind.TEXT,
    "date": Kind.DATE,
    "bool": Kind.BOOLEAN,
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a list's items: its name, kind, label and unit."""

    name: str
    kind: str
    label: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A field, or a dict field (kind `mapping`).  `column` is its column in `panel`."""

    pointer: Pointer
    kind: str
    label: str
    group: str | None
    unit: str | None
    hint: str | None
    column: str | None
    parts: tuple[Part, ...]
    identities: tuple[str, ...]

    @property
    def numeric(self) -> bool:
        return self.kind in ("int", "decimal")

    @property
    def scalar(self) -> bool:
        return self.kind in _KINDS


class Book:
    """The entries of a schema in order, dict fields last, and its `panel` table."""

    def __init__(self, schema: SchemaSpec) -> None:
        self.schema = schema
        self.language = language_of(spec.label for spec in schema.fields)
        columns = _columns(schema)
        self.fields = tuple(_field(spec, schema, columns) for spec in schema.fields)
        self.mappings = tuple(_mapping(pointer) for pointer in schema.mappings)
        self.scalars = tuple(entry for entry in self.fields if entry.scalar)
        self._pointers = {entry.pointer for entry in (*self.fields, *self.mappings)}
        self.tables = frozenset(table.name for table in schema.tables)
        self.panel = Table(
            "panel",
            "面板",
            "one row a document (and run), one column a field; null is not 0",
            (*KEYS, *(_column(entry) for entry in self.scalars)),
            keys=3,
        )

    def knows(self, pointer: Pointer) -> bool:
        """Whether `pointer` is a field of the schema or stands in one."""
        while pointer:
            if pointer in self._pointers:
                return True
            pointer = pointer.rpartition("/")[0]
        return False


def _columns(schema: SchemaSpec) -> dict[Pointer, str]:
    """Each scalar field's column: its pointer with dots, told from all others without regard to
    case, as databases do."""
    taken = {column.name for column in KEYS}
    columns = {}
    for spec in schema.fields:
        if spec.kind in _KINDS:
            plain = name = spec.pointer.removeprefix("/").replace("/", ".")
            count = 1
            while name.casefold() in taken:
                count += 1
                name = f"{plain}_{count}"
            taken.add(name.casefold())
            columns[spec.pointer] = name
    return columns


def _column(entry: Entry) -> Column:
    assert entry.column is not None
    label = f"{entry.label}\n（{entry.unit}）" if entry.unit else entry.label
    return Column(entry.column, _KINDS[entry.kind], label, entry.label)


def _field(spec: FieldSpec, schema: SchemaSpec, columns: Mapping[Pointer, str]) -> Entry:
    return Entry(
        spec.pointer,
        spec.kind,
        spec.label,
        spec.inside[-1].label if spec.group else None,
        spec.extract.unit,
        spec.extract.hint or None,
        columns.get(spec.pointer),
        _parts(spec),
        tuple(i.text for i in schema.identities if spec.pointer in i.pointers),
    )


def _mapping(pointer: Pointer) -> Entry:
    name = pointer.rpartition("/")[2]
    return Entry(pointer, "mapping", name, None, None, None, None, (), ())


def _parts(spec: FieldSpec) -> tuple[Part, ...]:
    if spec.item is None or spec.kind != "list_object":
        return ()
    parts = []
    for name, info in spec.item.model_fields.items():
        said = next((meta for meta in info.metadata if isinstance(meta, Extract)), None)
        kind, _ = kind_of(info.annotation, f"{spec.item.__name__}.{name}")
        label = said.label if said else info.title or name
        parts.append(Part(name, kind, label, said.unit if said else None))
    return tuple(parts)
