"""Fit how much the model's answers count, on labelled documents; see fit.py for the folders.

    python eval/fit_judged.py FOLDER… [--backend local:1.5b] [--thresholds -0.9] [--write]

The doubtful pairs of every document are put to the model (answers come from the response cache
where a run has asked before).  Rules scores and the weights of the answers are both fitted with the
scored document left out.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from fit import PENALTY, WEIGHTS, Sheet, chosen_values, fit, line, load, save, score
from scipy.optimize import minimize

from llmextract.calls import CallOptions, connected
from llmextract.linking.doubt import doubtful
from llmextract.linking.judge import judge
from llmextract.linking.weigh import Key, evidence_of, load_weights
from llmextract.linking.zeros import find_zeros
from llmextract.prompting import load_prompt
from llmextract.schema import SchemaSpec, load_schema
from llmextract.solve import settle
from llmextract.strategies.link import capacities, linkable, offers

EXPECTED = np.array([0.0, 1.0, 0.0, 0.0, 0.0])  # without answers, the rules' score stands


@dataclass
class Judged:
    """A sheet with the rules' scores (fitted without it) and the model's answers."""

    sheet: Sheet
    scores: Mapping[Key, float]
    rows: Mapping[Key, tuple[float, ...]]


def main() -> None:
    arguments = _arguments()
    schema = load_schema(arguments.schema)
    sheets = [s for folder in arguments.folders for s in load(folder, schema)]
    judged = asyncio.run(answers(sheets, schema, arguments.backend, arguments.prompt))
    for threshold in arguments.thresholds:
        totals = np.zeros(4, int)
        for item in judged:
            weights = fit_answers([other for other in judged if other is not item])
            scores = dict(item.scores) | {
                k: float(np.dot(weights, r)) for k, r in item.rows.items()
            }
            values = chosen_values(item.sheet, scores, schema, threshold)
            totals += score(item.sheet, values, schema)
        print(f"threshold {threshold:+.1f}  {line(totals)}")
    weights = fit_answers(judged)
    print("weights", np.round(weights, 3))
    if arguments.write:
        save(judged=[round(float(w), 4) for w in weights], judged_threshold=arguments.thresholds[0])
        print(f"written to {WEIGHTS}")


async def answers(
    sheets: Sequence[Sheet], schema: SchemaSpec, backend: str, prompt: str
) -> list[Judged]:
    """Ask about the pairs that the shipped weights leave in doubt."""
    shipped, found = load_weights(), []
    async with connected(backend, CallOptions()) as ready:
        for sheet in sheets:
            reading = sheet.reading
            candidates, zeros = reading.candidates, find_zeros(reading, linkable(schema))
            scores = {c.key: shipped.score(c.features) for c in candidates}
            pairs = offers(reading, scores, shipped.threshold, zeros)
            chosen = settle(pairs, schema.identities, capacities(reading, zeros))
            asked = doubtful(reading, scores, chosen, shipped.threshold)
            said = await judge(ready, load_prompt(prompt), [c.asked for c in asked])
            unseen = fit([s for s in sheets if s is not sheet])
            fair = {c.key: float(z) for c, z in zip(candidates, sheet.x @ unseen, strict=True)}
            rows = evidence_of(fair, {c.key: said[c.asked] for c in asked})
            found.append(Judged(sheet, fair, rows))
    return found


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
    parser.add_argument("--thresholds", nargs="+", type=float, default=[-0.9])
    parser.add_argument("--write", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
