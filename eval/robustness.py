"""How far figures move when only the surface of the reports changes.

    python eval/robustness.py [--strategy rules|link] [--backend B] [FOLDER…]

Each FOLDER holds documents/ and gold/ (or is examples/ with its gold in eval/gold/); default:
examples, eval/training and ../shared, those that are there.  Every report is read as it is and
under each transformation of `transformations.py`; values alone are scored, since offsets move.
Prints micro F1 by transformation as a Markdown table; --cells lists the cells that changed, --only
takes some of the transformations, --seeds gives several texts of each.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from labelled import EXAMPLES, ROOT, document_of, folders_of
from transformations import TRANSFORMATIONS

from llmextract.api import extract
from llmextract.documents import read_document
from llmextract.evaluation import Cell, Gold, Prediction, Tally, load_gold, score
from llmextract.evaluation.tally import tally_of
from llmextract.plain import plain
from llmextract.schema import load_schema

FOLDERS = (EXAMPLES, ROOT / "eval" / "training", ROOT.parent / "shared")
UNTOUCHED = "as printed"
LIMIT = 0.02  # of F1, by which a change of surface may move it


@dataclass(frozen=True, slots=True)
class Task:
    """A folder of labelled documents under one transformation."""

    change: str
    folder: Path
    schema: str
    strategy: str
    backend: str
    seed: int


def main() -> None:
    arguments = _arguments()
    folders = arguments.folders or [folder for folder in FOLDERS if folder.is_dir()]
    tasks = [
        Task(change, folder, arguments.schema, arguments.strategy, arguments.backend, seed)
        for change in (UNTOUCHED, *(arguments.only or TRANSFORMATIONS))
        for seed in (arguments.seeds if change != UNTOUCHED else arguments.seeds[:1])
        for folder in folders
    ]
    workers = 2 if arguments.strategy == "rules" else 1  # a local model takes all cores
    if workers > 1:
        with ProcessPoolExecutor(workers) as pool:
            done = list(pool.map(cells_of, tasks))
    else:
        done = [cells_of(task) for task in tasks]
    cells: dict[str, list[Cell]] = {}
    for task, found in zip(tasks, done, strict=True):
        cells.setdefault(task.change, []).extend(found)
    print("\n".join(table(cells)))
    if arguments.cells:
        print("\n".join(changed(tasks, done)))


def cells_of(task: Task) -> list[Cell]:
    """The scored cells of a folder under a transformation; their documents are named with the
    folder."""
    golds, files = _labelled(task.folder)
    with tempfile.TemporaryDirectory() as folder:
        paths = [_written(file, task, Path(folder)) for file in files]
        extractions = extract(
            paths, task.schema, strategy=task.strategy, backend=task.backend, calibration="none"
        )
    predictions = [Prediction(e.document, plain(e.record), error=e.error) for e in extractions]
    failed = [f"{e.document}: {e.error}" for e in extractions if e.error]
    if failed:
        raise SystemExit("\n".join(failed))
    scores = score(golds, predictions, load_schema(task.schema))
    return [replace(c, document=f"{task.folder.name}/{c.document}") for c in scores.cells]


def table(cells: Mapping[str, list[Cell]]) -> Iterator[str]:
    """Markdown: a row for each transformation, with the difference to the untouched reports."""
    base = _f1(cells[UNTOUCHED])
    yield "| reports | F1 | difference | P | R | worst document |"
    yield "|--|--|--|--|--|--|"
    alone = _by_document(cells[UNTOUCHED])
    for change, found in cells.items():
        tally, f1 = tally_of(c.outcome for c in found), _f1(found)
        now = _by_document(found)
        worst = min(now, key=lambda name: (now[name].f1 or 0) - (alone[name].f1 or 0))
        moved = (now[worst].f1 or 0) - (alone[worst].f1 or 0)
        first = change == UNTOUCHED
        yield (
            f"| {change} | {f1:.3f} | {'' if first else _signed(f1 - base)} "
            f"| {tally.precision or 0:.3f} | {tally.recall or 0:.3f} "
            f"| {'' if first or moved >= 0 else f'{worst} {_signed(moved)}'} |"
        )
    broken = [c for c, found in cells.items() if abs(_f1(found) - base) >= LIMIT]
    yield ""
    yield f"Two points or more: {', '.join(broken) if broken else 'none'}."


def changed(tasks: Sequence[Task], done: Sequence[Sequence[Cell]]) -> Iterator[str]:
    """The cells whose outcome is another than that of the untouched report."""
    alone: dict[tuple[str, str], Cell] = {}
    for task, cells in zip(tasks, done, strict=True):
        for cell in cells:
            place = (cell.document, cell.pointer)
            if task.change == UNTOUCHED:
                alone[place] = cell
            elif cell.outcome is not alone[place].outcome:
                before = alone[place]
                yield (
                    f"{task.change} ({task.seed})  {cell.document}  {cell.pointer}"
                    f"  gold {cell.gold}  {before.outcome} {before.predicted}"
                    f" → {cell.outcome} {cell.predicted}"
                )


def _labelled(folder: Path) -> tuple[list[Gold], list[Path]]:
    documents, gold = folders_of(folder)
    golds = load_gold(gold)
    return golds, [document_of(documents, item.document) for item in golds]


def _written(file: Path, task: Task, folder: Path) -> Path:
    text = read_document(file).text
    if task.change != UNTOUCHED:
        text = TRANSFORMATIONS[task.change](text, task.seed)
    path = folder / f"{file.stem}.txt"
    path.write_bytes(text.encode())
    return path


def _by_document(cells: Sequence[Cell]) -> dict[str, Tally]:
    names = dict.fromkeys(cell.document for cell in cells)
    return {name: tally_of(c.outcome for c in cells if c.document == name) for name in names}


def _f1(cells: Sequence[Cell]) -> float:
    return tally_of(cell.outcome for cell in cells).f1 or 0.0


def _signed(number: float) -> str:
    return f"{number:+.3f}".replace("-", "−")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--schema", default="disclosure_report")
    parser.add_argument("--strategy", default="rules")
    parser.add_argument("--backend", default="local")
    parser.add_argument("--seeds", nargs="+", type=int, default=[0])
    parser.add_argument("--only", nargs="+", choices=list(TRANSFORMATIONS), metavar="NAME")
    parser.add_argument("--cells", action="store_true", help="list the cells that changed")
    return parser.parse_args()


if __name__ == "__main__":
    main()
