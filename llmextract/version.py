"""The version of the installed package."""

from __future__ import annotations

from importlib import metadata


def version() -> str:
    """As in pyproject.toml; `0+unknown` where the package was not installed."""
    try:
        return metadata.version("llmextract")
    except metadata.PackageNotFoundError:
        return "0+unknown"
