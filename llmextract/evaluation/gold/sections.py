"""The sections of a gold file: texts, lists of pointers, and objects keyed by pointer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from llmextract.evaluation.gold.faults import Fault, nearest
from llmextract.types import Pointer, Span

T = TypeVar("T")
Word = TypeVar("Word", bound=StrEnum)


class Sections:
    """Reads the sections of one file and keeps what is wrong."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []

    def fault(self, where: str, what: str, hint: str) -> None:
        self.faults.append(Fault(self.file, where, what, hint))

    def malformed(self, where: str, what: str, hint: str) -> None:
        self.faults.append(Fault(self.file, where, what, hint, malformed=True))

    def text(self, data: Mapping[str, Any], key: str) -> str:
        value = data.get(key, "")
        if isinstance(value, str):
            return value
        self.malformed(key, f"is {_named(value)}, not text", "put it between quotation marks")
        return ""

    def strings(self, data: Mapping[str, Any], key: str) -> tuple[str, ...]:
        value = data.get(key, ())
        if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.malformed(key, "is not a list of texts", 'write ["…", "…"]')
        return ()

    def pointers(self, data: Mapping[str, Any], key: str) -> tuple[Pointer, ...]:
        found = self.strings(data, key)
        for pointer in found:
            self._check_pointer(pointer, key)
            if found.count(pointer) > 1:
                self.fault(pointer, f"stands twice in {key}", "keep it once")
        return tuple(dict.fromkeys(found))

    def mapping(
        self, data: Mapping[str, Any], key: str, read: Callable[[str, Pointer, Any], T | None]
    ) -> dict[Pointer, T]:
        value = data.get(key, {})
        if not isinstance(value, Mapping):
            self.malformed(key, "is not an object", 'write {"/pointer": …}')
            return {}
        found: dict[Pointer, T] = {}
        for pointer, raw in value.items():
            self._check_pointer(pointer, key)
            one = read(key, pointer, raw)
            if one is not None:
                found[pointer] = one
        return found

    def words(self, data: Mapping[str, Any], key: str, kind: type[Word]) -> dict[Pointer, Word]:
        known = [word.value for word in kind]

        def read(key: str, pointer: Pointer, raw: Any) -> Word | None:
            if raw in known:
                return kind(raw)
            advice = nearest(str(raw), known)
            self.malformed(
                pointer,
                f"{key}: {_shown(raw)} is unknown",
                f"{advice}use one of {', '.join(known)}",
            )
            return None

        return self.mapping(data, key, read)

    def value(self, key: str, pointer: Pointer, raw: Any) -> Any:
        if raw is None:
            self.fault(
                pointer, f"{key}: is null", f"leave it out of {key}: an absent field is null"
            )
        elif isinstance(raw, list | Mapping):
            hint = "put the items of a list field under items, cells under tables"
            self.malformed(pointer, f"{key}: is {_named(raw)}", hint)
        else:
            return raw
        return None

    def accepted(self, key: str, pointer: Pointer, raw: Any) -> tuple[Any, ...] | None:
        if not isinstance(raw, list) or not raw:
            self.malformed(pointer, f"{key}: is not a list of values", "write [value, …]")
            return None
        read = [self.value(key, pointer, one) for one in raw]
        return tuple(one for one in read if one is not None)

    def quote(self, key: str, pointer: Pointer, raw: Any) -> str | None:
        if isinstance(raw, str) and raw.strip():
            return raw
        self.malformed(pointer, f"{key}: is no text", "copy the passage from the document")
        return None

    def items(self, key: str, pointer: Pointer, raw: Any) -> tuple[Any, ...] | None:
        if isinstance(raw, list):
            return tuple(raw)
        self.malformed(pointer, f"{key}: is {_named(raw)}, not a list", "write [item, …]")
        return None

    def spans(self, key: str, pointer: Pointer, raw: Any) -> tuple[Span, ...] | None:
        pairs = [raw] if _is_pair(raw) else raw
        if isinstance(pairs, list) and pairs and all(_is_pair(pair) for pair in pairs):
            return tuple(Span(*pair) for pair in pairs)
        hint = "write [start, end], or [[start, end], …] for several passages"
        self.malformed(pointer, f"{key}: {_shown(raw)} is no pair of whole numbers", hint)
        return None

    def item_spans(
        self, key: str, pointer: Pointer, raw: Any
    ) -> tuple[tuple[Span, ...], ...] | None:
        if not isinstance(raw, list):
            self.malformed(pointer, f"{key}: is not a list", "write one [start, end] an item")
            return None
        read = [self.spans(key, f"{pointer}/{n}", one) if one else () for n, one in enumerate(raw)]
        return tuple(one or () for one in read)

    def _check_pointer(self, pointer: str, key: str) -> None:
        if not pointer.startswith("/"):
            hint = f"begin with a slash: /{pointer}"
            self.malformed(pointer or "(empty)", f"{key}: is no JSON Pointer", hint)


def _is_pair(raw: Any) -> bool:
    return isinstance(raw, list) and len(raw) == 2 and all(type(one) is int for one in raw)


def _named(raw: Any) -> str:
    if isinstance(raw, list):
        return "a list"
    return "an object" if isinstance(raw, Mapping) else _shown(raw)


def _shown(raw: Any) -> str:
    text = "true" if raw is True else "false" if raw is False else "null" if raw is None else None
    return text or (f"“{raw}”" if isinstance(raw, str) else str(raw))
