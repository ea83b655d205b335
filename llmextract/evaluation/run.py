"""From files to scores, and from scores to what is printed."""

from __future__ import annotations

import json
from pathlib import Path

from llmextract.evaluation.gold import load_gold
from llmextract.evaluation.predictions import load_predictions
from llmextract.evaluation.report import as_json, as_text, error_lines, errors_json
from llmextract.evaluation.score import Scores, score
from llmextract.schema.load import load_schema


def score_run(
    run: Path, gold: Path, documents: Path | None = None, schema: str | None = None
) -> Scores:
    """Score a run folder or records file against a gold folder or file.  `schema` (a name or
    file, as `load_schema` takes it) says which fields there are; see `score` without one."""
    spec = load_schema(schema) if schema else None
    return score(load_gold(gold, documents), load_predictions(run), spec)


def render(scores: Scores, *, json_out: bool = False, errors: bool = False, seed: int = 0) -> str:
    """The whole output of the command."""
    if json_out:
        data = as_json(scores, seed=seed) | ({"errors": errors_json(scores)} if errors else {})
        return json.dumps(data, ensure_ascii=False, indent=2)
    text = as_text(scores, seed=seed)
    return "\n".join([text, "", *error_lines(scores)]) if errors else text
