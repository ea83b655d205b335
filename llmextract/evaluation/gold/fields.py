"""Gold against a schema: are the fields there, and are the values of their kinds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from llmextract.evaluation.gold.agreement import is_date, is_number
from llmextract.evaluation.gold.faults import Fault, nearest
from llmextract.evaluation.gold.labels import Gold
from llmextract.pointers import join, mapping_of, split
from llmextract.schema import FieldSpec, SchemaSpec
from llmextract.types import Pointer

_KINDS = {"str": "text", "date": "a date", "int": "a whole number", "decimal": "a number"}


def field_faults(gold: Gold, schema: SchemaSpec, file: str) -> Iterator[Fault]:
    """Pointers that name no field of the schema, and values that its fields cannot hold."""
    yield from _unknown(gold, schema, file)
    bad: set[Pointer] = set()
    for pointer, value in gold.values.items():
        spec = schema.by_pointer.get(pointer)
        if spec is None or _is_list(spec):
            continue
        for one in (value, *gold.accepted.get(pointer, ())):
            fault = _of_kind(one, spec)
            if fault:
                bad.add(pointer)
                yield Fault(file, pointer, *fault)
        if pointer in gold.qualifiers and not spec.numeric:
            yield Fault(file, pointer, "has a qualifier and counts nothing", "take it out")
    for pointer, items in gold.items.items():
        spec = list_field(pointer, schema)
        if spec is not None:
            for n, item in enumerate(items):
                yield from _item(item, spec, f"{pointer}/{n}", file)
    yield from _invalid(gold, schema, file, bad)


def list_field(pointer: Pointer, schema: SchemaSpec) -> FieldSpec | None:
    """The list field that a pointer, or the plain format's bare name, means."""
    spec = schema.by_pointer.get(pointer)
    if spec is not None:
        return spec if _is_list(spec) else None
    named = [s for s in schema.fields if _is_list(s) and s.pointer.endswith(pointer)]
    return named[0] if len(named) == 1 and pointer.count("/") == 1 else None


def _is_list(spec: FieldSpec) -> bool:
    return spec.kind.startswith("list")


def _unknown(gold: Gold, schema: SchemaSpec, file: str) -> Iterator[Fault]:
    scalars = [spec.pointer for spec in schema.fields if not _is_list(spec)]
    lists = [spec.pointer for spec in schema.fields if _is_list(spec)]
    others: dict[str, Iterable[Pointer]] = {
        "status": gold.status, "spans": gold.spans, "quotes": gold.quotes,
        "not_annotated": gold.not_annotated, "unchecked": gold.unchecked,
    }  # fmt: skip
    for key, pointers in others.items():
        for pointer in pointers:
            if list_field(pointer, schema) is None and not _in_mapping(pointer, schema):
                yield from _known(pointer, key, scalars, file)
    for pointer in gold.values:
        if list_field(pointer, schema) is not None:
            yield Fault(file, pointer, "values: is a list field", "put its items under items")
        else:
            yield from _known(pointer, "values", scalars, file)
    tables = {split(pointer)[-1]: pointer for pointer in schema.mappings}
    for name in gold.tables:
        if name.removesuffix("_columns") not in tables:
            hint = f"{nearest(name, tables)}its tables are {', '.join(tables) or 'none'}"
            yield Fault(file, f"/tables/{name}", "the schema has no such table", hint)
    for key, keyed in (("items", gold.items), ("item_spans", gold.item_spans)):
        for pointer in keyed:
            if list_field(pointer, schema) is None:
                yield from _known(pointer, key, lists, file)


def _known(pointer: Pointer, key: str, known: list[Pointer], file: str) -> Iterator[Fault]:
    if pointer not in known:
        kind = "list field" if key.startswith("item") else "field"
        hint = f"{nearest(pointer, known)}`llmextract schema NAME` lists all fields"
        yield Fault(file, pointer, f"{key}: the schema has no such {kind}", hint)


def _in_mapping(pointer: Pointer, schema: SchemaSpec) -> bool:
    return pointer in schema.mappings or mapping_of(pointer, schema) is not None


def _of_kind(value: Any, spec: FieldSpec) -> tuple[str, str] | None:
    """What is wrong with a value of a field, and what to do; None if nothing is."""
    unit = f" (in {spec.extract.unit})" if spec.extract.unit else ""
    if spec.numeric and not is_number(value):
        hint = f"write the number{unit} without quotation marks"
        return f"{_shown(value)} is not {_KINDS[spec.kind]}", hint
    if spec.kind == "int" and isinstance(value, Decimal):
        return f"{value} is not a whole number", f"write the count{unit} without a decimal point"
    if spec.kind == "bool" and not isinstance(value, bool):
        return f"{_shown(value)} is neither true nor false", "write true or false"
    if spec.kind in ("str", "date") and not (isinstance(value, str) and value.strip()):
        return f"{_shown(value)} is not {_KINDS[spec.kind]}", "put it between quotation marks"
    if spec.kind == "date" and not is_date(value):
        return f"“{value}” is no ISO date", "write it as 2017-03-24"
    choices = list(dict.fromkeys(choice for _, choice in spec.extract.choices))
    if spec.kind == "str" and choices and value not in choices:
        hint = f"{nearest(value, choices)}the field takes {', '.join(choices)}"
        return f"“{value}” is not one of the field's values", hint
    return None


def _item(item: Any, spec: FieldSpec, where: str, file: str) -> Iterator[Fault]:
    if spec.item is None:
        if not isinstance(item, str):
            yield Fault(file, where, f"{_shown(item)} is not text", "write the item's words")
        return
    names = list(spec.item.model_fields)
    if isinstance(item, list) and len(item) == len(names):
        item = dict(zip(names, item, strict=True))
    if not isinstance(item, Mapping):
        hint = f"write an object of {', '.join(names)}"
        yield Fault(file, where, f"{_shown(item)} is no object of these parts", hint)
        return
    for name in item:
        if name not in names:
            hint = f"{nearest(name, names)}its parts are {', '.join(names)}"
            yield Fault(file, f"{where}/{name}", "the item has no such part", hint)
    try:
        spec.item.model_validate(_exact(item))
    except ValidationError as error:
        for one in error.errors():
            place = f"{where}{join([str(part) for part in one['loc']])}"
            yield Fault(file, place, one["msg"], "correct it")


def _invalid(gold: Gold, schema: SchemaSpec, file: str, known: set[Pointer]) -> Iterator[Fault]:
    """What the schema's own validation refuses: bounds, patterns, words that are not listed."""
    record: dict[str, Any] = {}
    for pointer, value in gold.values.items():
        if pointer in schema.by_pointer and pointer not in known:
            *above, last = split(pointer)
            node = record
            for token in above:
                node = node.setdefault(token, {})
            node[last] = value
    try:
        schema.model.model_validate(record)
    except ValidationError as error:
        for one in error.errors():
            pointer = join([str(part) for part in one["loc"]])
            if pointer in gold.values:
                yield Fault(file, pointer, one["msg"], "the schema refuses it: correct it")


def _exact(item: Mapping[str, Any]) -> dict[str, Any]:
    return {str(key): value for key, value in item.items()}


def _shown(value: Any) -> str:
    return f"“{value}”" if isinstance(value, str) else str(value)


__all__ = ["field_faults", "list_field"]
