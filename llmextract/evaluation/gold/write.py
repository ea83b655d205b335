"""Gold as a file: an object a line, spans on the line of their field."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from llmextract.evaluation.gold.labels import Gold
from llmextract.types import Span


def gold_text(gold: Gold) -> str:
    """The JSON of a gold file, which reads back as `gold`; decimals keep every digit."""
    return _rendered(gold_data(gold), 0) + "\n"


def gold_data(gold: Gold) -> dict[str, Any]:
    """The object that a gold file holds, in the format's order; what was derived from the
    document (spans of quotes, quotes of spans) is left out."""
    spans = {key: one for key, one in gold.spans.items() if key not in gold.quoted}
    data: dict[str, Any] = {
        "document": gold.document,
        "sha256": gold.sha256,
        "annotator": gold.annotator,
        "date": gold.date,
        "unchecked": list(gold.unchecked),
        "values": dict(gold.values),
        "accepted": {key: list(values) for key, values in gold.accepted.items()},
        "status": {key: status.value for key, status in gold.status.items()},
        "qualifiers": {key: qualifier.value for key, qualifier in gold.qualifiers.items()},
        "spans": {key: _places(one) for key, one in spans.items()},
        "quotes": {key: quote for key, quote in gold.quotes.items() if key not in spans},
        "not_annotated": sorted(gold.not_annotated),
        "items": {key: list(items) for key, items in gold.items.items()},
        "item_spans": {key: [_places(o) for o in all_] for key, all_ in gold.item_spans.items()},
        "identities": list(gold.identities),
        "broken_identities": list(gold.broken_identities),
        "tables": dict(gold.tables),
    }
    kept = {"document", "annotator", "date", "values"} | (
        {"items"} if gold.lists_complete else set()
    )
    return {key: value for key, value in data.items() if value or key in kept}


def short_number(number: Decimal) -> str:
    """A number without exponent and without zeros behind the point that say nothing."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if number == 0 else text


def _places(spans: Sequence[Span]) -> list[Any]:
    """One span as a pair, none or several as a list of pairs."""
    pairs = [[span.start, span.end] for span in spans]
    return pairs[0] if len(pairs) == 1 else pairs


def _rendered(value: Any, depth: int) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Mapping) and value:
        rows = [f"{_quoted(key)}: {_rendered(item, depth + 1)}" for key, item in value.items()]
        return _block("{", rows, "}", depth)
    if isinstance(value, list | tuple) and value:
        if all(type(item) is int or _is_pair(item) for item in value):
            return json.dumps(value)
        return _block("[", [_rendered(item, depth + 1) for item in value], "]", depth)
    return json.dumps(value, ensure_ascii=False)


def _is_pair(item: Any) -> bool:
    return isinstance(item, list) and len(item) == 2 and all(type(one) is int for one in item)


def _block(opening: str, rows: list[str], closing: str, depth: int) -> str:
    inside = ",\n".join(" " * (depth + 1) + row for row in rows)
    return f"{opening}\n{inside}\n{' ' * depth}{closing}"


def _quoted(key: object) -> str:
    return json.dumps(str(key), ensure_ascii=False)
