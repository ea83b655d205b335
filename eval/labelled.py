"""Folders of labelled documents, as the commands here take them.

A folder holds documents/ and gold/; the gold of examples/ stands in eval/gold/.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from llmextract.calls import CallOptions
from llmextract.documents import find_documents

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
CASSETTES = ROOT / "cassettes" / "eval"


def folders_of(folder: Path) -> tuple[Path, Path]:
    """The documents and the gold of `folder`.  Ends the command if one is not there."""
    if not folder.is_dir():
        raise SystemExit(f"{folder}: there is no such folder  → examples/ alone will do")
    documents = folder / "documents" if (folder / "documents").is_dir() else folder
    gold = ROOT / "eval" / "gold" if folder.resolve() == EXAMPLES else folder / "gold"
    if not gold.is_dir():
        raise SystemExit(f"{folder}: there is no gold/  → put labels there; docs/gold.md tells how")
    return documents, gold


def document_of(documents: Path, name: str) -> Path:
    """The file that gold calls `name`.  Ends the command if there is none."""
    stem = Path(name).stem
    found = [path for path in find_documents([documents]) if path.stem == stem]
    if not found:
        raise SystemExit(f"{name}: not in {documents}  → put it there, or take its labels away")
    return found[0]


def recordings(names: Sequence[str], model: str, folders: int) -> list[CallOptions]:
    """How answers about each folder are had: those of the first from the recordings of these names,
    of the rest from the response cache or the model.  Ends the command if one is not there."""
    if len(names) > folders:
        raise SystemExit(f"{len(names)} recordings of {folders} folders  → name one a folder")
    options = []
    for name in names:
        cassette = CASSETTES / f"{name}_link_{model.rpartition(':')[2]}.yaml"
        if not cassette.is_file():
            raise SystemExit(f"{name}: there is no {cassette.name}  → leave it out to ask {model}")
        options.append(CallOptions(cassette=cassette, digests=True))
    return options + [CallOptions()] * (folders - len(names))
