"""What a person read in one document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from llmextract.pointers import join
from llmextract.types import Pointer, Qualifier, Span, Status


@dataclass(frozen=True, slots=True)
class Gold:
    """The labels of one document.

    `values` holds every scalar field that the document states (numbers as int or Decimal, dates
    in ISO form); fields outside it and `not_annotated` are absent.  `accepted` holds further
    right values; `spans`, for a field, every passage that proves it by itself; `quotes` their
    words.  `items` is keyed by pointer, or by `/name` where the file gives only the list field's
    bare name; `item_spans` holds the passages of each item, in the order of the items.
    `lists_complete` says that a list field without items has none.  `tables`: cells as printed,
    by table, row and column.  `unchecked` are labels that a program wrote and no person has seen.
    `quoted` are the fields whose spans were found by their quotes.
    """

    document: str
    values: Mapping[Pointer, Any]
    accepted: Mapping[Pointer, tuple[Any, ...]] = field(default_factory=dict)
    status: Mapping[Pointer, Status] = field(default_factory=dict)
    qualifiers: Mapping[Pointer, Qualifier] = field(default_factory=dict)
    spans: Mapping[Pointer, tuple[Span, ...]] = field(default_factory=dict)
    quotes: Mapping[Pointer, str] = field(default_factory=dict)
    not_annotated: frozenset[Pointer] = frozenset()
    items: Mapping[Pointer, tuple[Any, ...]] = field(default_factory=dict)
    lists_complete: bool = False
    identities: tuple[str, ...] = ()
    sha256: str = ""
    item_spans: Mapping[Pointer, tuple[tuple[Span, ...], ...]] = field(default_factory=dict)
    broken_identities: tuple[str, ...] = ()
    tables: Mapping[str, Any] = field(default_factory=dict)
    annotator: str = ""
    date: str = ""
    unchecked: tuple[Pointer, ...] = ()
    quoted: frozenset[Pointer] = frozenset()

    def accepts(self, pointer: Pointer) -> tuple[Any, ...]:
        """Every value that counts as right for a field; empty if the field is absent."""
        if self.values.get(pointer) is None:
            return ()
        return (self.values[pointer], *self.accepted.get(pointer, ()))

    def cells(self) -> dict[Pointer, Any]:
        """The cells of the tables that are given by row and column, by pointer."""
        found: dict[Pointer, Any] = {}
        for name, rows in self.tables.items():
            for row, columns in rows.items() if isinstance(rows, Mapping) else ():
                for column, cell in columns.items() if isinstance(columns, Mapping) else ():
                    found[join(("tables", name, row, column))] = cell
        return found
