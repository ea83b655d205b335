"""Identities (勾稽关系): sums and comparisons that a record's fields should satisfy.

Grammar:  side ("=" | "<=") side;  side: term (("+" | "-") term)*;  term: a field path, dotted.
Approximate operands are intervals: 1100余 is [1100, 1200).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from llmextract.errors import SchemaError
from llmextract.types import Pointer

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


def parse_identity(text: str, base: str = "") -> Identity:
    """Parse one identity; field paths are relative to `base`, a JSON Pointer."""
    match = re.fullmatch(r"([^=<]+)(<=|=)([^=<]+)", text)
    if not match:
        raise SchemaError(
            f"identity “{text}” is not of the form a = b + c or a <= b",
            hint="see `llmextract schema --help`",
        )
    left, operator, right = match.groups()
    return Identity(text, _side(left, base, text), operator, _side(right, base, text))


def _side(side: str, base: str, text: str) -> tuple[tuple[int, Pointer], ...]:
    terms: list[tuple[int, Pointer]] = []
    at = 0
    while at < len(side):
        match = _TERM.match(side, at)
        if not match or (terms and not match[1]):
            raise SchemaError(
                f"identity “{text}” cannot be read at “{side[at:].strip()}”",
                hint="join field names with + or -",
            )
        terms.append((-1 if match[1] == "-" else 1, f"{base}/{match[2].replace('.', '/')}"))
        at = match.end()
    return tuple(terms)
