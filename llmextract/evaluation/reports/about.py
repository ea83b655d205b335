"""What the page says of the run itself: settings, gold and cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from llmextract.evaluation.facts import RunFacts
from llmextract.evaluation.reports import figures
from llmextract.evaluation.reports.plots import CostPoint
from llmextract.evaluation.result import Evaluation


@dataclass(frozen=True, slots=True)
class Cost:
    row: Mapping[str, Any]
    point: CostPoint


def subtitle(evaluation: Evaluation) -> list[str]:
    run = evaluation.run
    return [part for part in (run.schema, run.strategy, run.model, run.started) if part]


def costs(evaluation: Evaluation, others: Sequence[tuple[str, Evaluation]]) -> list[Cost]:
    """This run and the others whose spending is known."""
    named = [(evaluation.run.name, evaluation), *others]
    return [cost for name, one in named if (cost := _cost(name, one))]


def _cost(name: str, evaluation: Evaluation) -> Cost | None:
    spent, f1 = figures.spending(evaluation.run), evaluation.scores.total.f1
    if spent is None:
        return None
    row = {
        "name": name,
        "f1": f1,
        "interval": figures.interval(evaluation.interval),
        "calls": f"{spent.calls:,.1f}",
        "prompt_tokens": f"{spent.prompt_tokens:,.0f}",
        "completion_tokens": f"{spent.completion_tokens:,.0f}",
        "seconds": f"{spent.seconds:,.1f}",
    }
    tokens = spent.prompt_tokens + spent.completion_tokens
    return Cost(row, CostPoint(name, tokens, f1 or 0.0, evaluation.interval))


def facts(evaluation: Evaluation) -> list[dict[str, Any]]:
    """What run and gold were; what is not known is left out."""
    gold, scores = evaluation.gold, evaluation.scores
    told = [
        *_run_facts(evaluation.run),
        _fact("gold_set", gold.name),
        {
            "name": "labels",
            "words": "gold_size",
            "filled": {"documents": gold.documents, "values": gold.values},
        },
        _fact("gold_digest", gold.sha256),
        {
            "name": "bootstrap",
            "words": "bootstrap_value",
            "filled": {"draws": f"{evaluation.draws:,}", "seed": evaluation.seed},
        },
        _fact("failed_list", ", ".join(scores.failed)),
        _fact("unlabelled_list", ", ".join(scores.unlabelled)),
        _fact("unscored_list", ", ".join(scores.unscored)),
    ]
    return [fact for fact in told if fact.get("text") or fact.get("words")]


def _run_facts(run: RunFacts) -> Iterator[dict[str, Any]]:
    yield _fact("schema", run.schema)
    yield _fact("strategy", run.strategy)
    yield _fact("model", run.model)
    yield _fact("started", run.started)
    yield _fact("version", run.version)
    yield _fact("prompts", ", ".join(f"{name} ({is_})" for name, is_ in run.prompts.items()))


def _fact(name: str, text: str) -> dict[str, Any]:
    return {"name": name, "text": text, "words": ""}
