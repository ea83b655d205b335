"""Figures in a text that are made anew from measurements.

    <!-- figures: NAME accuracy -->        a table of the matrix NAME, on lines of its own
    | … |
    <!-- /figures -->

    F1 <!-- figure: NAME/SETUP/f1 -->0.905<!-- /figure --> …   one figure in running text

Tables: `NAME accuracy`, `NAME costs`, `NAME notes`, or `NAME` for all of them.  Figures are those
of `llmextract matrix --json`.  Markers of other matrices are left as they are.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from llmextract.errors import UsageError
from llmextract.matrix.as_json import as_json
from llmextract.matrix.measure import Measured
from llmextract.matrix.table import (
    NONE,
    accuracy,
    as_markdown,
    costs,
    facts,
    markdown,
    notes,
)

_BLOCK = re.compile(
    r"(?P<open><!-- figures: (?P<name>[^>]*?) -->\n)(?P<text>.*?)(?P<close>^<!-- /figures -->)",
    re.DOTALL | re.MULTILINE,
)
_INLINE = re.compile(
    r"(?P<open><!-- figure: (?P<name>[^>]*?) -->)(?P<text>[^<\n]*)(?P<close><!-- /figure -->)"
)
_OPENED = re.compile(r"<!-- figures?: [^>]*? -->")
_PLACES = {"calls": 1, "seconds": 1, "tokens_in": 0, "tokens_out": 0}


def with_figures(text: str, found: Measured, where: str = "") -> str:
    """`text` with the figures of `found`.  Raises UsageError for a marker that names none."""
    name = found.plan.name
    tables = {
        name: lambda: as_markdown(found),
        f"{name} facts": lambda: facts(found),
        f"{name} accuracy": lambda: markdown(accuracy(found)),
        f"{name} costs": lambda: markdown(costs(found)),
        f"{name} notes": lambda: "\n".join(notes(found)),
    }
    setups = as_json(found)["setups"]
    closed = len(_BLOCK.findall(text)) + len(_INLINE.findall(text))
    if closed < len(_OPENED.findall(text)):
        hint = "<!-- /figures --> on a line of its own, or <!-- /figure -->"
        raise UsageError("a marker of figures is not closed", where=where, hint=hint)

    def block(match: re.Match[str]) -> str:
        if match["name"].split(" ")[0] != name:
            return match[0]
        return f"{match['open']}{_known(tables, match['name'], where)()}\n{match['close']}"

    def inline(match: re.Match[str]) -> str:
        matrix, _, rest = match["name"].partition("/")
        if matrix != name:
            return match[0]
        setup, _, key = rest.rpartition("/")
        value = _known(_known(setups, setup, where), key, where)
        return f"{match['open']}{_printed(key, value)}{match['close']}"

    return _INLINE.sub(inline, _BLOCK.sub(block, text))


def changes(old: str, new: str, name: str) -> list[str]:
    """The lines that differ, as a diff."""
    lines = difflib.unified_diff(
        old.splitlines(), new.splitlines(), name, f"{name} (measured)", lineterm="", n=0
    )
    return list(lines)


def read_text(path: Path) -> str:
    """Raises UsageError."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        hint = "give a text with <!-- figures: NAME --> in it"
        raise UsageError(f"cannot be read: {error}", where=str(path), hint=hint) from error


def _known(there: Mapping[str, Any], name: str, where: str) -> Any:
    if name not in there:
        hint = f"there are: {', '.join(there)}"
        raise UsageError(f"no figure is called {name!r}", where=where, hint=hint)
    return there[name]


def _printed(key: str, value: Any) -> str:
    """As the tables have it."""
    if value is None:
        return NONE
    if isinstance(value, float):
        return f"{value:,.{_PLACES.get(key, 3)}f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
