"""Read labelled documents with weights that have not seen them, as a run to calibrate on.

    python eval/unseen.py OUT FOLDER… [--recorded NAME…] [--strategy rules] [--backend local:1.5b]

The shipped weights of `link` were fitted on documents of their own, on which its confidence is too
good to be true.  Here each document of a FOLDER (see fit.py) is read with weights fitted on the
others.  OUT becomes a run folder for `llmextract calibrate`; its figures are printed as Markdown.
Answers come from the recordings of these names, one a FOLDER; without them from the response cache
or from the model.
"""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fit import Sheet, load, names_of, weigh_unseen
from fit_judged import Judged, answers, fit_answers
from labelled import document_of, folders_of, recordings

from llmextract.calls import CallOptions, connected
from llmextract.documents import read_document
from llmextract.evaluation import Evaluation, evaluate
from llmextract.jobs import settings_of
from llmextract.linking.candidates import Candidate, Reading
from llmextract.linking.weigh import Key, Weights, load_weights
from llmextract.pipeline import process
from llmextract.runs import RunFolder
from llmextract.schema import SchemaSpec, load_schema
from llmextract.strategies.link import LinkStrategy
from llmextract.types import Analysis

UNASKED = "local:0.5b"  # stands where `rules` would have a model, and is never started


@dataclass(frozen=True, slots=True)
class Foreseen(Weights):
    """Weights of which only the scores that they give one document are known."""

    given: Mapping[Key, float] = field(default_factory=dict)

    def scores(self, reading: Reading) -> dict[Key, float]:
        return {c.key: self.given[c.key] for c in reading.candidates}


@dataclass(frozen=True)
class Unseen(LinkStrategy):
    """`link` with other weights, which asks what the shipped ones leave in doubt: only that has
    been answered."""

    def _doubtful(
        self,
        analysis: Analysis,
        reading: Reading,
        scores: Mapping[Key, float],
        schema: SchemaSpec,
    ) -> list[Candidate]:
        shipped = load_weights(bool(schema.passages))
        return LinkStrategy(self.use_model, shipped)._doubtful(
            analysis, reading, shipped.scores(reading), schema
        )


@dataclass(frozen=True)
class Group:
    """A folder of labelled documents, and how the model's answers about them are had."""

    folder: Path
    sheets: list[Sheet]
    options: CallOptions


def main() -> None:
    arguments = _arguments()
    schema = load_schema("disclosure_report")
    ways = recordings(arguments.recorded, arguments.backend, len(arguments.folders))
    groups = [
        Group(folder, load(folder, schema), options)
        for folder, options in zip(arguments.folders, ways, strict=True)
    ]
    asyncio.run(read(groups, schema, arguments))
    print("| folder | documents | P | R | F1 [95 %] | invented zeros |\n|--|--|--|--|--|--|")
    for folder in arguments.folders:
        print(row(folder.name, evaluate(arguments.out, folders_of(folder)[1])))


def row(name: str, found: Evaluation) -> str:
    """All cells of a folder's documents, as a row of Markdown."""
    scores, tally = found.scores, found.scores.total
    low, high = found.interval or (0.0, 0.0)
    return (
        f"| {name} | {len(scores.documents)} | {tally.precision:.3f} | {tally.recall:.3f} "
        f"| {tally.f1:.3f} [{low:.3f}, {high:.3f}] | {scores.nulls_called_zero} |"
    )


async def read(groups: Sequence[Group], schema: SchemaSpec, arguments: argparse.Namespace) -> None:
    """All documents through the pipeline, into a run folder."""
    weights = await weights_without(groups, schema, arguments)
    use_model = arguments.strategy == "link"
    backend = arguments.backend if use_model else UNASKED
    names = [_path(g.folder, sheet).name for g in groups for sheet in g.sheets]
    async with connected(backend, groups[0].options) as ready:
        settings = dataclasses.replace(
            settings_of(schema, Unseen(use_model), ready),
            strategy_options={"weights": "each document's are fitted without it"},
        )
    with RunFolder(arguments.out, settings, {}, names) as run:
        for group in groups:
            async with connected(backend, group.options) as ready:
                for sheet in group.sheets:
                    document = read_document(_path(group.folder, sheet))
                    strategy = Unseen(use_model, weights[sheet.name])
                    found = await process(document, schema, strategy, ready)
                    run.add(document, found)
                    if found.error is not None:
                        print(f"left out: {sheet.name}: {found.error}", file=sys.stderr)
        run.complete()


async def weights_without(
    groups: Sequence[Group], schema: SchemaSpec, arguments: argparse.Namespace
) -> dict[str, Weights]:
    """For each document, by its name, the weights that the others give."""
    shipped = load_weights(bool(schema.passages))
    sheets = [sheet for group in groups for sheet in group.sheets]
    weigh_unseen(sheets, names_of(schema), shipped.threshold)
    judged: list[Judged] = []
    if arguments.strategy == "link":
        for g in groups:
            judged += await answers(g.sheets, schema, arguments.backend, "link/zh.md", g.options)
    found: dict[str, Weights] = {}
    for sheet in sheets:
        of_answers = shipped.judged
        if judged:
            rest = [item for item in judged if item.sheet is not sheet]
            of_answers = tuple(float(w) for w in fit_answers(rest))
        found[sheet.name] = Foreseen(
            shipped.first, shipped.second, of_answers, shipped.threshold,
            shipped.judged_threshold, sheet.scores,
        )  # fmt: skip
    return found


def _path(folder: Path, sheet: Sheet) -> Path:
    documents, _ = folders_of(folder)
    return document_of(documents, sheet.name)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--recorded", nargs="*", default=[])
    parser.add_argument("--strategy", choices=("link", "rules"), default="link")
    parser.add_argument("--backend", default="local:1.5b")
    return parser.parse_args()


if __name__ == "__main__":
    main()
