"""A Pydantic model compiled into a flat, ordered list of fields that strategies work from."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from llmextract.errors import SchemaError
from llmextract.schema.annotations import About, Extract
from llmextract.schema.identities import Identity, parse_identity
from llmextract.types import Pointer


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One leaf field.  `kind` is int · decimal · str · date · bool · list_str · list_object;
    `group` is the dotted path of the model it stands in; `inside` describes those models,
    outermost first."""

    pointer: Pointer
    name: str
    kind: str
    extract: Extract
    group: str
    inside: tuple[About, ...]
    item: type[BaseModel] | None = None

    @property
    def numeric(self) -> bool:
        return self.kind in ("int", "decimal")

    @property
    def label(self) -> str:
        return self.extract.label


@dataclass(frozen=True)
class SchemaSpec:
    """A schema ready for use: its model, leaf fields in order, and identities over pointers.

    `mappings` are the dict fields: their entries (cells of a table) are no fields of their own.
    """

    name: str
    model: type[BaseModel]
    fields: tuple[FieldSpec, ...]
    identities: tuple[Identity, ...]
    mappings: tuple[Pointer, ...] = ()

    @cached_property
    def by_pointer(self) -> Mapping[Pointer, FieldSpec]:
        return {spec.pointer: spec for spec in self.fields}

    @property
    def numeric(self) -> tuple[FieldSpec, ...]:
        return tuple(spec for spec in self.fields if spec.numeric)


def compile_schema(model: type[BaseModel], name: str = "") -> SchemaSpec:
    """Flatten `model`.  Raises SchemaError for unsupported types and bad identities."""
    fields = tuple(_walk(model, "", (), ()))
    if not fields:
        raise SchemaError("the schema has no fields", where=model.__name__, hint="add a field")
    known = {spec.pointer for spec in fields}
    identities: list[Identity] = []
    for base, about in _abouts(model, ""):
        for text in about.identities:
            identity = parse_identity(text, base)
            for pointer in identity.pointers:
                if pointer not in known:
                    raise SchemaError(
                        f"identity “{text}” names {pointer}, which is not a field",
                        where=model.__name__,
                        hint="write field names relative to the model that declares the identity",
                    )
            identities.append(identity)
    mappings = tuple(_mappings(model, ""))
    return SchemaSpec(name or model.__name__, model, fields, tuple(identities), mappings)


def about_of(model: type[BaseModel]) -> About:
    """The model's `about`, or one made from its docstring or name."""
    about = getattr(model, "about", None)
    if isinstance(about, About):
        return about
    doc = (model.__doc__ or "").strip().split("\n")[0]
    return About(doc or model.__name__)


def _walk(
    model: type[BaseModel], base: str, path: tuple[str, ...], inside: tuple[About, ...]
) -> Iterator[FieldSpec]:
    inside = (*inside, about_of(model))
    for name, info in model.model_fields.items():
        pointer = f"{base}/{name}"
        kind, item = _kind(info.annotation, f"{model.__name__}.{name}")
        if kind == "model":
            assert item is not None
            yield from _walk(item, pointer, (*path, name), inside)
        elif kind != "mapping":
            yield FieldSpec(pointer, name, kind, _extract(name, info), ".".join(path), inside, item)


def _mappings(model: type[BaseModel], base: str) -> Iterator[Pointer]:
    for name, info in model.model_fields.items():
        kind, item = _kind(info.annotation, name)
        if kind == "mapping":
            yield f"{base}/{name}"
        elif kind == "model" and item is not None:
            yield from _mappings(item, f"{base}/{name}")


def _abouts(model: type[BaseModel], base: str) -> Iterator[tuple[str, About]]:
    yield base, about_of(model)
    for name, info in model.model_fields.items():
        kind, item = _kind(info.annotation, name)
        if kind == "model" and item is not None:
            yield from _abouts(item, f"{base}/{name}")


def _extract(name: str, info: FieldInfo) -> Extract:
    for meta in info.metadata:
        if isinstance(meta, Extract):
            return meta
    label = info.title or info.description or name.replace("_", " ")
    return Extract(label, hint=info.description or "")


_SCALARS: Mapping[type, str] = types.MappingProxyType(
    {int: "int", Decimal: "decimal", float: "decimal", str: "str", date: "date", bool: "bool"}
)


def _kind(annotation: Any, where: str) -> tuple[str, type[BaseModel] | None]:
    """The kind of a field's type; Optional is looked through."""
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        inner = [a for a in args if a is not type(None)]
        if len(inner) != 1:
            raise SchemaError(f"union type {annotation} is not supported", where=where,
                              hint="use one type, optionally with None")
        return _kind(inner[0], where)
    if origin is typing.Annotated:
        return _kind(args[0], where)
    if origin is Literal:
        return "str", None
    if origin is dict:
        return "mapping", None
    if origin is list:
        kind, item = _kind(args[0], where)
        return ("list_object", item) if kind == "model" else ("list_str", None)
    if isinstance(annotation, type):
        if issubclass(annotation, BaseModel):
            return "model", annotation
        if annotation in _SCALARS:
            return _SCALARS[annotation], None
    raise SchemaError(f"type {annotation} is not supported", where=where,
                      hint="use int, Decimal, str, date, bool, a model, or a list of these")


__all__ = ["FieldSpec", "SchemaSpec", "about_of", "compile_schema"]
