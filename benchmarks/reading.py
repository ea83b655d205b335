"""Reading speed, memory and table cells beside other readers, on the same generated reports.

    python benchmarks/reading.py [--count 60] [--seed 11] [--formats html,docx,pdf]

Each reader reads all files of a format in a process of its own, after one file that is not counted;
readers that are not installed are left out.  Prints Markdown: documents (for PDF also pages) a
second, how many times the first reader's speed that is, the most memory that the process held and
what it held before the first file that counts, and the cells of tables that stand in their row and
column.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1] / "eval"))

from generator.damage import damaged
from generator.page import Page
from generator.pages import FORMS, pages
from generator.writers import SUFFIXES, written
from readers.cells import right_cells
from readers.contenders import READERS

BLANKS = "cells blank"


def main() -> None:
    """Write the files, read them in turn, print; or, as a child, read one format."""
    arguments = _arguments()
    if arguments.child:
        _read(*arguments.child, arguments.count, arguments.seed)
        return
    with tempfile.TemporaryDirectory() as folder:
        for form in arguments.formats.split(","):
            _write(Path(folder), form, arguments)
            found = {name: _child(Path(folder), form, name, arguments) for name in READERS[form]}
            _print(form, _pages(Path(folder), form), found)


def _made(count: int, seed: int) -> list[Page]:
    """Every second report has blank cells."""
    made = pages(count, seed, FORMS[1:])
    return [damaged(page, BLANKS, seed) if n % 2 else page for n, page in enumerate(made)]


def _file(folder: Path, page: Page, form: str) -> Path:
    return folder / f"{page.name}{SUFFIXES[form]}"


def _write(folder: Path, form: str, arguments: argparse.Namespace) -> None:
    for page in _made(arguments.count, arguments.seed):
        _file(folder, page, form).write_bytes(written(page, form, arguments.seed))


def _child(folder: Path, form: str, name: str, arguments: argparse.Namespace) -> dict[str, float]:
    command = [
        sys.executable, __file__, "--child", str(folder), form, name,
        "--count", str(arguments.count), "--seed", str(arguments.seed),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        print(f"{name} is left out: {last}", file=sys.stderr)
        return {}
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def _read(folder: str, form: str, name: str, count: int, seed: int) -> None:
    """The figures of one reader, as JSON on the last line."""
    made = _made(count, seed)
    reader = READERS[form][name]
    reader(_file(Path(folder), made[0], form))
    before = _megabytes()
    seconds, right, total = 0.0, 0, 0
    for page in made:
        started = perf_counter()
        rows = reader(_file(Path(folder), page, form))
        seconds += perf_counter() - started
        counts = right_cells(page, rows)
        right, total = right + counts[0], total + counts[1]
    figures = {
        "seconds": seconds, "documents": len(made), "before": before, "most": _megabytes(),
        "right": right, "total": total,
    }  # fmt: skip
    print(json.dumps(figures))


def _megabytes() -> float:
    """The most memory so far, of this process or of one that it started."""
    import resource

    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(one).ru_maxrss for one in who) / 1024


def _pages(folder: Path, form: str) -> int:
    if form != "pdf":
        return 0
    import pypdfium2

    return sum(len(pypdfium2.PdfDocument(path)) for path in folder.glob("*.pdf"))


def _print(form: str, sheets: int, found: dict[str, dict[str, float]]) -> None:
    speeds = {name: f["documents"] / f["seconds"] for name, f in found.items() if f}
    first = next(iter(speeds.values()), 1.0)
    print(f"\n| {form} | documents/s | pages/s | speed | MB | MB before | cells right |")
    print("|--|--:|--:|--:|--:|--:|--:|")
    for name, figures in found.items():
        if not figures:
            continue
        per = f"{sheets / figures['seconds']:.1f}" if sheets else ""
        share = figures["right"] / max(figures["total"], 1)
        print(
            f"| {name} | {speeds[name]:.1f} | {per} | {speeds[name] / first:.2f} "
            f"| {figures['most']:.0f} | {figures['before']:.0f} "
            f"| {figures['right']:.0f} of {figures['total']:.0f} ({share:.1%}) |"
        )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=60, help="reports")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--formats", default=",".join(READERS))
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
