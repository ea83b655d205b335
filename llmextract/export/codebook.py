"""The codebook: what each field means, how often it is stated, and its least and greatest value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from llmextract.export.book import Book, Entry
from llmextract.export.columns import Row
from llmextract.export.numbers import exact, fits
from llmextract.export.survey import value_at
from llmextract.types import Extraction


@dataclass(slots=True)
class _Seen:
    stated: int = 0
    low: Decimal | None = None
    high: Decimal | None = None

    def add(self, value: Any, *, numeric: bool) -> None:
        self.stated += 1
        number = exact(value) if numeric else None
        if number is not None and fits(number):
            self.low = number if self.low is None else min(self.low, number)
            self.high = number if self.high is None else max(self.high, number)


@dataclass(slots=True)
class Codebook:
    """Counts over documents as they are added; the rows come at the end."""

    book: Book
    documents: int = 0
    _seen: dict[str, _Seen] = field(default_factory=dict)

    def add(self, found: Extraction) -> None:
        """Count a document; one that failed is left out."""
        if found.record is None:
            return
        self.documents += 1
        for entry in (*self.book.fields, *self.book.mappings):
            value = value_at(found.record, entry.pointer)
            if value is not None and value not in ([], {}):
                seen = self._seen.setdefault(entry.pointer, _Seen())
                seen.add(value, numeric=entry.numeric)

    def rows(self) -> Iterator[Row]:
        """One row a field, in order of the schema, dict fields last."""
        for entry in (*self.book.fields, *self.book.mappings):
            yield self._row(entry, self._seen.get(entry.pointer) or _Seen())

    def _row(self, entry: Entry, seen: _Seen) -> Row:
        return (
            entry.pointer,
            entry.label,
            entry.column,
            entry.group,
            entry.unit,
            entry.kind,
            entry.hint,
            list(entry.identities),
            seen.stated,
            self.documents,
            seen.stated / self.documents if self.documents else None,
            seen.low,
            seen.high,
        )
