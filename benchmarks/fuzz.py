"""Read files that are damaged at random or made to harm, and count how the readers take them.

    python benchmarks/fuzz.py [--count 10000] [--format txt html docx pdf zip] [--seed 0]

Every file is read in a process with a limit of time and of memory.  llmextract reads a PDF in a
process of its own; here that is left out for speed, and done where a PDF hangs, dies or runs out of
memory without it (the column “confined”), and then counted as it ends.  Prints a Markdown table;
exits 1 if a reader crashed (raised what is no DocumentError, or died), hung, or ran out of memory.
--keep FOLDER keeps the files that did.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import perf_counter

from fuzzing.bombs import bombs
from fuzzing.mutations import mutated
from fuzzing.seeds import FORMATS, seeds
from fuzzing.worker import DIED, Outcome, Worker

BAD = ("crashed", "hung", "out of memory")


@dataclass(slots=True)
class Tally:
    """How the files of one format were taken."""

    kinds: Counter[str] = field(default_factory=Counter)
    bad: list[tuple[str, Outcome]] = field(default_factory=list)
    slowest: float = 0.0
    megabytes: float = 0.0
    seconds: float = 0.0
    confined: int = 0

    def add(self, name: str, outcome: Outcome) -> None:
        self.kinds[outcome.kind] += 1
        self.slowest = max(self.slowest, outcome.seconds)
        self.megabytes = max(self.megabytes, outcome.megabytes)
        if outcome.kind in BAD:
            self.bad.append((name, outcome))


def main() -> int:
    """Fuzz every format asked for; the exit code."""
    options = _options()
    tallies: dict[str, Tally] = {}
    for format_ in options.format:
        tallies[format_] = _fuzz(format_, options)
    print("\n".join(_table(tallies)))
    for format_, tally in tallies.items():
        for name, outcome in tally.bad[:50]:
            print(f"\n{format_}, {name}: {outcome.kind} {outcome.detail}")
    return 1 if any(tally.bad for tally in tallies.values()) else 0


def _fuzz(format_: str, options: argparse.Namespace) -> Tally:
    tally = Tally()
    begun = perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        worker = Worker(Path(folder), options.seconds, options.megabytes)
        try:
            for name, data in _files(format_, options.count, options.seed):
                path = Path(folder) / f"a.{format_}"
                path.write_bytes(data)
                outcome = worker.read(path)
                if format_ == "pdf" and _needs_confining(outcome):
                    tally.confined += 1
                    outcome = worker.read(path, confined=True)
                tally.add(name, outcome)
                if outcome.kind in BAD and options.keep is not None:
                    options.keep.mkdir(parents=True, exist_ok=True)
                    (options.keep / f"{name.replace(' ', '-')}.{format_}").write_bytes(data)
                if options.minutes and perf_counter() - begun > 60 * options.minutes:
                    break
                if sys.stderr.isatty():
                    print(f"\r{format_} {tally.kinds.total()}", end="", file=sys.stderr)
        finally:
            worker.stop()
    tally.seconds = perf_counter() - begun
    return tally


def _needs_confining(outcome: Outcome) -> bool:
    died = outcome.kind == "crashed" and outcome.detail.startswith(DIED)
    return died or outcome.kind in ("hung", "out of memory")


def _files(format_: str, count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """The bombs, then so many mutated seeds that there are `count` files."""
    made = bombs(format_)[:count]
    yield from made
    sound = seeds(format_)
    for n in range(count - len(made)):
        chance = Random(f"{seed} {format_} {n}")  # noqa: S311 - repeatable, not secret
        yield f"mutation {n}", mutated(chance.choice(sound), sound, format_, chance)


def _table(tallies: dict[str, Tally]) -> Iterator[str]:
    kinds = ("read", "refused", *BAD)
    heads = (*kinds, "confined", "slowest, s of processor", "MB at most", "seconds")
    yield f"| format | files | {' | '.join(heads)} |"
    yield "|---|" + "---:|" * (len(kinds) + 5)
    for format_, tally in tallies.items():
        counts = " | ".join(f"{tally.kinds[kind]:,}" for kind in kinds)
        yield (
            f"| {format_} | {tally.kinds.total():,} | {counts} | {tally.confined:,} | "
            f"{tally.slowest:.1f} | {tally.megabytes:.0f} | {tally.seconds:.0f} |"
        )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=10_000, help="files of each format")
    parser.add_argument("--format", nargs="+", choices=FORMATS, default=FORMATS)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=60.0, help="limit for a file")
    parser.add_argument("--megabytes", type=int, default=2048, help="limit for the process")
    parser.add_argument("--minutes", type=float, default=0.0, help="end a format after so many")
    parser.add_argument("--keep", type=Path, help="folder for files that a reader fell over")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
