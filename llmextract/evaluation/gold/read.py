"""Reading hand labels for scoring: one JSON file a document (the format: docs/gold.md)."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from llmextract.errors import UsageError
from llmextract.evaluation.gold.labels import Gold
from llmextract.evaluation.gold.source import gold_files, read_labels
from llmextract.evaluation.gold.texts import Texts
from llmextract.types import Pointer, Span


def load_gold(path: str | Path, documents: str | Path | None = None) -> list[Gold]:
    """Read one gold file, or every `*.json` of a folder, ordered by document name.

    With `documents`, a folder of the labelled texts, quotes are turned into spans and spans into
    quotes.  Raises UsageError for a missing or malformed file, for labels that nobody has checked
    and for two files about one document; `llmextract gold check` tells more.
    """
    path = Path(path)
    files = gold_files(path)
    if not files:
        raise UsageError("no gold files (*.json)", where=str(path), hint="give a folder of gold")
    texts = Texts(documents) if documents is not None else None
    golds = sorted((_read(file, texts) for file in files), key=lambda gold: gold.document)
    for one, other in itertools.pairwise(golds):
        if one.document == other.document:
            raise UsageError(
                f"two gold files for {one.document}",
                where=str(path),
                hint="keep one file a document",
            )
    return golds


def placed(gold: Gold, text: str) -> Gold:
    """`gold` with a span for every place of each quote in its text, and a quote for each span."""
    quotes = {key: spans[0].of(text) for key, spans in gold.spans.items()} | dict(gold.quotes)
    found: dict[Pointer, tuple[Span, ...]] = {
        key: tuple(_places(quote, text)) for key, quote in quotes.items() if key not in gold.spans
    }
    found = {key: places for key, places in found.items() if places}
    spans = found | dict(gold.spans)
    return replace(gold, spans=spans, quotes=quotes, quoted=gold.quoted | frozenset(found))


def _read(file: Path, texts: Texts | None) -> Gold:
    gold, faults = read_labels(file)
    fault = next((fault for fault in sorted(faults) if fault.malformed), None)
    if fault is not None:
        raise UsageError(
            f"is not a gold file: {fault.where}: {fault.what}".replace(": : ", ": "),
            where=str(file),
            hint=fault.hint,
        )
    if gold.unchecked:
        raise UsageError(
            f"{len(gold.unchecked)} labels stand under unchecked: nobody has read them",
            where=str(file),
            hint="correct them, then take their pointers out of unchecked",
        )
    document = texts.find(gold.document) if texts is not None else None
    return gold if document is None else placed(gold, document.text)


def _places(quote: str, text: str) -> Iterable[Span]:
    at = text.find(quote)
    while at >= 0:
        yield Span(at, at + len(quote))
        at = text.find(quote, at + 1)
