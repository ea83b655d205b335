"""The labels in a gold file's JSON, and what in it has the wrong form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from llmextract.evaluation.gold.faults import Fault, nearest
from llmextract.evaluation.gold.labels import Gold
from llmextract.evaluation.gold.sections import Sections
from llmextract.types import Pointer, Qualifier, Status

KEYS = (
    *("document", "sha256", "annotator", "date", "values", "accepted", "status", "qualifiers"),
    *("spans", "not_annotated", "items", "item_spans", "identities", "broken_identities"),
    *("tables", "unchecked", "notes", "stated_zero", "quotes", "conflicts"),
)


def parse(data: Any, file: str, stem: str) -> tuple[Gold, list[Fault]]:
    """The labels in a file's JSON and its faults of form; what is malformed is left out."""
    reader = Sections(file)
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


def _bare_lists(data: Mapping[str, Any], reader: Sections) -> dict[Pointer, tuple[Any, ...]]:
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


def _tables(data: Mapping[str, Any], reader: Sections) -> dict[str, Any]:
    bare = {key: value for key, value in data.items() if is_table(key)}
    tables = data.get("tables", {})
    if not isinstance(tables, Mapping):
        reader.malformed("tables", "is not an object", "give table → row → column → cell")
        return bare
    return {**bare, **tables}
