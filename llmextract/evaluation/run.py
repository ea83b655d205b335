"""From an evaluation to what a command prints and writes."""

from __future__ import annotations

import json
from pathlib import Path

from llmextract.errors import UsageError
from llmextract.evaluation.reports.as_json import as_json, classes_json, errors_json
from llmextract.evaluation.reports.classes import cases
from llmextract.evaluation.reports.text import as_text, class_lines, error_lines
from llmextract.evaluation.result import Evaluation


def render(
    evaluation: Evaluation, *, json_out: bool = False, errors: bool = False, fields: bool = False
) -> str:
    """The report for the terminal, or for programs; with `errors` each error and its class."""
    found = cases(evaluation) if errors else ()
    if json_out:
        data = as_json(evaluation)
        if errors:
            data |= {"classes": classes_json(found), "errors": errors_json(found)}
        return json.dumps(data, ensure_ascii=False, indent=2)
    text = as_text(evaluation, fields=fields)
    if not errors:
        return text
    return "\n".join([text, "", "errors by class", *class_lines(found), "", *error_lines(found)])


def write_report(path: Path, text: str) -> None:
    """Write a report.  Raises UsageError if that fails."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    except OSError as error:
        raise UsageError(
            f"cannot be written: {error.strerror}", where=str(path), hint="give another file"
        ) from error
