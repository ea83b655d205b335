"""`llmextract eval`: score a run against gold, and report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from llmextract.cli.console import data, message

if TYPE_CHECKING:
    from llmextract.evaluation.result import Evaluation

_STDOUT = Path("-")


def evaluate(
    run: Annotated[Path, typer.Argument(help="A run folder, or its records.jsonl.")],
    gold: Annotated[Path, typer.Option(help="A folder of gold files, or one.")],
    documents: Annotated[
        Path | None, typer.Option(help="The labelled texts, to place gold quotes.")
    ] = None,
    schema: Annotated[
        str | None, typer.Option(help="Whose fields count: a schema name, or file.py:Model.")
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(help="A field that parts the documents, e.g. /report/template; repeatable."),
    ] = None,
    compare: Annotated[
        str | None,
        typer.Option(help="strict, normalised or lenient, in place of what each field says."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    errors: Annotated[
        bool, typer.Option("--errors", help="List every wrong, missing and spurious cell.")
    ] = False,
    fields: Annotated[
        bool, typer.Option("--fields", help="Show all fields, not only the worst.")
    ] = False,
    markdown: Annotated[
        Path | None, typer.Option(help="Write a Markdown report; - prints it.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option(help="Write one HTML page with an error browser.")
    ] = None,
    language: Annotated[
        str,
        typer.Option(help="Of the Markdown and HTML reports: en, zh; auto: as the browser has it."),
    ] = "auto",
    beside: Annotated[
        list[Path] | None,
        typer.Option(help="Another run for the page's plot of cost and accuracy; repeatable."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of the bootstrap interval.")] = 0,
) -> None:
    """Score a run against hand-labelled gold."""
    from llmextract.errors import UsageError
    from llmextract.evaluation import result
    from llmextract.evaluation.run import render

    if language not in ("auto", "en", "zh"):
        raise UsageError(f"no words in {language!r}", where="--language", hint="auto, en or zh")
    if as_json and markdown == _STDOUT:
        raise UsageError("--json and --markdown - both print", hint="give a file for one of them")

    def measured(path: Path) -> Evaluation:
        return result.evaluate(
            path,
            gold,
            documents=documents,
            schema=schema,
            by=by or None,
            compare=compare,
            seed=seed,
        )

    found = measured(run)
    if markdown != _STDOUT:
        data(render(found, json_out=as_json, errors=errors, fields=fields))
    if markdown is not None:
        _markdown(found, markdown, language)
    if html is not None:
        _html(found, [measured(path) for path in beside or ()], html, language)


def _markdown(found: Evaluation, path: Path, language: str) -> None:
    from llmextract.evaluation.reports.markdown import as_markdown
    from llmextract.evaluation.run import write_report

    text = as_markdown(found, language="en" if language == "auto" else language)
    if path == _STDOUT:
        data(text.rstrip("\n"))
        return
    write_report(path, text)
    message(f"wrote {path}")


def _html(found: Evaluation, others: list[Evaluation], path: Path, language: str) -> None:
    from llmextract.evaluation.reports.html import as_html
    from llmextract.evaluation.run import write_report

    named = [(other.run.name, other) for other in others]
    write_report(path, as_html(found, named, language=language))
    message(f"wrote {path}")
