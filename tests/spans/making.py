"""An invoice in English and a report in Chinese, and schemas for both."""

import hashlib
from datetime import date
from typing import Annotated

from pydantic import BaseModel

from llmextract.analyse import analyse
from llmextract.ground import prove_all
from llmextract.schema import Extract, compile_schema
from llmextract.spans import propose_spans
from llmextract.types import Analysis, Document


class Line(BaseModel):
    label: str
    count: Annotated[int | None, Extract("quantity", unit="items")] = None


class Invoice(BaseModel):
    number: Annotated[
        str | None, Extract("number", pattern=(r"Invoice No\. (\S+)", r"Ref (\S+)"), within="head")
    ] = None
    issued: Annotated[date | None, Extract("date", pattern=r"Date: ([^\n]+)")] = None
    paid_on: Annotated[
        date | None, Extract("paid", pattern=r"on (\d+ \w+ \d{4})", within="tail")
    ] = None
    year: Annotated[int | None, Extract("year", pattern=r"fiscal year (?P<value>\d{4})")] = None
    settled: Annotated[
        bool | None,
        Extract("settled", choices=((r"(?i)paid in full", "true"), (r"(?i)unpaid", "false"))),
    ] = None
    total: Annotated[int | None, Extract("total", unit="items")] = None
    lines: Annotated[
        list[Line] | None, Extract("lines", unit="items", unlike=("returned",), parts_of="total")
    ] = None
    issues: Annotated[list[str] | None, Extract("open issues", aliases=("problems",))] = None
    actions: Annotated[list[str] | None, Extract("next steps", aliases=("actions",))] = None


class Cited(BaseModel):
    name: Annotated[str | None, Extract("名称", pattern=r"(.{2,}(?:条例|办法)(?:（试行）)?)$")] = (
        None
    )
    code: Annotated[str | None, Extract("文号", pattern=r"(\w+〔\d{4}〕\d+号)")] = None


class Category(BaseModel):
    name: str
    number: Annotated[int | None, Extract("条数", unit="条")] = None


class Head(BaseModel):
    body: Annotated[
        str | None, Extract("机关", pattern=r"(?m)^([\u4e00-\u9fff]+局)\s*\S{4}年度?报告")
    ] = None
    office: Annotated[str | None, Extract("机构", pattern=r"机构：([\u4e00-\u9fff]+)")] = None
    level: Annotated[
        str | None, Extract("层级", of="body", choices=((r"县", "county"), (r"^.{2}市", "city")))
    ] = None
    year: Annotated[
        int | None, Extract("年度", pattern=r"局\s*([\d〇一二三四五六七八九]{4})年度?报告")
    ] = None
    start: Annotated[date | None, Extract("起", pattern=r"自(.{6,12}?日)起?至")] = None
    end: Annotated[
        date | None, Extract("止", pattern=r"自.{6,12}?日起?至(?:同年)?(.{2,12}?日)")
    ] = None
    signed: Annotated[date | None, Extract("日期", pattern=r"([^\n]+日)", within="tail")] = None


class Report(BaseModel):
    head: Head = Head()
    total: Annotated[int | None, Extract("公开总数", unit="条")] = None
    categories: Annotated[
        list[Category] | None,
        Extract("分类", unit="条", aliases=("按类别",), unlike=("网站", "微博"), parts_of="total"),
    ] = None
    problems: Annotated[
        list[str] | None,
        Extract("存在的问题", aliases=("问题", "不足"), unlike=("热点问题",)),
    ] = None
    plans: Annotated[list[str] | None, Extract("改进措施", aliases=("改进", "下一步", "打算"))] = (
        None
    )
    basis: Annotated[list[Cited] | None, Extract("依据", aliases=("根据", "按照"))] = None


INVOICE = compile_schema(Invoice)
REPORT = compile_schema(Report)


def analysis_of(text: str) -> Analysis:
    return analyse(Document("a.txt", text, hashlib.sha256(text.encode()).hexdigest()))


def values(text, schema, pointer):
    """What is proposed for a field, or for the items of a list."""
    found = propose_spans(analysis_of(text), schema)
    return [p.value for p in found if p.pointer == pointer or p.pointer.startswith(f"{pointer}/")]


def proved(text, schema, proposals=None):
    """Values by pointer that are proved, and what is rejected."""
    analysis = analysis_of(text)
    found = propose_spans(analysis, schema) if proposals is None else proposals
    right, wrong = prove_all(found, analysis, schema)
    return {p.pointer: p.value for p in right}, wrong
