"""The shape of an answer: a model of some of a schema's fields, all of which may be null.

The schema's own model is not asked for, since it may demand what a document does not state and
hold what no model is asked (mapping fields).
"""

from __future__ import annotations

import typing
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from typing import Any, Literal, Optional

from pydantic import BaseModel, ConfigDict, Field, create_model, model_validator

from llmextract.schema import FieldSpec, SchemaSpec
from llmextract.types import Pointer, Value

_DROPPED = frozenset({"title", "default", "description"})


class _Reply(BaseModel):
    """Nulls count as left out; unknown keys are kept, so that they can be reported."""

    model_config = ConfigDict(extra="allow", protected_namespaces=())

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {key: value for key, value in data.items() if value is not None}


def reply_model(schema: SchemaSpec, fields: Sequence[FieldSpec]) -> type[BaseModel]:
    """A model with just these fields, nested as in the schema, each of them optional."""
    tree: dict[str, Any] = {}
    for spec in fields:
        *path, name = spec.pointer.split("/")[1:]
        node = tree
        for part in path:
            node = node.setdefault(part, {})
        node[name] = spec
    return _model("Reply", tree, schema.model)


def reply_schema(raw: Mapping[str, Any]) -> dict[str, Any]:
    """A Pydantic JSON schema made fit for constrained decoding: every key required and no other
    allowed, decimals as plain numbers, no titles and defaults."""
    return typing.cast("dict[str, Any]", _tidy(raw))


def values(reply: BaseModel, fields: Iterable[FieldSpec]) -> Iterator[tuple[Pointer, Value]]:
    """The stated values of a reply; nulls, empty strings and empty lists are none."""
    for spec in fields:
        at: Any = reply
        for part in spec.pointer.split("/")[1:]:
            at = getattr(at, part, None)
        value = _plain(at)
        if value is not None and value not in ("", []):
            yield spec.pointer, value


def unknown(reply: BaseModel, base: Pointer = "") -> Iterator[tuple[Pointer, Value]]:
    """What a reply says under keys it was not asked for."""
    for key, value in (reply.model_extra or {}).items():
        yield f"{base}/{key.replace('~', '~0').replace('/', '~1')}", value
    for name in type(reply).model_fields:
        inner = getattr(reply, name)
        if isinstance(inner, _Reply):
            yield from unknown(inner, f"{base}/{name}")


def merge(into: MutableMapping[Pointer, Value], found: Iterable[tuple[Pointer, Value]]) -> None:
    """Add what another reply says: of a scalar the first value counts, lists are joined without
    repeats."""
    for pointer, value in found:
        have = into.setdefault(pointer, value)
        if isinstance(have, list) and isinstance(value, list):
            into[pointer] = have + [item for item in value if item not in have]


def describe(fields: Sequence[FieldSpec]) -> str:
    """The fields for a prompt: a line each with type, unit, label and hint, under the path of the
    object that they are keys of (`/` is the outermost)."""
    lines: list[str] = []
    group: str | None = None
    for spec in fields:
        if spec.group != group:
            group = spec.group
            path = "/" + group.replace(".", "/")
            lines += ["", f"{path} ({spec.inside[-1].label}):" if group else f"{path} :"]
        kind = _kind(spec)
        unit = f", {spec.extract.unit}" if spec.extract.unit else ""
        hint = f" | {spec.extract.hint}" if spec.extract.hint else ""
        lines.append(f"- {spec.name}: {kind}{unit}, {spec.label}{hint}")
    return "\n".join(lines).strip("\n")


def _model(name: str, tree: Mapping[str, Any], source: type[BaseModel]) -> type[BaseModel]:
    definitions: dict[str, Any] = {}
    for key, node in tree.items():
        annotation = source.model_fields[key].annotation
        if isinstance(node, FieldSpec):
            definitions[key] = (Optional[_leaf(node, annotation)], None)  # noqa: UP045 - a type made here
        else:
            group = _model(f"{name}_{key}", node, _inner(annotation))
            definitions[key] = (group, Field(default_factory=group))
    return create_model(name, __base__=_Reply, **definitions)


def _leaf(spec: FieldSpec, annotation: Any) -> Any:
    allowed = tuple(dict.fromkeys(value for _, value in spec.extract.choices))
    return Literal[allowed] if spec.kind == "str" and allowed else annotation


def _inner(annotation: Any) -> type[BaseModel]:
    """The model inside Optional and Annotated."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (arg for arg in typing.get_args(annotation) if arg is not type(None))
    return _inner(next(inner))


def _kind(spec: FieldSpec) -> str:
    if spec.item is not None:
        keys = ", ".join(spec.item.model_fields)
        return f"[{{{keys}}}]"
    allowed = dict.fromkeys(value for _, value in spec.extract.choices)
    if spec.kind == "str" and allowed:
        return "|".join(allowed)
    names = {"decimal": "number", "str": "string", "date": "YYYY-MM-DD", "list_str": "[string]"}
    return names.get(spec.kind, spec.kind)


def _tidy(node: Any) -> Any:
    if isinstance(node, list):
        return [_tidy(inner) for inner in node]
    if not isinstance(node, Mapping):
        return node
    tidy = {key: _tidy(value) for key, value in node.items() if key not in _DROPPED}
    for key in ("properties", "$defs"):  # their keys are names, which may be called like keywords
        if key in node:
            tidy[key] = {name: _tidy(inner) for name, inner in node[key].items()}
    if {"type": "number"} in tidy.get("anyOf", ()):  # a Decimal, for which a string would do too
        tidy["anyOf"] = [option for option in tidy["anyOf"] if option.get("type") != "string"]
    if "properties" in tidy:
        tidy |= {"required": list(tidy["properties"]), "additionalProperties": False}
    return tidy


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump()
    if isinstance(value, list):
        return [_plain(item) for item in value if item is not None]
    return value.strip() if isinstance(value, str) else value
