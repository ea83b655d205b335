"""A measured matrix as tables, for the terminal and for Markdown."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from llmextract.evaluation.result import Evaluation
from llmextract.matrix.measure import CHANCE, Measured, Row, State

NONE = "–"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, and what it says of a row."""

    head: str
    of: Callable[[Row], str]


def as_text(found: Measured) -> str:
    """Both tables and what to know of them, for a terminal."""
    parts = [facts(found), _aligned(accuracy(found)), _aligned(costs(found)), *notes(found)]
    return "\n\n".join(part for part in parts if part)


def as_markdown(found: Measured) -> str:
    """The same in Markdown."""
    parts = [facts(found), markdown(accuracy(found)), markdown(costs(found)), *notes(found)]
    return "\n\n".join(part for part in parts if part)


def facts(found: Measured) -> str:
    """What was measured on, in one sentence; "" as long as nothing is."""
    measured = [row.evaluation for row in found.rows if row.evaluation is not None]
    if not measured:
        return ""
    cells = sorted({len(evaluation.scores.cells) for evaluation in measured})
    values = sorted({evaluation.scores.total.stated for evaluation in measured})
    return (
        f"{len(measured[0].scores.documents)} documents, {_listed(cells)} cells, "
        f"{_listed(values)} of them stated."
    )


def accuracy(found: Measured) -> list[list[str]]:
    """Head and rows of the table of accuracy."""
    return _table(
        found,
        Column("F1 [95 %]", lambda row: _of(row, _f1)),
        Column("P", lambda row: _of(row, lambda e: rate(e.scores.total.precision))),
        Column("R", lambda row: _of(row, lambda e: rate(e.scores.total.recall))),
        Column("grounded F1", lambda row: _of(row, lambda e: rate(e.scores.grounded.f1))),
        Column("invented zeros", lambda row: _of(row, lambda e: str(zeros(e)))),
        Column("against the best", _against),
    )


def costs(found: Measured) -> list[list[str]]:
    """Head and rows of the table of costs; figures are a document's."""
    currency = f" {found.plan.currency}" if found.plan.currency else ""
    return _table(
        found,
        Column("calls", lambda row: _each(row, lambda e: e.run.calls, 1)),
        Column("seconds", lambda row: _each(row, lambda e: e.run.seconds, 1)),
        Column("tokens in", lambda row: _each(row, lambda e: e.run.prompt_tokens, 0)),
        Column("tokens out", lambda row: _each(row, lambda e: e.run.completion_tokens, 0)),
        Column(f"cost{currency}", lambda row: NONE if row.cost is None else f"{row.cost:.4g}"),
    )


def notes(found: Measured) -> list[str]:
    """What the tables' signs mean, and what happened to setups without figures."""
    lines = []
    if any(row.versus for row in found.rows):
        lines.append(
            f"Against the best: difference of F1 [95 % of the paired bootstrap]; * more than "
            f"chance (randomisation by document, Holm over the rows, p < {CHANCE:g})."
        )
    for row in found.rows:
        if row.reason:
            failed = len(row.evaluation.scores.failed) if row.evaluation else 0
            state = f"{failed} documents failed" if failed else row.state.value
            lines.append(f"{row.setup.name}: {state}: {row.reason}")
    return ["\n".join(lines)] if lines else []


def markdown(table: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    head, *rows = [[cell.replace("|", "\\|") for cell in row] for row in table]
    lines = [head, ["--"] * len(head), *rows]
    return "\n".join(
        f"| {' | '.join(line)} |" if line[0] != "--" else _rule(line) for line in lines
    )


def rate(value: float | None) -> str:
    """Three decimals."""
    return NONE if value is None else f"{value:.3f}"


def _table(found: Measured, *columns: Column) -> list[list[str]]:
    names = _names(found)
    return [
        [column.head for column in (*names, *columns)],
        *([column.of(row) for column in (*names, *columns)] for row in found.rows),
    ]


def _names(found: Measured) -> list[Column]:
    """Strategy and model; schema and prompts where there are several."""
    setups = found.plan.setups
    columns = [
        Column("strategy", lambda row: row.setup.strategy),
        Column("model", lambda row: row.setup.backend or "no model"),
    ]
    if len({setup.schema for setup in setups}) > 1:
        columns.append(Column("schema", lambda row: row.setup.schema_name))
    if any(setup.prompts for setup in setups):
        columns.append(Column("prompts", lambda row: row.setup.prompts_name or "bundled"))
    return columns


def _of(row: Row, figure: Callable[[Evaluation], str]) -> str:
    return NONE if row.evaluation is None else figure(row.evaluation)


def _each(row: Row, figure: Callable[[Evaluation], float], places: int) -> str:
    return _of(row, lambda e: f"{e.run.a_document(figure(e)):,.{places}f}")


def _f1(found: Evaluation) -> str:
    between = f" [{found.interval[0]:.3f}, {found.interval[1]:.3f}]" if found.interval else ""
    return rate(found.scores.total.f1) + between


def zeros(found: Evaluation) -> int:
    return sum(cell.invented_zero for cell in found.scores.cells)


def _against(row: Row) -> str:
    if row.state is State.UNFINISHED:
        return f"{row.state}: {row.done} of {row.documents} documents"
    if row.state is not State.FINISHED:
        return row.state.value
    if row.best:
        return "best"
    if row.versus is None:
        return ""
    found = row.versus.difference
    sign = " *" if row.versus.more_than_chance else ""
    return f"{found.difference:+.3f} [{found.low:+.3f}, {found.high:+.3f}]{sign}".replace("-", "−")


def _listed(numbers: Sequence[int]) -> str:
    return " / ".join(f"{number:,}" for number in numbers)


def _aligned(table: Sequence[Sequence[str]]) -> str:
    widths = [max(_width(row[at]) for row in table) for at in range(len(table[0]))]
    lines = (
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        )
        for row in table
    )
    return "\n".join(line.rstrip() for line in lines)


def _width(text: str) -> int:
    """Columns on a terminal."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _rule(line: Sequence[str]) -> str:
    return "|" + "|".join(line) + "|"
