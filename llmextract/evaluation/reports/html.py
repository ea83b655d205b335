"""One HTML page that holds a whole evaluation: opened from disk, it needs nothing else.

What documents and records say is text everywhere: Jinja escapes it in the tables, the data for
the error browser are JSON in which no < is left, and the page's policy allows no script but its
own, by its digest.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from llmextract.errors import UsageError
from llmextract.evaluation.reports import about, plots, sections
from llmextract.evaluation.reports.classes import cases
from llmextract.evaluation.reports.figures import interval, rate
from llmextract.evaluation.reports.payload import as_script, payload
from llmextract.evaluation.reports.words import LANGUAGES, page_file, words
from llmextract.evaluation.result import Evaluation

SCRIPTS = ("words.js", "tables.js", "passages.js", "reader.js", "browser.js", "start.js")


def as_html(
    evaluation: Evaluation,
    others: Sequence[tuple[str, Evaluation]] = (),
    *,
    language: str = "auto",
) -> str:
    """The page.  `others` are further runs, named, for the plot of cost and accuracy.

    `language` is en, zh, or auto: as the browser prefers.  Plots need matplotlib; without it the
    tables of their numbers stand alone.  The same evaluation gives the same text.  Raises
    UsageError for an unknown language.
    """
    if language not in ("auto", *LANGUAGES):
        raise UsageError(f"no words in {language!r}", hint="use auto, en or zh")
    spoken = language if language in LANGUAGES else "en"
    found = cases(evaluation)
    script = _script()
    costs = about.costs(evaluation, others)
    page = _template().render(
        words=words(spoken),
        language=language,
        css=_raw(page_file("page.css")),
        script=_raw(script),
        script_hash=_raw(_digest(script)),
        data=_raw(as_script(payload(evaluation, found))),
        run=evaluation.run,
        subtitle=about.subtitle(evaluation),
        total=evaluation.scores.total,
        interval=evaluation.interval,
        plain_words=sections.plain_words(evaluation),
        cards=sections.cards(evaluation),
        classes=sections.classes(found),
        tables=sections.tables(evaluation, found),
        confusions=sections.confusions(evaluation.scores),
        calibration=evaluation.calibration,
        calibration_cards=sections.calibration_cards(evaluation.calibration),
        curve=sections.thinned(evaluation.calibration),
        costs=[cost.row for cost in costs],
        plots=_plots(evaluation, [cost.point for cost in costs], spoken),
        facts=about.facts(evaluation),
    )
    return str(page)


def _plots(
    evaluation: Evaluation, points: Sequence[plots.CostPoint], language: str
) -> Mapping[str, Any]:
    drawn: dict[str, Any] = dict.fromkeys(("risk_coverage", "reliability", "cost_accuracy"))
    if not plots.can_plot():
        return drawn
    if evaluation.calibration:
        drawn["risk_coverage"] = _raw(plots.risk_coverage(evaluation.calibration, language))
        drawn["reliability"] = _raw(plots.reliability(evaluation.calibration, language))
    if len(points) > 1:
        drawn["cost_accuracy"] = _raw(plots.cost_accuracy(points, language))
    return drawn


def _template() -> Any:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals.update(rate=rate, percent=_percent, interval_text=interval)
    environment.filters["compact"] = lambda values: json.dumps(values, ensure_ascii=False)
    return environment.from_string(page_file("report.html"))


def _script() -> str:
    """All scripts of the page in one function, so that nothing is left in the window."""
    parts = "\n".join(page_file(name) for name in SCRIPTS)
    return f'"use strict";\n(() => {{\n{parts}}})();\n'


def _digest(script: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _raw(text: str) -> Any:
    """Text of our own making, which needs no escapes."""
    from markupsafe import Markup

    return Markup(text)  # noqa: S704


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%"
