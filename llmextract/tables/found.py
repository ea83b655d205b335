"""One table as it was found: its rows with their cells in columns, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from llmextract.cells import unit_of
from llmextract.schema.layouts import Block, Layout
from llmextract.tables.align import Alignment, Match, Node, align, heads_of, nodes_of
from llmextract.tables.pieces import Label, Slot
from llmextract.tables.place import Placed, by_sums, ending_field, place, row_holds
from llmextract.tables.similar import bare
from llmextract.types import Span

_ROWS = 2  # rows with cells that make a table
_HEADS = 15  # labels ahead of a row among which its heads stand
_SHARE = 0.2  # of the declared rows
_SCORE, _WIDE_SCORE = 2.0, 0.9  # of an alignment, from which it is the table
_WIDE_SHARE = 0.5  # of the cells of a wide block


@dataclass(frozen=True, slots=True)
class FoundRow:
    """`labels` are the indices of the printed labels, `cells` that of the one ahead of the cells;
    `unit` is what a column of words says."""

    node: Node
    labels: tuple[int, int]
    cells: int
    placed: Placed
    unit: tuple[str | None, int] = (None, 1)
    by_order: bool = False  # its label is lost; the rows around it say which it is


@dataclass(frozen=True, slots=True)
class Found:
    """A table in a document.  `missing` are declared rows that were not found; `heads` the
    heads that were; `refused` says why none of its cells can be named."""

    layout: Layout
    labels: Sequence[Label]
    alignment: Alignment
    rows: tuple[FoundRow, ...]
    missing: tuple[Node, ...]
    nodes: tuple[Node, ...]
    heads: frozenset[str] = field(default=frozenset())
    refused: str = ""

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where the table stands, without prose between its rows."""
        return tuple(_spans(self))


def find_table(layout: Layout, labels: Sequence[Label]) -> Found | None:
    """The best reading of `labels` as `layout`; None if there is no such table."""
    labels, units = _without_marks(labels, frozenset(map(bare, layout.marks)))
    alignment = align(layout, labels)
    least = _WIDE_SCORE if any(block.wide for block in layout.blocks) else _SCORE
    if alignment is None or alignment.score < least:
        return None
    nodes = nodes_of(layout)
    matches = [m for m in alignment.matches if nodes[m.node].cells]
    if not _is_table(nodes, matches, labels):
        return None
    rows = _rows(nodes, matches, labels, units)
    rows = _unlabelled(nodes, rows, labels)
    known = {id(row.node) for row in rows}
    inside = labels[alignment.first : alignment.last + 1]
    texts = {bare(label.text) for label in inside}
    return Found(
        layout,
        labels,
        alignment,
        tuple(_summed(layout, rows)),
        tuple(n for n in nodes if n.cells and id(n) not in known),
        nodes,
        heads_of(layout) & texts,
        "columns in another order than declared" if _swapped(layout, inside) else "",
    )


def _without_marks(
    labels: Sequence[Label], marks: frozenset[str]
) -> tuple[list[Label], dict[int, tuple[str | None, int]]]:
    """Labels without those that are marks; a mark's cells are those of the label before."""
    kept: list[Label] = []
    units: dict[int, tuple[str | None, int]] = {}
    for label in labels:
        if kept and bare(label.text) in marks:
            kept[-1] = replace(kept[-1], slots=(*kept[-1].slots, *label.slots))
            units[len(kept) - 1] = unit_of(label.text)
        else:
            kept.append(label)
    return kept, units


def _cells(label: Label) -> int:
    return sum(slot.value is not None for slot in label.slots)


def _is_table(nodes: Sequence[Node], matches: Sequence[Match], labels: Sequence[Label]) -> bool:
    """Whether enough rows have cells; below its own heads, one of several rows will do."""
    filled = [m for m in matches if _cells(labels[m.cells])]
    for match in filled:
        node = nodes[match.node]
        if node.row is None and _cells(labels[match.cells]) >= _WIDE_SHARE * node.cells:
            return True
    declared = sum(node.cells > 0 and node.row is not None for node in nodes)
    least = max(min(_ROWS, declared), _SHARE * declared)
    rows = [m for m in filled if nodes[m.node].row is not None]
    if not declared or len(rows) >= least:
        return declared > 0
    named = [m for m in matches if nodes[m.node].row is not None]
    return len(named) >= least and any(_below_heads(nodes[m.node], m, labels) for m in rows)


def _below_heads(node: Node, match: Match, labels: Sequence[Label]) -> bool:
    """Whether all heads of a row's columns stand above it, and are several."""
    above = {bare(label.text) for label in labels[max(0, match.first - _HEADS) : match.first]}
    columns = node.block.columns
    return len(columns) > 1 and all(any(bare(n) in above for n in c.labels) for c in columns)


def _rows(
    nodes: Sequence[Node],
    matches: Sequence[Match],
    labels: Sequence[Label],
    units: Mapping[int, tuple[str | None, int]],
) -> list[FoundRow]:
    rows = []
    for match in matches:
        node = nodes[match.node]
        others = [labels[m.cells].slots for m in matches if nodes[m.node].block is node.block]
        ends = ending_field(others, node.cells)
        placed = place(labels[match.cells].slots, node.cells, ends)
        unit = units.get(match.cells, (None, 1))
        rows.append(FoundRow(node, (match.first, match.last), match.cells, placed, unit))
    return rows


def _unlabelled(
    nodes: Sequence[Node], rows: list[FoundRow], labels: Sequence[Label]
) -> list[FoundRow]:
    """Rows whose labels are lost, taken where just one row is missing between two that are found
    and just one full line of cells stands there."""
    order = {id(node): n for n, node in enumerate(nodes)}
    valued = [n for n, node in enumerate(nodes) if node.cells]
    done: list[FoundRow] = []
    for row, after in zip(rows, [*rows[1:], None], strict=True):
        done.append(row)
        behind = order[id(after.node)] if after else len(nodes)
        between = [n for n in valued if order[id(row.node)] < n < behind]
        stop = after.labels[0] if after else row.labels[1] + 1
        loose = [*row.placed.loose]
        for at in range(row.labels[1] + 1, stop):
            loose += labels[at].slots
        node = nodes[between[0]] if len(between) == 1 else None
        if node is None or node.block is not row.node.block or node.cells < 2 or after is None:
            continue
        placed = place(loose, node.cells, None)
        if placed.how == "counted" and not placed.loose:
            label = row.labels[1]
            done.append(FoundRow(node, (label, label), label, placed, by_order=True))
    return done


def _summed(layout: Layout, rows: Sequence[FoundRow]) -> Iterator[FoundRow]:
    for block in layout.blocks:
        here = [row for row in rows if row.node.block is block]
        named = [(row.node.row.name if row.node.row else "", row.placed) for row in here]
        settled = by_sums(named, block)
        for row, placed in zip(here, settled, strict=True):
            yield replace(row, placed=_checked(placed, block))


def _checked(placed: Placed, block: Block) -> Placed:
    """A row with blanks must also add up, if it has sums: a lost separator shifts its cells."""
    row = placed.settled
    if placed.how != "separated" or row is None or not block.across or row_holds(row, block):
        return placed
    return Placed((), "blanks, and its sums do not hold", placed.loose)


def _swapped(layout: Layout, labels: Sequence[Label]) -> bool:
    """Whether heads are in another order than their columns, read line by line and, over lines,
    from left to right."""
    for block in layout.blocks:
        if block.wide or len(block.columns) < 2:
            continue
        ordered = sorted(block.columns, key=lambda column: column.under is not None)
        orders = [{bare(n): at for at, c in enumerate(row) for n in c.labels}
                  for row in (block.columns, ordered)]  # fmt: skip
        for run in _runs_of_heads(labels, orders[0]):
            across = sorted(run, key=lambda label: label.field)
            ways = [[bare(label.text) for label in way] for way in (run, across)]
            if not any(_rises([places[h] for h in way]) for places in orders for way in ways):
                return True
    return False


def _runs_of_heads(labels: Sequence[Label], known: Mapping[str, int]) -> Iterator[list[Label]]:
    """The heads between rows with cells."""
    heads: list[Label] = []
    for label in labels:
        if _cells(label):
            yield heads
            heads = []
        elif bare(label.text) in known:
            heads.append(label)
    yield heads


def _rises(places: Sequence[int]) -> bool:
    """Whether numbers grow; one that was there before begins the heads of another block."""
    return all(
        after > before or after in places[: n + 1]
        for n, (before, after) in enumerate(pairwise(places))
    )


def _spans(found: Found) -> Iterator[Span]:
    taken = {at for m in found.alignment.matches for at in range(m.first, m.last + 1)}
    for at in range(found.alignment.first, found.alignment.last + 1):
        label = found.labels[at]
        prose = at not in taken and len(bare(label.text)) > 20
        slots: tuple[Slot, ...] = label.slots if not prose else ()
        if not prose:
            yield Span(label.span.start, max([label.span.end, *(s.span.end for s in slots)]))


__all__ = ["Found", "FoundRow", "find_table"]
