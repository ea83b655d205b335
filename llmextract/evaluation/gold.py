"""Reading hand labels: one JSON file a document.

Two formats are read.  The bundled one says everything by JSON Pointer:

    {"document": "a.txt", "values": {"/group/field": 23}, "accepted": {"/group/field": [24]},
     "status": {"/group/other": "stated_zero"}, "qualifiers": {"/group/field": "over"},
     "spans": {"/group/field": [120, 131]}, "not_annotated": ["/group/unclear"],
     "items": {"/reasons": ["…"]}, "identities": ["23 = 14 + 9"]}

The plain one has `stated_zero` as a list, `quotes` instead of spans, and the items of a list
field under the field's bare name (`"reasons": ["…"]`).  In the bundled format a list that is not
in `items` is empty; in the plain one it is not annotated.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from llmextract.errors import UsageError
from llmextract.types import Pointer, Qualifier, Span, Status

_META = frozenset({"not_annotated", "stated_zero", "identities", "broken_identities", "conflicts"})


@dataclass(frozen=True, slots=True)
class Gold:
    """What a person read in one document.

    `values` holds every scalar field that the document states (numbers as int or Decimal, dates
    in ISO form); fields outside it and `not_annotated` are absent.  `spans` holds, for a field,
    every place of its proving passage; `quotes` its words.  `items` is keyed by pointer, or by
    `/name` where the file gives only the list field's bare name.  `lists_complete` says that a
    list field without items has none.
    """

    document: str
    values: Mapping[Pointer, Any]
    accepted: Mapping[Pointer, tuple[Any, ...]] = field(default_factory=dict)
    status: Mapping[Pointer, Status] = field(default_factory=dict)
    qualifiers: Mapping[Pointer, Qualifier] = field(default_factory=dict)
    spans: Mapping[Pointer, tuple[Span, ...]] = field(default_factory=dict)
    quotes: Mapping[Pointer, str] = field(default_factory=dict)
    not_annotated: frozenset[Pointer] = frozenset()
    items: Mapping[Pointer, tuple[Any, ...]] = field(default_factory=dict)
    lists_complete: bool = False
    identities: tuple[str, ...] = ()
    sha256: str = ""

    def accepts(self, pointer: Pointer) -> tuple[Any, ...]:
        """Every value that counts as right for a field; empty if the field is absent."""
        if self.values.get(pointer) is None:
            return ()
        return (self.values[pointer], *self.accepted.get(pointer, ()))


def load_gold(path: str | Path, documents: str | Path | None = None) -> list[Gold]:
    """Read one gold file, or every `*.json` of a folder, ordered by document name.

    With `documents`, a folder of the labelled texts, quotes are turned into spans.  Raises
    UsageError for a missing or malformed file and for two files about one document.
    """
    path = Path(path)
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    if not files:
        raise UsageError("no gold files (*.json)", where=str(path), hint="give a folder of gold")
    texts = _texts(Path(documents)) if documents is not None else {}
    golds = sorted((_read(file, texts) for file in files), key=lambda gold: gold.document)
    for one, other in itertools.pairwise(golds):
        if one.document == other.document:
            raise UsageError(
                f"two gold files for {one.document}",
                where=str(path),
                hint="keep one file a document",
            )
    return golds


def _read(file: Path, texts: Mapping[str, str]) -> Gold:
    try:
        data = json.loads(file.read_text("utf-8"), parse_float=Decimal)
        return _gold(data, file.stem, texts)
    except OSError as error:
        raise UsageError(
            f"cannot be read: {error.strerror}",
            where=str(file),
            hint="check the path given to --gold",
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f"is not a gold file: {error}",
            where=str(file),
            hint="it needs at least document and values by JSON Pointer",
        ) from error


def _gold(data: Mapping[str, Any], stem: str, texts: Mapping[str, str]) -> Gold:
    document = str(data.get("document", stem))
    quotes = dict(data.get("quotes", {}))
    spans: dict[Pointer, tuple[Span, ...]] = {
        key: (Span(*pair),) for key, pair in data.get("spans", {}).items()
    }
    text = texts.get(document) or texts.get(stem)
    if text is not None:
        quotes = {key: span[0].of(text) for key, span in spans.items()} | quotes
        found = ((key, tuple(_places(quote, text))) for key, quote in quotes.items())
        spans = {key: places for key, places in found if places} | spans
    status = dict.fromkeys(data.get("stated_zero", ()), Status.STATED_ZERO)
    status |= {key: Status(word) for key, word in data.get("status", {}).items()}
    return Gold(
        document=document,
        values=dict(data["values"]),
        accepted={key: tuple(values) for key, values in data.get("accepted", {}).items()},
        status=status,
        qualifiers={key: Qualifier(word) for key, word in data.get("qualifiers", {}).items()},
        spans=spans,
        quotes=quotes,
        not_annotated=frozenset(data.get("not_annotated", ())),
        items=_items(data),
        lists_complete="items" in data,
        identities=tuple(data.get("identities", ())),
        sha256=str(data.get("sha256", "")),
    )


def _items(data: Mapping[str, Any]) -> dict[Pointer, tuple[Any, ...]]:
    """Items by pointer; a bare list at the top of the file is an item list of that name."""
    if "items" in data:
        return {key: tuple(items) for key, items in data["items"].items()}
    return {
        f"/{key}": tuple(items)
        for key, items in data.items()
        if isinstance(items, list) and key not in _META and not key.startswith("table_")
    }


def _places(quote: str, text: str) -> Iterable[Span]:
    at = text.find(quote)
    while at >= 0:
        yield Span(at, at + len(quote))
        at = text.find(quote, at + 1)


def _texts(folder: Path) -> dict[str, str]:
    """Texts of a folder by file name and by stem."""
    if not folder.is_dir():
        raise UsageError("is not a folder", where=str(folder), hint="give the labelled documents")
    texts: dict[str, str] = {}
    for file in sorted(folder.glob("*.txt")):
        texts[file.name] = texts[file.stem] = file.read_text("utf-8-sig")
    return texts
