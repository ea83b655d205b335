"""`llmextract schema`: what a schema asks for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from llmextract.cli.console import data, json_data, message, on_stdout

if TYPE_CHECKING:
    from llmextract.schema import SchemaSpec


def schema(
    name: Annotated[
        str | None, typer.Argument(help="A bundled schema, or path/to/file.py:Model.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the JSON schema.")] = False,
) -> None:
    """Show a schema's fields, labels, units and identities; without a name, list the schemas.

    An identity is a sum or comparison that should hold: `received = in_person + fax`,
    `disclosed <= issued`, with field names relative to the model that declares it.
    """
    from llmextract.schema.load import bundled_schemas, load_schema

    if name is None:
        for known in bundled_schemas():
            data(known)
        message("show one with: llmextract schema NAME")
        return
    spec = load_schema(name)
    if as_json:
        json_data(spec.model.model_json_schema())
    else:
        _print(spec)


def _print(spec: SchemaSpec) -> None:
    from rich.text import Text

    console = on_stdout()
    width = max(len(field.pointer) for field in spec.fields)
    for field in spec.fields:
        line = Text(f"{field.pointer:<{width}}  ", "cyan")
        line.append(f"{field.kind:<11}  ", "dim")
        line.append(field.label, "bold")
        line.append(f" ({field.extract.unit})" if field.extract.unit else "")
        line.append("".join(f" · {name}" for name in field.extract.aliases), "dim")
        console.print(line)
    for pointer in spec.mappings:
        console.print(Text(f"{pointer:<{width}}  mapping", "cyan"))
    console.print(f"{len(spec.fields)} fields, {len(spec.identities)} identities")
    for identity in spec.identities:
        left, right = _side(identity.left), _side(identity.right)
        console.print(Text(f"  {left} {identity.operator} {right}"))


def _side(terms: Iterable[tuple[int, str]]) -> str:
    text = " ".join(f"{'-' if sign < 0 else '+'} {pointer}" for sign, pointer in terms)
    return text.removeprefix("+ ")
