"""Run folders as a run leaves them, made without one."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel

from llmextract.pointers import join
from llmextract.runs import Settings, schema_sha256, write_manifest
from llmextract.runs.names import text_file
from llmextract.runs.records import record_line
from llmextract.schema import About, Extract, compile_schema
from llmextract.types import (
    Evidence,
    Extraction,
    Finding,
    Qualifier,
    Span,
    Status,
    Usage,
)


class Part(BaseModel):
    label: Annotated[str | None, Extract("名目")] = None
    count: Annotated[int | None, Extract("册数", unit="册")] = None


class Head(BaseModel):
    name: Annotated[str | None, Extract("馆名")] = None
    year: Annotated[int | None, Extract("年度")] = None
    title: Annotated[str | None, Extract("标题")] = None
    opened: Annotated[date | None, Extract("开馆日期")] = None
    public: Annotated[bool | None, Extract("是否开放")] = None
    about: ClassVar[About] = About("馆况")


class Loans(BaseModel):
    total: Annotated[int | None, Extract("外借总数", unit="册", hint="全年外借。")] = None
    adult: Annotated[int | None, Extract("成人外借", unit="册")] = None
    child: Annotated[int | None, Extract("儿童外借", unit="册")] = None
    fines: Annotated[Decimal | None, Extract("逾期费", unit="元")] = None
    about: ClassVar[About] = About("外借", identities=("total = adult + child",))


class Library(BaseModel):
    head: Head = Head()
    loans: Loans = Loans()
    by_kind: Annotated[list[Part] | None, Extract("分类借出")] = None
    problems: Annotated[list[str] | None, Extract("问题")] = None
    visits: dict[str, dict[str, int | Decimal | None]] | None = None
    about: ClassVar[About] = About(
        "年报", entity="/head/name", time="/head/year", title="/head/title"
    )


SCHEMA = compile_schema(Library, "library")
SCHEMA_FILE = f"{__file__}:Library"


def record(
    name: str | None = "东河图书馆", year: int | None = 2019, **parts: Any
) -> dict[str, Any]:
    """A record with nulls where nothing is given: `total=3`, `problems=[…]`."""
    head = {"name": name, "year": year, "title": None, "opened": None, "public": None}
    loans = {"total": None, "adult": None, "child": None, "fines": None}
    whole: dict[str, Any] = {"by_kind": None, "problems": None, "visits": None}
    for key, value in parts.items():
        next(part for part in (head, loans, whole) if key in part)[key] = value
    return {"head": head, "loans": loans, **whole}


def proof(value: Any, **more: Any) -> Evidence:
    quote = more.pop("quote", f"“{value}”")
    start = more.pop("start", 7)
    status = Status.STATED_ZERO if value == 0 and value is not False else Status.STATED
    return Evidence(quote, start, start + len(quote), more.pop("status", status), **more)


def extraction(document: str, whole: dict[str, Any] | None, **more: Any) -> Extraction:
    """An extraction in which every value has a proof; `evidence` adds or replaces some."""
    evidence: dict[str, Evidence] = {}
    for pointer, value in leaves(whole or {}):
        if value is not None:
            evidence[pointer] = proof(value, confidence=0.95)
        elif pointer.startswith("/loans/"):
            evidence[pointer] = Evidence("", 0, 0, Status.NOT_STATED)
    evidence |= more.pop("evidence", {})
    more = {"rejected": (), "findings": (), "usage": Usage()} | more
    return Extraction(document, whole, evidence, **more)


def leaves(node: Any, base: str = "") -> list[tuple[str, Any]]:
    """Values by their pointers; the items of lists are values."""
    if isinstance(node, Mapping):
        return [leaf for key, value in node.items() for leaf in leaves(value, base + join([key]))]
    if isinstance(node, list):
        return [(f"{base}/{n}", item) for n, item in enumerate(node)]
    return [(base, node)]


def make_run(
    folder: Path, found: Sequence[Extraction], texts: Mapping[str, str] | None = None, schema=SCHEMA
) -> Path:
    """A finished run folder."""
    (folder / "documents").mkdir(parents=True)
    settings = Settings("1", schema.name, schema_sha256(schema), "rules", model="local:1")
    listed = []
    with (folder / "records.jsonl").open("w", encoding="utf-8") as file:
        for item in found:
            file.write(record_line(item, "k") + "\n")
            text = (texts or {}).get(item.document, f"text of {item.document}")
            digest = None
            if item.error is None:
                (folder / "documents" / text_file(item.document)).write_text(text, "utf-8")
                digest = hashlib.sha256(text.encode()).hexdigest()
            listed.append({"name": item.document, "sha256": digest})
    write_manifest(folder, settings, {}, listed, started="2024", state="finished")
    return folder


ODD = Finding("identity_broken", "3 = 1 + 1: but they differ by 1", ("/loans/total",), "suspect")
EVEN = Finding("identity_holds", "2 = 1 + 1: holds", ("/loans/adult",), "holds")
FULL = extraction(
    "a.txt",
    record(
        title="年报", opened="2001-05-06", public=True, total=3, adult=0, fines=12.5,
        by_kind=[{"label": "小说", "count": 2}, {"label": "画册", "count": None}],
        problems=["=1+1 藏书少", "@馆舍小"],
        visits={"一楼": {"上/午": 5, "下午": None}},
    ),
    evidence={
        "/loans/total": proof(3, qualifier=Qualifier.OVER, confidence=0.5, raw="3余册", unit="本"),
        "/loans/child": Evidence("", 0, 0, Status.TABLE_MISSING),
        "/visits/一楼/上~1午": proof(
            5, row="一楼", column="上/午", cell=Span(9, 10), page=2, box=(1.0, 2.5, 3.0, 4.0),
            origin="visits: 一楼 × 上/午", unit="人次",
        ),
        "/visits/一楼/下午": proof("/", status=Status.NOT_APPLICABLE, row="一楼", column="下午"),
    },
    findings=(ODD, EVEN),
    usage=Usage(4, 1, 100, 20, 1.25),
)  # fmt: skip
FAILED = Extraction(
    "bad.txt", None, {}, (), (), Usage(), error="DocumentError: bad.txt: is empty  → give text"
)
