"""What of the score comes from wordings that people wrote: hand-written, compiled, or none.

    python eval/variants.py FOLDER… --on FOLDER [--compiled FILE] [--backend local:1.5b]

`rules` and `link` read the documents of --on with the schema as it is, with a phrasebook that a
model wrote (`llmextract compile`) in the place of all hand-written aliases and passages, and with
bare labels.  Weights are fitted on the FOLDERs, for each variant anew; how much answers count is as
shipped.  Counted fields in running text.  Answers come from the response cache or from the model.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from ablation import COMPILED, VARIANTS, bare, chosen, row
from fit import Sheet, load, names_of, score, weigh_unseen
from fit_judged import answers

from llmextract.linking.weigh import Weights, load_weights
from llmextract.schema import SchemaSpec, load_schema
from llmextract.schema.passages import parse_passages


def main() -> None:
    arguments = _arguments()
    print("| wordings | strategy | P | R | F1 |\n|--|--|--|--|--|", flush=True)
    for name, schema in schemas(arguments.compiled):
        seen = [s for folder in arguments.folders for s in load(folder, schema)]
        fresh = load(arguments.on, schema)
        shipped = load_weights(bool(schema.passages))
        first, second = weigh_unseen(seen, names_of(schema), shipped.threshold)
        weights = replace(shipped, first=first, second=second)
        for sheet in fresh:
            sheet.scores = weights.scores(sheet.reading)
        for strategy, counts in scored(fresh, schema, weights, arguments.backend):
            print(row(f"{name} | {strategy}", counts), flush=True)


def schemas(compiled: Path) -> Iterator[tuple[str, SchemaSpec]]:
    """The schema as it is, with a compiled phrasebook only, and with bare labels."""
    full = load_schema("disclosure_report")
    known = {spec.pointer for spec in full.fields}
    passages = tuple(parse_passages(compiled.read_text("utf-8"), known, str(compiled)))
    yield "hand-written", full
    yield "compiled", replace(bare(full), passages=passages)
    yield "bare labels", replace(bare(full), passages=())


def scored(
    sheets: Sequence[Sheet], schema: SchemaSpec, weights: Weights, backend: str
) -> Iterator[tuple[str, np.ndarray]]:
    """Counts of `rules`, and of `link` with answers weighed as the package weighs them."""

    def count(threshold: float, scores: Sequence[dict]) -> np.ndarray:
        pairs = zip(sheets, scores, strict=True)
        return sum(score(s, chosen(s, z, schema, threshold, VARIANTS[0]), schema) for s, z in pairs)

    yield "rules", count(weights.threshold, [dict(s.scores) for s in sheets])
    shipped = load_weights(phrasebook=True)
    asked = asyncio.run(answers(sheets, schema, backend, "link/zh.md", None, weights))
    judged = [item.scores(np.array(shipped.judged)) for item in asked]
    yield "link", count(shipped.judged_threshold, judged)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--on", type=Path, required=True)
    parser.add_argument("--compiled", type=Path, default=COMPILED)
    parser.add_argument("--backend", default="local:1.5b")
    return parser.parse_args()


if __name__ == "__main__":
    main()
