"""Files that come with the package but are no code: schemas and prompts.

An installed package carries them under `llmextract/bundled/`; in a source tree they are the
top-level folders of the same names.
"""

from __future__ import annotations

from pathlib import Path

from llmextract.errors import UsageError

KINDS = ("schemas", "prompts")


def resource(kind: str, name: str) -> Path:
    """The file `name` (a path such as `direct/zh.md`) of a kind.  Raises UsageError if there is
    no such file; the message names those there are."""
    folder = resource_folder(kind)
    path = folder / name
    inside = path.resolve().is_relative_to(folder.resolve())
    if not inside or not path.is_file():
        known = ", ".join(resources(kind)) or "none"
        raise UsageError(f"no such file among the {kind}", where=name, hint=f"there are: {known}")
    return path


def resources(kind: str) -> tuple[str, ...]:
    """The names of all files of a kind, in order."""
    folder = resource_folder(kind)
    return tuple(
        sorted(
            file.relative_to(folder).as_posix()
            for file in folder.rglob("*")
            if file.is_file() and file.suffix != ".pyc" and file.name != "__init__.py"
        )
    )


def resource_folder(kind: str) -> Path:
    """The folder of a kind.  Raises UsageError for an unknown kind or a broken installation."""
    if kind not in KINDS:
        raise UsageError("unknown kind of resource", where=kind, hint=f"use {' or '.join(KINDS)}")
    package = Path(__file__).parent
    for folder in (package / "bundled" / kind, package.parent / kind):
        if folder.is_dir():
            return folder
    raise UsageError(f"the {kind} are missing", where=str(package), hint="install llmextract again")
