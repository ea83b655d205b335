"""`llmextract show`: a run in the terminal, each value with the words that prove it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from llmextract.cli.console import data, on_stdout

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from llmextract.runs import RunReader
    from llmextract.types import Evidence, Extraction

_AROUND = 16  # characters of the text on either side of a quote
_LONGEST = 60  # characters of a quote, and of a value


def show(
    run: Annotated[Path, typer.Argument(help="A run folder.", show_default=False)],
    document: Annotated[
        str | None, typer.Argument(help="A document of it; without one, all are listed.")
    ] = None,
    rejected: Annotated[
        bool, typer.Option("--rejected", help="Also what was proposed and not proved.")
    ] = False,
    findings: Annotated[
        bool, typer.Option("--findings", help="Also broken identities and other findings.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the record as JSON.")] = False,
) -> None:
    """Show the records of a run with their quotes."""
    from llmextract.runs import RunReader

    reader = RunReader(run)
    if document is None and len(reader.names) == 1:
        document = reader.names[0]
    if document is None:
        _list(reader, as_json=as_json)
        return
    found = reader.extraction(document)
    if as_json:
        from llmextract.record import to_json_line

        data(to_json_line(found))
        return
    console = on_stdout()
    _record(console, found, reader)
    if rejected:
        _rejected(console, found)
    if findings:
        _findings(console, found)


def _list(reader: RunReader, *, as_json: bool) -> None:
    from llmextract.record import to_json_line

    if as_json:
        for found in reader.extractions():
            data(to_json_line(found))
        return
    from rich.text import Text

    console = on_stdout()
    width = max((len(name) for name in reader.names), default=0)
    for found in reader.extractions():
        line = Text(f"{found.document:<{width}}  ", "bold")
        if found.error is not None:
            line.append(found.error, "red")
        else:
            odd = sum(finding.judgement != "holds" for finding in found.findings)
            line.append(f"{_stated(found)} values", "green")
            line.append(f"  {len(found.rejected)} rejected  {odd} findings", "dim")
        console.print(line)


def _stated(found: Extraction) -> int:
    return sum(bool(evidence.quote) for evidence in found.evidence.values())


def _record(console: Console, found: Extraction, reader: RunReader) -> None:
    from rich.text import Text

    console.print(Text(found.document, "bold"))
    if found.error is not None:
        console.print(Text(found.error, "red"))
        return
    text = reader.text(found.document)
    stated = {p: e for p, e in found.evidence.items() if e.quote}
    width = max((len(pointer) for pointer in stated), default=0)
    for pointer, evidence in stated.items():
        line = Text(f"{pointer:<{width}}  ", "cyan")
        line.append(_short(_value(found.record, pointer)), "bold green")
        line.append(f"  {_notes(evidence)}", "dim")
        line.append_text(_quoted(text, evidence))
        console.print(line)
    _absent(console, found)


def _absent(console: Console, found: Extraction) -> None:
    """One line a status: the fields that are null for it."""
    from rich.text import Text

    by_status: dict[str, list[str]] = {}
    for pointer, evidence in found.evidence.items():
        if not evidence.quote:
            by_status.setdefault(evidence.status, []).append(pointer)
    for status, pointers in by_status.items():
        line = Text(f"null, {status} ({len(pointers)}): ", "bold")
        console.print(line.append(" ".join(pointers), "dim"))


def _quoted(text: str, evidence: Evidence) -> Text:
    """The quote where it stands in the text, marked."""
    from rich.text import Text

    before = text[max(0, evidence.start - _AROUND) : evidence.start]
    after = text[evidence.end : evidence.end + _AROUND]
    line = Text("  …")
    line.append(_flat(before), "dim")
    line.append(_short(_flat(evidence.quote)), "black on yellow")
    line.append(_flat(after), "dim")
    line.append(f"…  [{evidence.start}:{evidence.end}]", "dim")
    return line


def _notes(evidence: Evidence) -> str:
    parts = [evidence.unit or ""]
    if evidence.qualifier != "exact":
        parts.append(str(evidence.qualifier))
    if evidence.period != "year":
        parts.append(evidence.period)
    if evidence.scope != "agency":
        parts.append(evidence.scope)
    if evidence.confidence is not None:
        parts.append(f"{evidence.confidence:.0%}")
    return " ".join(part for part in parts if part)


def _rejected(console: Console, found: Extraction) -> None:
    from rich.text import Text

    console.print(Text(f"\nrejected: {len(found.rejected)}", "bold"))
    for item in found.rejected:
        line = Text(f"{item.pointer}  ", "cyan")
        line.append(_short(item.value), "red")
        line.append(f"  {item.reason}: {item.detail}", "dim")
        console.print(line)


def _findings(console: Console, found: Extraction) -> None:
    from rich.text import Text

    console.print(Text(f"\nfindings: {len(found.findings)}", "bold"))
    colours = {"holds": "green", "source": "yellow", "suspect": "red"}
    for item in found.findings:
        line = Text(f"{item.judgement or item.kind}  ", colours.get(item.judgement, "cyan"))
        line.append(item.message)
        console.print(line)


def _value(record: Any, pointer: str) -> Any:
    """The value at `pointer`; None if there is none."""
    from llmextract.pointers import split

    for token in split(pointer):
        if isinstance(record, dict):
            record = record.get(token)
        elif isinstance(record, list) and token.isdecimal() and int(token) < len(record):
            record = record[int(token)]
        else:
            return None
    return record


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _flat(text: str) -> str:
    return " ".join(text.split())
