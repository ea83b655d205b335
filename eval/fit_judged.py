"""Fit how much the model's answers count, on labelled documents; see fit.py for the folders.

    python eval/fit_judged.py FOLDER… [--recorded NAME…] [--thresholds -1.0] [--write]

The doubtful pairs of every document are put to the model (answers come from the response cache
where a run has asked before, or from recordings).  Rules scores and the weights of the answers
are both fitted without the scored document.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from fit import (
    PENALTY,
    Sheet,
    line,
    load,
    names_of,
    save,
    score,
    settled,
    values_of,
    weigh_unseen,
)
from labelled import recordings
from scipy.optimize import minimize

from llmextract.backends.base import Backend
from llmextract.calls import CallOptions, connected
from llmextract.linking.candidates import Candidate
from llmextract.linking.doubt import doubtful
from llmextract.linking.judge import judge
from llmextract.linking.weigh import Key, Weights, evidence_of, load_weights
from llmextract.prompting import load_prompt
from llmextract.schema import SchemaSpec, load_schema

EXPECTED = np.array([0.0, 1.0, 0.0, 0.0, 0.0])  # without answers, the rules' score stands


@dataclass
class Judged:
    """A sheet (its scores fitted without it) and what the model's answers are worth."""

    sheet: Sheet
    rows: Mapping[Key, tuple[float, ...]]

    def scores(self, weights: np.ndarray) -> dict[Key, float]:
        """The sheet's scores; those of judged pairs from the answers, by `weights`."""
        judged = {key: float(np.dot(weights, row)) for key, row in self.rows.items()}
        return {**self.sheet.scores, **judged}


def main() -> None:
    arguments = _arguments()
    schema = load_schema(arguments.schema)
    groups = [(folder, load(folder, schema)) for folder in arguments.folders]
    sheets = [sheet for _, group in groups for sheet in group]
    weigh_unseen(sheets, names_of(schema), load_weights(bool(schema.passages)).threshold)
    judged = []
    ways = recordings(arguments.recorded, arguments.backend, len(groups))
    for (_, group), options in zip(groups, ways, strict=True):
        judged += asyncio.run(answers(group, schema, arguments.backend, arguments.prompt, options))
    for threshold in arguments.thresholds:
        print(f"threshold {threshold:+.1f}")
        counts: dict[str, np.ndarray] = {}
        for item in judged:
            weights = fit_answers([other for other in judged if other is not item])
            values = values_of(settled(item.sheet, item.scores(weights), schema, threshold))
            folder = next(f.name for f, group in groups if item.sheet in group)
            counts[folder] = counts.get(folder, 0) + score(item.sheet, values, schema)
        for name, totals in {**counts, "all": sum(counts.values())}.items():
            print(f"  {name:12} {line(totals)}")
    weights = fit_answers(judged)
    print("weights", np.round(weights, 3))
    if arguments.write:
        judged_weights = [round(float(w), 4) for w in weights]
        save(schema, judged=judged_weights, judged_threshold=arguments.thresholds[0])


async def answers(
    sheets: Sequence[Sheet],
    schema: SchemaSpec,
    backend: str | Backend,
    prompt: str,
    options: CallOptions | None = None,
    weights: Weights | None = None,
) -> list[Judged]:
    """Ask about the pairs of weighed sheets that `weights` (default: the shipped ones, whose
    questions have been answered) leave in doubt."""
    weights, found = weights or load_weights(bool(schema.passages)), []
    async with connected(backend, options or CallOptions()) as ready:
        for sheet in sheets:
            asked = asked_of(sheet, schema, weights)
            said = await judge(ready, load_prompt(prompt), [c.asked for c in asked])
            rows = evidence_of(sheet.scores, {c.key: said[c.asked] for c in asked})
            found.append(Judged(sheet, rows))
            print(f"{sheet.name}: {len(asked)} pairs", file=sys.stderr)
    return found


def asked_of(sheet: Sheet, schema: SchemaSpec, weights: Weights) -> list[Candidate]:
    """The pairs of a sheet that `weights` leave in doubt."""
    scores = weights.scores(sheet.reading)
    chosen = settled(sheet, scores, schema, weights.threshold)
    return doubtful(sheet.reading, scores, chosen, weights.threshold)


def fit_answers(items: Sequence[Judged]) -> np.ndarray:
    """Logistic regression of right and wrong on `evidence_of`."""
    rows, labels, sureness = [], [], []
    for item in items:
        sheet = item.sheet
        for c, y, w in zip(sheet.reading.candidates, sheet.y, sheet.w, strict=True):
            if c.key in item.rows and w > 0:
                rows.append(item.rows[c.key])
                labels.append(2 * y - 1)
                sureness.append(w)
    x, sign, w = np.array(rows), np.array(labels), np.array(sureness)

    def loss(weights: np.ndarray) -> float:
        penalty = PENALTY * ((weights - EXPECTED)[1:] ** 2).sum() / 2
        return (w * np.logaddexp(0, -sign * (x @ weights))).sum() + penalty

    more_is_better = [(None, None), *[(0.0, None)] * (len(EXPECTED) - 1)]
    return minimize(loss, EXPECTED, method="L-BFGS-B", bounds=more_is_better).x


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--schema", default="disclosure_report")
    parser.add_argument("--backend", default="local:1.5b")
    parser.add_argument("--prompt", default="link/zh.md")
    parser.add_argument(
        "--recorded", nargs="*", default=[], help="names of recordings, a FOLDER each"
    )
    parser.add_argument("--thresholds", nargs="+", type=float, default=[-1.0])
    parser.add_argument("--write", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
