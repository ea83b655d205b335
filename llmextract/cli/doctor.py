"""`llmextract doctor`, `backends` and `version`: what is installed, what works, how to mend it."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from llmextract.cli.console import data, json_data, on_stdout


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at.  `mend` says what to do if it is not `ok`; only `needed` ones count."""

    what: str
    ok: bool
    found: str
    mend: str = ""
    needed: bool = True


def version() -> None:
    """Print the version."""
    from llmextract.version import version as installed

    data(installed())


def backends(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the backends: which would work now, and what the others need."""
    from dataclasses import asdict

    from llmextract.backends.registry import describe_backends

    known = describe_backends()
    if as_json:
        json_data([asdict(info) for info in known])
        return
    from rich.text import Text

    console = on_stdout()
    width = max(len(info.name) for info in known)
    for info in known:
        line = Text("ready      " if info.installed else "not ready  ")
        line.stylize("green" if info.installed else "red")
        line.append(f"{info.name:<{width}}  ", "bold")
        line.append(info.what)
        console.print(line)
        if not info.installed:
            console.print(Text(f"           → {info.needs}", "dim"))


def doctor() -> None:
    """Check the installation; exit code 1 if the default backend cannot run."""
    from rich.markup import escape

    console = on_stdout()
    checks = list(_checks())
    for check in checks:
        mark = "[green]ok [/]" if check.ok else "[red]no [/]" if check.needed else "[yellow]-- [/]"
        console.print(f"{mark} {escape(check.what)}: {escape(check.found)}")
        if not check.ok and check.mend:
            console.print(f"     → {escape(check.mend)}")
    if any(check.needed and not check.ok for check in checks):
        raise typer.Exit(1)


def _checks() -> Iterator[Check]:
    from llmextract.backends.registry import DEFAULT_BACKEND, describe_backends
    from llmextract.calls import default_cache
    from llmextract.runs.manifest import package_versions
    from llmextract.version import version as installed

    yield Check("llmextract", True, f"{installed()} on Python {platform.python_version()}")
    libraries = ", ".join(f"{name} {number}" for name, number in package_versions().items())
    yield Check("libraries", True, libraries)
    yield _attempt("schemas", _schemas, "install llmextract again")
    yield _attempt("prompts", _prompts, "install llmextract again")
    for info in describe_backends():
        needed = info.name == DEFAULT_BACKEND
        what = f"backend {info.name}" + (" (the default)" if needed else "")
        found = info.what if info.installed else f"not ready: {info.what}"
        yield Check(what, info.installed, found, info.needs, needed)
    yield _writable("response cache", default_cache(), "set LLMEXTRACT_CACHE to another folder")
    yield _writable("run folders", Path("runs"), "use --out with a folder you may write to")
    yield Check("terminal", True, f"{'colour' if sys.stdout.isatty() else 'plain'} output")


def _attempt(what: str, look: Callable[[], str], mend: str) -> Check:
    try:
        return Check(what, True, look())
    except Exception as error:
        return Check(what, False, str(error), mend)


def _schemas() -> str:
    from llmextract.schema.load import bundled_schemas, load_schema

    specs = [load_schema(name) for name in bundled_schemas()]
    return ", ".join(f"{spec.name} ({len(spec.fields)} fields)" for spec in specs)


def _prompts() -> str:
    from llmextract.strategies.registry import STRATEGIES, make_strategy

    prompts = dict.fromkeys(p for name in STRATEGIES for p in make_strategy(name).prompts)
    return ", ".join(prompts)


def _writable(what: str, folder: Path, mend: str) -> Check:
    """Looks at the nearest folder that exists; makes nothing."""
    there = folder.absolute()
    while not there.exists():
        there = there.parent
    return Check(what, there.is_dir() and os.access(there, os.W_OK | os.X_OK), str(folder), mend)
