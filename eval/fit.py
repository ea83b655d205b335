"""Fit the linker's weights on labelled documents, and say what they reach on documents left out.

    python eval/fit.py FOLDER… [--plain] [--write]

Each FOLDER holds documents/ and gold/ (or is examples/ with its gold in eval/gold/).  Every
document is scored with weights that have not seen it: the documents are dealt into folds, and each
fold is weighed by what the others give.  With --write the weights of all documents go to
llmextract/linking/weights.json.  --plain leaves the schema's phrasebook out: these are the weights
for schemas that have none.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import numpy as np
from labelled import document_of, folders_of
from scipy.optimize import minimize

from llmextract.analyse import analyse
from llmextract.documents import read_document
from llmextract.evaluation import Tally
from llmextract.evaluation.gold import Gold, load_gold
from llmextract.linking.candidates import Candidate, Reading, read
from llmextract.linking.features import FEATURES
from llmextract.linking.likeness import LIKENESS
from llmextract.linking.neighbours import NEIGHBOURS
from llmextract.linking.weigh import Key, surroundings
from llmextract.linking.zeros import find_zeros
from llmextract.schema import SchemaSpec, load_schema
from llmextract.solve import Chosen, settle
from llmextract.strategies.link import capacities, linkable, offers
from llmextract.tables import read_tables, with_tables
from llmextract.types import Pointer, Span

ROOT = Path(__file__).parent.parent
WEIGHTS = ROOT / "llmextract" / "linking" / "weights.json"
PENALTY = 1.0  # of squared distance from what is expected, against overfitting
EXPECTED = {  # what language says before any document is seen: such numbers are not the field's
    "past": -3.0, "delta": -3.0, "rate": -3.0, "plan": -3.0, "wider_distinct": -3.0, "unlike": -3.0,
    "other_year": -3.0, "child": -1.0, "cumulative": -1.0, "contained": 2.0, "length": 2.0,
    "head_bare": 2.0, "own_lead": 1.0, "sum_of_parts": 3.0,
    "joint": 3.0, "overlap": 3.0, "group_rival": -3.0, "unit_exact": 1.0, "bias": -7.0,
}  # fmt: skip
UNSURE = 0.5  # weight of a pair whose label is guessed because the gold has no span
FOLDS = 10


@dataclass
class Sheet:
    """A labelled document: one row of `x` a pair; `y` right or wrong; `w` its weight.  `tables` are
    the fields that official tables state, which are none of the linker's; `scores` the pairs'
    log-odds from weights that have not seen the document."""

    name: str
    gold: Gold
    tables: Mapping[Pointer, Decimal]
    reading: Reading
    x: np.ndarray
    y: np.ndarray
    w: np.ndarray
    scores: Mapping[Key, float]


def main() -> None:
    arguments = _arguments()
    schema = load_schema(arguments.schema)
    if arguments.plain:
        schema = replace(schema, passages=())
    groups = [(folder.name, load(folder, schema)) for folder in arguments.folders]
    sheets = [sheet for _, group in groups for sheet in group]
    first, second = weigh_unseen(sheets, names_of(schema), arguments.thresholds[0])
    for threshold in arguments.thresholds:
        print(f"threshold {threshold:+.1f}")
        counts = {
            name: sum(
                score(s, values_of(settled(s, s.scores, schema, threshold)), schema) for s in group
            )
            for name, group in groups
        }
        for name, totals in {**counts, "all": sum(counts.values())}.items():
            print(f"  {name:12} {line(totals)}")
    if arguments.write:
        save(schema, first=first, second=second, threshold=arguments.thresholds[0])


def names_of(schema: SchemaSpec) -> tuple[str, ...]:
    """The features of a pair's own under `schema`."""
    return (*FEATURES, *(LIKENESS if schema.passages else ()))


def weigh_unseen(
    sheets: Sequence[Sheet], names: Sequence[str], threshold: float, neighbours: bool = True
) -> tuple[dict[str, float], dict[str, float]]:
    """Give every sheet the scores of weights fitted without it; return those fitted on all.

    The neighbours of a pair, too, are weighed by what has not seen the document; they can be left
    out.
    """
    wide: dict[str, np.ndarray] = {}
    for fold, rest in folds(len(sheets)):
        first = fit([sheets[k] for k in rest], names)
        for k in fold:
            around = around_pairs(sheets[k].reading, sheets[k].x @ first, threshold) * neighbours
            wide[sheets[k].name] = np.hstack([sheets[k].x, around])
    both, full = (*names, *NEIGHBOURS), [replace(s, x=wide[s.name]) for s in sheets]
    for fold, rest in folds(len(sheets)):
        second = fit([full[k] for k in rest], both)
        for k in fold:
            keys = (c.key for c in sheets[k].reading.candidates)
            sheets[k].scores = dict(zip(keys, map(float, full[k].x @ second), strict=True))
    return named(names, fit(sheets, names)), named(both, fit(full, both))


def folds(count: int) -> list[tuple[list[int], list[int]]]:
    """(left out, the rest) for each fold; documents are dealt out in turn."""
    if count < 2:
        raise SystemExit(
            "one labelled document is too few: each is scored by weights of the others"
        )
    many = min(FOLDS, count)
    parts = [[k for k in range(count) if k % many == fold] for fold in range(many)]
    return [(part, [k for k in range(count) if k not in part]) for part in parts]


def around_pairs(reading: Reading, scores: np.ndarray, threshold: float) -> np.ndarray:
    """`NEIGHBOURS` of every pair, given first scores."""
    keys = [c.key for c in reading.candidates]
    around = surroundings(reading, dict(zip(keys, map(float, scores), strict=True)), threshold)
    return np.array([[around.features(*key)[name] for name in NEIGHBOURS] for key in keys])


def load(folder: Path, schema: SchemaSpec) -> list[Sheet]:
    """The labelled documents of a folder, not yet weighed."""
    documents, gold = folders_of(folder)
    sheets = []
    for item in load_gold(gold, documents):
        analysis = analyse(read_document(document_of(documents, item.document)))
        analysis = with_tables(analysis, read_tables(analysis, schema))
        reading = read(analysis, linkable(schema), schema)
        names = names_of(schema)
        rows = [[c.features[name] for name in names] for c in reading.candidates]
        labels = [label(c, item) for c in reading.candidates]
        y, w = (np.array(column) for column in zip(*labels, strict=True))
        x = np.array(rows)
        sheets.append(Sheet(item.document, item, analysis.stated, reading, x, y, w, {}))
    return sheets


def label(candidate: Candidate, gold: Gold) -> tuple[int, float]:
    """Whether a pair is right, and how sure that is.  An equal number elsewhere is left out."""
    pointer = candidate.spec.pointer
    if pointer in gold.not_annotated:
        return 0, 0.0
    value = gold.values.get(pointer)
    if not isinstance(value, int | float | Decimal) or Decimal(str(value)) != candidate.value:
        return 0, 1.0
    spans = gold.spans.get(pointer)
    if not spans:
        f = candidate.features
        near = f["contained"] or f["group_own"] or f["group_sentence"] or f["overlap"] > 0.2
        return int(bool(near)), UNSURE
    inside = any(_touch(candidate.mention.span, span) for span in spans)
    return int(inside), float(inside)


def fit(sheets: Sequence[Sheet], names: Sequence[str]) -> np.ndarray:
    """Logistic regression with an L2 penalty (not on the bias)."""
    x = np.vstack([s.x for s in sheets])
    y = np.concatenate([s.y for s in sheets])
    w = np.concatenate([s.w for s in sheets])
    sign = 2 * y - 1
    expected = np.array([EXPECTED.get(name, 0.0) for name in names])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (x @ weights)
        slope = -sign / (1 + np.exp(np.clip(margin, -30, 30)))
        penalty = np.r_[0, (weights - expected)[1:]]
        value = (w * np.logaddexp(0, -margin)).sum() + PENALTY * (penalty**2).sum() / 2
        return value, x.T @ (w * slope) + PENALTY * penalty

    return minimize(loss, expected, jac=True, method="L-BFGS-B").x


def settled(
    sheet: Sheet,
    scores: Mapping[Key, float],
    schema: SchemaSpec,
    threshold: float,
    *,
    denials: bool = True,
    sums: bool = True,
) -> list[Chosen]:
    """What the solver settles on, given the pairs' scores; zeros from denials, and the schema's
    sums, can be left out."""
    zeros = find_zeros(sheet.reading, linkable(schema)) if denials else []
    pairs = offers(sheet.reading, scores, threshold, zeros, sheet.tables)
    identities = schema.identities if sums else ()
    return settle(pairs, identities, capacities(sheet.reading, zeros))


def values_of(chosen: Sequence[Chosen]) -> dict[Pointer, Decimal]:
    """The settled values by field."""
    return {c.pair.pointer: c.pair.value for c in chosen}


def score(sheet: Sheet, predicted: dict[str, Decimal], schema: SchemaSpec) -> np.ndarray:
    """(right, wrong, missing, spurious) over linkable fields that no table states."""
    counts = np.zeros(4, int)
    for spec in linkable(schema):
        if spec.pointer in sheet.gold.not_annotated or spec.pointer in sheet.tables:
            continue
        gold, got = sheet.gold.values.get(spec.pointer), predicted.get(spec.pointer)
        if gold is None and got is None:
            continue
        if gold is None:
            counts[3] += 1
        elif got is None:
            counts[2] += 1
        else:
            counts[int(got != Decimal(str(gold)))] += 1
    return counts


def named(names: Sequence[str], weights: np.ndarray) -> dict[str, float]:
    return {name: round(float(w), 4) for name, w in zip(names, weights, strict=True)}


def save(schema: SchemaSpec, **changes: object) -> None:
    """Change some of the shipped weights: those for schemas like this one."""
    data = json.loads(WEIGHTS.read_text("utf-8"))
    kind = "phrasebook" if schema.passages else "plain"
    data[kind] = data.get(kind, {}) | changes
    WEIGHTS.write_text(json.dumps(data, indent=1) + "\n", "utf-8")
    print(f"written to {WEIGHTS}")


def _touch(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def line(totals: np.ndarray) -> str:
    right, wrong, missing, spurious = totals
    precision, recall, f1 = rates(totals)
    return (
        f"right {right} wrong {wrong} missing {missing} spurious {spurious}  "
        f"P {precision:.3f} R {recall:.3f} F1 {f1:.3f}"
    )


def rates(totals: np.ndarray) -> tuple[float, float, float]:
    """Precision, recall and F1 of what `score` counts; 0 where there is nothing to divide by."""
    tally = Tally(*map(int, totals))
    return tally.precision or 0.0, tally.recall or 0.0, tally.f1 or 0.0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--schema", default="disclosure_report")
    parser.add_argument("--thresholds", nargs="+", type=float, default=[-1.6])
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--write", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
