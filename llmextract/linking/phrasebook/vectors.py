"""Phrases as sparse vectors of character n-grams, weighed by how few fields use them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from llmextract.linking.phrasebook.entries import Entry, Shape

if TYPE_CHECKING:
    import numpy as np
    from scipy.sparse import csr_array

_PARTS = (
    ("own", 1.0, (1, 2, 3)),
    ("lead", 0.5, (2,)),
    ("heading", 0.4, (2,)),
    ("before", 0.3, (2,)),
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The n-grams of a phrasebook: the column of each, and its weight.

    A gram's weight is log((fields + 1) / fields that use it), after the inverse document frequency
    of Spärck Jones (1972), with fields in the place of documents.
    """

    columns: Mapping[str, int]
    weights: np.ndarray[Any, Any]

    def vectors(self, shapes: Sequence[Shape]) -> csr_array:
        """One row a shape: its parts, each of unit length times the part's weight."""
        import numpy as np
        from scipy.sparse import csr_array

        rows: list[int] = []
        columns: list[int] = []
        values: list[float] = []
        for row, shape in enumerate(shapes):
            for weight, grams in _parts(shape):
                known = [at for gram in grams if (at := self.columns.get(gram)) is not None]
                length = math.sqrt(sum(float(self.weights[at]) ** 2 for at in known)) or 1.0
                rows += [row] * len(known)
                columns += known
                values += [weight * float(self.weights[at]) / length for at in known]
        shape_ = (len(shapes), len(self.columns))
        return csr_array((np.array(values), (rows, columns)), shape=shape_)


def vocabulary_of(entries: Sequence[Entry]) -> Vocabulary:
    """The grams of all entries."""
    import numpy as np

    users: dict[str, set[str]] = defaultdict(set)
    labels: set[str] = set()
    for entry in entries:
        for label in entry.pointers or ("",):
            labels.add(label)
            for _, grams in _parts(entry.shape):
                for gram in grams:
                    users[gram].add(label)
    weights = np.array([math.log((len(labels) + 1) / len(fields)) for fields in users.values()])
    return Vocabulary({gram: at for at, gram in enumerate(users)}, weights)


def _parts(shape: Shape) -> Iterator[tuple[float, set[str]]]:
    for name, weight, sizes in _PARTS:
        text = getattr(shape, name)
        yield (
            weight,
            {f"{name[0]}:{text[i : i + n]}" for n in sizes for i in range(len(text) - n + 1)},
        )
