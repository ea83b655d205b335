"""What the page's error browser works on: documents, fields and cases, as compact JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from llmextract.evaluation.compare import as_number
from llmextract.evaluation.reports.cases import Case
from llmextract.evaluation.reports.places import utf16
from llmextract.evaluation.reports.words import words
from llmextract.evaluation.result import Evaluation
from llmextract.plain import plain
from llmextract.types import Pointer, Span


def payload(evaluation: Evaluation, found: Sequence[Case]) -> dict[str, Any]:
    """Documents with errors with their texts and cases, and fields with their labels; offsets are
    those of UTF-16, as JavaScript counts."""
    names = list(evaluation.scores.documents)
    pointers = sorted({p for case in found for p in (case.pointer, case.other) if p})
    at = {pointer: place for place, pointer in enumerate(pointers)}
    number = {name: place for place, name in enumerate(names)}
    looked_at = {case.document for case in found if case.error}
    texts = {name: evaluation.texts.get(name, "") if name in looked_at else "" for name in names}
    offset = {name: utf16(text) for name, text in texts.items()}
    return {
        "documents": [{"name": name, "text": texts[name]} for name in names],
        "fields": [
            {"pointer": pointer, "label": label_of(pointer, evaluation)} for pointer in pointers
        ],
        "cases": [
            _case(case, number[case.document], at, offset[case.document])
            for case in found
            if case.document in looked_at
        ],
        "words": {language: dict(words(language).table) for language in ("en", "zh")},
    }


def as_script(data: Any) -> str:
    """`data` as JSON that can stand in an HTML script element: no text can close the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def label_of(pointer: Pointer, evaluation: Evaluation) -> str:
    """A field's name in the documents' language; "" if the schema is not known."""
    return evaluation.labels.get(pointer, "")


def shown(value: Any) -> str:
    """A value as people read it; "" for none."""
    if value is None:
        return ""
    if isinstance(value, str | bool):
        return str(plain(value))
    number = as_number(value)
    if number is not None:
        return _grouped(number)
    value = plain(value)
    if isinstance(value, dict):
        return " · ".join(shown(part) for part in value.values() if part is not None)
    if isinstance(value, list):
        return " · ".join(shown(part) for part in value if part is not None)
    return str(value)


def _grouped(number: Decimal) -> str:
    """1458800 as 1,458,800."""
    return format(number, ",f") if abs(number) >= 10_000 else format(number, "f")


def _case(case: Case, document: int, at: dict[Pointer, int], offset: Any) -> dict[str, Any]:
    """One case; what is empty is left out."""
    entry: dict[str, Any] = {
        "d": document,
        "f": at[case.pointer],
        "o": case.outcome.value,
        "part": case.part.value,
        "g": shown(case.gold),
        "p": shown(case.predicted),
        "gp": _pairs(case.gold_places, offset),
        "pp": _pairs(case.predicted_places, offset),
        "guess": not case.labelled,  # gold's places are where its value is printed
        "gs": case.status[0],
        "ps": case.status[1],
        "gq": case.qualifier[0],
        "pq": case.qualifier[1],
        "m": case.magnitude,
        "class": case.error,
        "with": at.get(case.other),
    }
    kept = {key: value for key, value in entry.items() if type(value) is int or value}
    if case.confidence is not None:
        kept["c"] = round(case.confidence, 4)
    return kept


def _pairs(spans: Iterable[Span], offset: Any) -> list[list[int]]:
    return [[offset(span.start), offset(span.end)] for span in spans]
