"""`llmextract gold check`: everything that can be wrong with gold, file by file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from llmextract.errors import DocumentError, UsageError
from llmextract.evaluation.gold.agreement import agreement_faults, completeness_faults
from llmextract.evaluation.gold.faults import Fault
from llmextract.evaluation.gold.fields import field_faults
from llmextract.evaluation.gold.labels import Gold
from llmextract.evaluation.gold.proofs import proof_faults
from llmextract.evaluation.gold.source import gold_files, read_labels
from llmextract.evaluation.gold.sums import sum_faults
from llmextract.evaluation.gold.texts import Texts
from llmextract.schema import SchemaSpec


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found, ordered by file and place, and how much it looked at."""

    faults: tuple[Fault, ...]
    files: int
    values: int
    items: int

    @property
    def faulty(self) -> int:
        """How many files have faults."""
        return len({fault.file for fault in self.faults})


def check_gold(
    paths: Sequence[str | Path],
    *,
    documents: str | Path | None = None,
    schema: SchemaSpec | None = None,
    complete: bool = False,
) -> Checked:
    """Check gold files and folders of them.

    With `documents`, a folder of the labelled texts, hashes and proofs are checked; with
    `schema`, pointers, kinds of values and identities; `complete` asks for a span of every value
    and item, annotator, date and hash.  Raises UsageError for a path without gold files.
    """
    texts = Texts(documents) if documents is not None else None
    read = [(str(file), *read_labels(file)) for file in _files(paths)]
    faults: list[Fault] = []
    for file, gold, malformed in read:
        told = {fault.where for fault in malformed if fault.malformed}
        faults += malformed
        if all(where.startswith("/") for where in told):
            found = _faults(gold, file, texts, schema, complete)
            faults += (fault for fault in found if fault.where not in told)
    faults += _twice((file, gold) for file, gold, _ in read)
    return Checked(
        tuple(sorted(set(faults))),
        len(read),
        sum(len(gold.values) for _, gold, _ in read),
        sum(len(items) for _, gold, _ in read for items in gold.items.values()),
    )


def _files(paths: Iterable[str | Path]) -> list[Path]:
    found: dict[Path, Path] = {}
    for path in map(Path, paths):
        files = gold_files(path)
        if not path.exists() or not files:
            what = "no gold files (*.json)" if path.exists() else "no such file or folder"
            raise UsageError(what, where=str(path), hint="give gold files or their folder")
        for file in files:
            found.setdefault(file.resolve(), file)
    return list(found.values())


def _faults(
    gold: Gold, file: str, texts: Texts | None, schema: SchemaSpec | None, complete: bool
) -> Iterator[Fault]:
    yield from agreement_faults(gold, file)
    yield from sum_faults(gold, file, schema)
    if schema is not None:
        yield from field_faults(gold, schema, file)
    if complete:
        yield from completeness_faults(gold, file)
    if texts is None:
        return
    try:
        document = texts.find(gold.document)
    except DocumentError as error:
        yield Fault(file, "document", f"{gold.document} {error.what}", error.hint)
        return
    if document is None:
        hint = "correct the name, or give the folder that holds it with --documents"
        yield Fault(file, "document", f"{gold.document} is not among the documents", hint)
    else:
        yield from proof_faults(gold, document, schema, file)


def _twice(read: Iterable[tuple[str, Gold]]) -> Iterator[Fault]:
    """Two files about one document, by its name or by its text."""
    names: dict[str, str] = {}
    hashes: dict[str, str] = {}
    for file, gold in read:
        name = PurePath(gold.document).stem
        first = names.setdefault(name, file)
        if first != file:
            what = f"{gold.document} is labelled in {first} too"
            yield Fault(file, "document", what, "keep one file a document")
        elif gold.sha256:
            first = hashes.setdefault(gold.sha256, file)
            if first != file:
                what = f"the same text is labelled in {first} too"
                yield Fault(file, "sha256", what, "keep one file a document")
