"""llmextract beside instructor and langextract: one model, one field list, the same documents.

Prints a Markdown table and writes results.json.  Answers are kept as they come: the same command
goes on where it stopped.  See README.md for the environment it needs and for what is fair.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from contenders import (
    ROOT,
    Answer,
    Connection,
    Contender,
    Instructor,
    LangExtract,
    LLMExtract,
)
from fields import asked_for
from meter import Meter
from serve import N_CTX, Server, serving
from store import Result, Store, key_of
from table import figures, markdown

from llmextract.documents import find_documents, read_document
from llmextract.errors import LLMExtractError
from llmextract.evaluation import Gold, load_gold
from llmextract.schema import SchemaSpec
from llmextract.types import Document

HERE = Path(__file__).resolve().parent
_NAMES = ("llmextract", "instructor", "langextract")
_ERROR = 300  # characters of an error that are kept; some libraries put whole answers into theirs


def main() -> None:
    options = _options()
    os.environ["NO_PROXY"] = ",".join(filter(None, [os.environ.get("NO_PROXY"), "127.0.0.1"]))
    spec = asked_for(options.schema)
    contenders = [one for one in _all(options.schema, spec) if one.name in options.contenders]
    documents, golds = _labelled(options.documents, options.gold, options.limit)
    if not documents:
        sys.exit(f"no document in {options.documents} has gold in {options.gold}")
    model = _identity(options)
    store = Store(options.state or _state(options.model), retry_failed=options.retry_failed)
    tasks = [
        (contender, document, key_of(contender.name, settings, model, document.sha256))
        for contender in contenders
        for settings in [contender.settings]
        for document in documents
    ]
    missing = [task for task in tasks if store.get(task[2]) is None]
    _say(f"{len(tasks)} answers, {len(tasks) - len(missing)} kept from earlier")
    if missing:
        with _served(options) as server, Meter(server.base_url).running() as meter:
            connection = Connection(meter.base_url, server.api_key, server.model)
            for number, (contender, document, key) in enumerate(missing, 1):
                result = _ask(contender, document, connection, meter)
                store.add(key, result)
                _progress(number, len(missing), result)
    found = {
        contender.name: figures(_kept(store, tasks, contender), golds, spec)
        for contender in contenders
    }
    report = _report(options, spec, documents, found)
    options.out.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(f"`{report['command']}`: {len(documents)} documents, {len(spec.fields)} fields each; "
          "seconds, calls and tokens are means over documents.\n")  # fmt: skip
    print(markdown(found))
    for name, one in found.items():
        for document, error in one["failed"].items():
            print(f"\n{name}, {document}: failed, counted as all null: {error}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="local:1.5b", help="local:1.5b, local:0.5b, "
                        "local:PATH.gguf; with --base-url, the server's name for it")  # fmt: skip
    parser.add_argument("--base-url", help="an OpenAI-compatible server (key: OPENAI_API_KEY)")
    parser.add_argument("--documents", type=Path, default=ROOT / "examples")
    parser.add_argument("--gold", type=Path, default=ROOT / "eval" / "gold")
    parser.add_argument("--limit", type=int, help="only the first N documents")
    parser.add_argument("--schema", default="disclosure_report")
    parser.add_argument("--contenders", nargs="+", choices=_NAMES, default=_NAMES)
    parser.add_argument("--n-ctx", type=int, default=N_CTX, help="tokens, of a local model")
    parser.add_argument(
        "--threads", type=int, help="of a local model: fewer than cores on a busy machine"
    )
    parser.add_argument("--state", type=Path, help="where answers are kept (JSON lines)")
    parser.add_argument("--retry-failed", action="store_true", help="ask failed documents again")
    parser.add_argument("--out", type=Path, default=HERE / "results.json")
    return parser.parse_args()


def _all(schema: str, spec: SchemaSpec) -> list[Contender]:
    return [LLMExtract(schema, spec), Instructor(spec), LangExtract(spec)]


def _labelled(folder: Path, gold: Path, limit: int | None) -> tuple[list[Document], list[Gold]]:
    """The documents that have gold, and their gold, in order of name."""
    golds = load_gold(gold, folder)
    by_name = {Path(one.document).stem: one for one in golds}
    paths = [path for path in find_documents([folder]) if path.stem in by_name][:limit]
    return [read_document(path) for path in paths], [by_name[path.stem] for path in paths]


@contextlib.contextmanager
def _served(options: argparse.Namespace) -> Iterator[Server]:
    if options.base_url:
        key = os.environ.get("OPENAI_API_KEY") or "none"
        yield Server(options.base_url, key, options.model)
        return
    with serving(options.model, options.n_ctx, options.threads) as server:
        yield server


def _kept(
    store: Store, tasks: Sequence[tuple[Contender, Document, str]], contender: Contender
) -> list[Result]:
    found = (store.get(key) for one, _, key in tasks if one is contender)
    return [result for result in found if result is not None]


def _ask(contender: Contender, document: Document, connection: Connection, meter: Meter) -> Result:
    """What a user of the library would get: an answer, or the error that it raises."""
    answer, error = Answer({}), None
    with meter.counting() as spent:
        try:
            answer = contender.extract(document, connection)
        except Exception as raised:  # whatever a library raises is its result
            error = f"{type(raised).__name__}: {raised}".replace("\n", " ")[:_ERROR]
    record = None if error else answer.record
    return Result(contender.name, document.name, record, answer.evidence, error, spent)


def _progress(number: int, of: int, result: Result) -> None:
    spent = result.spent
    _say(
        f"[{number}/{of}] {result.contender} {result.document}: {spent.seconds:.0f} s, "
        f"{spent.calls} calls, {spent.tokens_in} + {spent.tokens_out} tokens"
        + (f", {spent.cut_off} cut off" if spent.cut_off else "")
        + (f", failed: {result.error}" if result.error else "")
    )


def _report(
    options: argparse.Namespace,
    spec: SchemaSpec,
    documents: Sequence[Document],
    found: Mapping[str, Any],
) -> dict[str, Any]:
    packages = ("llmextract", "instructor", "langextract", "openai", "pydantic", "xllamacpp")
    return {
        "command": _command(options.base_url),
        "model": options.model,
        "n_ctx": None if options.base_url else options.n_ctx,
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "versions": {name: version(name) for name in packages},
        "documents": [document.name for document in documents],
        "fields": len(spec.fields),
        "example_from": json.loads((HERE / "example.json").read_text("utf-8"))["source"],
        "contenders": found,
    }


def _command(base_url: str | None) -> str:
    """As it was called, without the server's address."""
    given = ["URL" if word == base_url else word for word in sys.argv[1:]]
    return shlex.join(["python", "benchmarks/peers/run.py", *given])


def _identity(options: argparse.Namespace) -> str:
    """The model, for the keys of answers."""
    if options.base_url:
        return f"openai:{options.model}"
    return f"{options.model} n_ctx={options.n_ctx}"


def _state(model: str) -> Path:
    name = "".join(c if c.isalnum() or c in ".-" else "_" for c in model)
    return ROOT / "runs" / "peers" / f"{name}.jsonl"


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        main()
    except LLMExtractError as error:
        sys.exit(str(error))
