"""What a reader should look at first: the findings of a document, the gravest ahead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from llmextract.pointers import spec_at
from llmextract.reconcile import SURE, Across, mends
from llmextract.schema import SchemaSpec
from llmextract.types import Evidence, Extraction, Finding, Pointer, Reason

CLASSES = (
    "failed",
    "contradiction",
    "suspect",
    "rivals",
    "table",
    "unsure",
    "years",
    "other",
    "holds",
)
"""From the gravest: documents that failed; numbers that contradict one another although each is
proved; sums that break where a number is in doubt; other numbers for a field; tables lost or read
in part; values of low confidence that enter identities; breaks between years; everything else."""

_BROKEN = ("identity_broken", "identity_with_blanks")
_TOGETHER = ("table_row_unread", "table_row_placed", "table_stray", "table_cell_unclear")
_WORDS = {
    "source": "the document contradicts itself: every number is proved",
    "suspect": "the extraction may be wrong",
    "holds": "",
}


@dataclass(frozen=True, slots=True)
class Number:
    """A number of an item with its proof; `implied` is what it would have to be."""

    name: str
    pointer: Pointer
    value: Any
    implied: Any = None
    quote: str = ""
    start: int = 0
    end: int = 0
    page: int | None = None
    confidence: float | None = None
    document: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at.  `why` is the judgement in words, `sums` the identities that an
    explanation mends."""

    rank: str  # one of CLASSES
    kind: str
    document: str
    message: str
    judgement: str = ""
    why: str = ""
    numbers: tuple[Number, ...] = ()
    sums: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()

    @property
    def order(self) -> int:
        return CLASSES.index(self.rank)


Namer = Callable[[Pointer], str]


def namer(schema: SchemaSpec | None) -> Namer:
    """How values are called: by their labels, or without a schema by their pointers."""

    def name(pointer: Pointer) -> str:
        spec = spec_at(pointer, schema) if schema else None
        return spec.label if spec else pointer

    return name


def items_of(extraction: Extraction, schema: SchemaSpec | None, *, every: bool) -> list[Item]:
    """The items of one document, the gravest first.

    Without `every`, identities that hold, rivals of values that are sure, and broken identities
    that an explanation covers are left out.
    """
    if extraction.error is not None:
        return [Item("failed", "error", extraction.document, extraction.error)]
    name = namer(schema)
    explained = [f for f in extraction.findings if f.kind == "explained"]
    items = []
    for finding in _grouped(extraction.findings):
        covered = finding.kind in _BROKEN and any(mends(e, finding) for e in explained)
        if every or (finding.judgement != "holds" and not covered):
            items.append(_item(finding, extraction, name))
    items += _rivals(extraction, name, every=every)
    shown = {n.pointer for item in items for n in item.numbers}
    items += _unsure(extraction, schema, shown, name)
    return sorted(items, key=lambda item: item.order)


def item_across(across: Across, name: Namer) -> Item:
    """A finding between years, under its latest document."""
    finding = across.finding
    numbers = tuple(
        Number(
            f"{name(o['pointer'])} ({o['year']})", o["pointer"], o["value"], None, o["quote"],
            o["start"], o["end"], None, o["confidence"], o["document"],
        )
        for o in finding.detail.get("operands", ())
    )  # fmt: skip
    return Item(
        "holds" if finding.judgement == "holds" else "years",
        finding.kind,
        across.documents[0],
        f"{across.entity}: {finding.message}",
        finding.judgement,
        _why(finding, "the documents contradict one another: every number is proved", name),
        numbers,
        (),
        across.documents,
    )


def _item(finding: Finding, extraction: Extraction, name: Namer) -> Item:
    sums = [f.message for f in extraction.findings if f.kind in _BROKEN and mends(finding, f)]
    numbers = tuple(_numbers(finding, extraction, name))
    low = [n for n in numbers if n.confidence is not None and n.confidence < SURE]
    rank, why = _rank(finding), _why(finding, _WORDS["source"], name)
    if rank == "contradiction" and low:
        rank, why = "suspect", f"the document contradicts itself, if {low[0].name} is read right"
    return Item(
        rank, finding.kind, extraction.document, finding.message, finding.judgement, why, numbers,
        tuple(sums),
    )  # fmt: skip


def _rank(finding: Finding) -> str:
    if finding.judgement == "holds":
        return "holds"
    if finding.kind.startswith("table_") and finding.kind != "table_twice":
        return "table"
    if finding.kind in ("explained", "rivals", *_BROKEN) and finding.judgement == "source":
        return "contradiction"
    if finding.kind in ("rivals", "table_twice"):
        return "rivals"
    return "suspect" if finding.kind in ("explained", *_BROKEN) else "other"


def _why(finding: Finding, proved: str, name: Namer) -> str:
    """The judgement in words, with the reasons for doubt."""
    if finding.kind == "table_missing":
        return "the heading stands without its table"
    words = proved if finding.judgement == "source" else _WORDS.get(finding.judgement, "")
    doubts = list(dict(finding.detail.get("doubts") or {}).items())
    for cause in finding.detail.get("explanations", ()):
        doubts += [(change["pointer"], change["doubt"]) for change in cause["changes"]]
        if cause["moved"]:
            doubts.append(("", "numbers stand beside their columns"))
    reasons = [_reason(pointer, doubt, name) for pointer, doubt in doubts if doubt]
    return "; ".join(dict.fromkeys([words, *reasons]))


def _reason(pointer: Pointer, doubt: str, name: Namer) -> str:
    unsure = doubt.startswith(("confidence", "unsure"))
    return f"{name(pointer)} is unsure" if unsure else doubt


def _numbers(finding: Finding, extraction: Extraction, name: Namer) -> Iterator[Number]:
    detail = finding.detail
    if finding.kind == "explained":
        for cause in detail["explanations"]:
            for change in cause["changes"]:
                pointer = change["pointer"]
                evidence = extraction.evidence.get(pointer)
                yield _number(name(pointer), pointer, change["value"], change["implied"], evidence)
    elif finding.kind == "rivals":
        for place in ("table", "text"):
            said, pointer = detail[place], finding.pointers[0]
            evidence = extraction.evidence.get(pointer) if place == "table" else None
            yield Number(
                f"{name(pointer)} ({place})", pointer, said["value"], None,
                evidence.quote if evidence else "", said["start"], said["end"],
                evidence.page if evidence else None,
                evidence.confidence if evidence else said.get("confidence"),
            )  # fmt: skip
    else:
        for pointer, operand in dict(detail.get("operands") or {}).items():
            evidence = extraction.evidence.get(pointer)
            yield _number(name(pointer), pointer, operand["value"], None, evidence)


def _number(
    name: str, pointer: Pointer, value: Any, implied: Any, evidence: Evidence | None
) -> Number:
    if evidence is None:
        return Number(name, pointer, value, implied)
    return Number(
        name, pointer, value, implied, evidence.quote, evidence.start, evidence.end, evidence.page,
        evidence.confidence,
    )  # fmt: skip


def _grouped(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Findings about rows of a table, one of each kind a table."""
    together: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        table = finding.message.partition(":")[0]
        together[
            (finding.kind, table) if finding.kind in _TOGETHER else ("", str(id(finding)))
        ] += [finding]
    for (kind, table), some in together.items():
        if not kind or len(some) == 1:
            yield from some
            continue
        said = [finding.message.partition(": ")[2] for finding in some]
        more = f" and {len(said) - 3} more" if len(said) > 3 else ""
        pointers = tuple(p for finding in some for p in finding.pointers)
        message = f"{table}: {'; '.join(said[:3])}{more}"
        yield Finding(kind, message, pointers, some[0].judgement)


def _rivals(extraction: Extraction, name: Namer, *, every: bool) -> Iterator[Item]:
    """Fields for which other numbers were proposed, and whose value is not sure."""
    told = {p for f in extraction.findings if f.kind == "rivals" for p in f.pointers}
    lost: dict[Pointer, list[Any]] = defaultdict(list)
    for rejected in extraction.rejected:
        if rejected.reason == Reason.RIVAL and rejected.pointer not in told:
            lost[rejected.pointer].append(rejected)
    for pointer, others in lost.items():
        evidence = extraction.evidence.get(pointer)
        sure = evidence is not None and (evidence.confidence or 0) >= SURE
        if evidence is None or not evidence.quote or (sure and not every):
            continue
        numbers = [_number(name(pointer), pointer, evidence.raw, None, evidence)]
        numbers += [
            Number("  or", pointer, r.value, start=r.span.start, end=r.span.end)
            for r in others
            if r.span
        ]
        values = "、".join(str(r.value) for r in others)
        said = f"{name(pointer)} {evidence.raw}: {values} was proposed too"
        yield Item(
            "rivals", "rivals", extraction.document, said, "suspect", _WORDS["suspect"],
            tuple(numbers),
        )  # fmt: skip


def _unsure(
    extraction: Extraction, schema: SchemaSpec | None, shown: set[Pointer], name: Namer
) -> Iterator[Item]:
    """Values of low confidence that enter identities and are not told of already."""
    declared = {p for identity in schema.identities for p in identity.pointers} if schema else set()
    entered = {p for f in extraction.findings if f.kind.startswith("identity") for p in f.pointers}
    for pointer, evidence in extraction.evidence.items():
        low = evidence.confidence is not None and evidence.confidence < SURE
        if low and evidence.quote and pointer in declared | entered and pointer not in shown:
            number = _number(name(pointer), pointer, evidence.raw, None, evidence)
            said = f"{name(pointer)} {evidence.raw}: confidence {evidence.confidence:.0%}"
            yield Item(
                "unsure", "unsure", extraction.document, said, "suspect", _WORDS["suspect"],
                (number,),
            )  # fmt: skip


def counted(items: Sequence[Item]) -> Mapping[str, int]:
    """How many items of each class, in order of the classes."""
    return {
        rank: sum(item.rank == rank for item in items)
        for rank in CLASSES
        if any(item.rank == rank for item in items)
    }


__all__ = ["CLASSES", "Item", "Number", "counted", "item_across", "items_of", "namer"]
