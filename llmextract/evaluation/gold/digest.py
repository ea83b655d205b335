"""A digest of gold, so that figures on changed labels are never compared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from llmextract.evaluation.gold.labels import Gold
from llmextract.evaluation.gold.write import short_number
from llmextract.types import Span


def gold_digest(golds: Iterable[Gold]) -> str:
    """The sha256 (hexadecimal) of what labels say: all but annotator, date and remarks.

    The same for any order of files, keys, accepted values and items, any layout of the JSON, and
    with or without the documents at hand.
    """
    return hashlib.sha256(
        _text(sorted(_text(_content(gold)) for gold in golds)).encode()
    ).hexdigest()


def _content(gold: Gold) -> dict[str, Any]:
    spans = {key: _pairs(one) for key, one in gold.spans.items() if key not in gold.quoted}
    return {
        "document": gold.document,
        "sha256": gold.sha256,
        "values": _plain(gold.values),
        "accepted": {key: _sorted(_plain(one)) for key, one in gold.accepted.items()},
        "status": dict(gold.status),
        "qualifiers": dict(gold.qualifiers),
        "spans": spans,
        "quotes": {key: quote for key, quote in gold.quotes.items() if key not in spans},
        "not_annotated": sorted(gold.not_annotated),
        "items": {key: _items(gold, key) for key in gold.items},
        "lists_complete": gold.lists_complete,
        "identities": sorted(gold.identities),
        "broken_identities": sorted(gold.broken_identities),
        "tables": _plain(gold.tables),
        "unchecked": sorted(gold.unchecked),
    }


def _items(gold: Gold, key: str) -> list[Any]:
    """The items of a list with their spans, in an order of their own."""
    spans = gold.item_spans.get(key, ())
    return _sorted(
        [_plain(item), _pairs(spans[n]) if n < len(spans) else []]
        for n, item in enumerate(gold.items[key])
    )


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return sorted([span.start, span.end] for span in spans)


def _sorted(values: Iterable[Any]) -> list[Any]:
    return sorted(values, key=_text)


def _plain(value: Any) -> Any:
    """`value` with each number as {"number": text}, so that 98.30 is 98.3 and no text is one."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return {"number": short_number(Decimal(str(value)))}
    return value


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
