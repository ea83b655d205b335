"""What a finished document depends on, and the key that says whether it still holds."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from llmextract.schema import SchemaSpec
from llmextract.schema.fields import about_of

UNCALIBRATED = "uncalibrated"
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")


@dataclass(frozen=True, slots=True)
class Settings:
    """All that a record depends on besides the document's text; written to the manifest."""

    llmextract: str  # its version
    schema: str
    schema_sha256: str
    strategy: str
    strategy_options: Mapping[str, str] = field(default_factory=dict)
    prompts: Mapping[str, str] = field(default_factory=dict)
    model: str = ""
    calibration: str = UNCALIBRATED  # or the digest of the calibrator

    @property
    def key(self) -> str:
        """16 hex digits that change when any setting does."""
        return _digest(dataclasses.asdict(self))[:16]

    def key_of(self, text_sha256: str) -> str:
        """The key of one document: made under these settings, from this text."""
        return f"{self.key}-{text_sha256[:16]}"


def schema_sha256(schema: SchemaSpec) -> str:
    """A digest of everything that extraction reads of a schema: fields, types, labels, identities,
    tables, passages.  What only `export` reads does not change it."""
    said = [_plain(describe) for describe in _describe(schema.model, set())]
    return _digest([*said, _plain(schema.passages)] if schema.passages else said)


def _describe(model: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[Any]:
    if model in seen:
        return
    seen.add(model)
    yield model.__name__, about_of(model)
    for name, info in model.model_fields.items():
        yield name, info.annotation, info.metadata, info.title, info.description
        for nested in _models(info.annotation):
            yield from _describe(nested, seen)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in typing.get_args(annotation):
        yield from _models(argument)


def _plain(value: Any) -> Any:
    """`value` as JSON data that is the same in every process."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted(json.dumps(_plain(item), sort_keys=True) for item in value)
    if isinstance(value, type):
        return value.__qualname__
    if dataclasses.is_dataclass(value):
        return [
            type(value).__name__,
            {
                f.name: _plain(getattr(value, f.name))
                for f in dataclasses.fields(value)
                if f.metadata.get("extraction", True)
            },
        ]
    return _ADDRESS.sub("", repr(value))


def _digest(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()
