"""How long it takes, and how much memory, to score many documents and to draw the intervals.

Everything is made up, from a seed: no document stands behind it.
"""

from __future__ import annotations

import argparse
import importlib
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from llmextract.evaluation import Gold, Scores, load_gold, load_predictions, score
from llmextract.evaluation.statistics import bootstrap_f1, bootstrap_macro_f1
from llmextract.evaluation.versus import versus

T = TypeVar("T")
GROUPS = 10
OURS = "bootstrap of micro F1"


@dataclass
class Stages:
    """The seconds of processor that each stage took."""

    processor: dict[str, float] = field(default_factory=dict)

    def run(self, name: str, work: Callable[[], T]) -> T:
        clock, processor = time.perf_counter(), time.process_time()
        done = work()
        clock = time.perf_counter() - clock
        self.processor[name] = time.process_time() - processor
        print(f"{clock:9.2f} {self.processor[name]:10.2f} {peak_mb():9.0f}  {name}", flush=True)
        return done


def peak_mb() -> float:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1 << 20) if sys.platform == "darwin" else most / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--fields", type=int, default=100)
    parser.add_argument("--draws", type=int, default=10_000)
    parser.add_argument("--plain-draws", type=int, default=100, help="draws of the plain loop")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    print(
        f"{options.documents:,} documents of {options.fields} fields, {options.draws:,} draws\n"
        f"{'seconds':>9} {'processor':>10} {'MB so far':>8}  stage"
    )
    with tempfile.TemporaryDirectory() as name:
        measure(Path(name), options)


def measure(folder: Path, options: argparse.Namespace) -> None:
    """Each stage by itself, as `llmextract eval` and `llmextract compare` go through them."""
    stages, draws = Stages(), options.draws
    stages.run("making the files", lambda: write(folder, options))
    stages.run("importing numpy", lambda: importlib.import_module("numpy.random"))
    golds = stages.run("reading gold", lambda: load_gold(folder / "gold"))
    a = scored(stages, golds, folder / "a.jsonl")
    documents = stages.run("counting by document", lambda: list(a.by_document.values()))
    low, high = stages.run(OURS, lambda: bootstrap_f1(documents, draws=draws)) or (0, 0)
    loop = f"{options.plain_draws} draws of micro F1 in a plain loop"
    plain = stages.run(loop, lambda: plain_bootstrap(documents, options.plain_draws, options.seed))
    fields = stages.run("counting by document and field", lambda: by_field(a.cells))
    stages.run("bootstrap of macro-field F1", lambda: bootstrap_macro_f1(fields, draws=draws))
    b = scored(stages, golds, folder / "b.jsonl")
    found = stages.run("comparing the two runs", lambda: versus(a, b, draws=draws))
    whole, ours = stages.processor[loop] * draws / options.plain_draws, stages.processor[OURS]
    print(f"F1 {a.total.f1:.4f} [{low:.4f}, {high:.4f}]; the loop drew {min(plain):.4f} to "
          f"{max(plain):.4f}")  # fmt: skip
    print(f"all draws in the loop, each being the same work: {whole:,.0f} s of processor, "
          f"{whole / ours:,.0f} times ours")  # fmt: skip
    print(f"{len(found.changed):,} cells changed, {len(found.fields)} fields tested")


def scored(stages: Stages, golds: list[Gold], file: Path) -> Scores:
    """A run read and scored; its records are not kept."""
    found = stages.run(f"reading {file.name}", lambda: load_predictions(file))
    return stages.run(f"scoring {file.name}", lambda: score(golds, found))


def write(folder: Path, options: argparse.Namespace) -> None:
    """Gold, and records of two runs, of which the second is right a little more often."""
    (folder / "gold").mkdir()
    chance = random.Random(options.seed)  # noqa: S311
    with (folder / "a.jsonl").open("w") as a, (folder / "b.jsonl").open("w") as b:
        for number in range(options.documents):
            name, stated = f"d{number:06d}", gold_values(options.fields, chance)
            spans = {pointer: [at * 20, at * 20 + 9] for at, pointer in enumerate(stated)}
            data = {"document": name, "values": stated, "spans": spans}
            (folder / "gold" / f"{name}.json").write_text(json.dumps(data))
            pointers = list(all_pointers(options.fields))
            for file, right in ((a, 0.90), (b, 0.905)):
                line = record_line(name, pointers, data, right + chance.gauss(0, 0.05), chance)
                file.write(json.dumps(line) + "\n")


def all_pointers(count: int) -> Iterator[str]:
    return (f"/group{at % GROUPS}/field{at}" for at in range(count))


def gold_values(count: int, chance: random.Random) -> dict[str, int]:
    """Seven fields of ten are stated."""
    return {
        pointer: chance.randrange(100_000)
        for pointer in all_pointers(count)
        if chance.random() < 0.7
    }


def record_line(
    name: str, pointers: list[str], gold: dict[str, Any], right: float, chance: random.Random
) -> dict[str, Any]:
    """A record that has a field right with probability `right`; else it is wrong or missing."""
    record: dict[str, dict[str, int | None]] = {}
    evidence: dict[str, Any] = {}
    for pointer in pointers:
        _, group, key = pointer.split("/")
        value, luck = gold["values"].get(pointer), chance.random()
        if luck > right:
            value = None if value is not None and luck < (1 + right) / 2 else chance.randrange(9)
        record.setdefault(group, {})[key] = value
        if value is not None:
            start, end = gold["spans"].get(pointer, [0, 9])
            evidence[pointer] = {"quote": f"收到申请{value}件", "start": start, "end": end}
    return {"document": name, "record": record, "evidence": evidence, "error": None}


def by_field(cells: Any) -> list[dict[str, Any]]:
    documents: dict[str, dict[str, Any]] = {}
    for cell in cells:
        documents.setdefault(cell.document, {})[cell.pointer] = cell.tally
    return list(documents.values())


def plain_bootstrap(tallies: list[Any], draws: int, seed: int) -> list[float]:
    """Micro F1 of documents drawn with replacement, one by one."""
    parts = [(2 * tally.right, tally.given + tally.stated) for tally in tallies]
    chance, figures = random.Random(seed), []  # noqa: S311
    for _ in range(draws):
        upper = lower = 0
        for numerator, denominator in chance.choices(parts, k=len(parts)):
            upper += numerator
            lower += denominator
        figures.append(upper / lower)
    return figures


if __name__ == "__main__":
    main()
