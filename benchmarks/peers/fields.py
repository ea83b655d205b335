"""The field list that all contenders get, and records made of values by pointer."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping, Sequence
from typing import Any, Literal, Optional

from pydantic import BaseModel, Field, create_model

from llmextract.schema import FieldSpec, SchemaSpec, load_schema

_TYPES: Mapping[str, type] = {
    "int": int,
    "decimal": float,  # pydantic's pattern for Decimal is more than llama.cpp's grammar takes
    "str": str,
    "date": datetime.date,
    "bool": bool,
}


def asked_for(schema: str) -> SchemaSpec:
    """The schema without its lists and tables: the fields that all are asked for and scored on."""
    spec = load_schema(schema)
    fields = tuple(field for field in spec.fields if not field.kind.startswith("list"))
    return dataclasses.replace(spec, fields=fields, mappings=(), tables=())


def choices(field: FieldSpec) -> tuple[str, ...]:
    """The fixed values of a text field; empty if it has none."""
    return tuple(dict.fromkeys(value for _, value in field.extract.choices))


def plain_model(spec: SchemaSpec) -> type[BaseModel]:
    """The schema as a user of instructor writes it: nested models, every field optional, label
    and hint as description."""
    tree: dict[str, Any] = {}
    for field in spec.fields:
        *path, name = field.pointer.split("/")[1:]
        node = tree
        for part in path:
            node = node.setdefault(part, {})
        node[name] = field
    return _model(spec.name, tree)


def record_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """Nested objects from values by JSON Pointer."""
    record: dict[str, Any] = {}
    for pointer, value in values.items():
        *path, name = pointer.split("/")[1:]
        node = record
        for part in path:
            node = node.setdefault(part, {})
        node[name] = value
    return record


def listing(fields: Sequence[FieldSpec]) -> str:
    """The fields for a prompt: a line each with pointer, type, unit, label and hint, in groups.
    The same words as llmextract's own `describe`, under names that stand alone."""
    lines: list[str] = []
    group: str | None = None
    for field in fields:
        if field.group != group:
            group = field.group
            lines += ["", f"{field.inside[-1].label}："]
        kind = "|".join(choices(field)) or {"decimal": "number", "str": "string"}.get(
            field.kind, "YYYY-MM-DD" if field.kind == "date" else field.kind
        )
        unit = f", {field.extract.unit}" if field.extract.unit else ""
        hint = f" | {field.extract.hint}" if field.extract.hint else ""
        lines.append(f"- {field.pointer}: {kind}{unit}, {field.label}{hint}")
    return "\n".join(lines).strip()


def _model(name: str, tree: Mapping[str, Any]) -> type[BaseModel]:
    parts: dict[str, Any] = {}
    for key, node in tree.items():
        if isinstance(node, FieldSpec):
            said = f"{node.label}。{node.extract.hint}" if node.extract.hint else node.label
            fixed = choices(node)
            kind: Any = Literal[fixed] if fixed else _TYPES[node.kind]
            parts[key] = (Optional[kind], Field(default=None, description=said))  # noqa: UP045 - a type made here
        else:
            inner = _model(f"{name}_{key}", node)
            parts[key] = (inner, Field(default_factory=inner))
    return create_model(name, **parts)
