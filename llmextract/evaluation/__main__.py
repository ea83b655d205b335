"""`python -m llmextract.evaluation RECORDS --gold DIR`: the scorer alone."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from llmextract.errors import LLMExtractError
from llmextract.evaluation.result import evaluate
from llmextract.evaluation.run import render


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m llmextract.evaluation")
    parser.add_argument("run", type=Path, help="run folder or records.jsonl")
    parser.add_argument("--gold", type=Path, required=True, help="gold folder or file")
    parser.add_argument("--documents", type=Path, help="labelled texts, to place gold quotes")
    parser.add_argument("--schema", help="whose fields count, e.g. path/to/file.py:Model")
    parser.add_argument("--json", action="store_true", dest="json_out")
    parser.add_argument("--errors", action="store_true", help="list every error")
    options = parser.parse_args(arguments)
    try:
        found = evaluate(
            options.run, options.gold, documents=options.documents, schema=options.schema
        )
    except LLMExtractError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    print(render(found, json_out=options.json_out, errors=options.errors))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
