"""Gold against its document: is it the text that was labelled, and do proofs state the values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from llmextract.analyse import analyse
from llmextract.evaluation.gold.faults import Fault
from llmextract.evaluation.gold.fields import list_field
from llmextract.evaluation.gold.labels import Gold
from llmextract.evaluation.gold.passages import Reader
from llmextract.evaluation.gold.read import placed
from llmextract.pointers import spec_at
from llmextract.schema import SchemaSpec
from llmextract.types import Document, Pointer, Span


def proof_faults(
    gold: Gold, document: Document, schema: SchemaSpec | None, file: str
) -> Iterator[Fault]:
    """A document that is not the one labelled; else spans outside of it, quotes that it does not
    have, and passages that do not state the value they are given for."""
    if gold.sha256 and gold.sha256 != document.sha256:
        what = f"is not that of {document.source} ({document.sha256[:12]}…)"
        hint = "the document was changed or is another one: label it anew, or restore the text"
        yield Fault(file, "sha256", what, hint)
        return
    gold = placed(gold, document.text)
    reader = Reader(analyse(document), schema)
    for pointer in sorted(gold.quotes):
        if pointer not in gold.spans:
            hint = "copy the passage as the document prints it, with its line breaks"
            yield Fault(file, pointer, "the quote does not stand in the document", hint)
    cells = gold.cells()
    for pointer, spans in sorted(gold.spans.items()):
        cell = cells.get(pointer)
        values = gold.accepts(pointer) if cell is None else (cell, *gold.accepted.get(pointer, ()))
        found = [_passage(span, values, pointer, reader, file) for span in spans]
        if pointer not in gold.quoted or all(found):  # one of a quote's places is enough
            yield from (fault for fault in found if fault)
    for pointer, items in gold.items.items():
        spec = list_field(pointer, schema) if schema else None
        base = spec.pointer if spec else pointer
        for n, (item, places) in enumerate(
            zip(items, gold.item_spans.get(pointer, ()), strict=False)
        ):
            for span in places:
                fault = _passage(span, (item,), f"{base}/{n}", reader, file)
                if fault:
                    yield fault


def _passage(
    span: Span, values: Sequence[Any], pointer: Pointer, reader: Reader, file: str
) -> Fault | None:
    """The fault of a passage that lies outside the text or states none of the right values."""
    text = reader.analysis.document.text
    if not 0 <= span.start < span.end:
        return None  # told already, without the document
    place = f"[{span.start}, {span.end}]"
    if span.end > len(text):
        what = f"the span {place} ends behind the text, which has {len(text)} characters"
        return Fault(file, pointer, what, "count in the document as read")
    spec = spec_at(pointer, reader.schema) if reader.schema else None
    wrong = [reader.objection(value, span, spec) for value in values]
    if not all(wrong) or not wrong:
        return None
    unit = f" (in {spec.extract.unit})" if spec and spec.extract.unit else ""
    hint = f"correct the value{unit} or the span"
    return Fault(file, pointer, f"{place} “{_short(span.of(text))}” {wrong[0]}", hint)


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 60 else f"{words[:29]}…{words[-30:]}"
