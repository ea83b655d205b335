"""The labelled texts of a folder, found by the names that gold files give."""

from __future__ import annotations

from collections import Counter
from pathlib import Path, PurePath

from llmextract.documents import read_document
from llmextract.documents.find import documents_in
from llmextract.errors import UsageError
from llmextract.types import Document


class Texts:
    """Documents by name: the file's name, with or without its folder and extension.

    Raises UsageError if `folder` is no folder; DocumentError, on reading, for a file that
    cannot be read.
    """

    def __init__(self, folder: str | Path) -> None:
        folder = Path(folder)
        if not folder.is_dir():
            raise UsageError(
                "is not a folder", where=str(folder), hint="give the labelled documents"
            )
        self._paths: dict[str, Path] = {}
        self._read: dict[Path, Document] = {}
        files = sorted(documents_in(folder))
        stems = Counter(file.stem for file in files)
        for file in files:
            if stems[file.stem] == 1:
                self._paths[file.stem] = file
        for file in reversed(files):  # of two files of one name, the one further up the folders
            self._paths[file.name] = file
        for file in files:
            self._paths[file.relative_to(folder).as_posix()] = file

    def find(self, name: str) -> Document | None:
        """The document that a gold file's `document` names; None if the folder has none."""
        path = self._paths.get(name) or self._paths.get(PurePath(name).stem)
        if path is None:
            return None
        if path not in self._read:
            self._read[path] = read_document(path)
        return self._read[path]
