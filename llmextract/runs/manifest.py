"""`manifest.json`: what ran, with what, when, and the totals."""

from __future__ import annotations

import dataclasses
import json
import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from llmextract.errors import RunError
from llmextract.runs.files import replacing, run_errors
from llmextract.runs.settings import Settings

MANIFEST = "manifest.json"
_PACKAGES = (
    "diskcache", "instructor", "lxml", "numpy", "openai", "pydantic", "scipy", "tenacity",
    "vcrpy", "xllamacpp",
)  # fmt: skip


def package_versions() -> dict[str, str]:
    """The versions of the libraries that results may depend on, as far as installed."""
    found = {}
    for name in _PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def now() -> str:
    """The time in UTC, to the second, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def write_manifest(
    folder: Path,
    settings: Settings,
    options: Mapping[str, Any],
    documents: Sequence[Mapping[str, Any]],
    *,
    started: str,
    state: str,
    notes: Sequence[str] = (),
    totals: Mapping[str, Any] | None = None,
) -> None:
    """Replace the manifest.  `state`: running · finished · stopped.  Times are UTC."""
    data = {
        "state": state,
        "started": started,
        "ended": None if state == "running" else now(),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "packages": package_versions(),
        **dataclasses.asdict(settings),
        "key": settings.key,
        "options": dict(options),
        "totals": dict(totals or {}),
        "notes": list(notes),
        "documents": list(documents),
    }
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    with replacing(folder / MANIFEST) as file:
        file.write(text.encode())


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a run folder.  Raises RunError if there is none."""
    path = folder / MANIFEST
    with run_errors(path):
        if not path.exists():
            raise RunError(
                "is no run folder: it has no manifest.json", where=str(folder),
                hint="give a folder that `llmextract extract --out` made",
            )  # fmt: skip
        text = path.read_text("utf-8")
    try:
        data = json.loads(text)
    except ValueError as error:
        raise RunError("is not JSON", where=str(path), hint="restore it or run again") from error
    assert isinstance(data, dict)
    return data
