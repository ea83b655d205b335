"""Which documents a command means: files, folders and globs, sorted, each under its own name."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Sequence
from pathlib import Path

from llmextract.documents.archive import member_paths, split_path
from llmextract.documents.kinds import ARCHIVES, HIDDEN, KNOWN, MEDIA_TYPES, media_type_of
from llmextract.errors import DocumentError


def find_documents(paths: Sequence[str | Path]) -> list[Path]:
    """Every document that `paths` (files, folders, archives, globs) name: sorted by path, each
    once.

    Folders are searched with their subfolders, and archives in them; hidden files and files of
    other types in them are left out.  A member of an archive has a virtual path
    (`reports.zip/2019/a.html`); an archive that cannot be read is named itself, so that reading
    it says why and the others go on.  Raises DocumentError for a file that is missing or of an
    unknown type, and for a folder, archive or glob without documents.
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
        files: dict[str, set[tuple[str, ...]]] = {}
        for path, name in names.items():
            files.setdefault(name, set()).add(absolute[path])
        again = [p for p in paths if len(files[names[p]]) > 1 and depth[p] < len(absolute[p])]
        if not again:
            return names
        for path in again:
            depth[path] += 1


def _named_by(path: str | Path) -> Iterable[Path]:
    given = Path(path)
    if given.is_dir():
        return _some(documents_in(given), "in this folder", given)
    if given.exists():
        return _given(given)
    inside = split_path(given)
    if inside is not None:
        members = _members(inside[0])
        wanted = [m for m in members if m == given or given in m.parents]
        return _some(wanted, "of this name in the archive", given)
    if glob.has_magic(str(path)):
        return _matching(str(path))
    raise DocumentError(
        "no such file or folder", where=str(path), hint="check the spelling of the path"
    )


def documents_in(folder: Path) -> list[Path]:
    """The documents of a folder and its subfolders, also those in archives; may be none."""
    files = (
        file
        for file in folder.rglob("*")
        if _is_known(file)
        and not any(part.startswith(HIDDEN) for part in file.relative_to(folder).parts)
        and file.is_file()
    )
    return [document for file in files for document in _opened(file)]


def _is_known(file: Path) -> bool:
    return file.suffix.lower() in MEDIA_TYPES or file.suffix.lower() in ARCHIVES


def _opened(file: Path) -> list[Path]:
    """A file, or the members of an archive."""
    return _members(file) if file.suffix.lower() in ARCHIVES else [file]


def _members(archive: Path) -> list[Path]:
    try:
        return member_paths(archive)
    except DocumentError:
        return [archive]


def _matching(pattern: str) -> list[Path]:
    """What a glob names: like a folder, it passes over files of other types."""
    found = glob.glob(pattern, recursive=True)  # noqa: PTH207 - Path.glob: no absolute patterns
    files = (Path(match) for match in found)
    documents = [d for f in files if f.is_file() and _is_known(f) for d in _opened(f)]
    if not documents:
        raise DocumentError(
            f"no document matches ({KNOWN})", where=pattern, hint="check the pattern, and quote it"
        )
    return documents


def _given(file: Path) -> list[Path]:
    if file.suffix.lower() in ARCHIVES:
        return _some(_members(file), "in this archive", file)
    media_type_of(file)
    return [file]


def _some(documents: list[Path], place: str, where: Path) -> list[Path]:
    if not documents:
        raise DocumentError(
            f"no documents {place} ({KNOWN})",
            where=str(where),
            hint="name another one, or convert the files to text or HTML",
        )
    return documents


__all__ = ["documents_in", "find_documents", "name_documents"]
