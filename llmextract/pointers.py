"""JSON Pointers (RFC 6901) and what in a schema they point at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from llmextract.schema import Extract, FieldSpec, SchemaSpec
from llmextract.types import Pointer


def split(pointer: Pointer) -> tuple[str, ...]:
    """The reference tokens of a pointer, unescaped."""
    return tuple(t.replace("~1", "/").replace("~0", "~") for t in pointer.split("/")[1:])


def join(tokens: Sequence[str]) -> Pointer:
    """The pointer made of `tokens`."""
    return "".join("/" + token.replace("~", "~0").replace("/", "~1") for token in tokens)


def field_of(pointer: Pointer, schema: SchemaSpec) -> FieldSpec | None:
    """The field that `pointer` belongs to: itself, or the list that it is an item of."""
    spec = schema.by_pointer.get(pointer)
    if spec is not None:
        return spec
    parent, _, last = pointer.rpartition("/")
    spec = schema.by_pointer.get(parent)
    return spec if spec is not None and spec.kind.startswith("list_") and last.isdecimal() else None


def spec_at(pointer: Pointer, schema: SchemaSpec) -> FieldSpec | None:
    """How the value at `pointer` is to be read: a field, a list's item (kind `str` or `object`)
    or an entry of a mapping (kind `decimal`); None if the schema has no such place."""
    spec = field_of(pointer, schema)
    if spec is not None:
        return spec if spec.pointer == pointer else _item(pointer, spec)
    mapping = mapping_of(pointer, schema)
    if mapping is None:
        return None
    below = split(pointer)[len(split(mapping)) :]
    group = ".".join(split(mapping))
    return FieldSpec(pointer, below[-1], "decimal", Extract(" ".join(below)), group, ())


def mapping_of(pointer: Pointer, schema: SchemaSpec) -> Pointer | None:
    """The mapping field that `pointer` is an entry of."""
    return next((base for base in schema.mappings if pointer.startswith(f"{base}/")), None)


def _item(pointer: Pointer, spec: FieldSpec) -> FieldSpec:
    return replace(spec, pointer=pointer, kind="str" if spec.kind == "list_str" else "object")
