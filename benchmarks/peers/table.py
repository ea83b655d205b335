"""The figures of a comparison: as data, and as a Markdown table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from store import Result

from llmextract.evaluation import Gold, Outcome, score
from llmextract.schema import SchemaSpec

_COLUMNS = (
    "contender", "F1 [95 %]", "P", "R", "right", "wrong", "missing", "spurious", "grounded",
    "failed", "seconds", "calls", "cut off", "tokens in", "of these read anew", "tokens out",
)  # fmt: skip


def figures(results: Sequence[Result], golds: Sequence[Gold], spec: SchemaSpec) -> dict[str, Any]:
    """One contender's scores over all documents, and what a document cost on the mean.

    A document that failed counts as all null.  `grounded` is the part of the right values whose
    evidence overlaps a passage that the gold names; None where there is no evidence at all.
    """
    scores = score(golds, [result.prediction for result in results], spec)
    total = scores.total
    right = [cell for cell in scores.cells if cell.outcome is Outcome.RIGHT]
    proved = [cell.grounded for cell in right if cell.grounded is not None]
    evidence = any(result.evidence for result in results)
    spent = {
        name: sum(asdict(result.spent)[name] for result in results) / len(results)
        for name in asdict(results[0].spent)
    }
    return {
        "f1": total.f1,
        "interval": scores.interval(),
        "precision": total.precision,
        "recall": total.recall,
        "right": total.right,
        "wrong": total.wrong,
        "missing": total.missing,
        "spurious": total.spurious,
        "right_null": total.right_null,
        "grounded": sum(proved) / len(proved) if proved and evidence else None,
        "per_document": spent,
        "failed": {r.document: r.error for r in results if r.record is None},
        "documents": {
            result.document: {
                "f1": tally.f1,
                "right": tally.right,
                "wrong": tally.wrong,
                "missing": tally.missing,
                "spurious": tally.spurious,
                **asdict(result.spent),
            }
            for result in results
            for tally in [scores.by_document.get(_gold_name(result.document, golds))]
            if tally is not None
        },
    }


def markdown(found: Mapping[str, Mapping[str, Any]]) -> str:
    """A line for each contender."""
    lines = [_line(_COLUMNS), _line(["--"] * len(_COLUMNS))]
    for name, one in found.items():
        cost = one["per_document"]
        interval = one["interval"]
        spread = f" [{interval[0]:.3f}, {interval[1]:.3f}]" if interval else ""
        lines.append(
            _line(
                [
                    name,
                    _rate(one["f1"]) + spread,
                    _rate(one["precision"]),
                    _rate(one["recall"]),
                    *(str(one[word]) for word in ("right", "wrong", "missing", "spurious")),
                    _rate(one["grounded"]),
                    str(len(one["failed"])),
                    f"{cost['seconds']:.1f}",
                    f"{cost['calls']:.1f}",
                    f"{cost['cut_off']:.1f}",
                    f"{cost['tokens_in']:,.0f}",
                    f"{cost['tokens_in'] - cost['cached']:,.0f}",
                    f"{cost['tokens_out']:,.0f}",
                ]
            )
        )
    return "\n".join(lines)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _rate(figure: float | None) -> str:
    return "–" if figure is None else f"{figure:.3f}"


def _gold_name(document: str, golds: Sequence[Gold]) -> str:
    """The gold's name for a document, which may lack the extension."""
    stem = document.rsplit(".", 1)[0]
    return next((g.document for g in golds if g.document in (document, stem)), document)
