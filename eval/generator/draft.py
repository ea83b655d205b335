"""A report in the making: its text, and what each passage states."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from llmextract.pointers import join

Number = int | Decimal


@dataclass(slots=True)
class Draft:
    """Text is only ever added at the end, so offsets are right as they are noted."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    values: dict[str, Any] = field(default_factory=dict)
    status: dict[str, str] = field(default_factory=dict)
    qualifiers: dict[str, str] = field(default_factory=dict)
    spans: dict[str, list[list[int]]] = field(default_factory=dict)
    items: dict[str, list[Any]] = field(default_factory=dict)
    item_spans: dict[str, list[list[int]]] = field(default_factory=dict)
    tables: dict[str, dict[str, dict[str, Number | None]]] = field(default_factory=dict)

    def write(self, text: str) -> list[int]:
        """Add text; its span."""
        start = self.length
        self.pieces.append(text)
        self.length += len(text)
        return [start, self.length]

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    @property
    def last(self) -> str:
        """The last character; empty at the beginning."""
        return next((piece[-1] for piece in reversed(self.pieces) if piece), "")

    def state(self, pointer: str, value: Any, text: str, qualifier: str | None = None) -> None:
        """Add text that states the field's value."""
        self.prove(pointer, value, self.write(text), qualifier)

    def prove(
        self, pointer: str, value: Any, span: list[int], qualifier: str | None = None
    ) -> None:
        """Note that a passage states the field's value."""
        known = self.values.setdefault(pointer, value)
        assert known == value, (pointer, known, value)
        self.spans.setdefault(pointer, []).append(span)
        if isinstance(value, int | Decimal) and value == 0:
            self.status[pointer] = "stated_zero"
        if qualifier:
            self.qualifiers[pointer] = qualifier

    def item(self, pointer: str, item: Any, span: list[int]) -> None:
        """Note an item of a list field."""
        self.items.setdefault(pointer, []).append(item)
        self.item_spans.setdefault(pointer, []).append(span)

    def cell(self, place: tuple[str, str, str], value: Number | None, text: str) -> list[int]:
        """Add a cell of an official table: table, row, column; None for a mark such as `/`."""
        table, row, column = place
        span = self.write(text)
        self.tables.setdefault(table, {}).setdefault(row, {})[column] = value
        pointer = join(("tables", *place))
        self.spans[pointer] = [span]
        if value is None:
            self.status[pointer] = "not_applicable"
        elif value == 0:
            self.status[pointer] = "stated_zero"
        return span
