"""Score what a baseline describes, and fail if a figure lies below its minimum.

    python eval/gate.py eval/baselines/*.json

A baseline names documents, gold, schema and a strategy that needs no model, and the `minimum` of
figures of `llmextract eval --json`'s total (f1, precision, recall).  Paths are relative to the
repository.  Raise a minimum when a change betters the figure; lower one only with a reason in the
change itself.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from llmextract import CallOptions, extract
from llmextract.evaluation.report import as_json
from llmextract.evaluation.run import score_run

ROOT = Path(__file__).parent.parent


def main(files: list[str]) -> int:
    """Print one line a baseline; returns 1 if one is not reached."""
    failed = False
    for file in files:
        baseline = json.loads(Path(file).read_text("utf-8"))
        total = measure(baseline)["total"]
        problems = shortfalls(total, baseline["minimum"])
        failed = failed or bool(problems)
        verdict = "; ".join(problems) or "reached"
        figures = ", ".join(f"{name} {total[name]:.3f}" for name in baseline["minimum"])
        print(f"{Path(file).stem}: {figures}: {verdict}")
    return int(failed)


def measure(baseline: Mapping[str, Any]) -> dict[str, Any]:
    """Run and score in a folder of its own, so that no earlier record is taken over."""
    with tempfile.TemporaryDirectory() as folder:
        extract(
            ROOT / baseline["documents"],
            baseline["schema"],
            strategy=baseline["strategy"],
            out=folder,
            calls=CallOptions(cache=False),
        )
        scores = score_run(Path(folder), ROOT / baseline["gold"], schema=baseline["schema"])
    if scores.failed:
        raise SystemExit(f"no record of {', '.join(scores.failed)}")
    return as_json(scores)


def shortfalls(total: Mapping[str, float], minimum: Mapping[str, float]) -> list[str]:
    """What lies below its minimum, in words."""
    return [
        f"{name} is below {least:.3f}" for name, least in minimum.items() if total[name] < least
    ]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
