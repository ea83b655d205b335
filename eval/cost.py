"""What a document costs, the further a corpus has been read: calls and tokens by position.

    python eval/cost.py [--count 1000] [--seed 7] [--real FOLDER…]

A seeded corpus of our own writing (`generator/`), in shuffled order, with the reports of the
FOLDERs among it, is read by `link`.  A judgement belongs to a masked phrase, so one that recurs is
not asked again: what counts here is what no earlier document has asked.  Which questions are asked
does not depend on the answers, so none is sent; the records are those of a run that asks afresh.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TypeAlias

from llmextract.analyse import analyse
from llmextract.documents import read_document
from llmextract.prompting import estimate_tokens
from llmextract.schema import SchemaSpec, load_schema
from llmextract.strategies.link import LinkStrategy
from llmextract.tables import read_tables, with_tables
from llmextract.types import Message

ROOT = Path(__file__).parent.parent
MARKS = (1, 10, 100, 1000)
Question: TypeAlias = tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one document needs: questions in it, those never asked before, and their tokens."""

    name: str
    questions: int
    new: int
    tokens: int


def main() -> None:
    arguments = _arguments()
    schema = load_schema("disclosure_report")
    with tempfile.TemporaryDirectory() as folder:
        paths = corpus(Path(folder), arguments.count, arguments.seed, arguments.real)
        costs = list(read_all(paths, schema))
    print(table(costs))


def corpus(folder: Path, count: int, seed: int, real: Sequence[Path]) -> list[Path]:
    """The reports of the folders, and generated ones up to `count` in all, shuffled."""
    from generator import reports

    documents = [path for place in real for path in sorted(place.glob("*.txt"))]
    for report in reports(max(0, count - len(documents)), seed):
        path = folder / f"{report.name}.txt"
        path.write_text(report.text, "utf-8")
        documents.append(path)
    Random(seed).shuffle(documents)  # noqa: S311 - an order, no secret
    return documents


def read_all(paths: Iterable[Path], schema: SchemaSpec) -> Iterable[Cost]:
    """Each document's cost, given all before it."""
    asked = set[Question]()
    for number, path in enumerate(paths, 1):
        here = questions(path, schema)
        new = here - asked
        asked |= new
        tokens = sum(estimate_tokens(m.content) for messages in new for m in messages)
        if number % 100 == 0:
            print(f"{number} read, {len(asked)} questions", file=sys.stderr)
        yield Cost(path.name, len(here), len(new), tokens)


def questions(path: Path, schema: SchemaSpec) -> set[Question]:
    """The questions that `link` has about a document."""
    analysis = analyse(read_document(path))
    analysis = with_tables(analysis, read_tables(analysis, schema))
    return {request.messages for request in LinkStrategy().requests(analysis, schema)}


def table(costs: Sequence[Cost]) -> str:
    """Means about the 1st, 10th, 100th and 1,000th document, as Markdown."""
    lines = [
        "| documents | questions in a document | new calls | tokens in |",
        "|--|--|--|--|",
    ]
    for mark in MARKS:
        low, high = window(mark, len(costs))
        part = costs[low:high]
        if part:
            each = [sum(values) / len(part) for values in _columns(part)]
            lines.append(f"| {low + 1}–{high} | {each[0]:.1f} | {each[1]:.1f} | {each[2]:,.0f} |")
    total = sum(c.new for c in costs)
    lines.append(
        f"\n{len(costs)} documents, {sum(c.questions for c in costs)} questions, {total} calls."
    )
    return "\n".join(lines)


def window(mark: int, count: int) -> tuple[int, int]:
    """The documents about the `mark`-th: a tenth of its place to either side."""
    around = mark // 10
    high = min(count, mark + around)
    return min(mark - 1 - around, high), high


def _columns(costs: Sequence[Cost]) -> tuple[list[int], list[int], list[int]]:
    return [c.questions for c in costs], [c.new for c in costs], [c.tokens for c in costs]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--real", nargs="*", type=Path, default=[ROOT / "examples", ROOT / "eval/heldout/documents"]
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
