"""How well official tables are read, over templates, file formats and kinds of damage.

    python eval/formats.py [--count 500] [--seed 11] [--formats text,html,docx,pdf] [--jobs 1]

Generates reports (eval/generator), writes each whole in every format and damaged in every format,
one kind of damage at a time, reads the files with llmextract without a model, and prints Markdown
tables.  --strict: exit 1 if a cell of an undamaged table is wrong or missing, or if a cell is wrong
and no finding says so.  --cells lists such cells; --keep FOLDER keeps their files.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from formats_cells import MISSING, MISSING_TOLD, TOLD, WRONG, Reading, read
from formats_tables import tables
from generator.damage import DAMAGES, WHOLE, damaged, kinds_for
from generator.page import Page
from generator.pages import FORMS, pages
from generator.writers import FORMATS, SUFFIXES, written


@dataclass(frozen=True, slots=True)
class Task:
    """A page in one format with one kind of damage."""

    page: Page
    form: str
    format: str
    damage: str
    seed: int
    keep: Path | None
    strategy: str


def main() -> int:
    """Generate, read, print; the exit code."""
    arguments = _arguments()
    tasks = _tasks(arguments)
    readings: list[Reading] = []
    with tempfile.TemporaryDirectory() as folder:
        for n, reading in enumerate(_read_all(tasks, arguments.jobs, Path(folder)), 1):
            readings.append(reading)
            if sys.stderr.isatty():
                print(f"\r{n} files", end="", file=sys.stderr)
    print("\n".join(tables(readings, arguments.formats)))
    if arguments.cells:
        print("\n".join(_wrong(readings)))
    return 1 if arguments.strict and any(map(_is_bad, readings)) else 0


def _is_bad(reading: Reading) -> bool:
    if reading.error:
        return True
    bad = (WRONG, TOLD, MISSING, MISSING_TOLD) if reading.damage == WHOLE else (WRONG,)
    return any(reading.cells[outcome] for outcome in bad)


def _tasks(arguments: argparse.Namespace) -> Iterator[Task]:
    """Each page whole and with one kind of damage a format; the kinds take turns, so that each
    comes to each format."""
    for n, page in enumerate(pages(arguments.count, arguments.seed, arguments.forms)):
        form = arguments.forms[n % len(arguments.forms)]
        kinds = [k for k in kinds_for(page.template) if k in arguments.damage]
        turn = n // len(arguments.forms)
        for m, format_ in enumerate(arguments.formats):
            own = [WHOLE] if WHOLE in arguments.damage else []
            if kinds:
                own.append(kinds[(turn + m * 5) % len(kinds)])
            for kind in own:
                yield Task(
                    page, form, format_, kind, arguments.seed, arguments.keep, arguments.strategy
                )


def _read_all(tasks: Iterable[Task], jobs: int, folder: Path) -> Iterator[Reading]:
    if jobs == 1:
        yield from (_read(task, folder) for task in tasks)
        return
    with ProcessPoolExecutor(jobs) as pool:
        remaining = iter(tasks)
        while some := list(islice(remaining, 20 * jobs)):  # pages are made as they are needed
            yield from pool.map(_read, some, [folder] * len(some))


def _read(task: Task, folder: Path) -> Reading:
    page = damaged(task.page, task.damage, task.seed)
    data = written(page, task.format, task.seed)
    name = f"{page.name}-{task.damage.replace('/', '')}{SUFFIXES[task.format]}"
    path = folder / name
    path.write_bytes(data)
    reading = read(path, page, task.form, task.format, task.strategy)
    path.unlink()
    if task.keep and _is_bad(reading):
        task.keep.mkdir(parents=True, exist_ok=True)
        (task.keep / name).write_bytes(data)
    return reading


def _wrong(readings: Iterable[Reading]) -> Iterator[str]:
    for reading in readings:
        lines = [w for w in reading.wrong if reading.damage == WHOLE or w.startswith(f"{WRONG}:")]
        if reading.damage == WHOLE:
            lines += [f"alarm: {message}" for message in reading.false]
        if reading.planted == "missed":
            lines.append("the planted error was missed")
        if reading.error or lines:
            yield f"\n{reading.page} {reading.format} {reading.damage} {reading.error}"
            yield from (f"  {line}" for line in lines)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=500, help="reports")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    for name, known in (("formats", FORMATS), ("forms", FORMS), ("damage", (WHOLE, *DAMAGES))):
        some = partial(_among, known)
        parser.add_argument(f"--{name}", type=some, default=known, help="; ".join(known))
    parser.add_argument(
        "--strategy",
        choices=("rules", "tables"),
        default="rules",
        help="tables: prose is not read, which is ten times as fast",
    )
    parser.add_argument("--strict", action="store_true")
    parser.add_argument("--cells", action="store_true")
    parser.add_argument("--keep", type=Path)
    return parser.parse_args()


def _among(known: tuple[str, ...], words: str) -> tuple[str, ...]:
    """Words of a list, `;` or `,` between them, in the list's order."""
    chosen = [words] if words in known else words.split(";" if ";" in words else ",")
    if not set(chosen) <= set(known):
        raise argparse.ArgumentTypeError(f"give some of {'; '.join(known)}")
    return tuple(one for one in known if one in chosen)


if __name__ == "__main__":
    sys.exit(main())
