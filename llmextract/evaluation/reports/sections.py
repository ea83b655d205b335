"""What the sections of the page show: rows and cards, made of an evaluation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from llmextract.evaluation.calibration.measures import Measures, Point
from llmextract.evaluation.reports import figures
from llmextract.evaluation.reports.cases import Case
from llmextract.evaluation.reports.classes import counted
from llmextract.evaluation.reports.figures import rate
from llmextract.evaluation.result import Evaluation
from llmextract.evaluation.score import Scores
from llmextract.evaluation.tally import Outcome, Tally

POINTS = 40  # of a curve, in its table

_CAPTIONS = {
    "group": "groups",
    "document": "documents",
    "list": "lists",
    "table": "tables_cells",
    "field": "fields",
}


@dataclass(frozen=True, slots=True)
class Card:
    name: str
    figure: str
    note: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table of tallies; `link` leads to its errors."""

    name: str
    label: str
    tally: Tally
    link: str

    @property
    def errors(self) -> int:
        return figures.tally_errors(self.tally)


def plain_words(evaluation: Evaluation) -> Iterator[tuple[str, dict[str, Any]]]:
    """The headline said in sentences: keys of the table of words, with their values."""
    total, documents = evaluation.scores.total, len(evaluation.scores.documents)
    found: dict[str, Any] = {"documents": documents, "stated": total.stated, "right": total.right}
    found |= {"recall": _share(total.recall), "wrong": total.wrong, "missing": total.missing}
    yield "words_found", found
    given = {"given": total.given, "share": _share(total.precision), "spurious": total.spurious}
    yield "words_given", given
    yield "words_null", {"null": total.right_null}
    if evaluation.interval:
        low, high = map(rate, evaluation.interval)
        drawn = {"documents": documents, "draws": f"{evaluation.draws:,}", "low": low, "high": high}
        yield "words_interval", drawn
    else:
        yield "words_no_interval", {}


def cards(evaluation: Evaluation) -> list[Card]:
    scores, total = evaluation.scores, evaluation.scores.total
    off = sum(figures.magnitudes(scores.cells).values())
    zeros = figures.invented_zeros(scores.cells)
    return [
        Card("precision", rate(total.precision), "precision_note"),
        Card("recall", rate(total.recall), "recall_note"),
        Card("grounded_f1", rate(scores.grounded.f1), "grounded_note"),
        Card("macro_f1", rate(evaluation.macro_f1), "macro_note"),
        Card("spurious_rate", rate(total.spurious_rate), "spurious_note"),
        Card("magnitude_errors", str(off), "magnitude_note"),
        Card("invented_zeros", str(zeros), "zeros_note"),
        Card("failed_documents", str(len(scores.failed)), "failed_note"),
    ]


def calibration_cards(found: Measures | None) -> list[Card]:
    if found is None:
        return []
    measures = (("brier", found.brier), ("ece", found.ece), ("aurc", found.aurc))
    kept = [Card(name, rate(value), f"{name}_note") for name, value in measures]
    for name, value in (("risk_at_90", found.risk_at_90), ("coverage_at_1", found.coverage_at_1)):
        if value is not None:
            kept.append(Card(name, _share(value), f"{name}_note"))
    return kept


def thinned(found: Measures | None) -> Sequence[Point]:
    """At most `POINTS` points of the curve, evenly chosen, the last among them."""
    curve = found.curve if found else ()
    if len(curve) <= POINTS:
        return curve
    return [curve[round(at * (len(curve) - 1) / (POINTS - 1))] for at in range(POINTS)]


def classes(found: Sequence[Case]) -> list[dict[str, Any]]:
    """Classes of error with their counts, the most frequent first."""
    counts = counted(found)
    most = max((count.total for count in counts), default=0) or 1
    return [
        {
            "name": count.name,
            "total": count.total,
            "share": count.total / most,
            "wrong": count.fields[Outcome.WRONG],
            "missing": count.fields[Outcome.MISSING],
            "spurious": count.fields[Outcome.SPURIOUS],
            "inner": count.inner,
        }
        for count in counts
    ]


def tables(evaluation: Evaluation, found: Sequence[Case]) -> Iterator[dict[str, Any]]:
    """The tables of tallies; each row links to its errors, as far as there are filters for it."""
    for kind, pointer, tallies in figures.tables(evaluation):
        label = evaluation.labels.get(pointer, pointer)
        yield {
            "kind": kind,
            "caption": _CAPTIONS.get(kind, "strata"),
            "filled": {"label": label} if kind == "stratum" else {},
            "rows": [
                Row(name, label_of_row(kind, name, evaluation), tally, _link(kind, name))
                for name, tally in tallies.items()
            ],
        }


def label_of_row(kind: str, name: str, evaluation: Evaluation) -> str:
    """What the schema calls the field or the group that a row of a table is about."""
    return evaluation.labels.get(f"/{name}" if kind == "group" else name, "")


def confusions(scores: Scores) -> Iterator[dict[str, Any]]:
    """Statuses and qualifiers: how often the run says one where the gold says another."""
    for kind, caption, found in (
        ("status", "statuses", scores.statuses),
        ("qualifier", "qualifiers", scores.qualifiers),
    ):
        if found.total:
            yield {
                "kind": kind,
                "caption": caption,
                "accuracy": found.accuracy,
                "words": found.words,
                "rows": [
                    {"word": gold, "counts": [found.counts.get((gold, w), 0) for w in found.words]}
                    for gold in found.words
                ],
            }


def _link(kind: str, name: str) -> str:
    filters = {
        "document": [("document", name)],
        "group": [("field", f"/{name}/")],
        "list": [("field", name), ("part", "item")],
        "table": [("part", "table")],
        "field": [("field", name)],
    }
    return "#errors?" + urlencode(filters[kind]) if kind in filters else ""


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}"
