"""Read labelled documents with weights that have not seen them, as a run to calibrate on.

    python eval/unseen.py OUT FOLDER… [--held-out FOLDER…] [--strategy rules] [--backend local:1.5b]

The shipped weights of `link` were fitted on documents of their own, on which its confidence is too
good to be true.  Here each document of a FOLDER (see fit.py) is read with weights fitted on the
others; those of --held-out, on which no weight was fitted, with the shipped weights.  OUT becomes a
run folder for `llmextract calibrate`.  Nothing is asked: answers come from the response cache, so
run `llmextract extract` over the documents first.  A document with a question that was never
answered is named, and left out.
"""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fit import ROOT, Sheet, load, names_of, weigh_unseen
from fit_judged import answers, fit_answers

from llmextract.backends.base import Backend, Capabilities
from llmextract.backends.registry import make_backend
from llmextract.cache import CachedBackend, ResponseCache
from llmextract.calls import default_cache
from llmextract.documents import read_document
from llmextract.errors import BackendError
from llmextract.jobs import settings_of
from llmextract.linking.candidates import Candidate, Reading
from llmextract.linking.weigh import Key, Weights, load_weights
from llmextract.pipeline import process
from llmextract.runs import RunFolder
from llmextract.schema import SchemaSpec, load_schema
from llmextract.strategies.link import LinkStrategy
from llmextract.types import Analysis, Completion, Request


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
class Silent:
    """Stands where a model would: has its name, and answers nothing."""

    identity: str
    capabilities: Capabilities = field(default_factory=lambda: Capabilities(logprobs=True))

    async def complete(self, request: Request) -> Completion:
        raise BackendError("not answered before", where=self.identity)

    async def aclose(self) -> None:
        """Nothing is open."""


def main() -> None:
    arguments = _arguments()
    schema = load_schema("disclosure_report")
    seen = [(folder, s) for folder in arguments.folders for s in load(folder, schema)]
    fresh = [(folder, s) for folder in arguments.held_out for s in load(folder, schema)]
    with ResponseCache(arguments.cache or default_cache()) as cache:
        backend = CachedBackend(Silent(make_backend(arguments.backend).identity), cache)
        use_model = arguments.strategy == "link"
        weights = asyncio.run(without([s for _, s in seen], schema, backend, use_model))
        weights |= {sheet.name: load_weights(bool(schema.passages)) for _, sheet in fresh}
        texts = {sheet.name: _path(folder, sheet) for folder, sheet in (*seen, *fresh)}
        strategies = {name: Unseen(use_model, w) for name, w in weights.items()}
        asyncio.run(write(arguments.out, texts, strategies, schema, backend))


async def without(
    sheets: Sequence[Sheet], schema: SchemaSpec, backend: Backend, use_model: bool
) -> dict[str, Weights]:
    """For each document the weights that the others give."""
    shipped, found = load_weights(bool(schema.passages)), {}
    weigh_unseen(sheets, names_of(schema), shipped.threshold)
    judged = await answers(sheets, schema, backend, "link/zh.md") if use_model else []
    for sheet in sheets:
        of_answers = shipped.judged
        if use_model:
            rest = [item for item in judged if item.sheet is not sheet]
            of_answers = tuple(float(w) for w in fit_answers(rest))
        found[sheet.name] = Foreseen(
            shipped.first, shipped.second, of_answers, shipped.threshold,
            shipped.judged_threshold, sheet.scores,
        )  # fmt: skip
    return found


async def write(
    out: Path,
    texts: Mapping[str, Path],
    strategies: Mapping[str, LinkStrategy],
    schema: SchemaSpec,
    backend: Backend,
) -> None:
    """Each document through the pipeline, into a run folder."""
    some = next(iter(strategies.values()))
    settings = dataclasses.replace(
        settings_of(schema, some, backend),
        strategy_options={"weights": "each document's are fitted without it"},
    )
    with RunFolder(out, settings, {}, [path.name for path in texts.values()]) as folder:
        for name, path in texts.items():
            document = read_document(path)
            found = await process(document, schema, strategies[name], backend)
            folder.add(document, found)
            if found.error is not None:
                print(f"left out: {name}: {found.error}", file=sys.stderr)
        folder.complete()


def _path(folder: Path, sheet: Sheet) -> Path:
    documents = folder / "documents" if (folder / "documents").is_dir() else folder
    return next(documents.glob(f"{Path(sheet.name).stem}.*"))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--held-out", nargs="*", type=Path, default=[ROOT / "eval" / "heldout"])
    parser.add_argument("--strategy", choices=("link", "rules"), default="link")
    parser.add_argument("--backend", default="local:1.5b")
    parser.add_argument("--cache", type=Path, help="a response cache other than the user's")
    return parser.parse_args()


if __name__ == "__main__":
    main()
