"""The second pass: every document's rows, to whatever format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from types import MappingProxyType

from llmextract.errors import UsageError
from llmextract.export import lists, tables
from llmextract.export.book import Book
from llmextract.export.codebook import Codebook
from llmextract.export.columns import Row, Table
from llmextract.export.formats import FOLDERS, About, Writer, check_format, make_writer
from llmextract.export.panel import Mark, panel_marks, panel_row
from llmextract.export.place import check_name, check_place, placed
from llmextract.export.runs import Run, open_runs
from llmextract.export.survey import Entry, Survey
from llmextract.export.values import At, value_rows
from llmextract.export.years import broken_years
from llmextract.schema import SchemaSpec, load_schema
from llmextract.schema.load import bundled_schemas
from llmextract.types import Extraction, Finding
from llmextract.version import version

_BATCH = 5_000  # rows of a table that wait to be written


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: rows by table, and what a person should know of it."""

    path: Path
    rows: Mapping[str, int]
    notes: tuple[str, ...]


def export(
    runs: Sequence[Path],
    out: Path,
    *,
    to: str = "xlsx",
    wide: bool = True,
    long: bool = True,
    schema: SchemaSpec | None = None,
    bodies: Mapping[str, str] | None = None,
    force: bool = False,
) -> Exported:
    """Write the panel of `runs` to `out`: a file (xlsx, duckdb) or a folder of one file a table.

    wide, long   whether `panel` and `values` are written
    schema       the runs' schema; None: the bundled one that their manifests name
    bodies       spelling → body, for spellings that the rules would get wrong
    force        write over what is there

    What was at `out` stays until the new panel is whole.  Raises UsageError, RunError.
    """
    check_format(to)
    folder = to in FOLDERS
    check_name(out, to, folder=folder)
    check_place(out, folder=folder, force=force)
    opened = open_runs(runs)
    spec = schema or _schema_of(opened)
    survey = Survey(opened, spec, bodies)
    book = Book(spec)
    made = _tables(book, wide=wide, long=long)
    if to == "xlsx":
        from llmextract.export.formats.excel import check_columns, check_rows

        check_columns("panel", len(book.panel.columns))
        check_rows("values", survey.proofs if long else 0)
        check_rows("panel", len(survey.entries))
    described = tuple((run.label, run.strategy, run.model) for run in opened)
    about = About(book.language, spec.name, version(), described)
    with placed(out, folder=folder) as path:
        writer = make_writer(to, path, made, about)
        try:
            feed = _Feed(writer)
            _Pass(opened, spec, book, survey, feed, wide=wide, long=long).run()
            feed.flush()
            writer.close()
        except BaseException:
            writer.abandon()
            raise
    counted = {table.name: feed.rows.get(table.name, 0) for table in made}
    return Exported(out, counted, (*_notes(opened, spec), *writer.notes))


@dataclass(slots=True)
class _Feed:
    """Gathers rows into batches."""

    writer: Writer
    rows: dict[str, int] = field(default_factory=dict)
    _waiting: dict[str, tuple[Table, list[Row], list[tuple[Mark | None, ...]]]] = field(
        default_factory=dict
    )

    def add(self, table: Table, row: Row, marks: tuple[Mark | None, ...] | None = None) -> None:
        """A row, and what its cells rest on if the writer wants to know."""
        _, rows, noted = self._waiting.setdefault(table.name, (table, [], []))
        rows.append(row)
        if marks is not None:
            noted.append(marks)
        self.rows[table.name] = self.rows.get(table.name, 0) + 1
        if len(rows) >= _BATCH:
            self._write(table.name)

    def flush(self) -> None:
        """Write what waits."""
        for name in list(self._waiting):
            self._write(name)

    def _write(self, name: str) -> None:
        table, rows, marks = self._waiting.pop(name)
        self.writer.write(table, rows, marks)


@dataclass(frozen=True, slots=True)
class _Pass:
    """Everything that a document's rows are made from."""

    runs: Sequence[Run]
    schema: SchemaSpec
    book: Book
    survey: Survey
    feed: _Feed
    wide: bool
    long: bool

    def run(self) -> None:
        """Rows of all documents, by body and year; then of the codebook and the bodies."""
        codebook = Codebook(self.book)
        for body, entries in groupby(self.survey.entries, key=self.survey.body):
            if body is None:
                self._documents(((entry, self._read(entry)) for entry in entries), codebook)
                continue
            found = [(entry, self._read(entry)) for entry in entries]
            self._documents(found, codebook, broken_years(found, self.schema))
        for row in codebook.rows():
            self.feed.add(tables.CODEBOOK, row)
        for row in lists.body_rows(self.survey):
            self.feed.add(tables.BODIES, row)

    def _read(self, entry: Entry) -> Extraction:
        return self.runs[entry.run].reader.extraction(entry.document)

    def _documents(
        self,
        found: Iterable[tuple[Entry, Extraction]],
        codebook: Codebook,
        breaks: Mapping[Entry, Sequence[Finding]] = MappingProxyType({}),
    ) -> None:
        for entry, extraction in found:
            codebook.add(extraction)
            self._document(entry, extraction, breaks.get(entry, ()))

    def _document(self, entry: Entry, found: Extraction, breaks: Sequence[Finding]) -> None:
        run, feed = self.runs[entry.run], self.feed
        keys = lists.keys_of(entry, run, self.survey)
        findings = lists.findings_of(found, entry, self.survey, self.runs, self.schema)
        findings += breaks
        row = lists.document_row(found, entry, run, keys, findings, self.schema)
        feed.add(tables.DOCUMENTS, row)
        for finding in findings:
            feed.add(tables.FINDINGS, lists.finding_row(finding, keys))
        if found.record is None:
            feed.add(tables.ERRORS, lists.error_row(found, keys))
            return
        if self.wide:
            marked = feed.writer.marked
            marks = panel_marks(found, findings, keys, self.book) if marked else None
            feed.add(self.book.panel, panel_row(found, keys, self.book), marks)
        if self.long:
            at = At(keys, run.strategy, run.model)
            for row in value_rows(found, at, self.book):
                feed.add(tables.VALUES, row)


def _tables(book: Book, *, wide: bool, long: bool) -> tuple[Table, ...]:
    return (
        *((book.panel,) if wide else ()),
        *((tables.VALUES,) if long else ()),
        tables.CODEBOOK,
        tables.FINDINGS,
        tables.DOCUMENTS,
        tables.BODIES,
        tables.ERRORS,
    )


def _schema_of(runs: Sequence[Run]) -> SchemaSpec:
    name = runs[0].schema
    if name in bundled_schemas():
        return load_schema(name)
    raise UsageError(
        f"the runs are of the schema {name!r}, which is not a bundled one",
        hint=f"give its file with --schema path/to/file.py:{name}",
    )


def _notes(runs: Sequence[Run], schema: SchemaSpec) -> Iterator[str]:
    from llmextract.runs import schema_sha256

    now = schema_sha256(schema)
    for run in runs:
        if run.manifest.get("state") != "finished":
            yield f"{run.label} is not finished: documents may be missing"
        if run.schema_sha256 != now:
            yield (
                f"{run.label} was made with another version of the schema: "
                "labels and units are today's"
            )


__all__ = ["Exported", "export"]
