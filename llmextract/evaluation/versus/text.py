"""A comparison for people."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from llmextract.evaluation import Cell
from llmextract.evaluation.reports.figures import rate
from llmextract.evaluation.versus.changes import Change, Changed
from llmextract.evaluation.versus.columns import aligned, short
from llmextract.evaluation.versus.comparison import Comparison, FigureDifference
from llmextract.evaluation.versus.verdict import counted, signed, verdict, with_interval
from llmextract.plain import plain

_NAMES = {
    "f1": "F1", "precision": "precision", "recall": "recall", "grounded_f1": "grounded F1"
}  # fmt: skip
_HEADINGS = {
    Change.BROKE: "B broke: right in A, not in B",
    Change.MENDED: "B mended: right in B, not in A",
    Change.WRONG_OTHERWISE: "Wrong in both, not in the same way",
    Change.PROOF_BROKE: "B lost the proof: right in both, proved in the gold's place by A only",
    Change.PROOF_MENDED: "B found the proof: right in both, proved in the gold's place by B only",
    Change.RIGHT_OTHERWISE: "Right in both, by another accepted value",
    Change.WRONG_ALIKE: "Wrong in both, in the same way",
}
_WIDEST = 36  # columns of a value
_SETTING = 24  # and of a setting, which may be a digest


def as_lines(
    comparison: Comparison, run_a: Path, run_b: Path, *, alike: bool = False
) -> Iterator[tuple[str, bool]]:
    """Lines of text, each with whether it is a heading; with `alike` also the cells that are
    wrong in the same way."""
    yield verdict(comparison), True
    for part in (
        ("", *_runs(comparison, run_a, run_b)),
        ("", *_figures(comparison.figures)),
        ("", *_counts(comparison)),
    ):
        yield from ((line, False) for line in part)
    sections = itertools.chain(
        _settings(comparison),
        _fields(comparison),
        _apart(comparison),
        _cells(comparison, alike=alike),
    )
    for heading, lines in sections:
        yield "", False
        yield heading, True
        yield from ((f"  {line}", False) for line in lines)


def _runs(comparison: Comparison, run_a: Path, run_b: Path) -> Iterator[str]:
    for name, run, scores in (("A", run_a, comparison.a), ("B", run_b, comparison.b)):
        failed = f"; without a record (all null): {', '.join(scores.failed)}"
        yield f"{name}  {run}{failed if scores.failed else ''}"
    left = comparison.left_out
    for where, names in (("in A only", left.only_a), ("in B only", left.only_b)):
        if names:
            yield f"left out, {where}: {', '.join(names)}"
    if left.neither:
        yield f"left out, gold of neither run: {counted(len(left.neither), 'document')}"


def _figures(figures: Iterable[FigureDifference]) -> Iterator[str]:
    rows = [("", "A", "B", "B - A [95 %]", "p")]
    for figure in figures:
        change, test = figure.difference, figure.test
        rows.append(
            (
                _NAMES[figure.name],
                _with_interval(figure.a, figure.interval_a),
                _with_interval(figure.b, figure.interval_b),
                with_interval(change) if change else "–",
                _p(test.p) if test else "–",
            )
        )
    return aligned(rows)


def _counts(comparison: Comparison) -> Iterator[str]:
    documents, cells = comparison.documents, comparison.cells
    yield (
        f"documents wholly right: {documents.both} in both, {documents.only_a} in A only, "
        f"{documents.only_b} in B only, {documents.neither} in neither "
        f"(McNemar p {_p(documents.p)})"
    )
    yield (
        f"cells right: {cells.both:,} in both, {cells.only_a:,} in A only, "
        f"{cells.only_b:,} in B only, {cells.neither:,} in neither"
    )


def _settings(comparison: Comparison) -> Iterator[tuple[str, Iterable[str]]]:
    rows = [("", "A", "B")]
    rows += [(s.name, _value(s.a, _SETTING), _value(s.b, _SETTING)) for s in comparison.settings]
    if len(rows) > 1:
        yield "What the runs were made with", aligned(rows)


def _fields(comparison: Comparison) -> Iterator[tuple[str, Iterable[str]]]:
    rows = [("F1 A", "F1 B", "B - A", "p", "Holm p", "documents", "")]
    rows += [
        (rate(field.a), rate(field.b), signed(field.b - field.a), _p(field.test.p),
         _p(field.adjusted), str(field.test.differing), field.pointer)
        for field in comparison.fields
        if field.a != field.b
    ]  # fmt: skip
    if len(rows) > 1:
        tested = counted(len(comparison.fields), "field")
        yield (
            f"Fields whose F1 differs ({len(rows) - 1} of {tested} that count differently in any "
            "document; Holm's p is over these)",
            aligned(rows, right=range(6)),
        )


def _apart(comparison: Comparison) -> Iterator[tuple[str, Iterable[str]]]:
    rows = [("F1 A", "F1 B", "right A", "right B", "")]
    rows += [
        (rate(found.a.f1), rate(found.b.f1), str(found.a.right), str(found.b.right), found.pointer)
        for found in comparison.apart
    ]
    if len(rows) > 1:
        yield "Lists by item and tables by cell, no part of F1 above", aligned(rows, range(4))


def _cells(comparison: Comparison, *, alike: bool) -> Iterator[tuple[str, Iterable[str]]]:
    cells = [*comparison.changed, *(comparison.alike if alike else ())]
    for change, heading in _HEADINGS.items():
        found = [cell for cell in cells if cell.change is change]
        if found:
            yield f"{heading} ({len(found)})", _by_document(found)


def _by_document(cells: Sequence[Changed]) -> Iterator[str]:
    lines = iter(
        list(
            aligned(
                (cell.pointer, f"gold {_value(cell.gold)}", f"A {_side(cell.a)}",
                 f"B {_side(cell.b)}")
                for cell in cells
            )
        )
    )  # fmt: skip
    for document, group in itertools.groupby(cells, key=lambda cell: cell.document):
        yield document
        yield from (f"  {next(lines)}" for _ in group)


def _side(side: Cell) -> str:
    outcome = side.outcome.value.replace("_", " ")
    if side.magnitude:
        outcome += f", ×{side.magnitude}"
    if side.grounded is False:
        outcome += ", proved elsewhere"
    return f"{_value(side.predicted)} ({outcome})"


def _value(value: Any, columns: int = _WIDEST) -> str:
    return "–" if value is None else short(str(plain(value)), columns)


def _with_interval(figure: float | None, interval: tuple[float, float] | None) -> str:
    return f"{rate(figure)} [{interval[0]:.3f}, {interval[1]:.3f}]" if interval else rate(figure)


def _p(p: float) -> str:
    return f"{p:.3f}" if p >= 0.001 else f"{p:.1g}"
