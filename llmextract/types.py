"""Frozen values that the stages hand to one another.

A document's way: `Document` → `Section`s and `Mention`s → `Proposal`s of a strategy →
`Evidence` or `Rejected` → `Finding`s → `Extraction`.  A call's way: `Request` → `Completion`.
All offsets count Unicode code points in `Document.text`; spans are half-open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeAlias

from llmextract.paper import Box, Printed

Pointer: TypeAlias = str
"""RFC 6901 JSON Pointer of a field in the record, e.g. `/applications/received`."""

Scalar: TypeAlias = int | Decimal | str | date | bool
Value: TypeAlias = Scalar | list[Any] | dict[str, Any] | None


class Status(StrEnum):
    """What the document says about a field (null is not 0)."""

    STATED = "stated"
    STATED_ZERO = "stated_zero"
    NOT_STATED = "not_stated"
    TABLE_MISSING = "table_missing"
    NOT_APPLICABLE = "not_applicable"


class Qualifier(StrEnum):
    """How exactly a number is stated: 余/多 · 以上/超过 · 约/左右 · 近/不足."""

    EXACT = "exact"
    OVER = "over"
    AT_LEAST = "at_least"
    ABOUT = "about"
    UNDER = "under"


class Reason(StrEnum):
    """Why a proposed value is not in the record."""

    NOT_IN_TEXT = "not_in_text"  # no such number, date or passage in the document
    NOT_IN_QUOTE = "not_in_quote"  # in the document perhaps, but not in the place given for it
    ELSEWHERE = "elsewhere"  # the number is there, but only where the field is not spoken of
    VALUE_DIFFERS = "value_differs"  # the place given states another value
    WRONG_UNIT = "wrong_unit"  # the value is there, but counts something else
    WRONG_TYPE = "wrong_type"  # not of the field's type, or of a kind that cannot prove it
    ZERO_NOT_STATED = "zero_not_stated"  # no printed 0 and no denial: null, not 0
    TAKEN = "taken"  # what states it proves another field
    RIVAL = "rival"  # another value was proved for the field
    UNKNOWN_FIELD = "unknown_field"  # the schema has no such field
    INVALID = "invalid"  # the schema's own validation refuses it


class MentionKind(StrEnum):
    NUMBER = "number"  # a count or measure: 13件, 46万人, $1,200.00
    PERCENT = "percent"  # 98.3％; value is in percent
    DENIAL = "denial"  # words that deny an event: 未收到, 没有发生; value is 0
    DATE = "date"  # value is a datetime.date
    TITLE = "title"  # 《…》; value is the text inside
    REFERENCE = "reference"  # 国办发〔2017〕24号


@dataclass(frozen=True, slots=True)
class Span:
    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read: newlines are `\\n`, the BOM is gone, nothing else is changed.

    `printed` are its lines on paper, in order of the text; empty for formats without pages.
    """

    name: str
    text: str
    sha256: str  # of text in UTF-8
    media_type: str = "text/plain"
    encoding: str = "utf-8"
    source: str = ""
    printed: tuple[Printed, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, up to the next heading of the same or a higher level.

    `path` holds the headings from the outermost to this one, without their list numbers.
    Level 0 is the whole document; its heading is the title (may be empty).
    """

    index: int
    level: int
    heading: str
    heading_span: Span
    span: Span
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """Something in the text that can be a value, found by code and never written by a model.

    `raw` is the printed number with its qualifier and unit; `unit` as printed (None if none);
    `value` has multipliers applied (145.88万 → 1458800).  `clause` and `sentence` enclose it;
    `section` indexes the innermost section.
    """

    index: int
    kind: MentionKind
    span: Span
    raw: str
    value: Decimal | date | str
    unit: str | None
    qualifier: Qualifier
    clause: Span
    sentence: Span
    section: int


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that code knows about a document before a model is asked."""

    document: Document
    sections: tuple[Section, ...]
    mentions: tuple[Mention, ...]
    tables: tuple[Span, ...] = ()  # read by code: numbers in them are asked of nobody
    stated: Mapping[Pointer, Decimal] = field(default_factory=dict)  # what those tables state

    def in_table(self, mention: Mention) -> bool:
        """Whether a mention stands in a table that code reads."""
        return any(span.covers(mention.span) for span in self.tables)


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of an official table, in its column.

    `span` are the cell's own characters (None: blank), `quote` the row they stand in if that is
    one line.  `value` is the number as printed, None for a mark (`/`) or a blank; `base` the same
    in units (万元 → 元) for `field`, which the cell states besides its place at `pointer`.
    """

    table: str
    row: str
    column: str
    span: Span | None
    quote: Span | None
    value: Decimal | None
    unit: str | None = None
    base: Decimal | None = None
    pointer: Pointer | None = None
    field: Pointer | None = None
    sure: bool = True  # the row had a cell for every column


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value that a strategy offers for a field, with where it says it comes from."""

    pointer: Pointer
    value: Value
    span: Span | None  # the quote; None if the strategy cannot say
    mention: int | None = None  # index of the mention the value was read from
    confidence: float | None = None
    origin: str = ""  # strategy and model, e.g. "link/rules"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known about one value; `text[start:end] == quote` always.

    A value from an official table also names its `row` and `column`; `cell` are the characters
    of the cell itself.  `also` are passages that state the same; `page`, `box`: it, on paper.
    """

    quote: str
    start: int
    end: int
    status: Status = Status.STATED
    raw: str | None = None
    unit: str | None = None
    qualifier: Qualifier = Qualifier.EXACT
    period: str = "year"
    scope: str = "agency"
    confidence: float | None = None  # that the value is right; the score, where uncalibrated
    score: float | None = None  # the strategy's own confidence, before calibration
    origin: str = ""
    row: str | None = None
    column: str | None = None
    cell: Span | None = None
    also: tuple[Span, ...] = ()
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Proved:
    """A value with its proof, or with the status that explains its absence."""

    pointer: Pointer
    value: Value
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Rejected:
    """A proposed value that is not in the record, and why."""

    pointer: Pointer
    value: Value
    reason: str  # one of Reason, or a strategy's own word
    detail: str
    span: Span | None = None
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a reader should look at: a broken identity, rivals for a field, an odd value."""

    kind: str  # identity_broken, rivals, …
    message: str
    pointers: tuple[Pointer, ...]
    judgement: str = ""  # holds · source (the document is wrong) · suspect (the extraction may be)
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Message:
    role: str  # system, user, assistant
    content: str


@dataclass(frozen=True, slots=True)
class Request:
    """One question to a model.  `purpose` and `document` are for the ledger, not for the model,
    and are no part of the cache key."""

    messages: tuple[Message, ...]
    max_tokens: int
    temperature: float = 0.0
    seed: int = 0
    json_schema: Mapping[str, Any] | None = None
    top_logprobs: int = 0
    purpose: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class TokenChoice:
    """The alternatives at one place of an answer: token text → natural log of its probability."""

    token: str
    alternatives: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Completion:
    """A model's answer.  `attempts` counts transport tries; `cached`: nothing was sent."""

    text: str
    finish_reason: str  # stop, length
    prompt_tokens: int
    completion_tokens: int
    seconds: float
    model: str
    choices: tuple[TokenChoice, ...] = ()
    cached: bool = False
    attempts: int = 1
    cached_prompt_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Usage:
    """Totals over the calls of one document or run."""

    calls: int = 0
    cached_calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.calls + other.calls,
            self.cached_calls + other.cached_calls,
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            self.seconds + other.seconds,
        )


@dataclass(frozen=True, slots=True)
class Extraction:
    """The result for one document: the line that `records.jsonl` gets."""

    document: str
    record: Mapping[str, Any] | None
    evidence: Mapping[Pointer, Evidence]
    rejected: tuple[Rejected, ...]
    findings: tuple[Finding, ...]
    usage: Usage
    error: str | None = None
