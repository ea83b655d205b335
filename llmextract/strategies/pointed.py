"""Answers that point: their JSON schema, and the proposals that their ids come to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from llmextract.fit import declared
from llmextract.schema import FieldSpec, SchemaSpec
from llmextract.strategies.reply import reply_model, reply_schema
from llmextract.types import Mention, Pointer, Proposal, Reason, Rejected, Value

_AROUND = "[]# "  # what a model may leave around an id


def pointing_schema(
    schema: SchemaSpec,
    numbers: Sequence[FieldSpec],
    texts: Sequence[FieldSpec],
    ids: Sequence[int],
) -> dict[str, Any]:
    """The JSON schema of an answer: ids from the least to the greatest of `ids` for `numbers`,
    values for `texts`.  No field is required, so that an answer is as short as what it says."""
    root = reply_schema(reply_model(schema, texts).model_json_schema())
    defs = root.setdefault("$defs", {})
    if ids:
        defs["id"] = {"type": "integer", "minimum": min(ids), "maximum": max(ids)}
    for spec in (*(numbers if ids else ()), *texts):
        *path, name = spec.pointer.split("/")[1:]
        keys = _keys(root, path, defs)
        keys[name] = keys.pop(name, {"$ref": "#/$defs/id"})  # in the order of the question
    return root


def pointed(
    said: Iterable[tuple[Pointer, Any]],
    fields: Mapping[Pointer, FieldSpec],
    mentions: Mapping[int, Mention],
    text: str,
    origin: str,
) -> Iterator[Proposal | Rejected]:
    """What an answer's ids come to, `mentions` being those that were shown.  Several ids for a
    field are rivals; it is the proof that judges units and repeated use."""
    for pointer, answer in _leaves(said):
        spec = fields.get(pointer)
        if spec is None:
            detail = "the model was not asked for this field"
            yield Rejected(pointer, answer, Reason.UNKNOWN_FIELD, detail, None, origin)
            continue
        for one in answer if isinstance(answer, list) else [answer]:
            number = _id(one)
            mention = mentions.get(number) if number is not None else None
            if number is None:
                yield Rejected(pointer, one, Reason.WRONG_TYPE, "not an id", None, origin)
            elif mention is None:
                detail = f"no number shown has the id {number}"
                yield Rejected(pointer, one, Reason.NOT_IN_TEXT, detail, None, origin)
            else:
                value = _value(mention, spec, text)
                yield Proposal(pointer, value, mention.span, mention.index, origin=origin)


def _leaves(said: Iterable[tuple[Pointer, Any]]) -> Iterator[tuple[Pointer, Any]]:
    for pointer, value in said:
        if isinstance(value, Mapping):
            yield from _leaves((f"{pointer}/{key}", inner) for key, inner in value.items())
        elif value not in (None, "", []):
            parts = pointer.replace("~1", "/").split("/")  # a key may itself be a path
            yield "/" + "/".join(part for part in parts if part), value


def _id(answer: Any) -> int | None:
    if isinstance(answer, str):
        bare = answer.strip(_AROUND)
        return int(bare) if bare.isascii() and bare.isdecimal() else None
    return answer if isinstance(answer, int) and not isinstance(answer, bool) else None


def _value(mention: Mention, spec: FieldSpec, text: str) -> Value:
    """The number in the field's base unit."""
    value = Decimal(str(mention.value)) * declared(mention, spec, text)[0]
    return int(value) if value == value.to_integral_value() else value


def _keys(root: dict[str, Any], path: Sequence[str], defs: Mapping[str, Any]) -> dict[str, Any]:
    """The properties of the object at `path`, which is made if there is none."""
    node = root
    for part in path:
        node.pop("required", None)
        keys = node["properties"]
        closed = {"type": "object", "properties": {}, "additionalProperties": False}
        node = keys[part] = keys.pop(part, closed)
        if "$ref" in node:
            node = defs[node["$ref"].rpartition("/")[2]]
    node.pop("required", None)
    properties: dict[str, Any] = node["properties"]
    return properties


__all__ = ["pointed", "pointing_schema"]
