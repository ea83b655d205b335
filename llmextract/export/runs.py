"""The runs that a panel is made from."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from llmextract.errors import RunError, UsageError
from llmextract.runs import RunReader, read_manifest
from llmextract.runs.names import text_file
from llmextract.runs.reading import DOCUMENTS
from llmextract.types import Extraction


@dataclass(frozen=True)
class Run:
    """A run folder; `label` tells it from the other runs of the panel."""

    folder: Path
    label: str
    reader: RunReader
    manifest: Mapping[str, Any]

    @property
    def schema(self) -> str:
        return str(self.manifest.get("schema", ""))

    @property
    def schema_sha256(self) -> str:
        return str(self.manifest.get("schema_sha256", ""))

    @property
    def strategy(self) -> str | None:
        return self.manifest.get("strategy") or None

    @property
    def model(self) -> str | None:
        return self.manifest.get("model") or None

    def extractions(self) -> Iterator[Extraction]:
        """All extractions, read one by one."""
        return self.reader.extractions()

    def sha256(self, document: str) -> str | None:
        """The digest of a document's text; None if it could not be read."""
        known = self._listed.get(document, {}).get("sha256")
        if known:
            return str(known)
        try:
            return hashlib.sha256(self.reader.text(document).encode()).hexdigest()
        except RunError:
            return None

    def source(self, document: str) -> str | None:
        """The address that the document was given with, if any."""
        return self._listed.get(document, {}).get("source") or None

    def text_path(self, document: str) -> str:
        """The file of its text, from the run folder."""
        return f"{DOCUMENTS}/{text_file(document)}"

    @cached_property
    def _listed(self) -> Mapping[str, Mapping[str, Any]]:
        return {item["name"]: item for item in self.manifest.get("documents", ())}


def open_runs(folders: Sequence[Path]) -> tuple[Run, ...]:
    """The runs in `folders`, in their order.  Raises UsageError if there is none, if one is named
    twice or if they are of different schemas, RunError for what is no run folder."""
    if not folders:
        raise UsageError("no run is named", hint="give folders that `llmextract extract` made")
    places = [folder.resolve() for folder in folders]
    counts = Counter(place.name for place in places)
    twice = [str(f) for f, place in zip(folders, places, strict=True) if places.count(place) > 1]
    if twice:
        raise UsageError("the run is named twice", where=twice[0], hint="name each run once")
    runs = tuple(
        Run(
            folder,
            place.name if counts[place.name] == 1 else str(folder),
            RunReader(folder),
            read_manifest(folder),
        )
        for folder, place in zip(folders, places, strict=True)
    )
    schemas = sorted({run.schema for run in runs})
    if len(schemas) > 1:
        raise UsageError(
            f"the runs are of different schemas: {', '.join(schemas)}",
            hint="export the runs of each schema by themselves",
        )
    return runs
