"""Which documents a command means: files, folders and globs, sorted, each under its own name."""

from __future__ import annotations

import glob
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from llmextract.errors import DocumentError

MEDIA_TYPES: Mapping[str, str] = {
    ".txt": "text/plain",
    ".html": "text/html",
    ".htm": "text/html",
}
KNOWN = " ".join(MEDIA_TYPES)


def find_documents(paths: Sequence[str | Path]) -> list[Path]:
    """Every document that `paths` (files, folders, globs) name: sorted by path, each once.

    Folders are searched with their subfolders; hidden files and files of other types in them are
    left out.  Raises DocumentError for a file that is missing or of an unknown type, and for a
    folder or glob without documents.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        for file in _named_by(path):
            found.setdefault(file.resolve(), file)
    return sorted(found.values())


def name_documents(paths: Sequence[Path]) -> dict[Path, str]:
    """A name for each of `paths`: the file's name, with as many parent folders before it
    (`2019/report.txt`) as files of the same name need to differ."""
    absolute = {path: path.resolve().parts for path in paths}
    depth = dict.fromkeys(paths, 1)
    while True:
        names = {path: "/".join(absolute[path][-depth[path] :]) for path in paths}
        again = [path for path in paths if _longer(path, names, absolute, depth)]
        if not again:
            return names
        for path in again:
            depth[path] += 1


def _longer(
    path: Path,
    names: Mapping[Path, str],
    absolute: Mapping[Path, tuple[str, ...]],
    depth: Mapping[Path, int],
) -> bool:
    """Whether another file has the name of `path`, and a further folder could tell them apart."""
    twins = (o for o in names if names[o] == names[path] and absolute[o] != absolute[path])
    return depth[path] < len(absolute[path]) and next(twins, None) is not None


def _named_by(path: str | Path) -> Iterator[Path]:
    given = Path(path)
    if given.is_dir():
        yield from _in_folder(given)
    elif given.exists():
        yield _checked(given)
    elif glob.has_magic(str(path)):
        yield from _matching(str(path))
    else:
        raise DocumentError(
            "no such file or folder", where=str(path), hint="check the spelling of the path"
        )


def _in_folder(folder: Path) -> list[Path]:
    files = [
        file
        for file in folder.rglob("*")
        if file.suffix.lower() in MEDIA_TYPES
        and not any(part.startswith(".") for part in file.relative_to(folder).parts)
        and file.is_file()
    ]
    if not files:
        raise DocumentError(
            f"no documents in this folder ({KNOWN})",
            where=str(folder),
            hint="name another folder, or convert the files to text or HTML",
        )
    return files


def _matching(pattern: str) -> list[Path]:
    """What a glob names: like a folder, it passes over files of other types."""
    found = glob.glob(pattern, recursive=True)  # noqa: PTH207 - Path.glob: no absolute patterns
    matches = [Path(match) for match in found]
    files = [m for m in matches if m.is_file() and m.suffix.lower() in MEDIA_TYPES]
    if not files:
        raise DocumentError(
            f"no document matches ({KNOWN})", where=pattern, hint="check the pattern, and quote it"
        )
    return files


def _checked(file: Path) -> Path:
    if file.suffix.lower() not in MEDIA_TYPES:
        raise DocumentError(
            f"files of type “{file.suffix or file.name}” are not read",
            where=str(file),
            hint=f"give one of {KNOWN}; convert other formats first",
        )
    return file
