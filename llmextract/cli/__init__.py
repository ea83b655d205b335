"""The command line."""

from __future__ import annotations


def main() -> None:
    """Entry point of `llmextract`."""
    from llmextract.cli.app import app

    app(prog_name="llmextract")


__all__ = ["main"]
