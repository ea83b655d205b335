"""The report at the terminal: plain text, the fields with most errors only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from llmextract.evaluation.calibration.measures import Measures
from llmextract.evaluation.reports.cases import Case
from llmextract.evaluation.reports.classes import counted
from llmextract.evaluation.reports.figures import (
    interval,
    invented_zeros,
    magnitudes,
    rate,
    spending,
    tables,
    worst,
)
from llmextract.evaluation.result import Evaluation
from llmextract.evaluation.statuses import Confusion
from llmextract.evaluation.tally import Tally
from llmextract.plain import plain

WORST = 12

_HEAD = f"{'F1':>6} {'P':>6} {'R':>6} {'right':>6} {'wrong':>6} {'miss':>6} {'spur':>6}  "
_NAMES = {"list": "list field (items)", "table": "table (cells)"}


def as_text(evaluation: Evaluation, *, fields: bool = False) -> str:
    """Headline and tables.  With `fields` every field that has a value, else the worst ones."""
    lines = [*_headline(evaluation)]
    for kind, pointer, rows in tables(evaluation):
        if kind == "field" and not fields:
            lines += _worst(rows)
        else:
            lines += _table(pointer or _NAMES.get(kind, kind), rows.items())
    return "\n".join(lines)


def error_lines(found: Iterable[Case]) -> Iterator[str]:
    """One line for each wrong, missing and spurious case: values, quotes, class."""
    for case in found:
        if not case.is_error:
            continue
        gold, predicted = plain(case.gold), plain(case.predicted)
        line = f"{case.outcome:<8} {case.document} {case.pointer}  gold={gold!r} "
        line += f"predicted={predicted!r}"
        if case.magnitude:
            line += f"  ×{case.magnitude}"
        for name, quote in (("quote", case.quote), ("gold_quote", case.gold_quote)):
            if quote:
                line += f"  {name}={quote!r}"
        yield f"{line}  ({' '.join(filter(None, (case.error, case.other)))})"


def class_lines(found: Iterable[Case]) -> Iterator[str]:
    """How many errors of fields there are of each class, and how many more in lists and tables."""
    for count in counted(found):
        parts = ", ".join(f"{n} {outcome.value}" for outcome, n in sorted(count.fields.items()))
        inner = f"; {count.inner} in lists and tables" if count.inner else ""
        yield f"{count.total:>6}  {count.name}: {parts or 'no field'}{inner}"


def _headline(evaluation: Evaluation) -> Iterator[str]:
    scores, total = evaluation.scores, evaluation.scores.total
    between = f" {interval(evaluation.interval)}" if evaluation.interval else ""
    yield (
        f"F1 {rate(total.f1)}{between}   P {rate(total.precision)}   R {rate(total.recall)}   "
        f"grounded F1 {rate(scores.grounded.f1)}   macro F1 {rate(evaluation.macro_f1)}"
    )
    yield (
        f"{len(scores.documents)} documents, {len(scores.cells)} cells: {total.right} right, "
        f"{total.wrong} wrong, {total.missing} missing, {total.spurious} spurious, "
        f"{total.right_null} rightly null (spurious rate {rate(total.spurious_rate)})"
    )
    off = ", ".join(f"×{key}: {n}" for key, n in magnitudes(scores.cells).items() if n) or "none"
    yield f"magnitude errors {off}; invented zeros: {invented_zeros(scores.cells)}"
    yield (
        f"statuses as in the gold: {_agreed(scores.statuses)}, absent called zero: "
        f"{scores.nulls_called_zero}, zeros called absent: {scores.zeros_called_null}; "
        f"qualifiers of right numbers: {_agreed(scores.qualifiers)}"
    )
    spent = spending(evaluation.run)
    if spent:
        yield (
            f"a document: {spent.calls:.1f} calls, {spent.prompt_tokens:,.0f} tokens in, "
            f"{spent.completion_tokens:,.0f} out, {spent.seconds:.1f} s of the model"
        )
    if evaluation.calibration:
        yield _calibration(evaluation.calibration)
    yield from _left_out(evaluation)


def _agreed(found: Confusion) -> str:
    return f"{rate(found.accuracy)} of {found.total}"


def _calibration(found: Measures) -> str:
    line = (
        f"confidence of {found.values} values: Brier {rate(found.brier)}   "
        f"ECE {rate(found.ece)}   AURC {rate(found.aurc)}"
    )
    if found.risk_at_90 is not None:
        line += f"   wrong among the surest 90 %: {found.risk_at_90:.1%}"
    if found.coverage_at_1 is not None:
        line += f"   kept at 1 % wrong: {found.coverage_at_1:.1%}"
    return line


def _left_out(evaluation: Evaluation) -> Iterator[str]:
    scores = evaluation.scores
    if scores.failed:
        yield f"without a record (all null): {', '.join(scores.failed)}"
    if scores.unlabelled:
        yield f"without gold (not scored): {len(scores.unlabelled)} records"
    if scores.unscored:
        yield f"in the gold but not in the schema (not scored): {', '.join(scores.unscored)}"


def _worst(rows: Mapping[str, Tally]) -> Iterator[str]:
    found = worst(rows)
    yield from _table(f"field (of {len(rows)}, those with most errors)", found[:WORST])
    if len(found) > WORST:
        yield f"{'':>48}  … {len(found) - WORST} more with errors: --fields shows all"


def _table(name: str, rows: Iterable[tuple[str, Tally]]) -> Iterator[str]:
    yield ""
    yield _HEAD + name
    for key, t in rows:
        yield (
            f"{rate(t.f1):>6} {rate(t.precision):>6} {rate(t.recall):>6} {t.right:>6} "
            f"{t.wrong:>6} {t.missing:>6} {t.spurious:>6}  {key or '–'}"
        )
