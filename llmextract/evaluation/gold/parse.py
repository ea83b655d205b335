"""The labels in a gold file's JSON, and what in it has the wrong form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from llmextract.evaluation.gold.faults import Fault, nearest
from llmextract.evaluation.gold.labels import Gold
from llmextract.types import Pointer, Qualifier, Span, Status

T = TypeVar("T")
Word = TypeVar("Word", bound=StrEnum)

KEYS = (
    *("document", "sha256", "annotator", "date", "values", "accepted", "status", "qualifiers"),
    *("spans", "not_annotated", "items", "item_spans", "identities", "broken_identities"),
    *("tables", "unchecked", "notes", "stated_zero", "quotes", "conflicts"),
)


def parse(data: Any, file: str, stem: str) -> tuple[Gold, list[Fault]]:
    """The labels in a file's JSON and its faults of form; what is malformed is left out."""
    reader = _Reader(file)
    if not isinstance(data, Mapping):
        reader.malformed("", "is not an object", "see docs/gold.md for the format")
        return Gold(stem, {}), reader.faults
    if "values" not in data:
        reader.malformed("values", "is missing", 'give {} if the document states nothing: "values"')
    zeros = dict.fromkeys(reader.pointers(data, "stated_zero"), Status.STATED_ZERO)
    spans = reader.mapping(data, "spans", reader.spans)
    gold = Gold(
        document=reader.text(data, "document") or stem,
        values=reader.mapping(data, "values", reader.value),
        accepted=reader.mapping(data, "accepted", reader.accepted),
        status=zeros | reader.words(data, "status", Status),
        qualifiers=reader.words(data, "qualifiers", Qualifier),
        spans=spans,
        quotes=reader.mapping(data, "quotes", reader.quote),
        not_annotated=frozenset(reader.pointers(data, "not_annotated")),
        items=reader.mapping(data, "items", reader.items) | _bare_lists(data, reader),
        lists_complete="items" in data,
        identities=reader.strings(data, "identities"),
        sha256=reader.text(data, "sha256"),
        item_spans=reader.mapping(data, "item_spans", reader.item_spans),
        broken_identities=reader.strings(data, "broken_identities"),
        tables=_tables(data, reader),
        annotator=reader.text(data, "annotator"),
        date=reader.text(data, "date"),
        unchecked=reader.pointers(data, "unchecked"),
    )
    return gold, reader.faults


def is_table(key: str) -> bool:
    """Whether a key of the plain format holds a table's cells."""
    return key.startswith("table_")


def _bare_lists(data: Mapping[str, Any], reader: _Reader) -> dict[Pointer, tuple[Any, ...]]:
    """A bare list at the top of the file holds the items of the list field of that name."""
    found: dict[Pointer, tuple[Any, ...]] = {}
    for key, value in data.items():
        if key in KEYS or is_table(key):
            continue
        advice = nearest(key, KEYS, cutoff=0.8)
        if isinstance(value, list) and not advice and "items" not in data:
            found[f"/{key}"] = tuple(value)
        else:
            hint = f"{advice}a remark goes under notes, a list field under items"
            reader.fault(key, "is no key of the format", hint)
    return found


def _tables(data: Mapping[str, Any], reader: _Reader) -> dict[str, Any]:
    bare = {key: value for key, value in data.items() if is_table(key)}
    tables = data.get("tables", {})
    if not isinstance(tables, Mapping):
        reader.malformed("tables", "is not an object", "give table → row → column → cell")
        return bare
    return {**bare, **tables}


class _Reader:
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
        read = [self.spans(key, f"{pointer}/{n}", one) for n, one in enumerate(raw)]
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
