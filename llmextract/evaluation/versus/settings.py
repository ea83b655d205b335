"""What two runs were made with, where it is not the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from llmextract.runs import MANIFEST, RECORDS, read_manifest

_NOT_SETTINGS = ("started", "ended", "key", "totals", "notes", "documents")


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting with its value in either run; None where a run does not have it."""

    name: str
    a: Any
    b: Any


def manifest_of(run: Path) -> dict[str, Any]:
    """The manifest of a run folder, or of the folder of its records.jsonl; empty if there is
    none, since records alone can be compared."""
    folder = run if run.is_dir() else run.parent
    if not run.is_dir() and run.name != RECORDS:
        return {}
    return read_manifest(folder) if (folder / MANIFEST).exists() else {}


def differing_settings(run_a: Path, run_b: Path) -> tuple[Setting, ...]:
    """Strategy, model, prompts, schema, versions and texts that differ, in the manifest's order.

    Texts are compared for documents of the same name, by their digests.  Empty if a run has no
    manifest.
    """
    manifests = manifest_of(run_a), manifest_of(run_b)
    if not all(manifests):
        return ()
    a, b = (dict(_flat(manifest)) for manifest in manifests)
    settings = [Setting(name, a.get(name), b.get(name)) for name in dict.fromkeys((*a, *b))]
    one, other = (_digests(manifest) for manifest in manifests)
    texts = [Setting(f"text of {name}", one[name], other[name]) for name in one if name in other]
    return tuple(setting for setting in (*settings, *texts) if setting.a != setting.b)


def _flat(manifest: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Settings by name; those inside an object as `name.inner`."""
    for name, value in manifest.items():
        if name in _NOT_SETTINGS:
            continue
        if isinstance(value, Mapping):
            yield from ((f"{name}.{inner}", item) for inner, item in value.items())
        else:
            yield name, value


def _digests(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """By document; a document that the run did not get to has none."""
    listed = manifest.get("documents", ())
    return {item["name"]: item["sha256"] for item in listed if item.get("sha256")}
