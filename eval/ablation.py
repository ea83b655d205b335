"""What each part of `link` is worth: the same documents read without it.

    python eval/ablation.py FOLDER… [--recorded NAME…]

Counted fields in running text, each document scored with weights fitted without it (see fit.py); a
variant's weights are fitted for that variant.  With --recorded, the names of the first folders'
recordings (cassettes/eval/NAME_link_MODEL.yaml), the models' parts are measured there too.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from fit import Sheet, load, names_of, rates, score, settled, values_of, weigh_unseen
from fit_judged import Judged, answers, fit_answers
from labelled import recordings

from llmextract.linking.weigh import load_weights
from llmextract.linking.zeros import find_zeros
from llmextract.schema import About, Extract, Passage, SchemaSpec, load_schema
from llmextract.schema.passages import parse_passages
from llmextract.strategies.link import linkable, offers

COMPILED = Path(__file__).parent / "compiled-1.5b.txt"
MODELS = ("local:1.5b", "local:0.5b")


@dataclass(frozen=True)
class Variant:
    """A way to read: with what schema, and with which parts."""

    name: str
    change: Callable[[SchemaSpec], SchemaSpec] = lambda schema: schema
    neighbours: bool = True
    sums: bool = True
    denials: bool = True
    solver: bool = True


VARIANTS = (
    Variant("all of it, no model"),
    Variant("without neighbours", neighbours=False),
    Variant("without sums in the solver", sums=False),
    Variant("without the solver: each number its best field", solver=False),
    Variant("without zeros from denials", denials=False),
    Variant("without the phrasebook", lambda s: replace(s, passages=())),
    Variant("without aliases", lambda s: bare(s)),
    Variant("compiled wordings only", lambda s: replace(bare(s), passages=compiled(s))),
    Variant("without both: bare labels", lambda s: replace(bare(s), passages=())),
    Variant("bare labels, no neighbours", lambda s: replace(bare(s), passages=()), False),
)


def main() -> None:
    arguments = _arguments()
    schema = load_schema("disclosure_report")
    print("| variant | P | R | F1 |\n|--|--|--|--|", flush=True)
    for variant in VARIANTS:
        if not arguments.only or any(word in variant.name for word in arguments.only):
            counts = without_model(variant, arguments.folders, schema)
            print(row(variant.name, counts), flush=True)
    if arguments.recorded:
        groups = [load(folder, schema) for folder in arguments.folders]
        sheets = [sheet for group in groups for sheet in group]
        weigh_unseen(sheets, names_of(schema), load_weights(bool(schema.passages)).threshold)
        recorded = list(zip(groups, arguments.recorded, strict=False))
        for model in MODELS:
            for name, counts in with_model(recorded, schema, model):
                print(row(name, counts), flush=True)


def without_model(variant: Variant, folders: Sequence[Path], schema: SchemaSpec) -> np.ndarray:
    """Scores of a variant, with weights of its own."""
    changed = variant.change(schema)
    sheets = [s for folder in folders for s in load(folder, changed)]
    threshold = load_weights(bool(changed.passages)).threshold
    weigh_unseen(sheets, names_of(changed), threshold, variant.neighbours)
    return sum(score(s, chosen(s, s.scores, changed, threshold, variant), changed) for s in sheets)


def compiled(schema: SchemaSpec) -> tuple[Passage, ...]:
    """The wordings that local:1.5b wrote (`llmextract compile`), as it wrote them."""
    known = {spec.pointer for spec in schema.fields}
    return tuple(parse_passages(COMPILED.read_text("utf-8"), known, COMPILED.name))


def bare(schema: SchemaSpec) -> SchemaSpec:
    """The schema with nothing but labels, hints and units: no other words for its fields."""

    def field(extract: Extract) -> Extract:
        return replace(extract, aliases=(), unlike=(), short=(), under=(), zero_by=())

    def about(group: About) -> About:
        return replace(group, aliases=(), unlike=())

    fields = tuple(
        replace(s, extract=field(s.extract), inside=tuple(about(a) for a in s.inside))
        for s in schema.fields
    )
    return replace(schema, fields=fields)


def chosen(
    sheet: Sheet, scores: dict, schema: SchemaSpec, threshold: float, variant: Variant
) -> dict:
    """Values by pointer, settled with the parts that the variant has."""
    if variant.solver:
        parts = {"denials": variant.denials, "sums": variant.sums}
        return values_of(settled(sheet, scores, schema, threshold, **parts))
    zeros = find_zeros(sheet.reading, linkable(schema)) if variant.denials else []
    pairs = offers(sheet.reading, scores, threshold, zeros, sheet.tables)
    best = {p.mention: p for p in sorted(pairs, key=lambda p: p.score) if p.score > 0}
    ranked = sorted(best.values(), key=lambda p: p.score)
    return {pair.pointer: pair.value for pair in ranked}


def with_model(
    recorded: Sequence[tuple[Sequence[Sheet], str]], schema: SchemaSpec, model: str
) -> Iterator[tuple[str, np.ndarray]]:
    """Scores with the answers of `model` about weighed sheets, each group with the name of its
    recording: beside the rules' score, and in its place."""
    judged: list[Judged] = []
    names = [name for _, name in recorded]
    ways = recordings(names, model, len(names))
    for (group, _), options in zip(recorded, ways, strict=True):
        judged += asyncio.run(answers(group, schema, model, "link/zh.md", options))
    threshold = load_weights(True).judged_threshold
    own = VARIANTS[0]
    base = sum(
        score(
            j.sheet,
            chosen(j.sheet, j.sheet.scores, schema, load_weights(True).threshold, own),
            schema,
        )
        for j in judged
    )
    yield f"{len(judged)} documents with answers of {model}: no model", base
    for name, columns in (("with the model", slice(0, 5)), ("the model alone", slice(2, 5))):
        counts = np.zeros(4, int)
        for item in judged:
            rest = [masked(other, columns) for other in judged if other is not item]
            weights = fit_answers(rest)
            scores = masked(item, columns).scores(weights)
            counts += score(item.sheet, chosen(item.sheet, scores, schema, threshold, own), schema)
        yield f"the same: {name}", counts


def masked(item: Judged, columns: slice) -> Judged:
    """Only some of what the answers are weighed by; the bias stays."""

    def row(values: tuple[float, ...]) -> tuple[float, ...]:
        return tuple(
            v if n == 0 or n in range(*columns.indices(len(values))) else 0.0
            for n, v in enumerate(values)
        )

    return Judged(item.sheet, {key: row(values) for key, values in item.rows.items()})


def row(name: str, counts: np.ndarray) -> str:
    precision, recall, f1 = rates(counts)
    return f"| {name} | {precision:.3f} | {recall:.3f} | {f1:.3f} |"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--only", nargs="*", default=[], help="words of the variants to measure")
    parser.add_argument("--recorded", nargs="*", default=[])
    return parser.parse_args()


if __name__ == "__main__":
    main()
