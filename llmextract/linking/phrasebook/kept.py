"""A schema's phrasebook, learnt once and kept in the user's cache folder.

The file holds plain arrays and JSON (no pickles), named by a digest of the passages and of how they
are read; a file that cannot be read or written is done without.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from llmextract.backends.weights import cache_folder
from llmextract.linking.phrasebook.book import Phrasebook, learn
from llmextract.linking.phrasebook.entries import entries_of
from llmextract.linking.phrasebook.vectors import Vocabulary
from llmextract.schema import Passage
from llmextract.version import version

_READING = 3  # raise it when phrases, vectors or the fit change


@lru_cache(maxsize=4)
def phrasebook_of(passages: tuple[Passage, ...], folder: Path | None = None) -> Phrasebook | None:
    """The phrasebook that `passages` make; None if they hold no numbers.

    It is kept in `folder` (default: `phrasebooks` in the user's cache).
    """
    if not passages:
        return None
    folder = folder or cache_folder() / "phrasebooks"
    path = folder / f"{_digest(passages)}.npz"
    book = _load(path)
    if book is None:
        entries = list(entries_of(passages))
        book = learn(entries) if entries else None
        if book is not None:
            _keep(book, path)
    return book


def _digest(passages: tuple[Passage, ...]) -> str:
    data = [_READING, version(), [dataclasses.astuple(passage) for passage in passages]]
    return hashlib.sha256(json.dumps(data, ensure_ascii=False).encode()).hexdigest()[:24]


def _keep(book: Phrasebook, path: Path) -> None:
    import numpy as np

    words = {"fields": book.fields, "grams": list(book.vocabulary.columns)}
    text = json.dumps(words, ensure_ascii=False).encode()
    part = path.with_name(f"{path.stem}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            np.savez(
                file,
                words=np.frombuffer(text, dtype=np.uint8),
                weights=book.vocabulary.weights,
                data=book.vectors.data,
                indices=book.vectors.indices,
                indptr=book.vectors.indptr,
                labels=book.labels,
                map=book.map,
            )
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _load(path: Path) -> Phrasebook | None:
    import numpy as np
    from scipy.sparse import csr_array

    try:
        with np.load(path, allow_pickle=False) as kept:
            words = json.loads(kept["words"].tobytes())
            vocabulary = Vocabulary({g: n for n, g in enumerate(words["grams"])}, kept["weights"])
            shape = (len(kept["labels"]), len(words["grams"]))
            vectors = csr_array((kept["data"], kept["indices"], kept["indptr"]), shape=shape)
            book = Phrasebook(
                vocabulary, tuple(words["fields"]), vectors, kept["labels"], kept["map"]
            )
        vectors.check_format(full_check=True)  # an index out of bounds would crash the process
        return book if _fits_together(book) else None
    except Exception:  # anybody's file may lie there, broken in any way
        return None


def _fits_together(book: Phrasebook) -> bool:
    entries, grams, fields = len(book.labels), len(book.vocabulary.columns), len(book.fields)
    sized = (
        (book.vocabulary.weights, (grams,)),
        (book.vectors, (entries, grams)),
        (book.labels, (entries, fields)),
        (book.map, (grams, fields)),
    )
    return all(array.shape == shape and array.dtype.kind == "f" for array, shape in sized) and bool(
        (book.labels.sum(0) > 0).all()
    )
