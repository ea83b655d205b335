"""A small schema that the tests of strategies share."""

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import BaseModel

from llmextract.schema import About, Extract, compile_schema
from llmextract.types import Analysis, Document, Section, Span


class Share(BaseModel):
    label: str
    count: int


class Intake(BaseModel):
    received: Annotated[int | None, Extract("收到数", unit="件", hint="不含退回的。")] = None
    fax: Annotated[int | None, Extract("传真数", unit="件")] = None
    fee: Annotated[Decimal | None, Extract("收费", unit="元")] = None
    shares: Annotated[list[Share] | None, Extract("分类")] = None

    about: ClassVar = About("收件情况")


class Head(BaseModel):
    level: Annotated[str | None, Extract("级别", choices=(("市", "city"), ("县", "county")))] = None
    day: Annotated[date | None, Extract("日期")] = None

    about: ClassVar = About("文首")


class Record(BaseModel):
    head: Head
    intake: Intake = Intake()
    reasons: Annotated[list[str] | None, Extract("原因")] = None
    cells: dict[str, int] = {}

    about: ClassVar = About("记录")


RECORD = compile_schema(Record)


def analysis(text, starts=()):
    """An analysis of `text` with sections that begin at `starts`."""
    ends = [*starts[1:], len(text)] if starts else []
    sections = [Section(0, 0, "", Span(0, 0), Span(0, len(text)), ())]
    for n, (start, end) in enumerate(zip(starts, ends, strict=True)):
        sections.append(Section(n + 1, 1, "h", Span(start, start + 1), Span(start, end), ("h",)))
    return Analysis(Document("a.txt", text, "0" * 64), tuple(sections), ())
