"""Identities (勾稽关系): sums and comparisons that a record's fields should satisfy.

Grammar:  side ("=" | "<=") side;  side: term (("+" | "-") term)*;  term: a field path, dotted.
Approximate operands are intervals: 1100余 is [1100, 1200).

Between documents of one body, a term may be of an earlier year (`carried_forward[-1]`), a step of a
path may name a row or column of a table, in quotes if need be, and `*` stands for each of them:
`uses.*.stock = uses.*.stock[-1] + uses.*.made`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from llmextract.errors import SchemaError
from llmextract.types import Pointer

_STEP = r'(?:[^\W\d]\w*|\*|"[^"]+")'
_YEAR_TERM = re.compile(rf"\s*([+-]?)\s*({_STEP}(?:\.{_STEP})*)(?:\[-(\d+)\])?\s*")
_TERM = re.compile(r"\s*([+-]?)\s*([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*")


@dataclass(frozen=True, slots=True)
class Identity:
    """`left` and `right` hold (sign, pointer) terms; `operator` is `=` or `<=`."""

    text: str
    left: tuple[tuple[int, Pointer], ...]
    operator: str
    right: tuple[tuple[int, Pointer], ...]

    @property
    def pointers(self) -> tuple[Pointer, ...]:
        return tuple(pointer for _, pointer in (*self.left, *self.right))


@dataclass(frozen=True, slots=True)
class YearTerm:
    """A number with its sign, of the document `back` years earlier.  A step `*` of the pointer
    stands for each row or column, the same in all terms."""

    sign: int
    pointer: Pointer
    back: int


@dataclass(frozen=True, slots=True)
class YearIdentity:
    """A sum or comparison between documents of one body; `operator` is `=` or `<=`."""

    text: str
    left: tuple[YearTerm, ...]
    operator: str
    right: tuple[YearTerm, ...]

    @property
    def terms(self) -> tuple[YearTerm, ...]:
        return (*self.left, *self.right)


def parse_identity(text: str, base: str = "") -> Identity:
    """Parse one identity; field paths are relative to `base`, a JSON Pointer."""
    left, operator, right = _sides(text)
    return Identity(text, _side(left, base, text), operator, _side(right, base, text))


def parse_year_identity(text: str, base: str = "") -> YearIdentity:
    """Parse an identity between years; field paths are relative to `base`, a JSON Pointer."""
    left, operator, right = _sides(text)
    return YearIdentity(text, _years(left, base, text), operator, _years(right, base, text))


def _sides(text: str) -> tuple[str, str, str]:
    match = re.fullmatch(r"([^=<]+)(<=|=)([^=<]+)", text)
    if not match:
        raise SchemaError(
            f"identity “{text}” is not of the form a = b + c or a <= b",
            hint="see `llmextract schema --help`",
        )
    left, operator, right = match.groups()
    return left, operator, right


def _side(side: str, base: str, text: str) -> tuple[tuple[int, Pointer], ...]:
    found = _terms(side, _TERM, text)
    return tuple((_sign(term), f"{base}/{term[2].replace('.', '/')}") for term in found)


def _years(side: str, base: str, text: str) -> tuple[YearTerm, ...]:
    return tuple(
        YearTerm(_sign(term), base + _pointer(term[2]), int(term[3] or 0))
        for term in _terms(side, _YEAR_TERM, text)
    )


def _sign(term: re.Match[str]) -> int:
    return -1 if term[1] == "-" else 1


def _pointer(path: str) -> Pointer:
    steps = (step.strip('"') for step in re.findall(_STEP, path))
    return "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in steps)


def _terms(side: str, form: re.Pattern[str], text: str) -> list[re.Match[str]]:
    terms: list[re.Match[str]] = []
    at = 0
    while at < len(side):
        match = form.match(side, at)
        if not match or (terms and not match[1]):
            raise SchemaError(
                f"identity “{text}” cannot be read at “{side[at:].strip()}”",
                hint="join field names with + or -",
            )
        terms.append(match)
        at = match.end()
    return terms
