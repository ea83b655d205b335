"""The first pass over the runs: who each document is about, and in which order rows come."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from llmextract.errors import RunError
from llmextract.export.bodies import Bodies, Body, Seen
from llmextract.export.names import folded
from llmextract.export.runs import Run
from llmextract.pointers import split
from llmextract.schema import SchemaSpec
from llmextract.types import Extraction, Pointer


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of a run (`run` counts the runs).  `spelling` is its body as it has it."""

    run: int
    document: str
    sha256: str | None
    spelling: str | None
    year: int | None
    failed: bool


class Survey:
    """What is known of all documents: small enough to be kept in memory.  `proofs` is how many
    values and absences the runs know of: `values` has as many rows at least."""

    def __init__(
        self, runs: Sequence[Run], schema: SchemaSpec, given: Mapping[str, str] | None = None
    ) -> None:
        found: list[Entry] = []
        self.proofs = 0
        for number, run in enumerate(runs):
            for extraction in run.extractions():
                found.append(_entry(number, run, extraction, schema))
                self.proofs += len(extraction.evidence)
        self.bodies = Bodies(_seen(found), _Texts(runs).name, given)
        self.entries: list[Entry] = sorted(found, key=self._order)
        self._alike = self._grouped(found)

    def body(self, entry: Entry) -> Body | None:
        """The body that a document is about."""
        return self.bodies.of(entry.spelling)

    def duplicates(self, entry: Entry) -> list[Entry]:
        """Other documents of the same body and year; the same text in another run is none."""
        return [
            other
            for other in self._alike.get(self._key(entry), ())
            if (other.run == entry.run and other.document != entry.document)
            or other.sha256 != entry.sha256
        ]

    def _grouped(self, found: Iterable[Entry]) -> dict[Hashable, list[Entry]]:
        groups: dict[Hashable, list[Entry]] = {}
        for entry in found:
            key = self._key(entry)
            if key is not None:
                groups.setdefault(key, []).append(entry)
        return {key: group for key, group in groups.items() if len(group) > 1}

    def _key(self, entry: Entry) -> Hashable:
        body = self.body(entry)
        return (body.body_id, entry.year) if body and entry.year is not None else None

    def _order(self, entry: Entry) -> tuple[Any, ...]:
        """By body, year, document and run; what has no body or year comes last."""
        body = self.body(entry)
        year = entry.year
        name = (body is None, body.name if body else "", body.body_id if body else "")
        return (*name, year is None, year or 0, entry.document, entry.run)


def value_at(record: Any, pointer: Pointer) -> Any:
    """The value at `pointer` in a record; None if there is none."""
    for token in split(pointer):
        if isinstance(record, Mapping):
            record = record.get(token)
        elif isinstance(record, list) and token.isdecimal() and int(token) < len(record):
            record = record[int(token)]
        else:
            return None
    return record


def _entry(number: int, run: Run, found: Extraction, schema: SchemaSpec) -> Entry:
    spelling = value_at(found.record, schema.entity) if schema.entity else None
    time = value_at(found.record, schema.time) if schema.time else None
    return Entry(
        number,
        found.document,
        run.sha256(found.document),
        str(spelling) if spelling else None,
        _year(time),
        found.error is not None,
    )


def _year(time: Any) -> int | None:
    """The year of a year or of a date as records have it, `2019-03-01`."""
    if isinstance(time, str) and time[:4].isdecimal():
        return int(time[:4])
    return time if isinstance(time, int) and abs(time) < 10_000 else None


def _seen(entries: Iterable[Entry]) -> Iterator[Seen]:
    for entry in entries:
        if entry.spelling:
            place = (entry.run, entry.document)
            yield Seen(entry.spelling, entry.year, entry.sha256 or str(place), place)


class _Texts:
    """Looks into the documents' texts."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self._runs = runs

    def name(self, place: Hashable, prefix: str) -> bool:
        """Whether the text at `place` has the folded `prefix` in it."""
        assert isinstance(place, tuple)
        run, document = place
        try:
            return prefix in folded(self._runs[run].reader.text(document))
        except RunError:
            return False
