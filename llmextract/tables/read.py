"""The official tables of a document, read by code from the layouts that a schema declares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from llmextract.schema import Identity, SchemaSpec
from llmextract.schema.layouts import TableSpec
from llmextract.tables.found import Found, find_table
from llmextract.tables.issues import differing, issues_of
from llmextract.tables.lost import lost_tables
from llmextract.tables.named import cells_of, identities_of, places
from llmextract.tables.pieces import Label, find_labels
from llmextract.types import Analysis, Finding, Pointer, Span, TableCell

_NEAR = 30  # labels around those with cells that may belong to a table
_FEWEST = 1  # labels with cells without which there is no table
_TABLES = 12  # of a document
_MARGIN = 0.4  # of score, by which one form must fit better than another


@dataclass(frozen=True, slots=True)
class TablesRead:
    """`cells` in order of the layouts; `regions` are the tables' characters, read or not;
    `missing` are fields and tables whose section stands without its table; `identities` are the
    tables' declared sums over the cells that were read."""

    cells: tuple[TableCell, ...] = ()
    regions: tuple[Span, ...] = ()
    findings: tuple[Finding, ...] = ()
    missing: tuple[Pointer, ...] = ()
    identities: tuple[Identity, ...] = ()


def read_tables(analysis: Analysis, schema: SchemaSpec) -> TablesRead:
    """Read every table that `schema` declares.  Nothing is asked of a model.

    A row is read if its cells can be told apart for certain, or in the one way that the
    declared sums allow (with a finding); otherwise it is left out with a finding.  A table that
    stands twice is read once, and differences are findings.
    """
    if not schema.tables:
        return TablesRead()
    text = analysis.document.text
    found = _found(schema.tables, text)
    cells: list[TableCell] = []
    findings: list[Finding] = []
    for table, one in found:
        read = list(cells_of(one, table, schema, text))
        findings += issues_of(one, table, text)
        findings += differing(cells, read)
        have = {(cell.table, cell.row, cell.column) for cell in cells}
        cells += [c for c in read if (c.table, c.row, c.column) not in have]
    names = {table.name for table, _ in found}
    lost = [table for table in schema.tables if table.name not in names]
    without = lost_tables(lost, analysis)
    regions = (*(s for _, one in found for s in one.spans), *without.regions)
    return TablesRead(
        cells=tuple(cells),
        regions=tuple(sorted(regions, key=lambda span: span.start)),
        findings=(*findings, *without.findings),
        missing=without.missing,
        identities=tuple(identities_of([one.layout for _, one in found], schema.tables, cells)),
    )


def with_tables(analysis: Analysis, tables: TablesRead) -> Analysis:
    """`analysis` with the places of the tables and what they state, so that no strategy asks about
    their numbers, or takes other numbers for them."""
    stated = {
        cell.field: cell.base
        for cell in tables.cells
        if cell.field is not None and cell.base is not None and cell.sure
    }
    return replace(analysis, tables=tables.regions, stated=stated)


def _found(tables: Sequence[TableSpec], text: str) -> list[tuple[TableSpec, Found]]:
    """Every table of the text, the best-fitting first; no line is read twice."""
    done: list[tuple[TableSpec, Found]] = []
    skip: tuple[Span, ...] = ()
    while len(done) < _TABLES:
        labels = _near_cells(find_labels(text, skip))
        forms = [(t, one) for t in tables if labels and (one := _best_form(t, labels))]
        before = len(done)
        for table, one in sorted(forms, key=lambda form: form[1].alignment.score, reverse=True):
            lines = tuple(_lines(one, text))
            if not any(a.start < b.end and b.start < a.end for a in lines for b in skip):
                done.append((table, one))
                skip = (*skip, *lines)
        if len(done) == before:
            break
    return done


def _best_form(table: TableSpec, labels: Sequence[Label]) -> Found | None:
    """The form of a table that fits best, by heads that others lack and by score; refused if
    another fits as well and would name the cells differently."""
    forms = [found for layout in table.layouts if (found := find_table(layout, labels))]
    if not forms:
        return None
    shared = frozenset.intersection(*(found.heads for found in forms))
    worth = {id(f): len(f.heads - shared) + f.alignment.score for f in forms}
    first, *others = sorted(forms, key=lambda f: worth[id(f)], reverse=True)
    rivals = [f for f in others if worth[id(first)] - worth[id(f)] < _MARGIN]
    if any(_names(first) != _names(f) for f in rivals):
        return replace(first, refused="two forms fit alike, and the heads of columns are lost")
    return first


def _names(found: Found) -> set[tuple[str, str]]:
    """The names that a form gives to the cells that it reads."""
    rows = [row for row in found.rows if row.placed.settled is not None]
    return {(row.name, column.name) for one in rows for row, column in places(one)}


def _near_cells(labels: Sequence[Label]) -> list[Label]:
    """The stretches of labels around those that have cells; empty if there are too few."""
    with_cells = [n for n, label in enumerate(labels) if label.slots]
    if len(with_cells) < _FEWEST:
        return []
    keep = {at for n in with_cells for at in range(max(0, n - _NEAR), min(len(labels), n + _NEAR))}
    return [labels[at] for at in sorted(keep)]


def _lines(found: Found, text: str) -> Iterator[Span]:
    """The whole lines of a table."""
    for span in found.spans:
        start = text.rfind("\n", 0, span.start) + 1
        end = text.find("\n", span.end)
        yield Span(start, end if end >= 0 else len(text))


__all__ = ["TablesRead", "read_tables", "with_tables"]
