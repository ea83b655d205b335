"""The report as Markdown, for a pull request or a README."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from llmextract.evaluation.reports import figures
from llmextract.evaluation.reports.about import facts
from llmextract.evaluation.reports.cases import Case, Part
from llmextract.evaluation.reports.classes import ClassCount, cases, counted
from llmextract.evaluation.reports.figures import rate
from llmextract.evaluation.reports.payload import shown
from llmextract.evaluation.reports.sections import (
    calibration_cards,
    cards,
    label_of_row,
    plain_words,
)
from llmextract.evaluation.reports.words import Words, words
from llmextract.evaluation.result import Evaluation
from llmextract.evaluation.tally import Outcome, Tally

LONGEST = 80  # characters of a value
MOST = 200  # errors that are listed: a comment on a pull request may have 65,536 characters

_SPECIAL = str.maketrans({character: f"&#{ord(character)};" for character in "&<>|`*[]\\~#@$"})
_POINTER = re.compile(r"(?:/[\w.*-]+)+")


def as_markdown(evaluation: Evaluation, *, language: str = "en") -> str:
    """Headline and tables, and the errors of each document folded away.

    Whatever documents and records say is escaped, so that it cannot become a table, a link or
    markup.  `language` is en or zh.
    """
    say, found = words(language), cases(evaluation)
    lines = [
        f"# {say('title', name=_plain(evaluation.run.name))}",
        "",
        *_headline(evaluation, say),
        *_classes(found, say),
        *_tables(evaluation, say),
        *_errors(found, evaluation, say),
        *_facts(evaluation, say),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _headline(evaluation: Evaluation, say: Words) -> Iterator[str]:
    between = figures.interval(evaluation.interval)
    yield f"**F1 {rate(evaluation.scores.total.f1)}** {between}".rstrip()
    yield ""
    for key, values in plain_words(evaluation):
        yield f"- {say(key, **values)}"
    yield ""
    shown_cards = [*cards(evaluation), *calibration_cards(evaluation.calibration)]
    yield from _grid(
        [say("name"), say("value"), say("meaning")],
        [[say(card.name), card.figure, say(card.note)] for card in shown_cards],
        "lrl",
    )
    spent = figures.spending(evaluation.run)
    if spent:
        names = ("calls", "prompt_tokens", "completion_tokens", "seconds")
        row = [
            f"{spent.calls:.1f}",
            f"{spent.prompt_tokens:,.0f}",
            f"{spent.completion_tokens:,.0f}",
            f"{spent.seconds:.1f}",
        ]
        yield from _grid([say(name) for name in names], [row], "rrrr")


def _classes(found: Sequence[Case], say: Words) -> Iterator[str]:
    counts = counted(found)
    if not counts:
        yield from (say("no_errors"), "")
        return
    yield from (f"## {say('classes')}", "")
    head = ["class", "count", *_OUTCOMES, "inner", "meaning"]
    yield from _grid(
        [say(name) for name in head], [_class(count, say) for count in counts], "lrrrrrl"
    )


def _class(count: ClassCount, say: Words) -> list[str]:
    outcomes = [str(count.fields[outcome] or "") for outcome in _OUTCOMES]
    named, meaning = say(f"class.{count.name}"), say(f"means.{count.name}")
    return [named, str(count.total), *outcomes, str(count.inner or ""), meaning]


_OUTCOMES = (Outcome.WRONG, Outcome.MISSING, Outcome.SPURIOUS)


def _tables(evaluation: Evaluation, say: Words) -> Iterator[str]:
    captions = {
        "group": "groups",
        "document": "documents",
        "list": "lists",
        "table": "tables_cells",
        "field": "fields",
    }
    for kind, pointer, tallies in figures.tables(evaluation):
        label = _plain(evaluation.labels.get(pointer, pointer))
        title = say(captions[kind]) if kind in captions else say("strata", label=label)
        table = _grid(
            [say(name) for name in ("name", *_COLUMNS)],
            [_row(_name(kind, name, evaluation, say), tally) for name, tally in tallies.items()],
            "l" + "r" * len(_COLUMNS),
        )
        if kind == "field":
            yield from _folded(title, table)
        else:
            yield from (f"## {title}", "", *table)


_COLUMNS = ("f1", "precision", "recall", "right", "wrong", "missing", "spurious")


def _row(name: str, tally: Tally) -> list[str]:
    rates = [rate(value) for value in (tally.f1, tally.precision, tally.recall)]
    return [name, *rates, *map(str, (tally.right, tally.wrong, tally.missing, tally.spurious))]


def _errors(found: Sequence[Case], evaluation: Evaluation, say: Words) -> Iterator[str]:
    wrong = [case for case in found if case.is_error]
    if wrong:
        yield from (f"## {say('errors')}", "")
    listed = [case for case in wrong if case.part is not Part.TABLE][:MOST]
    for document, some in groupby(listed, lambda case: case.document):
        rows = [_error(case, evaluation, say) for case in some]
        head = [say(name) for name in ("outcome", "field", "gold", "predicted", "class")]
        yield from _folded(f"{_plain(document)} ({len(rows)})", _grid(head, rows, "lllll"))
    if len(wrong) > len(listed):
        yield from (say("more_errors", n=len(wrong) - len(listed)), "")


def _error(case: Case, evaluation: Evaluation, say: Words) -> list[str]:
    kind = say(f"class.{case.error}")
    if case.magnitude:
        kind += f" ×{case.magnitude}"
    if case.other:
        kind += f": {_name('field', case.other, evaluation, say)}"
    return [
        say(case.outcome.value),
        _name("field", case.pointer, evaluation, say),
        _plain(shown(case.gold)) or "–",
        _plain(shown(case.predicted)) or "–",
        kind,
    ]


def _facts(evaluation: Evaluation, say: Words) -> Iterator[str]:
    rows = [
        [
            say(fact["name"]),
            say(fact["words"], **fact["filled"]) if fact["words"] else _plain(fact["text"]),
        ]
        for fact in facts(evaluation)
    ]
    yield from _folded(say("run"), _grid([say("fact"), say("value")], rows, "ll"))


def _name(kind: str, name: str, evaluation: Evaluation, say: Words) -> str:
    label = _plain(label_of_row(kind, name, evaluation))
    shown_name = f"`{name}`" if _POINTER.fullmatch(name) else _plain(name)
    return f"{label} {shown_name}".strip() or say("no_value")


def _grid(head: Iterable[str], rows: Iterable[Sequence[str]], sides: str) -> list[str]:
    """A table; `sides` has l or r for each column."""
    rules = ["---:" if side == "r" else "---" for side in sides]
    lines = [list(head), rules, *map(list, rows)]
    return [*(f"| {' | '.join(line)} |" for line in lines), ""]


def _folded(title: str, lines: Iterable[str]) -> list[str]:
    return ["<details>", f"<summary>{title}</summary>", "", *lines, "</details>", ""]


def _plain(text: str) -> str:
    """`text` on one line, without a character that Markdown or HTML reads as its own."""
    text = " ".join(text.split())
    text = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return text.translate(_SPECIAL)
