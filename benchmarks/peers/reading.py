"""From the words that langextract gives back to a value of the field's type.

llmextract's own mentions and numerals read them: 12.6万人 is 126000, 未收到 is 0.  That is more
than langextract does by itself, and is given to it so that the comparison is about extraction.
"""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import Any

from fields import choices

from llmextract import as_document
from llmextract.analyse import analyse
from llmextract.fold import fold
from llmextract.numerals import parse_number
from llmextract.plain import plain
from llmextract.schema import FieldSpec
from llmextract.types import Mention, MentionKind

_NUMBERS = (MentionKind.NUMBER, MentionKind.PERCENT)
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")


def read_value(field: FieldSpec, said: str | None, text: str) -> Any:
    """The value in plain JSON types: from `said`, the attribute, else from `text`, the passage;
    None if neither has one."""
    for words in (said or "", text):
        value = _read(field, words.strip())
        if value is not None:
            return plain(value)
    return None


def _read(field: FieldSpec, words: str) -> Any:
    if not words or words in ("null", "None", "无"):
        return None
    if field.numeric:
        return _number(field, words)
    if field.kind == "date":
        return _date(words)
    allowed = choices(field)
    return words if not allowed or words in allowed else None


def _number(field: FieldSpec, words: str) -> Decimal | int | None:
    found = analyse(as_document(words)).mentions
    numbers = [m for m in found if m.kind in _NUMBERS and isinstance(m.value, Decimal)]
    units = {field.extract.unit, *field.extract.units} - {None}
    fitting = [m for m in numbers if m.unit in units]
    value = (fitting or numbers)[0].value if numbers else _without_unit(words, found)
    if not isinstance(value, Decimal):
        return None
    return value if field.kind == "decimal" or value == value.to_integral_value() else None


def _without_unit(words: str, found: tuple[Mention, ...]) -> Decimal | None:
    """A number alone, the number in it (2017年), or a denial's 0."""
    folded = fold(words).text
    whole = parse_number(folded)
    if whole is not None:
        return whole
    if any(mention.kind is MentionKind.DENIAL for mention in found):
        return Decimal(0)
    digits = _DIGITS.search(folded)
    return parse_number(digits[0]) if digits else None


def _date(words: str) -> datetime.date | None:
    for mention in analyse(as_document(words)).mentions:
        if isinstance(mention.value, datetime.date):
            return mention.value
    try:
        return datetime.date.fromisoformat(words)
    except ValueError:
        return None
