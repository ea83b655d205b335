"""Kinds of fields: what a type annotation means for extraction."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel

from llmextract.errors import SchemaError

_SCALARS: Mapping[type, str] = types.MappingProxyType(
    {int: "int", Decimal: "decimal", float: "decimal", str: "str", date: "date", bool: "bool"}
)


def kind_of(annotation: Any, where: str) -> tuple[str, type[BaseModel] | None]:
    """The kind of a field's type, and the model it holds if any; Optional is looked through.

    Kinds: int · decimal · str · date · bool · list_str · list_object · mapping · model.
    Raises SchemaError, naming `where`, for a type that extraction cannot fill.
    """
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        inner = [arg for arg in args if arg is not type(None)]
        if len(inner) == 1:
            return kind_of(inner[0], where)
        raise _unsupported(annotation, where, "use one type, optionally with None")
    if origin is typing.Annotated:
        return kind_of(args[0], where)
    if origin is Literal and all(isinstance(arg, str) for arg in args):
        return "str", None
    if origin is dict:
        return "mapping", None
    if origin is list:
        return _list(args[0], annotation, where)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "model", annotation
    if isinstance(annotation, type) and annotation in _SCALARS:
        return _SCALARS[annotation], None
    hint = "use int, Decimal, str, date, bool, a model, a dict, or a list of str or of a model"
    raise _unsupported(annotation, where, hint)


def _list(item: Any, annotation: Any, where: str) -> tuple[str, type[BaseModel] | None]:
    kind, model = kind_of(item, where)
    if kind == "str":
        return "list_str", None
    if model is None or kind != "model":
        raise _unsupported(annotation, where, "use a list of str or of a model")
    for name, info in model.model_fields.items():
        inner, _ = kind_of(info.annotation, f"{model.__name__}.{name}")
        if inner in ("model", "mapping") or inner.startswith("list"):
            hint = "use plain fields in the model of a list's items"
            raise _unsupported(info.annotation, f"{model.__name__}.{name}", hint)
    return "list_object", model


def _unsupported(annotation: Any, where: str, hint: str) -> SchemaError:
    return SchemaError(f"the type {annotation} is not supported", where=where, hint=hint)


__all__ = ["kind_of"]
