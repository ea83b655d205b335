"""What a gold file's labels say against one another, without its document or a schema."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from llmextract.evaluation.gold.faults import Fault
from llmextract.evaluation.gold.labels import Gold
from llmextract.types import Pointer, Span, Status

_STATED = (Status.STATED, Status.STATED_ZERO)


def agreement_faults(gold: Gold, file: str) -> Iterator[Fault]:
    """Labels that contradict each other, that hang in the air, or that nobody has checked."""
    yield from _file_faults(gold, file)
    yield from _absent_faults(gold, file)
    for pointer, value in gold.values.items():
        yield from _value_faults(gold, file, pointer, value)
    for pointer in gold.items:
        yield from _item_faults(gold, file, pointer)
    for pointer, spans in gold.spans.items():
        for span in spans:
            yield from span_faults(span, file, pointer)


def completeness_faults(gold: Gold, file: str) -> Iterator[Fault]:
    """What is missing for every label to be proved, signed and dated."""
    for key in ("annotator", "date", "sha256"):
        if not getattr(gold, key):
            yield Fault(file, key, "is missing", f'add "{key}"')
    printed = [pointer for pointer, cell in gold.cells().items() if cell is not None]
    for pointer in (*gold.values, *printed):
        if pointer not in gold.spans:
            yield Fault(file, pointer, "has no span", "add [start, end] of the proof under spans")
    for pointer, items in gold.items.items():
        spans = gold.item_spans.get(pointer, ())
        for n in range(len(items)):
            if n >= len(spans) or not spans[n]:
                hint = "add [start, end] of its proof under item_spans"
                yield Fault(file, f"{pointer}/{n}", "has no span", hint)


def span_faults(span: Span, file: str, where: str) -> Iterator[Fault]:
    """An empty, inverted or negative span."""
    if not 0 <= span.start < span.end:
        what = "is empty" if span.start == span.end else "ends before it begins"
        what = "begins before the text" if span.start < 0 else what
        hint = "count characters from 0; the end is that of the character behind"
        yield Fault(file, where, f"the span [{span.start}, {span.end}] {what}", hint)


def is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def is_date(text: str) -> bool:
    """Whether `text` is a date in ISO form, 2017-03-24."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _file_faults(gold: Gold, file: str) -> Iterator[Fault]:
    if gold.unchecked:
        what = f"{len(gold.unchecked)} labels have not been checked by a person"
        hint = "compare each with the document, correct it, and take it out of unchecked"
        yield Fault(file, "unchecked", what, hint)
    if gold.unchecked and not gold.annotator:
        yield Fault(file, "annotator", "is empty", "write who checked the labels")
    if gold.date and not is_date(gold.date):
        yield Fault(file, "date", f"“{gold.date}” is no ISO date", "write it as 2017-03-24")
    if gold.sha256 and not re.fullmatch("[0-9a-f]{64}", gold.sha256):
        hint = "take that of the text as read: UTF-8, newlines \\n, no byte order mark"
        yield Fault(file, "sha256", "is no sha256 (64 characters of 0-9a-f)", hint)
    if (gold.spans or gold.item_spans) and not gold.sha256:
        hint = "add the sha256 of the text that the offsets count in"
        yield Fault(file, "sha256", "is missing beside spans", hint)


def _absent_faults(gold: Gold, file: str) -> Iterator[Fault]:
    """What is said about fields that have no value."""
    absent = "is said of a field without a value"
    cells = set(gold.cells())
    for key in ("accepted", "qualifiers"):
        for pointer in getattr(gold, key):
            if pointer not in gold.values and pointer not in cells:
                yield Fault(file, pointer, f"{key}: {absent}", "add the value, or take this out")
    for pointer, status in gold.status.items():
        if status in _STATED and pointer not in {*gold.values, *gold.items, *cells}:
            hint = "add the value, or take the status out"
            yield Fault(file, pointer, f"status: {status} {absent}", hint)
    for pointer in {*gold.spans, *gold.quotes}:
        if pointer not in {*gold.values, *gold.status, *gold.not_annotated, *cells}:
            hint = "add the value, or the status that the passage proves, or take the span out"
            yield Fault(file, pointer, f"a proof {absent} or status", hint)
    for pointer in gold.not_annotated & {*gold.values, *gold.items}:
        hint = "keep one: a label is scored, a field that is not annotated is left out"
        yield Fault(file, pointer, "is labelled and not annotated at once", hint)
    for pointer in gold.item_spans:
        if pointer not in gold.items:
            hint = "add the items, or take the spans out"
            yield Fault(file, pointer, "item_spans: the list has no items", hint)


def _value_faults(gold: Gold, file: str, pointer: Pointer, value: Any) -> Iterator[Fault]:
    status = gold.status.get(pointer, Status.STATED)
    zero = is_number(value) and value == 0
    if status not in _STATED:
        hint = "take the value out if the document does not give it, or else the status"
        yield Fault(file, pointer, f"has the value {value} and the status {status}", hint)
    elif status is Status.STATED_ZERO and not zero:
        hint = "correct the value, or take the status out"
        yield Fault(file, pointer, f"has the value {value} and the status stated_zero", hint)
    elif zero and status is not Status.STATED_ZERO:
        hint = "add the status if the document prints 0 or denies it; if not, take the value out"
        yield Fault(file, pointer, "is 0 without the status stated_zero", hint)
    if pointer in gold.qualifiers and not is_number(value):
        yield Fault(file, pointer, "has a qualifier and is no number", "take the qualifier out")
    others = gold.accepted.get(pointer, ())
    if value in others or len({str(other) for other in others}) < len(others):
        yield Fault(file, pointer, "accepted: a value is there twice", "keep it once")


def _item_faults(gold: Gold, file: str, pointer: Pointer) -> Iterator[Fault]:
    items, spans = gold.items[pointer], gold.item_spans.get(pointer)
    seen: dict[str, int] = {}
    for n, item in enumerate(items):
        if item is None or item in ("", [], {}):
            yield Fault(file, f"{pointer}/{n}", "is an empty item", "take it out")
        first = seen.setdefault(json.dumps(item, default=str, sort_keys=True), n)
        if first != n:
            yield Fault(file, f"{pointer}/{n}", f"is the same as item {first}", "keep one of them")
    if spans is None:
        return
    if len(spans) != len(items):
        what = f"has {len(items)} items and {len(spans)} entries under item_spans"
        yield Fault(file, pointer, what, "give one entry an item, in the order of the items")
    for n, places in enumerate(spans):
        for span in places:
            yield from span_faults(span, file, f"{pointer}/{n}")


__all__ = ["agreement_faults", "completeness_faults", "is_date", "is_number", "span_faults"]
