"""Declared rows laid against printed labels, in order: what is broken, cut or lost is survived.

A local alignment by dynamic programming.  A row may match several labels in a row (a label over
two lines); a row with the declared number of cells behind it counts more; skipping a declared
row, or words that are no row, costs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from llmextract.schema.layouts import Block, Layout, Row
from llmextract.tables.pieces import Label
from llmextract.tables.similar import bare, begins_anew, likeness, remark

ALIKE = 0.62  # likeness from which a label may be a row's
_FULL = 1.0  # a row with as many cells as columns
_SOME = 0.15  # and one with another number
_HEAD_WITH_CELLS = -0.4
_SKIPPED_ROW = -0.3
_BEGUN_LATE = -0.12  # each row ahead of the first that is found
_FREE = 0.05  # a head of columns
_JUNK, _JUNK_EACH, _JUNK_MOST = -0.25, -0.02, -1.6  # words that are no label
_PARTS = 4  # labels that one row's may be broken into
_WIDE_PARTS = 40


@dataclass(frozen=True, slots=True)
class Node:
    """A line of the table to be found.  `row` is None for a wide block's one line of cells."""

    block: Block
    row: Row | None
    labels: tuple[str, ...]  # bare
    cells: int  # that it should have

    @property
    def most_parts(self) -> int:
        return _PARTS if self.row is not None else _WIDE_PARTS


@dataclass(frozen=True, slots=True)
class Match:
    """`nodes[node]` is what labels `first` to `last` name; its cells stand behind `cells`."""

    node: int
    first: int
    last: int
    likeness: float
    cells: int


@dataclass(frozen=True, slots=True)
class Alignment:
    score: float
    matches: tuple[Match, ...]
    first: int  # label, heads included
    last: int


def nodes_of(layout: Layout) -> tuple[Node, ...]:
    """The lines of a layout from top to bottom."""
    nodes: list[Node] = []
    for block in layout.blocks:
        if block.wide:
            heads = "".join(row.labels[0] for row in block.rows)
            heads += "".join(c.labels[0] for c in block.columns) * len(block.rows)
            nodes.append(Node(block, None, (bare(heads),), len(block.rows) * len(block.columns)))
            continue
        for row in block.rows:
            names = tuple(dict.fromkeys(bare(name) for name in row.labels))
            nodes.append(Node(block, row, names, 0 if row.head else len(block.columns)))
    return tuple(nodes)


def heads_of(layout: Layout) -> frozenset[str]:
    """What is printed above cells and is no row: heads of columns, captions."""
    names = [name for block in layout.blocks for c in block.columns for name in c.labels]
    return frozenset(bare(name) for name in (*names, *layout.captions))


def align(layout: Layout, labels: Sequence[Label]) -> Alignment | None:
    """The best local alignment; None if no row is found."""
    nodes, heads = nodes_of(layout), heads_of(layout)
    size = len(labels)
    texts = [bare(label.text) for label in labels]
    counts = [sum(slot.value is not None for slot in label.slots) for label in labels]
    skips = [_skip(text, label, heads) for text, label in zip(texts, labels, strict=True)]
    scores = [[_BEGUN_LATE * n] * (size + 1) for n in range(len(nodes) + 1)]
    came: list[list[tuple[int, int, float] | None]] = [
        [None] * (size + 1) for _ in range(len(nodes) + 1)
    ]  # (node, label) before, and the likeness if the node was matched in between (else -1)
    best, end = 0.0, (0, 0)
    for n in range(len(nodes) + 1):
        row = scores[n]
        for at in range(size + 1):
            if at and (given := row[at - 1] + skips[at - 1]) > row[at]:
                row[at], came[n][at] = given, (n, at - 1, -1.0)
            if row[at] > best:
                best, end = row[at], (n, at)
            if n == len(nodes):
                continue
            if (given := row[at] + _SKIPPED_ROW) > scores[n + 1][at]:
                scores[n + 1][at], came[n + 1][at] = given, (n, at, -1.0)
            for last, alike in _matching(nodes[n], at, labels, texts, counts):
                given = row[at] + _worth(nodes[n], alike, counts[_filled(at, last, counts)])
                if given > scores[n + 1][last + 1]:
                    scores[n + 1][last + 1], came[n + 1][last + 1] = given, (n, at, alike)
    return _traced(best, end, came, counts)


def _skip(text: str, label: Label, heads: frozenset[str]) -> float:
    if text in heads:
        return _FREE
    if not text or remark(label.text):
        return 0.0
    if any(likeness(text, head) >= 0.75 for head in heads):
        return 0.0
    return max(_JUNK_MOST, _JUNK + _JUNK_EACH * len(text))


def _matching(
    node: Node, at: int, labels: Sequence[Label], texts: Sequence[str], counts: Sequence[int]
) -> list[tuple[int, float]]:
    """Last labels of the runs from `at` that may name the node, with their likeness.

    A run has cells behind one label of it: mostly the last, but a line that goes on with what a
    row's label lacks may stand below its cells.
    """
    found: list[tuple[int, float]] = []
    joined, printed, longest = "", "", max(map(len, node.labels)) + 12
    names: Sequence[str] = node.labels
    for last in range(at, min(len(texts), at + node.most_parts)):
        if any(counts[at:last]):
            if counts[last] or node.row is None or begins_anew(labels[last].text):
                break
            names = [name for name in names if _begins(name, bare(printed))]
        aside = last > at and remark(labels[last].text)
        printed += "" if aside else labels[last].text
        joined = joined + texts[last] if node.row is None else bare(printed)
        if len(joined) > longest:
            break
        alike = max((likeness(joined, name) for name in names), default=0.0)
        if alike >= ALIKE and (last == at or (counts[last] if aside else texts[last])):
            found.append((last, alike))
        if counts[last] and node.row is None:
            break
    return found


def _begins(name: str, part: str) -> bool:
    """Whether what stands ahead of a row's cells is how its name begins, or no words at all."""
    return not part or likeness(part, name[: len(part)]) >= ALIKE


def _filled(first: int, last: int, counts: Sequence[int]) -> int:
    """The label of a run that has cells behind it; the last if none has."""
    return next((at for at in range(first, last + 1) if counts[at]), last)


def _worth(node: Node, alike: float, cells: int) -> float:
    name = 0.1 + (alike - ALIKE) / (1 - ALIKE)
    if not node.cells:
        return name + (_HEAD_WITH_CELLS if cells else 0.0)
    return name + (_FULL if cells == node.cells else _SOME if cells else 0.0)


def _traced(
    best: float,
    end: tuple[int, int],
    came: Sequence[Sequence[tuple[int, int, float] | None]],
    counts: Sequence[int],
) -> Alignment | None:
    matches: list[Match] = []
    n, at = end
    while (step := came[n][at]) is not None:
        before, start, alike = step
        if alike >= 0:
            cells = _filled(start, at - 1, counts)
            matches.append(Match(before, start, at - 1, alike, cells))
        n, at = before, start
    if not matches:
        return None
    matches.reverse()
    return Alignment(best, tuple(matches), at, matches[-1].last)


__all__ = ["Alignment", "Match", "Node", "align", "heads_of", "nodes_of"]
