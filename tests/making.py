"""Small documents, analyses and a schema for tests of what comes after a strategy."""

import hashlib
from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import BaseModel, Field

from llmextract.analyse import analyse
from llmextract.schema import About, Extract, compile_schema
from llmextract.types import Analysis, Document, Evidence, Proposal, Proved, Qualifier, Span


class Part(BaseModel):
    label: str
    count: int


class Citation(BaseModel):
    title: str | None = None
    number: str | None = None


class Loans(BaseModel):
    total: Annotated[int | None, Extract("外借总数", aliases=("借出",), unit="册")] = None
    adult: Annotated[int | None, Extract("成人外借", unit="册", units=("本",))] = None
    child: Annotated[int | None, Extract("儿童外借", unit="册")] = None
    lost: Annotated[int | None, Extract("丢失", unit="册")] = None
    share: Annotated[Decimal | None, Extract("网上续借率", unit="%")] = None
    fines: Annotated[Decimal | None, Extract("逾期费", aliases=("费用",), unit="元")] = None

    about: ClassVar[About] = About("外借", identities=("total = adult + child", "lost <= total"))


class Head(BaseModel):
    name: Annotated[str | None, Extract("馆名")] = None
    size: Annotated[
        str | None, Extract("规模", of="name", choices=((r"省", "large"), (r"[县区]", "small")))
    ] = None
    year: Annotated[int | None, Extract("年度", pattern=r"(\d{4})年度")] = None
    opened: Annotated[date | None, Extract("开馆日期")] = None
    closed: Annotated[date | None, Extract("闭馆日期")] = None


class Library(BaseModel):
    head: Head = Head()
    loans: Loans = Loans()
    visits: Annotated[int | None, Field(ge=0, lt=1000), Extract("到馆人次", unit="人次")] = None
    by_kind: Annotated[list[Part] | None, Extract("分类借出")] = None
    problems: Annotated[list[str] | None, Extract("问题")] = None
    rules: Annotated[list[Citation] | None, Extract("依据")] = None
    table: dict[str, dict[str, int | Decimal | None]] | None = None


SCHEMA = compile_schema(Library)


def document(text: str, name: str = "馆.txt") -> Document:
    return Document(name, text, hashlib.sha256(text.encode()).hexdigest())


def analysis(text: str) -> Analysis:
    return analyse(document(text))


def mention(found: Analysis, raw: str) -> int:
    """The index of the first mention printed as `raw`."""
    return next(m.index for m in found.mentions if m.raw == raw)


def span(found: Analysis, words: str) -> Span:
    start = found.document.text.index(words)
    return Span(start, start + len(words))


def proposal(pointer, value, found=None, raw=None, words=None, confidence=None) -> Proposal:
    return Proposal(
        pointer,
        value,
        span(found, words) if words is not None else None,
        mention(found, raw) if raw is not None else None,
        confidence,
        "test",
    )


def proved(
    pointer, value, qualifier=Qualifier.EXACT, confidence=0.95, quote="x", start=0, raw=None
) -> Proved:
    evidence = Evidence(
        quote, start, start + len(quote), raw=raw, qualifier=qualifier, confidence=confidence
    )
    return Proved(pointer, value, evidence)
