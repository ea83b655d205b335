"""What labelled phrases say of a new one: which field's phrases it is most like.

Two views of the same vectors: the nearest phrase of each field (a memory: exact where wording
recurs), and a linear map fitted by ridge regression on all of them (which words tell fields apart).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from llmextract.linking.phrasebook.entries import Entry, Shape
from llmextract.linking.phrasebook.vectors import Vocabulary, vocabulary_of
from llmextract.types import Pointer

if TYPE_CHECKING:
    import numpy as np
    from scipy.sparse import csr_array

_RIDGE = 0.3
_AT_ONCE = 256  # shapes that are compared with all entries; more take more memory, not less time
_STEPS = 40  # of conjugate gradients; the residual is below 1 % by then
NONE: Pointer = ""  # stands for "of no field"


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like a phrase is to the phrases of each field, and of none (`NONE`): 0 to about 1."""

    nearest: Mapping[Pointer, float]
    fitted: Mapping[Pointer, float]


@dataclass(frozen=True)
class Phrasebook:
    """Labelled phrases, ready to be compared with."""

    vocabulary: Vocabulary
    fields: tuple[Pointer, ...]  # the columns of `labels` and `map`
    vectors: csr_array  # entries × grams
    labels: np.ndarray[Any, Any]  # entries × fields: 1 where the entry gives the field
    map: np.ndarray[Any, Any]  # grams × fields

    def compare(self, shapes: Sequence[Shape]) -> list[Likeness]:
        """The likeness of each shape."""
        parts = (shapes[at : at + _AT_ONCE] for at in range(0, len(shapes), _AT_ONCE))
        return [likeness for part in parts for likeness in self._compare(part)]

    def _compare(self, shapes: Sequence[Shape]) -> list[Likeness]:
        rows = self.vocabulary.vectors(shapes)
        fitted = rows @ self.map
        alike = (rows @ self.vectors.T).toarray() / _LARGEST
        groups = [self.labels[:, k].nonzero()[0] for k in range(len(self.fields))]
        return [
            Likeness(
                {f: float(alike[n, at].max()) for f, at in zip(self.fields, groups, strict=True)},
                {f: float(fitted[n, k]) for k, f in enumerate(self.fields)},
            )
            for n in range(len(shapes))
        ]


_LARGEST = 1.0 + 0.5**2 + 0.4**2 + 0.3**2  # of the product of two rows


def learn(entries: Sequence[Entry]) -> Phrasebook:
    """A phrasebook of `entries` (at least one)."""
    import numpy as np

    vocabulary = vocabulary_of(entries)
    fields = tuple(sorted({p for e in entries for p in e.pointers or (NONE,)}))
    column = {pointer: k for k, pointer in enumerate(fields)}
    labels = np.zeros((len(entries), len(fields)))
    for row, entry in enumerate(entries):
        for pointer in entry.pointers or (NONE,):
            labels[row, column[pointer]] = 1.0
    vectors = vocabulary.vectors([entry.shape for entry in entries])
    fitted = (vectors.T @ _solve(vectors, labels)).astype(np.float32)
    return Phrasebook(vocabulary, fields, vectors, labels.astype(np.float32), fitted)


def _solve(x: csr_array, y: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """(x·xᵀ + ridge)⁻¹·y by conjugate gradients, all columns of y side by side."""
    import numpy as np

    transposed = x.T.tocsr()
    a = np.zeros_like(y)
    r = y.copy()
    p = r.copy()
    size = (r * r).sum(0)
    for _ in range(_STEPS):
        q = x @ (transposed @ p) + _RIDGE * p
        step = size / np.maximum((p * q).sum(0), 1e-12)
        a += step * p
        r -= step * q
        new = (r * r).sum(0)
        p = r + (new / np.maximum(size, 1e-12)) * p
        size = new
    return a
