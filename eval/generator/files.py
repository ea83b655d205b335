"""A corpus of pages in several formats, whole and damaged, with gold."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from .damage import WHOLE, damaged, kinds_for
from .labels import labels_of
from .page import Page
from .writers import SUFFIXES, rng_for, written
from .writers.text import composed

MIXED = "mixed"
"""Every second page whole, the others with one kind of damage each."""


def write_files(
    out: Path, pages: Iterable[Page], formats: Sequence[str], damage: str, seed: int
) -> None:
    """Write OUT/FORMAT/documents, OUT/FORMAT/gold and OUT/corpus.json."""
    listed = []
    for n, page in enumerate(pages):
        changed = damaged(page, _kind(damage, page, n), seed)
        for format_ in formats:
            name = f"{page.name}{SUFFIXES[format_]}"
            folder = out / format_
            for part in ("documents", "gold"):
                (folder / part).mkdir(parents=True, exist_ok=True)
            (folder / "documents" / name).write_bytes(written(changed, format_, seed))
            text = composed(changed, rng_for(changed, "text", seed))
            gold = labels_of(changed, text, name, offsets=format_ == "text")
            _write(folder / "gold" / f"{page.name}.json", gold)
            listed.append(
                {
                    "document": f"{format_}/documents/{name}", "template": page.template,
                    "table_3_rows": page.form or None, "body": page.body, "year": page.year,
                    "damage": changed.damage, "planted": changed.planted, "lost": changed.lost,
                }
            )  # fmt: skip
    _write(out / "corpus.json", listed)


def _kind(damage: str, page: Page, n: int) -> str:
    kinds = kinds_for(page.template)
    if damage == MIXED:
        return kinds[n // 2 % len(kinds)] if kinds and n % 2 else WHOLE
    return damage if damage in kinds else WHOLE


def _write(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n")
