"""Where output goes: data to stdout, everything else to stderr."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console


def data(text: str) -> None:
    """A line of data, as it is."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def json_data(value: Any) -> None:
    """Data as readable JSON."""
    data(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def message(text: str) -> None:
    """A line for the person at the terminal."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


class Warnings(logging.Handler):
    """What the package warns of, as messages."""

    def emit(self, record: logging.LogRecord) -> None:
        message(f"{record.levelname.lower()}: {record.getMessage()}")


def show_warnings() -> None:
    """Send the package's warnings to stderr."""
    logger = logging.getLogger("llmextract")
    if not any(isinstance(handler, Warnings) for handler in logger.handlers):
        logger.addHandler(Warnings(logging.WARNING))


def pairs(rows: Iterable[tuple[str, object]]) -> None:
    """Names and values, aligned, to stderr."""
    rows = list(rows)
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        message(f"  {name:<{width}}  {value}")


def on_stdout() -> Console:
    """A console for tables and marked text: colours on a terminal only."""
    from rich.console import Console

    return Console(file=sys.stdout, highlight=False, soft_wrap=True)
