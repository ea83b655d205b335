"""Saying what was scored: plain text for people, JSON for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from llmextract.evaluation.score import Cell, Scores
from llmextract.evaluation.tally import Outcome, Tally

_ERRORS = (Outcome.WRONG, Outcome.MISSING, Outcome.SPURIOUS)
_HEAD = f"{'F1':>6} {'P':>6} {'R':>6} {'right':>6} {'wrong':>6} {'miss':>6} {'spur':>6}  "


def as_text(scores: Scores, *, seed: int = 0) -> str:
    """The headline and the tables, as lines of plain text."""
    return "\n".join(
        [
            *_headline(scores, seed),
            *_table("group", scores.by_group),
            *_table("document", scores.by_document),
            *_table("list field (items)", scores.by_list),
            *_table("field", scores.by_field, skip_empty=True),
        ]
    )


def as_json(scores: Scores, *, seed: int = 0) -> dict[str, Any]:
    """Everything in the text, ready for `json.dumps`."""
    interval = scores.interval(seed)
    return {
        "documents": list(scores.documents),
        "failed": list(scores.failed),
        "unlabelled": list(scores.unlabelled),
        "unscored": list(scores.unscored),
        "total": tally_json(scores.total),
        "interval_95": list(interval) if interval else None,
        "grounded": tally_json(scores.grounded),
        "magnitude_errors": magnitudes(scores.cells),
        "invented_zeros": sum(cell.invented_zero for cell in scores.cells),
        "by_group": _tables_json(scores.by_group),
        "by_document": _tables_json(scores.by_document),
        "by_field": _tables_json(scores.by_field),
        "by_list": _tables_json(scores.by_list),
    }


def errors_json(scores: Scores) -> list[dict[str, Any]]:
    """Each wrong, missing and spurious cell, and each list item left over."""
    cells = [
        {
            "document": cell.document,
            "pointer": cell.pointer,
            "outcome": cell.outcome.value,
            "gold": _plain(cell.gold),
            "predicted": _plain(cell.predicted),
            "quote": cell.quote,
            "gold_quote": cell.gold_quote,
            "magnitude": cell.magnitude,
        }
        for cell in scores.cells
        if cell.outcome in _ERRORS
    ]
    items = [
        {
            "document": cell.document,
            "pointer": cell.pointer,
            "outcome": outcome,
            "gold": _plain(item) if outcome == "missing" else None,
            "predicted": _plain(item) if outcome == "spurious" else None,
        }
        for cell in scores.lists
        for outcome, left in (("missing", cell.missing), ("spurious", cell.spurious))
        for item in left
    ]
    return cells + items


def error_lines(scores: Scores) -> Iterator[str]:
    """`errors_json` as one line each."""
    for error in errors_json(scores):
        line = (
            f"{error['outcome']:<8} {error['document']} {error['pointer']}  "
            f"gold={error['gold']!r} predicted={error['predicted']!r}"
        )
        if error.get("magnitude"):
            line += f"  ×{error['magnitude']}"
        for name in ("quote", "gold_quote"):
            if error.get(name):
                line += f"  {name}={error[name]!r}"
        yield line


def magnitudes(cells: Iterable[Cell]) -> dict[str, int]:
    """How many wrong numbers are off by just ×10, ×100, ×10000 (either way)."""
    counts = {"10": 0, "100": 0, "10000": 0}
    for cell in cells:
        if cell.magnitude:
            counts[str(cell.magnitude)] += 1
    return counts


def tally_json(tally: Tally) -> dict[str, float | int | None]:
    return {
        "f1": tally.f1,
        "precision": tally.precision,
        "recall": tally.recall,
        "right": tally.right,
        "wrong": tally.wrong,
        "missing": tally.missing,
        "spurious": tally.spurious,
        "right_null": tally.right_null,
    }


def _headline(scores: Scores, seed: int) -> Iterator[str]:
    total, interval = scores.total, scores.interval(seed)
    between = f" [{interval[0]:.3f}, {interval[1]:.3f}]" if interval else ""
    yield (
        f"F1 {rate(total.f1)}{between}   P {rate(total.precision)}   R {rate(total.recall)}   "
        f"grounded F1 {rate(scores.grounded.f1)}"
    )
    yield (
        f"{len(scores.documents)} documents, {len(scores.cells)} cells: {total.right} right, "
        f"{total.wrong} wrong, {total.missing} missing, {total.spurious} spurious, "
        f"{total.right_null} rightly null (spurious rate {rate(total.spurious_rate)})"
    )
    off = ", ".join(f"×{key}: {n}" for key, n in magnitudes(scores.cells).items())
    zeros = sum(cell.invented_zero for cell in scores.cells)
    yield f"magnitude errors {off}; invented zeros: {zeros}"
    if scores.failed:
        yield f"without a record (all null): {', '.join(scores.failed)}"
    if scores.unlabelled:
        yield f"without gold (not scored): {len(scores.unlabelled)} records"
    if scores.unscored:
        yield f"in the gold but not in the schema (not scored): {', '.join(scores.unscored)}"


def _table(name: str, tallies: Mapping[str, Tally], *, skip_empty: bool = False) -> Iterator[str]:
    rows = {key: t for key, t in tallies.items() if t.f1 is not None or not skip_empty}
    if not rows:
        return
    yield ""
    yield _HEAD + name
    for key, t in rows.items():
        yield (
            f"{rate(t.f1):>6} {rate(t.precision):>6} {rate(t.recall):>6} {t.right:>6} "
            f"{t.wrong:>6} {t.missing:>6} {t.spurious:>6}  {key}"
        )


def rate(value: float | None) -> str:
    """Three decimals, or – where there is nothing to divide by."""
    return "–" if value is None else f"{value:.3f}"


def _tables_json(tallies: Mapping[str, Tally]) -> dict[str, Any]:
    return {key: tally_json(tally) for key, tally in tallies.items()}


def _plain(value: Any) -> Any:
    """`value` with Decimals as numbers and dates in ISO form."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value
