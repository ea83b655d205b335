"""Whether a passage states a value: by the rules of grounding, else by its bare numbers.

Grounding knows fewer wordings than people do.  So where it finds no proof, a number that stands
in the passage is enough, and of a zero only that something is printed 0 or denied.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from llmextract.cells import parse_cell
from llmextract.evaluation.gold.agreement import is_date, is_number
from llmextract.evaluation.gold.write import short_number
from llmextract.fold import fold
from llmextract.ground import prove
from llmextract.mentions.numbers import find_numbers
from llmextract.mentions.units import kinds_of
from llmextract.numerals import ARABIC, CHINESE, MULTIPLIER, MULTIPLIERS, parse_number
from llmextract.pointers import mapping_of
from llmextract.schema import FieldSpec, SchemaSpec
from llmextract.types import Analysis, Proposal, Proved, Reason, Span

_NUMERAL = re.compile(rf"(?:{ARABIC})(?:{MULTIPLIER})?|[{CHINESE}]+")
_STRICT = frozenset({"money", "percent", "permille", "duration"})
_DENIES = re.compile(
    r"[0０〇零未无没不免非否]|\b(?:no|none|nil|not|never|zero|without|free)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Reader:
    """A document to look passages up in; without a schema only numbers can be read."""

    analysis: Analysis
    schema: SchemaSpec | None

    def objection(self, value: Any, span: Span, spec: FieldSpec | None) -> str:
        """Why the passage does not state `value`; empty if it does or nobody can tell."""
        if spec is None and not is_number(value):
            return ""
        if spec is not None and spec.extract.choices:
            return ""  # meaning is a person's to judge
        if spec is not None:
            found = prove(Proposal(spec.pointer, value, span), self.analysis, spec)
            if isinstance(found, Proved):
                return ""
            other = self._another_unit(value, span, spec)
            if found.reason == Reason.WRONG_UNIT and other:
                return f"states {other}, which is not in {spec.extract.unit}"
        words = span.of(self.analysis.document.text)
        if is_number(value) and spec is not None and self._is_cell(spec):
            return "" if Decimal(value) in _printed(words) else _missing(value, words)
        return _missing(value, words, spec.extract.unit if spec is not None else None)

    def _is_cell(self, spec: FieldSpec) -> bool:
        return self.schema is not None and mapping_of(spec.pointer, self.schema) is not None

    def _another_unit(self, value: Any, span: Span, spec: FieldSpec) -> str:
        """The number as printed, if money, a share or a time is taken for a count, or a count for
        one of these.  Measure words are not told apart: people count staff in 名 and in 个."""
        field = {
            kind for unit in (spec.extract.unit, *spec.extract.units) for kind in kinds_of(unit)
        }
        printed = ""
        for mention in self.analysis.mentions:
            if span.covers(mention.span) and mention.value == value:
                kinds = kinds_of(mention.unit)
                if not kinds or kinds & field or not (kinds | field) & _STRICT:
                    return ""
                printed = mention.raw
        return printed


def _missing(value: Any, words: str, unit: str | None = None) -> str:
    """What of a value, which counts in `unit`, is not in the words."""
    if isinstance(value, Mapping | list):
        parts = value.values() if isinstance(value, Mapping) else value
        return next(filter(None, (_missing(part, words) for part in parts)), "")
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, str):
        missing = not (_dated(value, words) if is_date(value) else _bare(value) in _bare(words))
        return f"does not hold “{value}”" if missing else ""
    if value == 0:
        return "" if _DENIES.search(words) else "neither prints 0 nor denies anything"
    numbers = sorted(_numbers(words))
    if any(Decimal(value) == number * times for times in _times(words, unit) for number in numbers):
        return ""
    read = ", ".join(short_number(number) for number in numbers) or "no number"
    return f"states {read}, not {value}"


def _numbers(words: str) -> set[Decimal]:
    text = fold(words).text
    read = {found.value for found in find_numbers(f"{text}，")}
    return read | {n for m in _NUMERAL.findall(text) if (n := parse_number(m)) is not None}


def _printed(words: str) -> set[Decimal]:
    """Numbers without multipliers, as a table's cell holds what is printed in it; and with the
    signs of the cells that print one (减7 is -7)."""
    bare = {Decimal(one.replace(",", "")) for one in re.findall(ARABIC, fold(words).text)}
    cells = (parse_cell(cell) for cell in re.split(r"[\t\n]", words))
    return bare | {cell.value for cell in cells if cell is not None and cell.value is not None}


def _times(words: str, unit: str | None) -> list[int]:
    """The multipliers of bare numbers: 1, and 10000 where a cell of the row is 万元."""
    declared = re.findall(
        rf"(?<![\d.])([{''.join(MULTIPLIERS)}]+){re.escape(unit or '元')}", fold(words).text
    )
    return [1, *(math.prod(MULTIPLIERS[one] for one in marks) for marks in declared)]


def _dated(value: str, words: str) -> bool:
    """Whether month and day stand in the words; the year may stand before them."""
    numbers = _numbers(words)
    return all(Decimal(part) in numbers for part in value.split("-")[1:])


def _bare(words: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", fold(words).text))
