"""Tables of a panel: their names, their columns, and what each column holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

PRECISION, SCALE = 38, 6  # digits of a NUMBER in all, and behind the point

Row: TypeAlias = tuple[Any, ...]
"""Values in the order of a table's columns; None where there is none."""


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    TEXTS = "list of text"
    INTEGER = "integer"  # 64 bits
    NUMBER = "decimal"  # exact: DECIMAL(38, 6)
    DOUBLE = "double"
    DATE = "date"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True)
class Column:
    """`label` is its heading for Chinese readers, `about` what it holds, in English."""

    name: str
    kind: Kind
    label: str
    about: str


@dataclass(frozen=True, slots=True)
class Table:
    """`keys` columns from the first name a row; a sheet keeps them in sight."""

    name: str
    label: str
    about: str
    columns: tuple[Column, ...]
    keys: int = 1

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def text(name: str, label: str, about: str) -> Column:
    """A column of texts."""
    return Column(name, Kind.TEXT, label, about)


def texts(name: str, label: str, about: str) -> Column:
    """A column of lists of texts."""
    return Column(name, Kind.TEXTS, label, about)


def integer(name: str, label: str, about: str) -> Column:
    """A column of integers."""
    return Column(name, Kind.INTEGER, label, about)


def number(name: str, label: str, about: str) -> Column:
    """A column of exact decimals."""
    return Column(name, Kind.NUMBER, label, about)


def double(name: str, label: str, about: str) -> Column:
    """A column of floating-point numbers."""
    return Column(name, Kind.DOUBLE, label, about)


def date(name: str, label: str, about: str) -> Column:
    """A column of dates."""
    return Column(name, Kind.DATE, label, about)


def boolean(name: str, label: str, about: str) -> Column:
    """A column of truth values."""
    return Column(name, Kind.BOOLEAN, label, about)
